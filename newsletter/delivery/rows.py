"""The steps that a delivery's row can take, each one statement, so that of two runs only one can take it.

    pending -> claimed -> sending -> sent | refused | deferred | unknown
                  └-> skipped                deferred -> pending | refused

Every step away from `claimed` and `sending` is fenced by the run that claimed the row.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import deliveries, issues
from newsletter.model import DeliveryStatus, IssueState, Outcome, Recipient

OPEN = (DeliveryStatus.PENDING, DeliveryStatus.CLAIMED, DeliveryStatus.SENDING, DeliveryStatus.DEFERRED)
"""What an issue waits for before it is sent."""

_row = deliveries.c


def claim(connection: Connection, issue_id: str, *, run_id: str, now: dt.datetime, most: int) -> list[Recipient]:
    """Take up to `most` pending rows for this run, lowest positions first."""
    pending = sa.and_(_row.issue_id == issue_id, _row.status == DeliveryStatus.PENDING)
    # Where there are row locks (PostgreSQL), two runs choose different rows; SQLite has one writer and no such clause.
    chosen = sa.select(_row.subscriber_id).where(pending).order_by(_row.position).limit(most)
    chosen = chosen.with_for_update(skip_locked=True)
    rows = connection.execute(
        sa.update(deliveries)
        .where(pending, _row.subscriber_id.in_(chosen))
        .values(status=DeliveryStatus.CLAIMED, run_id=run_id, updated=now)
        .returning(_row.position, _row.subscriber_id, _row.address, _row.name)
    ).all()
    in_order = sorted(rows, key=lambda row: row.position)
    return [Recipient(subscriber_id=row.subscriber_id, address=row.address, name=row.name) for row in in_order]


def start_sending(
    connection: Connection, issue_id: str, ids: Sequence[str], *, run_id: str, now: dt.datetime
) -> set[str]:
    """Record that these are about to be handed over; gives those that are still this run's, which alone may be."""
    rows = connection.execute(
        sa.update(deliveries)
        .where(_ours(issue_id, run_id), _row.status == DeliveryStatus.CLAIMED, _row.subscriber_id.in_(ids))
        .values(status=DeliveryStatus.SENDING, attempts=_row.attempts + 1, updated=now)
        .returning(_row.subscriber_id)
    )
    return set(rows.scalars())


def skip(connection: Connection, issue_id: str, ids: Sequence[str], *, run_id: str, now: dt.datetime) -> None:
    """Leave out those who were suppressed since the issue was frozen."""
    if not ids:
        return
    connection.execute(
        sa.update(deliveries)
        .where(_ours(issue_id, run_id), _row.status == DeliveryStatus.CLAIMED, _row.subscriber_id.in_(ids))
        .values(status=DeliveryStatus.SKIPPED, detail="suppressed since the issue was frozen", updated=now)
    )


def record(
    connection: Connection, issue_id: str, outcomes: Iterable[Outcome], *, run_id: str, now: dt.datetime
) -> None:
    """Record what became of messages that this run handed over.

    `unknown` gives way too: another run may have taken this one for dead while it only waited for an answer.
    """
    found = [
        {"whose": one.subscriber_id, "became": one.status, "provider": one.provider_id, "why": one.detail}
        for one in outcomes
    ]
    if not found:
        return
    connection.execute(
        sa.update(deliveries)
        .where(_ours(issue_id, run_id), _row.subscriber_id == sa.bindparam("whose"))
        .where(_in_doubt())
        .values(
            status=sa.bindparam("became"), provider_id=sa.bindparam("provider"), detail=sa.bindparam("why"), updated=now
        ),
        found,
    )


def hand_back(connection: Connection, issue_id: str, ids: Sequence[str], *, run_id: str, now: dt.datetime) -> None:
    """Return to `pending` those that were about to be handed over and, as the transport says, were not."""
    connection.execute(
        sa.update(deliveries)
        .where(_ours(issue_id, run_id), _row.subscriber_id.in_(ids))
        .where(_in_doubt())
        .values(status=DeliveryStatus.PENDING, attempts=_row.attempts - 1, detail="", updated=now)
    )
    # Another run may have taken them for lost and closed the issue over them.
    connection.execute(
        sa.update(issues)
        .where(issues.c.id == issue_id, issues.c.state == IssueState.SENT, _still_open(issue_id))
        .values(state=IssueState.SENDING, sent=None)
    )


def release(connection: Connection, issue_id: str, *, run_id: str | None, now: dt.datetime) -> None:
    """Return what was claimed and not begun to `pending`: this run's, or everybody's where `run_id` is `None`."""
    whose = sa.true() if run_id is None else _row.run_id == run_id
    connection.execute(
        sa.update(deliveries)
        .where(_row.issue_id == issue_id, _row.status == DeliveryStatus.CLAIMED, whose)
        .values(status=DeliveryStatus.PENDING, updated=now)
    )


def abandon(connection: Connection, issue_id: str, *, reason: str, now: dt.datetime) -> int:
    """Turn every `sending` into `unknown`; gives how many. The run's id stays, for that run may yet know better."""
    return connection.execute(
        sa.update(deliveries)
        .where(_row.issue_id == issue_id, _row.status == DeliveryStatus.SENDING)
        .values(status=DeliveryStatus.UNKNOWN, detail=reason, updated=now)
    ).rowcount


def requeue_deferred(connection: Connection, issue_id: str, *, most_attempts: int, now: dt.datetime) -> int:
    """Let those who were put off, but not yet too often, be tried again; gives how many."""
    return connection.execute(
        sa.update(deliveries)
        .where(_row.issue_id == issue_id, _row.status == DeliveryStatus.DEFERRED, _row.attempts < most_attempts)
        .values(status=DeliveryStatus.PENDING, updated=now)
    ).rowcount


def expire_deferred(connection: Connection, issue_id: str, *, most_attempts: int, now: dt.datetime) -> None:
    """End as refused whoever was put off too often, with the reason that was given last."""
    put_off = sa.literal("put off ").concat(sa.cast(_row.attempts, sa.String)).concat(" times: ").concat(_row.detail)
    connection.execute(
        sa.update(deliveries)
        .where(_row.issue_id == issue_id, _row.status == DeliveryStatus.DEFERRED, _row.attempts >= most_attempts)
        .values(status=DeliveryStatus.REFUSED, detail=put_off, updated=now)
    )


def count(connection: Connection, issue_id: str) -> Mapping[str, int]:
    """How many rows have each status."""
    counted = sa.select(_row.status, sa.func.count()).where(_row.issue_id == issue_id).group_by(_row.status)
    return dict(connection.execute(counted).tuples().all())


def close(connection: Connection, issue_id: str, *, now: dt.datetime) -> None:
    """Mark the issue as sent if nothing of it is open."""
    connection.execute(
        sa.update(issues)
        .where(issues.c.id == issue_id, issues.c.state != IssueState.SENT, ~_still_open(issue_id))
        .values(state=IssueState.SENT, sent=now)
    )


def _in_doubt() -> sa.ColumnElement[bool]:
    # Not IN: its list cannot be used with many rows of parameters.
    return sa.or_(_row.status == DeliveryStatus.SENDING, _row.status == DeliveryStatus.UNKNOWN)


def _still_open(issue_id: str) -> sa.ColumnElement[bool]:
    return sa.exists().where(_row.issue_id == issue_id, _row.status.in_(OPEN))


def _ours(issue_id: str, run_id: str) -> sa.ColumnElement[bool]:
    return sa.and_(_row.issue_id == issue_id, _row.run_id == run_id)
