"""What all tests share: where the project stands, and a gate for machines on which no test may be skipped."""

import contextlib
import os
from collections.abc import Generator, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "examples" / "dump"

# Read by Prefect when it is first imported; nothing is to reach, or to come from, the home of whoever runs the tests.
os.environ["DO_NOT_TRACK"] = "1"
os.environ["PREFECT_SERVER_ANALYTICS_ENABLED"] = "false"


@pytest.fixture(autouse=True, scope="session")
def _elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Work in an empty folder: what `make run` left in the project's own is nothing to the tests."""
    with contextlib.chdir(tmp_path_factory.mktemp("elsewhere")):
        yield


def pytest_configure(config: pytest.Config) -> None:
    """Explain the one kind of skip that is allowed everywhere."""
    config.addinivalue_line("markers", "extra: uses dumps that are not part of the project, where they are there")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fail a skipped test where `REQUIRE_ALL_TESTS` is set: CI has whatever a test needs."""
    report = yield
    allowed = hasattr(report, "wasxfail") or item.get_closest_marker("extra") is not None
    if report.skipped and os.environ.get("REQUIRE_ALL_TESTS") and not allowed:
        report.outcome = "failed"
        report.longrepr = f"skipped where no test may be: {call.excinfo.value if call.excinfo else ''}"
    return report
