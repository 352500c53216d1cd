"""The outbox: a real transport whose mailbox is a folder. One `.eml` file a recipient, which any mail program opens."""

import datetime as dt
import errno
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.delivery import message
from newsletter.delivery.message import Sender
from newsletter.errors import AccountError, RecipientRefused, TransientError, TransportError
from newsletter.model import CompiledIssue, DeliveryStatus, Outcome, Recipient

_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")


class OutboxTransport:
    """Writes messages to `folder`/newsletter/period/subscriber.eml.

    A file appears whole or not at all, is readable by its owner alone, and a message written again replaces itself.
    """

    name = "outbox"
    in_flight = 1

    def __init__(self, folder: Path, sender: Sender, clock: Callable[[], dt.datetime]) -> None:
        self._folder = folder
        self._sender = sender
        self._clock = clock

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def deliver(self, issue: CompiledIssue, recipients: Sequence[Recipient]) -> Iterator[Outcome]:
        """Write one file a recipient. Raises `TransientError` on a full disk, `AccountError` where it may not write."""
        for recipient in recipients:
            yield self._deliver(issue, recipient)

    def _deliver(self, issue: CompiledIssue, recipient: Recipient) -> Outcome:
        try:
            content = message.build(self._sender, issue, recipient, date=self._clock())
        except RecipientRefused as error:
            return Outcome(subscriber_id=recipient.subscriber_id, status=DeliveryStatus.REFUSED, detail=str(error))
        path = self._path(issue, recipient)
        try:
            _write_whole(path, content)
        except OSError as error:
            raise _explained(error, self._folder) from error
        relative = path.relative_to(self._folder).as_posix()
        return Outcome(subscriber_id=recipient.subscriber_id, status=DeliveryStatus.SENT, provider_id=relative)

    def _path(self, issue: CompiledIssue, recipient: Recipient) -> Path:
        parts = [_UNSAFE.sub("_", part).lstrip(".") or "_" for part in issue.issue_id.split("/")]
        return self._folder.joinpath(*parts, _UNSAFE.sub("_", recipient.subscriber_id).lstrip(".") + ".eml")


def _write_whole(path: Path, content: bytes) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.part")
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    # "sent" is recorded next: the file's name must survive a power cut as surely as that record does.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _explained(error: OSError, folder: Path) -> TransportError:
    if error.errno in _FULL:
        return TransientError(
            f"outbox {folder}: the disk is full: make room and run again, only the rest will be written"
        )
    reason = error.strerror or error.__class__.__name__
    return AccountError(f"outbox {folder}: cannot be written ({reason}): check the path and its permissions")
