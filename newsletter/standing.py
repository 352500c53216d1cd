"""How things stand: the state of each issue, who must act next, and who got what."""

import json
from collections.abc import Iterator
from dataclasses import asdict

from newsletter import database
from newsletter.delivery import ledger
from newsletter.delivery.ledger import Delivery, Tally
from newsletter.errors import NewsletterError
from newsletter.installation import Installation
from newsletter.issue import frozen
from newsletter.issue.frozen import IssueRecord
from newsletter.model import IssueState
from newsletter.report import tally_line


def as_text(installation: Installation) -> Iterator[str]:
    """The newsletter's state and its issues, newest first, each with what is to be done."""
    state = "live" if installation.live else "in rehearsal: nobody is mailed until `newsletter go-live`"
    yield f"{installation.name} ({installation.newsletter.title}) is {state}"
    records = list(_issues(installation))
    if not records:
        yield "No issue yet. Next: `newsletter preview` shows it, `newsletter run` sends it."
    for record, tally in records:
        yield f"{record.id}  {record.state}  {record.subject}"
        yield f"  {tally_line(tally)}, frozen {record.frozen:%d %b %Y %H:%M} UTC, {record.hash[:12]}"
        yield f"  Next: {_next(record, tally)}"


def as_json(installation: Installation) -> Iterator[str]:
    """The same, one issue a line."""
    for record, tally in _issues(installation):
        yield json.dumps(
            {
                "issue": record.id,
                "state": record.state.value,
                "live": installation.live,
                "subject": record.subject,
                "hash": record.hash,
                "frozen": record.frozen.isoformat(),
                "sent": record.sent.isoformat() if record.sent else None,
                "recipients": tally.recipients,
                "counts": asdict(tally),
                "next": _next(record, tally),
            },
            ensure_ascii=False,
        )


def recipients(installation: Installation, issue: str, *, as_json: bool) -> Iterator[str]:
    """Who got an issue, who did not, and why: the others first. For the editor's terminal: it shows addresses."""
    issue_id = issue if "/" in issue else installation.issue_id(issue)
    with database.reading(installation.database_file) as connection:
        record = frozen.find_issue(connection, issue_id)
        if record is None or connection is None:
            known = frozen.known_ids(frozen.all_issues(connection))
            raise NewsletterError(f"{issue_id}: no such issue was sent; those known: {known}")
        rows = ledger.deliveries_of(connection, issue_id)
        tally = ledger.tally(connection, issue_id)
    if as_json:
        yield from (json.dumps(_fields(row), ensure_ascii=False) for row in rows)
        return
    for row in sorted(rows, key=lambda row: (row.status == "sent", row.status, row.position)):
        reason = f"  {row.detail}" if row.detail else ""
        yield f"{row.status:<8}  {row.subscriber_id}  {row.address}{reason}"
    yield f"{issue_id}: {tally_line(tally)}"


def _issues(installation: Installation) -> Iterator[tuple[IssueRecord, Tally]]:
    with database.reading(installation.database_file) as connection:
        if connection is not None:
            for record in reversed(frozen.all_issues(connection)):
                yield record, ledger.tally(connection, record.id)


def _fields(row: Delivery) -> dict[str, object]:
    return asdict(row) | {"updated": row.updated.isoformat()}


def _next(record: IssueRecord, tally: Tally) -> str:
    if record.state is not IssueState.SENT:
        return f"`newsletter run --period {record.period}` sends it to the rest"
    if tally.unknown:
        return f"`newsletter who {record.id}` names those of whom nobody knows whether they have it"
    return "nothing; the next run composes the next issue"
