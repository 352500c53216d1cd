"""A Prefect server for the flow's tests, with its files out of everybody's way, and a desk to work at."""

import os
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

# Read when Prefect is first imported, so it stands before any import of it. The harness isolates the database only:
# results of one session would otherwise turn up in the next.
os.environ["PREFECT_HOME"] = tempfile.mkdtemp(prefix="prefect-tests-")
os.environ["PREFECT_LOGGING_LEVEL"] = "CRITICAL"
os.environ["PREFECT_SERVER_LOGGING_LEVEL"] = "CRITICAL"

PAGES = (
    """Two Pharmacists for Seven Practices

Seven practices in the valley share two pharmacists since May. Each practice saves about 14 hours a month. The lead
partner expects a third pharmacist by spring.

Patients who take ten or more medicines are seen first. Each of them is telephoned a fortnight later.
""",
    """A Roof That Leaks

The health centre on Station Road lost a third of its rooms to a leaking roof. Repairs will cost £240,000 and take
until March. Two clinics have moved to the library in the meantime.

The trust that owns the building has asked for a grant. An answer is due in January.
""",
)
LATER = """News That Came Later

The county opens six evening clinics for blood tests from January. Nurses of three networks will staff them in turn.
Each clinic has room for forty patients.

Practices book through the shared diary. Results reach the practice on the next working day.
"""


@dataclass(frozen=True)
class Desk:
    """A folder as an editor has it: dumps, a list, settings."""

    folder: Path

    @property
    def messages(self) -> list[Path]:
        return sorted((self.folder / "outbox").rglob("*.eml"))

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def drop_later_news(self) -> None:
        self.write("dump/later.txt", LATER)

    def enrol(self, *addresses: str) -> None:
        rows = "".join(f"{address},Reader\n" for address in addresses)
        self.write("subscribers/subscribers.csv", f"email,name\n{rows}")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A desk with two posts and three subscribers, in rehearsal."""
    monkeypatch.chdir(tmp_path)
    made = Desk(tmp_path)
    for number, page in enumerate(PAGES, 1):
        made.write(f"dump/page-{number}.txt", page)
    made.enrol("ada@example.org", "ben@example.org", "cay@example.org")
    return made


@pytest.fixture(scope="session")
def prefect_server() -> Iterator[None]:
    """Prefect's own harness, started once: it costs ten seconds."""
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
    from prefect.testing.utilities import prefect_test_harness

    with (
        prefect_test_harness(server_startup_timeout=120),
        temporary_settings(restore_defaults={PREFECT_FLOWS_HEARTBEAT_FREQUENCY}),
    ):
        yield
