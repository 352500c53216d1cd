"""Killing the sender: nobody twice, nobody missed, at most one in doubt for each kill."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from tests.conftest import ROOT
from tests.delivery.builders import frozen, issue_state, recipients, statuses
from tests.delivery.conftest import Serve
from tests.delivery.server import Mailbox, Server, Step

PEOPLE = recipients(*(f"reader{number:02}" for number in range(24)))
EVERYBODY = {person.address for person in PEOPLE}


def start(database: Path, server: Server, run_id: str, *fate: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.delivery.sending", str(database), str(server.port), run_id, *fate]
    return subprocess.Popen(command, cwd=ROOT)


def assert_nobody_twice_nobody_missed(engine: Engine, mailbox: Mailbox, *, kills: int) -> None:
    unknown = {
        f"{name.removeprefix('id-')}@example.org" for name, status in statuses(engine).items() if status == "unknown"
    }
    sent = {f"{name.removeprefix('id-')}@example.org" for name, status in statuses(engine).items() if status == "sent"}
    assert max(mailbox.took.values()) == 1
    assert sent <= set(mailbox.took)
    assert EVERYBODY - set(mailbox.took) <= unknown
    assert len(unknown) <= kills
    assert sent | unknown == EVERYBODY
    assert issue_state(engine) == "sent"


def killer(child: subprocess.Popen[bytes], stage: str, times: int) -> Step:
    """Kill the sender when the server has been told so for so many times, and answer a dead man."""
    reached: list[str] = []

    def kill(at: str, address: str) -> None:
        reached.append(at)
        if at == stage and reached.count(stage) == times:
            child.kill()
            child.wait()

    return kill


@pytest.mark.parametrize("step", ["claimed", "sending", "recorded"])
def test_killed_at_a_step_of_the_ledger(tmp_path: Path, serve: Serve, step: str) -> None:
    """Wherever the loop stands when the process dies, the next run sends the rest and only the rest."""
    database, server = tmp_path / "newsletter.db", serve()
    engine = frozen(database, PEOPLE)
    assert start(database, server, "run-1", step, "9").wait(60) == -signal.SIGKILL
    assert 7 <= len(server.mailbox.messages) < len(PEOPLE)
    assert start(database, server, "run-2").wait(60) == 0
    assert_nobody_twice_nobody_missed(engine, server.mailbox, kills=1)


def test_killed_again_and_again_by_the_server(tmp_path: Path, serve: Serve) -> None:
    """The worst moments: the server has been told the sender, the recipient, the whole message, and the sender dies."""
    database, kills = tmp_path / "newsletter.db", 0
    engine = frozen(database, PEOPLE)
    server = serve()
    for stage, times in (("END", 7), ("DATA", 4), ("RCPT", 2), ("MAIL", 3), ("END", 1)):
        child = start(database, server, f"run-{kills}")
        server.mailbox.on_step = killer(child, stage, times)
        assert child.wait(60) == -signal.SIGKILL
        kills += 1
    server.mailbox.on_step = lambda stage, address: None
    assert start(database, server, "run-last").wait(60) == 0
    assert_nobody_twice_nobody_missed(engine, server.mailbox, kills=kills)


def test_two_processes_at_once_send_to_nobody_twice(tmp_path: Path, serve: Serve) -> None:
    """Two schedulers on one machine share the list, or one does it all."""
    database, server = tmp_path / "newsletter.db", serve()
    engine = frozen(database, PEOPLE)
    senders = [start(database, server, f"run-{number}") for number in range(2)]
    assert [sender.wait(60) for sender in senders] == [0, 0]
    assert_nobody_twice_nobody_missed(engine, server.mailbox, kills=0)
