"""The outbox folder."""

import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from pathlib import Path

import pytest

from newsletter.delivery.outbox import OutboxTransport
from newsletter.errors import AccountError, TransientError
from newsletter.model import DeliveryStatus, Outcome
from tests.delivery.builders import clock, compiled, recipient, recipients, sender


def deliver(folder: Path, *names: str) -> list[Outcome]:
    with OutboxTransport(folder, sender(), clock) as transport:
        return list(transport.deliver(compiled(), recipients(*names)))


def files(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@contextmanager
def room_for(octets: int) -> Iterator[None]:
    """No file may grow beyond this, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (octets, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_each_recipient_gets_one_private_file_that_mail_programs_open(tmp_path: Path) -> None:
    """What lies in the outbox is the message itself, for its owner's eyes."""
    outcomes = deliver(tmp_path / "outbox", "ann", "bob")
    assert files(tmp_path / "outbox") == ["weekly/2026-W47/id-ann.eml", "weekly/2026-W47/id-bob.eml"]
    assert [outcome.provider_id for outcome in outcomes] == files(tmp_path / "outbox")
    path = tmp_path / "outbox" / "weekly" / "2026-W47" / "id-ann.eml"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert message_from_bytes(path.read_bytes())["To"] == "ann@example.org"


def test_a_message_written_again_replaces_itself(tmp_path: Path) -> None:
    """Nobody finds two copies after a run that was repeated."""
    deliver(tmp_path, "ann")
    deliver(tmp_path, "ann")
    assert files(tmp_path) == ["weekly/2026-W47/id-ann.eml"]


def test_ids_cannot_lead_out_of_the_folder(tmp_path: Path) -> None:
    """A strange id becomes a strange file name, nothing worse."""
    with OutboxTransport(tmp_path / "outbox", sender(), clock) as transport:
        list(transport.deliver(compiled(), [recipient("../../../../ann")]))
    assert files(tmp_path) == ["outbox/weekly/2026-W47/id-.._.._.._.._ann.eml"]


def test_a_full_disk_stops_with_nothing_half_written(tmp_path: Path) -> None:
    """What was written stays whole, and the rest can go when there is room."""
    with OutboxTransport(tmp_path, sender(), clock) as transport:
        outcomes = transport.deliver(compiled(), recipients("ann", "bob"))
        first = next(outcomes)
        with room_for(300), pytest.raises(TransientError, match="the disk is full"):
            next(outcomes)
    assert first.status is DeliveryStatus.SENT
    assert files(tmp_path) == ["weekly/2026-W47/id-ann.eml"]


def test_a_folder_that_cannot_be_made_stops_the_issue(tmp_path: Path) -> None:
    """One line says which folder, and why not."""
    (tmp_path / "outbox").write_text("a file", encoding="utf-8")
    with pytest.raises(AccountError, match="cannot be written") as caught:
        deliver(tmp_path / "outbox", "ann")
    assert "\n" not in str(caught.value)
