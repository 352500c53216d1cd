"""The ledger's loop: nobody twice, nobody missed, and an honest `unknown`.

A run claims a few recipients, asks once more who is suppressed, records `sending` durably, hands over, records the
outcomes. Killed at any moment it leaves at most those in flight in doubt; they become `unknown` and are never sent
again by themselves.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

from newsletter.database import deliveries
from newsletter.delivery import rows
from newsletter.delivery.transport import Transport
from newsletter.errors import NewsletterError
from newsletter.model import CompiledIssue, DeliveryStatus, Outcome, Recipient

RETRY_AFTER = (dt.timedelta(seconds=15), dt.timedelta(minutes=1), dt.timedelta(minutes=5))
"""The waits before those who were put off are tried again; greylisting asks for one to five minutes."""

_CHUNK = 1000
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many recipients of an issue have each status."""

    pending: int = 0
    claimed: int = 0
    sending: int = 0
    sent: int = 0
    deferred: int = 0
    refused: int = 0
    unknown: int = 0
    skipped: int = 0

    @property
    def recipients(self) -> int:
        """Everybody the issue was frozen for."""
        return self.ended + self.pending + self.claimed + self.sending + self.deferred

    @property
    def ended(self) -> int:
        """Those with whom nothing more will happen by itself."""
        return self.sent + self.refused + self.skipped + self.unknown

    @property
    def balanced(self) -> bool:
        """Whether everybody is accounted for."""
        return self.recipients == self.ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """What the ledger knows of one recipient of an issue."""

    subscriber_id: str
    position: int
    status: DeliveryStatus
    attempts: int
    detail: str
    provider_id: str | None
    updated: dt.datetime
    address: str = field(repr=False)
    name: str = field(repr=False)


def freeze(connection: Connection, issue_id: str, recipients: Iterable[Recipient], now: dt.datetime) -> None:
    """Write down who gets the issue, within the caller's transaction. Raises `NewsletterError` if it is nobody."""
    remaining = enumerate(recipients)
    written = 0
    while chunk := list(islice(remaining, _CHUNK)):
        connection.execute(deliveries.insert(), [_frozen(issue_id, place, one, now) for place, one in chunk])
        written += len(chunk)
    if not written:
        raise NewsletterError(f"{issue_id}: there is nobody to send it to: add subscribers to the list, then run again")


def recover(engine: Engine, issue_id: str, run_id: str, now: dt.datetime) -> None:
    """Clear up after runs that ended half-way: what was in flight is `unknown`, what was only claimed is free again.

    Harmless to a run that still lives: it loses its claims, and an outcome that it learns later replaces `unknown`.
    """
    reason = "the sender was stopped before the answer came: ask the transport, or the reader, whether it arrived"
    with engine.begin() as connection:
        unknown = rows.abandon(connection, issue_id, reason=reason, now=now)
        rows.release(connection, issue_id, run_id=None, now=now)
    if unknown:
        _log.warning("%s: %d unknown after a run that was stopped; found by run %s", issue_id, unknown, run_id)


def tally(connection: Connection, issue_id: str) -> Tally:
    """Count the recipients of an issue by status."""
    return Tally(**rows.count(connection, issue_id))


def deliveries_of(connection: Connection, issue_id: str) -> tuple[Delivery, ...]:
    """Everybody the issue was frozen for, in the order of sending."""
    columns = [deliveries.c[name] for name in Delivery.__slots__]
    found = sa.select(*columns).where(deliveries.c.issue_id == issue_id).order_by(deliveries.c.position)
    return tuple(
        Delivery(**{**row, "status": DeliveryStatus(row["status"])}) for row in connection.execute(found).mappings()
    )


