"""What a run says when it is over: the same lines for the terminal and for Prefect's log."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from newsletter.delivery.ledger import Tally
from newsletter.installation import Installation
from newsletter.issue.frozen import IssueRecord
from newsletter.model import Issue, PostStatus
from newsletter.stages import Found, warnings
from subscribers import Roll


class Ending(StrEnum):
    """How a run can end well."""

    SENT = "Sent"
    ALREADY_SENT = "AlreadySent"
    UNFINISHED = "Unfinished"
    NOTHING_NEW = "NothingNew"
    DRY_RUN = "DryRun"
    STALE = "Stale"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a run ended, and the lines that tell a person."""

    ending: Ending
    lines: tuple[str, ...]


def about_dumps(found: Found) -> list[str]:
    """One line on what the folder held, one for each dump that could not be read."""
    findings = found.findings
    states = found.known.counts
    told = [f"{states[status]} {status}" for status in PostStatus if states.get(status)]
    line = (
        f"Read {_count(len(findings.dumps), 'dump')}: {_count(len(found.known), 'post')}"
        f" ({', '.join(told) or 'none'}), {_count(len(findings.duplicates), 'duplicate')},"
        f" {_count(len(findings.left_out), 'stretch', 'stretches')} left out. `newsletter posts` says why."
    )
    return [line] + [f"Not read: {each.span.file}: {each.reason}" for each in findings.unreadable]


def about_issue(issue: Issue) -> list[str]:
    """Subject, sections with their counts, and what the editor should know."""
    contents = " · ".join(f"{section.name} ({len(section.entries)})" for section in issue.sections)
    lines = [f"Composed {issue.id}: {issue.subject}", f"  {contents}"]
    lines += [f"  Left out: {each.title} ({each.reason})" for each in issue.left_out]
    lines += [f"  Held: {each.title} ({each.reason})" for each in issue.held]
    return lines + [f"  Note: {note}" for note in warnings(issue)]


def about_delivery(installation: Installation, record: IssueRecord, tally: Tally) -> list[str]:
    """The counts, and where to look."""
    through = installation.newsletter.transport if installation.live else "outbox"
    lines = [f"Handed to the {through}: {tally_line(tally)} (of {_count(tally.recipients, 'subscriber')})"]
    if through == "outbox":
        lines.append(f"  Messages: {_short(installation.outbox / record.id, installation.root)}")
    lines.append(f"  Issue file: {_short(installation.issues / f'{record.id}.toml', installation.root)}")
    lines.append(f"  Who got it: newsletter who {record.id}")
    return lines


def about_rehearsal(installation: Installation) -> list[str]:
    """Remind whoever rehearses that nobody was mailed."""
    if installation.live:
        return []
    return ["This was a rehearsal: nobody was mailed and no post is used up. `newsletter go-live` changes that."]


def about_roll(roll: Roll) -> list[str]:
    """The rows of the list that were left out, by line and reason, without the address."""
    return [f"Left out of the list: line {row.line}: {row.reason}" for row in roll.bad_rows]


def about_sent(installation: Installation, record: IssueRecord) -> list[str]:
    """What to tell whoever runs a week that is over, and how to rehearse it again."""
    when = f" on {record.sent:%d %B %Y at %H:%M} UTC" if record.sent else ""
    lines = [f"{record.id} was sent{when}: nothing was sent now. `newsletter who {record.id}` says to whom."]
    if not installation.live:
        lines.append(
            f"To rehearse the week again, delete {_short(installation.database_file, installation.root)} first."
        )
    return lines


def tally_line(tally: Tally) -> str:
    """`7 sent, 1 refused`: the counts that are not zero."""
    counts = {
        "sent": tally.sent,
        "refused": tally.refused,
        "skipped": tally.skipped,
        "unknown": tally.unknown,
        "deferred": tally.deferred,
        "still to go": tally.pending,
    }
    return ", ".join(f"{count} {name}" for name, count in counts.items() if count) or "nobody"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _short(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
