"""The stages of a week, one function each, for whoever runs them: the flow, the preview, the command line.

Each takes an installation and what the stages before it made. Up to `render` only caches are written.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from email import message_from_bytes

from sqlalchemy.engine import Engine

import subscribers
from newsletter import database, known, wellbeing
from newsletter.delivery import ledger
from newsletter.delivery.message import Sender, build, unsubscribe_uri
from newsletter.delivery.transport import Transport
from newsletter.dumps import Findings, read_folder
from newsletter.dumps.findings import Hints
from newsletter.dumps.health import Health
from newsletter.dumps.rules import SourceRule
from newsletter.errors import NewsletterError
from newsletter.installation import Installation
from newsletter.issue import compose as composing
from newsletter.issue import file, frozen
from newsletter.issue.compose import Edition, Selection, SourceLook
from newsletter.issue.frozen import IssueRecord
from newsletter.issue.period import Period
from newsletter.known import Known
from newsletter.model import CompiledIssue, Issue, Kind, NotIncluded, Outcome, Post, Recipient, Summary
from newsletter.rendering import Masthead, compile_issue
from newsletter.summaries import summarise_all
from newsletter.themes import Grouping, memory
from newsletter.themes import group as group_posts
from newsletter.themes.vectors import Encoder, open_encoder


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What lies in the dump directory, and what the database knows of it."""

    findings: Findings
    known: Known

    @property
    def unused(self) -> tuple[Post, ...]:
        """The posts that the next issue may be made of."""
        return tuple(each.post for each in self.known.unused)


def find_posts(installation: Installation, *, on_progress: Callable[[int, int | None], None] | None = None) -> Found:
    """Read what is new or changed in the dump directory and recognise its posts.

    `on_progress` is told how many files were read of how many that have to be.
    """
    rules = source_rules(installation)
    findings = read_folder(installation.dump, installation.cache, rules=rules, on_progress=on_progress)
    with database.reading(installation.database_file) as connection:
        recognised = known.recognise(connection, findings.posts, newsletter=installation.name, cache=installation.cache)
    return Found(findings=findings, known=recognised)


def source_rules(installation: Installation) -> tuple[SourceRule, ...]:
    """What the settings say of sources that need to be told how they are read."""
    return tuple(
        SourceRule(
            source=name,
            files=source.files,
            hints=Hints(
                title=source.title,
                drop=source.drop,
                base_url=str(source.base_url) if source.base_url else None,
                language=source.language or None,
            ),
        )
        for name, source in installation.settings.sources.items()
    )


def health(installation: Installation, found: Found, *, now: dt.datetime) -> Health:
    """How the crawler is, as far as its folder and the weeks before tell."""
    with database.reading(installation.database_file) as connection:
        return wellbeing.look_over(found.findings, found.known, connection, now=now)


def issue_on_record(installation: Installation, period: Period) -> IssueRecord | None:
    """The issue of that period, where one was frozen already."""
    with database.reading(installation.database_file) as connection:
        return frozen.find_issue(connection, installation.issue_id(period))


def edition(installation: Installation, period: Period) -> Edition:
    """The issue that is to be composed for a period, with the number that comes next."""
    newsletter = installation.newsletter
    with database.reading(installation.database_file) as connection:
        number = frozen.next_number(connection, installation.name)
        earlier = memory.recall(connection, installation.name, encoder(installation).name)
    return Edition(
        newsletter_id=installation.name,
        title=newsletter.title,
        period=period,
        number=number,
        most_posts=newsletter.most_posts,
        sources={
            key: SourceLook(name=look.name, home=str(look.home) if look.home else None)
            for key, look in installation.settings.sources.items()
        },
        memory=earlier,
    )


def select(found: Found, edition: Edition) -> Selection:
    """Choose the posts of the issue; posts that were edited after they went out are named among those left out."""
    selection = composing.select(found.unused, edition)
    edited = tuple(
        NotIncluded(post_id=each.post.id, title=each.post.title, reason=f"edited since it went out in {each.issue_id}")
        for each in found.known.changed
        if each.issue_id
    )
    return Selection(posts=selection.posts, held=selection.held, left_out=selection.left_out + edited)


def encoder(installation: Installation) -> Encoder:
    """The embedded encoder with its cache in the state folder."""
    return open_encoder(installation.cache)


def summarise(selection: Selection, vectors: Encoder) -> tuple[Summary, ...]:
    """Two or three sentences of each post."""
    return summarise_all(selection.posts, vectors)


def group(selection: Selection, vectors: Encoder, edition: Edition) -> Grouping:
    """Group the articles by meaning; teasers stay together under a heading of their own."""
    articles = [post for post in selection.posts if post.kind is Kind.ARTICLE]
    return group_posts(articles, vectors, period=str(edition.period), memory=edition.memory)


def compose(selection: Selection, summaries: Iterable[Summary], grouping: Grouping, edition: Edition) -> Issue:
    """Put the issue together and take it through its file's form, so that what is rendered is what the file says."""
    issue = composing.compose(selection, summaries, grouping.themes, edition)
    return file.from_toml(file.to_toml(issue), issue.id)


def masthead(installation: Installation) -> Masthead:
    """What header and footer say besides the issue."""
    newsletter = installation.newsletter
    return Masthead(
        sender_name=newsletter.sender_name,
        postal_address=newsletter.postal_address,
        home_url=str(newsletter.home_url) if newsletter.home_url else None,
        language=newsletter.language,
    )


