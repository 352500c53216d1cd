"""Freezing: from here on an issue is its bytes, its posts are taken and its recipients are known.

The rows of the ledger are committed together; the files are written before, whole or not at all, so that what the
ledger names is always there. Resuming reads them back and never renders again.
"""

import datetime as dt
import json
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import issue_posts, issues
from newsletter.errors import NewsletterError
from newsletter.model import CompiledIssue, Issue, IssueState


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRecord:
    """An issue as the ledger knows it."""

    id: str
    newsletter: str
    period: str
    number: int
    state: IssueState
    subject: str
    hash: str
    frozen: dt.datetime
    sent: dt.datetime | None


def find_issue(connection: Connection | None, issue_id: str) -> IssueRecord | None:
    """The ledger's record of an issue, or `None` where none was frozen."""
    return next((record for record in all_issues(connection) if record.id == issue_id), None)


def all_issues(connection: Connection | None) -> tuple[IssueRecord, ...]:
    """All issues in the order of their numbers."""
    if connection is None:
        return ()
    columns = [issues.c[name] for name in IssueRecord.__slots__]
    rows = connection.execute(sa.select(*columns).order_by(issues.c.newsletter, issues.c.number)).mappings()
    return tuple(IssueRecord(**{**row, "state": IssueState(row["state"])}) for row in rows)


def next_number(connection: Connection | None, newsletter: str) -> int:
    """The number of the newsletter's next issue, counting from 1."""
    return max((record.number for record in all_issues(connection) if record.newsletter == newsletter), default=0) + 1


def record_issue(
    connection: Connection, issue: Issue, compiled: CompiledIssue, *, newsletter: str, run_id: str, now: dt.datetime
) -> None:
    """Enter an issue as `sending` and take its posts.

    There is one issue a newsletter and period: a second one raises `sqlalchemy.exc.IntegrityError`.
    """
    connection.execute(
        issues.insert().values(
            id=issue.id,
            newsletter=newsletter,
            period=issue.period,
            number=issue.number,
            state=IssueState.SENDING,
            subject=compiled.subject,
            hash=compiled.hash,
            run_id=run_id,
            frozen=now,
        )
    )
    rows = [
        {"issue_id": issue.id, "post_id": entry.post_id, "position": position}
        for position, entry in enumerate(issue.entries)
    ]
    connection.execute(issue_posts.insert(), rows)


def write_frozen(folder: Path, compiled: CompiledIssue) -> Path:
    """Write the bytes that will be sent; returns the file."""
    path = _frozen_file(folder, compiled.issue_id)
    values = {each.name: getattr(compiled, each.name) for each in fields(compiled)} | {"slots": dict(compiled.slots)}
    write_whole(path, json.dumps(values, ensure_ascii=False, indent=1, sort_keys=True))
    return path


def read_frozen(folder: Path, record: IssueRecord) -> CompiledIssue:
    """Read back what is being sent; raise `NewsletterError` where the bytes are gone or are not those of the ledger."""
    path = _frozen_file(folder, record.id)
    try:
        compiled = CompiledIssue(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise NewsletterError(f"{record.id}: its frozen bytes cannot be read ({path.name}): restore {path}") from error
    if compiled.hash != record.hash:
        raise NewsletterError(f"{record.id}: the frozen bytes are not those that the ledger knows: restore {path}")
    return compiled


def write_whole(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Write a file so that it holds either all of `text` or what it held before, even after a power cut."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    except OSError as error:
        Path(temporary).unlink(missing_ok=True)
        raise NewsletterError(
            f"{path}: cannot be written ({error.strerror}): make room or rights, then run again"
        ) from error


def _frozen_file(folder: Path, issue_id: str) -> Path:
    return folder / f"{issue_id}.json"


def known_ids(records: Sequence[IssueRecord]) -> str:
    """The ids of issues for messages: the newest first, at most five."""
    return ", ".join(record.id for record in list(records)[::-1][:5]) or "none yet"
