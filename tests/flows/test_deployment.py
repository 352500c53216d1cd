"""The deployment of prefect.yaml on a real server with a real worker: scheduled, and run by hand.

Two of Prefect's dependencies break it in silence when they are too new (see pyproject.toml): with such a FastAPI no run
and no server starts, with such an SQLAlchemy the schedule never fires. Both would fail here.
"""

import contextlib
import datetime as dt
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
import requests

from tests.conftest import ROOT
from tests.flows.conftest import PAGES

pytestmark = pytest.mark.prefect

PREFECT = [sys.executable, "-m", "prefect"]


class Station:
    """A Prefect server and a worker, with the project deployed on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = folder / "desk"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.api = f"http://127.0.0.1:{self.port}/api"
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("PREFECT", "NEWSLETTER"))},
            "PREFECT_HOME": str(folder / "prefect"),
            "PREFECT_API_URL": self.api,
            "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
            "DO_NOT_TRACK": "1",
            "DIGEST_HOME": str(self.desk),
        }
        self.processes: list[subprocess.Popen[bytes]] = []

    def start(self, *words: str) -> None:
        log = (self.folder / f"{words[0]}.log").open("wb")
        process = subprocess.Popen(
            [*PREFECT, *words],
            cwd=self.folder,
            env=self.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        self.processes.append(process)

    def prefect(self, *words: str, folder: Path | None = None) -> str:
        done = subprocess.run(
            [*PREFECT, *words],
            cwd=folder or self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def runs(self) -> list[dict[str, str]]:
        answer = requests.post(f"{self.api}/flow_runs/filter", json={}, timeout=30)
        answer.raise_for_status()
        return list(answer.json())

    def stop(self) -> None:
        """End everybody, whatever they started themselves, and do not wait for who will not listen."""
        for ending in (signal.SIGTERM, signal.SIGKILL):
            for process in reversed(self.processes):
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, ending)
            for process in self.processes:
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(15)


def wait_for(seen: Callable[[], bool], seconds: float) -> bool:
    """Look again until it is seen or the time is over."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if seen():
            return True
        time.sleep(0.5)
    return False


@pytest.fixture(scope="module")
def station(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Station]:
    made = Station(tmp_path_factory.mktemp("station"))
    (made.desk / "dump").mkdir(parents=True)
    (made.desk / "subscribers").mkdir()
    for number, page in enumerate(PAGES):
        (made.desk / "dump" / f"page-{number}.txt").write_text(page, encoding="utf-8")
    shutil.copy(ROOT / "subscribers" / "example.csv", made.desk / "subscribers" / "subscribers.csv")
    made.start("server", "start", "--port", str(made.port))

    def healthy() -> bool:
        try:
            return requests.get(f"{made.api}/health", timeout=5).ok
        except requests.ConnectionError:
            return False

    try:
        assert wait_for(healthy, 120), "the server did not start: is FastAPI too new?"
        made.prefect("work-pool", "create", "newsletter", "--type", "process")
        made.prefect("--no-prompt", "deploy", "--all", folder=ROOT)
        yield made
    finally:
        made.stop()


def test_mondays_at_seven_are_scheduled(station: Station) -> None:
    """The next runs stand in the server's plan, on Mondays at seven by London's clock, summer and winter."""
    assert wait_for(lambda: len(station.runs()) >= 3, 60), "nothing was scheduled: is SQLAlchemy too new?"
    for run in station.runs():
        due = dt.datetime.fromisoformat(run["expected_start_time"]).astimezone(ZoneInfo("Europe/London"))
        assert (due.strftime("%A"), due.hour, due.minute) == ("Monday", 7, 0)


def test_a_worker_runs_what_is_triggered_by_hand_and_a_second_run_sends_nothing(station: Station) -> None:
    """`prefect deployment run` mails the week once, from whatever folder the worker was started in."""
    station.start("worker", "start", "--pool", "newsletter")
    said = station.prefect("deployment", "run", "digest/weekly", "-p", "period=2026-W47", "--watch")
    assert "'Sent'" in said
    messages = sorted((station.desk / "outbox").rglob("*.eml"))
    assert len(messages) == len((ROOT / "subscribers" / "example.csv").read_text(encoding="utf-8").splitlines()) - 1
    stamps = [path.stat().st_mtime_ns for path in messages]
    said = station.prefect("deployment", "run", "digest/weekly", "-p", "period=2026-W47", "--watch")
    assert "'AlreadySent'" in said
    assert [path.stat().st_mtime_ns for path in sorted((station.desk / "outbox").rglob("*.eml"))] == stamps


def test_a_week_that_is_none_is_refused_before_the_run(station: Station) -> None:
    """The form's and the command's check is the server's: no run is made for a typing error."""
    before = len(station.runs())
    with pytest.raises(AssertionError, match="period"):
        station.prefect("deployment", "run", "digest/weekly", "-p", "period=soon")
    assert len(station.runs()) == before
