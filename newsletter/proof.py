"""The proof: an issue as it would be sent now, for the preview. Like a printer's proof, it uses nothing up."""

from newsletter import stages
from newsletter.database import now
from newsletter.errors import NewsletterError
from newsletter.installation import Installation
from newsletter.issue import file, frozen
from newsletter.issue.frozen import IssueRecord
from newsletter.issue.period import Period, parse_period, period_of
from newsletter.model import CompiledIssue, Issue
from newsletter.preview import PreviewedIssue


def pull_proof(installation: Installation, period: str = "") -> PreviewedIssue:
    """Show the issue of a period (default: this week): as it was frozen, else composed from the dump as it lies."""
    week = parse_period(period) if period else period_of(now(), installation.newsletter.zone)
    record = stages.issue_on_record(installation, week)
    issue, compiled = _as_frozen(installation, record) if record else _as_it_would_be(installation, week)
    frozen_note = (f"{record.id} is {record.state}: what you see is what was frozen.",) if record else ()
    return PreviewedIssue(
        issue=issue,
        compiled=compiled,
        headers=stages.sample_headers(installation, compiled, clock=now),
        notes=(*frozen_note, *stages.warnings(issue)),
    )


def _as_frozen(installation: Installation, record: IssueRecord) -> tuple[Issue, CompiledIssue]:
    return file.read(installation.issues / f"{record.id}.toml"), frozen.read_frozen(installation.frozen, record)


def _as_it_would_be(installation: Installation, week: Period) -> tuple[Issue, CompiledIssue]:
    edition = stages.edition(installation, week)
    selection = stages.select(stages.find_posts(installation), edition)
    if not selection.posts:
        raise NewsletterError(
            f"nothing new for {edition.issue_id}, so there is no issue to show: see `newsletter posts`"
        )
    vectors = stages.encoder(installation)
    summaries = stages.summarise(selection, vectors)
    issue = stages.compose(selection, summaries, stages.group(selection, vectors, edition), edition)
    return issue, stages.render(installation, issue)
