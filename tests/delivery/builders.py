"""Records and ledgers with defaults, for the tests of sending."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Engine

from newsletter import database
from newsletter.delivery import ledger
from newsletter.delivery.message import Sender
from newsletter.delivery.transport import Transport
from newsletter.model import CompiledIssue, IssueState, Recipient

NOW = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)
ISSUE_ID = "weekly/2026-W47"
HTML = '<!doctype html><html lang="en"><body><h1>Zoë’s week</h1>\n<a href="slot-unsubscribe-0f">Leave</a></body></html>'
TEXT = "Zoë’s week\n\n.a line that begins with a dot\n\nLeave: slot-unsubscribe-0f\n"


def clock() -> dt.datetime:
    return NOW


def sender(**changes: str) -> Sender:
    defaults = {"name": "Weekly digest", "address": "digest@example.org", "list_id": "weekly.example.org"}
    return Sender(**{**defaults, **changes})


def compiled(subject: str = "Neighbourhood contracts and 3 more", html: str = HTML, text: str = TEXT) -> CompiledIssue:
    slots = {"unsubscribe": "slot-unsubscribe-0f"}
    return CompiledIssue(issue_id=ISSUE_ID, subject=subject, html=html, text=text, slots=slots, hash="5e" * 32)


def recipient(name: str = "ann", *, display: str = "", address: str = "") -> Recipient:
    address = address or f"{name}@example.org"
    return Recipient(subscriber_id=f"id-{name}", address=address, name=display, values=values(name))


def recipients(*names: str) -> tuple[Recipient, ...]:
    return tuple(recipient(name) for name in names)


def values(subscriber_id: str) -> dict[str, str]:
    return {"unsubscribe": f"mailto:digest@example.org?subject=unsubscribe%20{subscriber_id}"}


def nobody(address: str) -> bool:
    return False


def frozen(path: Path, people: Sequence[Recipient]) -> Engine:
    """A database with one issue frozen for these people."""
    engine = database.open_database(path)
    issue = {"id": ISSUE_ID, "newsletter": "weekly", "period": "2026-W47", "number": 1, "state": IssueState.SENDING}
    with engine.begin() as connection:
        connection.execute(database.issues.insert().values(**issue, subject="", hash="", run_id="run", frozen=NOW))
        ledger.freeze(connection, ISSUE_ID, people, NOW)
    return engine


def drain(engine: Engine, transport: Transport, *, run_id: str = "run-1", **changes: object) -> ledger.Tally:
    options: dict[str, object] = {"is_suppressed": nobody, "values": values, "clock": clock, "retry_after": ()}
    with transport:
        return ledger.drain(engine, compiled(), transport, run_id=run_id, **{**options, **changes})  # type: ignore[arg-type]


def statuses(engine: Engine) -> dict[str, str]:
    with engine.connect() as connection:
        return {each.subscriber_id: str(each.status) for each in ledger.deliveries_of(connection, ISSUE_ID)}


def issue_state(engine: Engine) -> str:
    with engine.connect() as connection:
        return str(connection.execute(sa.select(database.issues.c.state)).scalar_one())