def render(installation: Installation, issue: Issue) -> CompiledIssue:
    """Compile the issue once for everybody."""
    templates = installation.newsletter.templates
    return compile_issue(issue, masthead(installation), templates=installation.root / templates if templates else None)


def sender(installation: Installation) -> Sender:
    """Who the mail is from, and where answers and sign-offs go."""
    newsletter = installation.newsletter
    address = newsletter.sender_address
    return Sender(
        name=newsletter.sender_name,
        address=address,
        reply_to=newsletter.reply_to,
        list_id=newsletter.list_id or f"{installation.name}.{address.partition('@')[2]}",
        unsubscribe_address=newsletter.unsubscribe_address or address,
    )


def transport(installation: Installation, clock: Callable[[], dt.datetime]) -> Transport:
    """The transport that the settings name; a rehearsal reaches nobody and goes to the outbox."""
    who = sender(installation)
    if not installation.live or installation.newsletter.transport == "outbox":
        from newsletter.delivery.outbox import OutboxTransport

        return OutboxTransport(installation.outbox, who, clock=clock)
    from newsletter.delivery.smtp import SmtpTransport

    smtp = installation.settings.smtp
    return SmtpTransport(
        host=smtp.host,
        port=smtp.port,
        security=smtp.security,
        username=smtp.username,
        password=smtp.password.get_secret_value(),
        sender=who,
        timeout=smtp.timeout_seconds,
        messages_per_connection=smtp.messages_per_connection,
        clock=clock,
    )


def read_subscribers(installation: Installation) -> subscribers.Roll:
    """The list of subscribers without its bad rows; raise `NewsletterError` where nobody is on it."""
    roll = subscribers.read_roll(installation.roll)
    if not roll.rows:
        raise NewsletterError(
            f"{installation.roll}: nobody is on the list, so nothing was sent: add rows of email,name"
        )
    return roll


def freeze(
    installation: Installation,
    found: Found,
    issue: Issue,
    compiled: CompiledIssue,
    roll: subscribers.Roll,
    *,
    run_id: str,
    now: dt.datetime,
) -> IssueRecord:
    """Write the issue file and the bytes, then commit issue, posts, themes and recipients together."""
    path = installation.issues / f"{issue.id}.toml"
    frozen.write_whole(path, file.to_toml(issue), mode=0o644)
    frozen.write_frozen(installation.frozen, compiled)
    engine = installation.open_database()
    with engine.begin() as connection:
        health = wellbeing.look_over(found.findings, found.known, connection, now=now)
        known.record(connection, found.known, now=now)
        people = subscribers.enrol(connection, roll.rows, now=now)
        frozen.record_issue(connection, issue, compiled, newsletter=installation.name, run_id=run_id, now=now)
        wellbeing.note(connection, health, issue_id=issue.id, now=now)
        printed = {entry.post_id for entry in issue.entries if entry.kind is Kind.ARTICLE}
        posts = [post for post in found.unused if post.id in printed]
        memory.record(connection, issue, posts, encoder(installation), newsletter=installation.name)
        recipients = [Recipient(subscriber_id=each.id, address=each.address, name=each.name) for each in people]
        ledger.freeze(connection, issue.id, recipients, now)
        record = frozen.find_issue(connection, issue.id)
    engine.dispose()
    assert record is not None, "just recorded"
    return record


def deliver(
    installation: Installation,
    record: IssueRecord,
    *,
    run_id: str,
    clock: Callable[[], dt.datetime],
    on_outcome: Callable[[Outcome], None] | None = None,
) -> ledger.Tally:
    """Drain the ledger of an issue: whoever has it is left alone, whoever does not gets the frozen bytes."""
    compiled = frozen.read_frozen(installation.frozen, record)
    suppressed = subscribers.SuppressionFile(installation.suppressed)
    who = sender(installation)

    def values(subscriber_id: str) -> Mapping[str, str]:
        return {"unsubscribe": unsubscribe_uri(who, compiled, subscriber_id)}

    engine: Engine = installation.open_database()
    try:
        ledger.recover(engine, record.id, run_id=run_id, now=clock())
        with transport(installation, clock) as hand_over:
            return ledger.drain(
                engine,
                compiled,
                hand_over,
                run_id=run_id,
                is_suppressed=suppressed,
                values=values,
                clock=clock,
                on_outcome=on_outcome,
            )
    finally:
        engine.dispose()


def sample_headers(
    installation: Installation, compiled: CompiledIssue, *, clock: Callable[[], dt.datetime]
) -> tuple[tuple[str, str], ...]:
    """The headers of a message as they would stand on the wire, for an invented subscriber."""
    who = sender(installation)
    reader = Recipient(
        subscriber_id="sample",
        address="reader@example.org",
        name="A Reader",
        values={"unsubscribe": unsubscribe_uri(who, compiled, "sample")},
    )
    message = message_from_bytes(build(who, compiled, reader, date=clock()))
    return tuple((name, str(value)) for name, value in message.items())


def warnings(issue: Issue) -> Sequence[str]:
    """What the editor should know before the issue goes out."""
    entries = issue.entries
    facts = {
        "have no URL and are printed without a link": sum(entry.url is None for entry in entries),
        "carry no date": sum(entry.published is None for entry in entries),
        "have no known source: name it in [sources.unknown] or a manifest.jsonl": sum(
            entry.source == "unknown" for entry in entries
        ),
    }
    return [f"{count} of {len(entries)} posts {fact}" for fact, count in facts.items() if count]