def drain(
    engine: Engine,
    compiled: CompiledIssue,
    transport: Transport,
    *,
    run_id: str,
    is_suppressed: Callable[[str], bool],
    values: Callable[[str], Mapping[str, str]],
    clock: Callable[[], dt.datetime],
    batch: int = 100,
    retry_after: Sequence[dt.timedelta] = RETRY_AFTER,
    wait: Callable[[float], None] = time.sleep,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Tally:
    """Hand an issue over to whoever is still to get it, then mark it as sent if everybody is accounted for.

    `values` gives a subscriber's values for the slots; `is_suppressed` is asked for each address just before it is
    used; `on_outcome` is told what was recorded. The transport must have been entered. Raises what the transport raises
    when nobody's message can go; those not handed over are then free for the next run.
    """
    run = _Run(engine, compiled, transport, run_id, is_suppressed, values, clock, on_outcome)
    try:
        return run.drain(batch, retry_after, wait)
    except DatabaseError as error:
        reason = str(error.orig).splitlines()[0] if error.orig else error.__class__.__name__
        advice = "mend that and run again, nobody gets it twice"
        raise NewsletterError(f"{compiled.issue_id}: the ledger cannot be written ({reason}): {advice}") from error


def _frozen(issue_id: str, place: int, recipient: Recipient, now: dt.datetime) -> dict[str, object]:
    return {
        "issue_id": issue_id,
        "subscriber_id": recipient.subscriber_id,
        "position": place,
        "address": recipient.address,
        "name": recipient.name,
        "status": DeliveryStatus.PENDING,
        "updated": now,
    }


@dataclass(slots=True)
class _Run:
    """One run's way through the ledger. `told` holds outcomes that are known and not yet recorded."""

    engine: Engine
    compiled: CompiledIssue
    transport: Transport
    run_id: str
    is_suppressed: Callable[[str], bool]
    values: Callable[[str], Mapping[str, str]]
    clock: Callable[[], dt.datetime]
    on_outcome: Callable[[Outcome], None] | None
    told: list[Outcome] = field(default_factory=list)

    @property
    def issue_id(self) -> str:
        return self.compiled.issue_id

    def drain(self, batch: int, retry_after: Sequence[dt.timedelta], wait: Callable[[float], None]) -> Tally:
        most_attempts = len(retry_after) + 1
        self._requeue(most_attempts)
        self._drain_pending(batch)
        for delay in retry_after:
            if not (put_off := self._put_off()):
                break
            _log.info("%s: %d put off, to be tried again in %s", self.issue_id, put_off, delay)
            wait(delay.total_seconds())
            self._requeue(most_attempts)
            self._drain_pending(batch)
        with self.engine.begin() as connection:
            rows.expire_deferred(connection, self.issue_id, most_attempts=most_attempts, now=self.clock())
            rows.close(connection, self.issue_id, now=self.clock())
            return tally(connection, self.issue_id)

    def _drain_pending(self, batch: int) -> None:
        try:
            while claimed := self._claim(batch):
                for start in range(0, len(claimed), self.transport.in_flight):
                    self._send(claimed[start : start + self.transport.in_flight])
        finally:
            with self._step() as connection:
                rows.release(connection, self.issue_id, run_id=self.run_id, now=self.clock())

    def _claim(self, most: int) -> list[Recipient]:
        with self._step() as connection:
            return rows.claim(connection, self.issue_id, run_id=self.run_id, now=self.clock(), most=most)

    def _send(self, group: Sequence[Recipient]) -> None:
        suppressed = [one.subscriber_id for one in group if self.is_suppressed(one.address)]
        others = [one.subscriber_id for one in group if one.subscriber_id not in suppressed]
        with self._step() as connection:
            now = self.clock()
            rows.skip(connection, self.issue_id, suppressed, run_id=self.run_id, now=now)
            ours = rows.start_sending(connection, self.issue_id, others, run_id=self.run_id, now=now)
        for subscriber_id in suppressed:
            self._tell(Outcome(subscriber_id=subscriber_id, status=DeliveryStatus.SKIPPED, detail="suppressed"))
        self._hand_over(
            [replace(one, values=self.values(one.subscriber_id)) for one in group if one.subscriber_id in ours]
        )

    def _hand_over(self, recipients: Sequence[Recipient]) -> None:
        silent = {one.subscriber_id for one in recipients}
        try:
            for outcome in self.transport.deliver(self.compiled, recipients) if recipients else ():
                self.told.append(outcome)
                silent.discard(outcome.subscriber_id)
        except NewsletterError:
            with self._step() as connection:
                rows.hand_back(connection, self.issue_id, sorted(silent), run_id=self.run_id, now=self.clock())
            raise
        reason = "the transport gave no outcome"
        self.told += [
            Outcome(subscriber_id=one, status=DeliveryStatus.UNKNOWN, detail=reason) for one in sorted(silent)
        ]

    @contextmanager
    def _step(self) -> Iterator[Connection]:
        """A transaction that first records what is known: one durable commit serves the last group and the next."""
        known = tuple(self.told)
        with self.engine.begin() as connection:
            rows.record(connection, self.issue_id, known, run_id=self.run_id, now=self.clock())
            yield connection
        del self.told[: len(known)]
        for outcome in known:
            self._tell(outcome)

    def _tell(self, outcome: Outcome) -> None:
        if outcome.status not in {DeliveryStatus.SENT, DeliveryStatus.SKIPPED}:
            _log.warning(
                "%s: subscriber %s %s: %s", self.issue_id, outcome.subscriber_id, outcome.status, outcome.detail
            )
        if self.on_outcome is not None:
            self.on_outcome(outcome)

    def _requeue(self, most_attempts: int) -> None:
        with self.engine.begin() as connection:
            rows.requeue_deferred(connection, self.issue_id, most_attempts=most_attempts, now=self.clock())

    def _put_off(self) -> int:
        with self.engine.connect() as connection:
            return tally(connection, self.issue_id).deferred
