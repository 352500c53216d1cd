"""Themes -> issue: what goes in, in which order, under which words.

Nothing here looks at the clock, the disk or the database: the same posts, summaries and themes give the same issue.
"""

import datetime as dt
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from newsletter.issue.period import Period
from newsletter.model import Entry, Issue, Kind, NotIncluded, Post, Section, Summary, Theme
from newsletter.themes.ledger import Memory

MORE = "More this week"
IN_BRIEF = "In brief"

WORDS_A_MINUTE = 230
"""Silent reading of non-fiction by adults: 238 words a minute on average (Brysbaert 2019), rounded down."""

SUBJECT_CHARACTERS = 78
"""Mail programs cut subjects at 60 to 90 characters on a desktop; date and number may fall off, themes should not."""

POLL_DAYS = 14
"""A poll announced longer ago than this is taken for closed."""

_POLL = re.compile(
    r"\b(?:vote (?:at|now|here|on|in)|have your say|take (?:part in )?(?:our|the) (?:poll|survey))\b", re.IGNORECASE
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLook:
    """How a source is printed: its name, and its home page for posts without a URL."""

    name: str
    home: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Which issue is being composed, and by whose rules."""

    newsletter_id: str
    title: str
    period: Period
    number: int
    most_posts: int = 40
    sources: Mapping[str, SourceLook] = field(default_factory=dict)
    memory: Memory = field(default_factory=Memory)
    """The themes of earlier issues."""

    @property
    def issue_id(self) -> str:
        """`weekly/2026-W47`."""
        return f"{self.newsletter_id}/{self.period}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The posts that an issue is made of, and those that it does without."""

    posts: tuple[Post, ...]
    held: tuple[NotIncluded, ...]
    left_out: tuple[NotIncluded, ...]


def select(posts: Iterable[Post], edition: Edition) -> Selection:
    """Choose from unused posts: closed polls are left out, what is over the limit waits for the next issue."""
    taken, left_out = [], []
    for post in posts:
        reason = _stale_poll(post, edition.period.first_day)
        if reason:
            left_out.append(NotIncluded(post_id=post.id, title=post.title, reason=reason))
        else:
            taken.append(post)
    kept = {post.id for post in sorted(taken, key=_urgency)[: edition.most_posts]}
    held = tuple(
        NotIncluded(
            post_id=post.id, title=post.title, reason=f"over the limit of {edition.most_posts} posts; comes next time"
        )
        for post in taken
        if post.id not in kept
    )
    return Selection(posts=tuple(post for post in taken if post.id in kept), held=held, left_out=tuple(left_out))


def compose(selection: Selection, summaries: Iterable[Summary], themes: Sequence[Theme], edition: Edition) -> Issue:
    """Put themes first, then posts that fit none, then teasers; write subject, preheader and intro from what is in."""
    by_post = {summary.post_id: summary for summary in summaries}
    entries = {post.id: _entry(post, by_post[post.id], edition.sources) for post in selection.posts}
    sections = _sections(selection.posts, entries, themes)
    return Issue(
        id=edition.issue_id,
        period=str(edition.period),
        number=edition.number,
        date=edition.period.first_day,
        newsletter=edition.title,
        subject=_subject(sections, edition),
        preheader=_preheader(sections),
        intro=_intro(selection.posts),
        sections=sections,
        held=selection.held,
        left_out=selection.left_out,
    )


def reading_minutes(text: str) -> int:
    """How long an adult reads, in whole minutes and never none."""
    return max(1, math.ceil(len(text.split()) / WORDS_A_MINUTE))


def _stale_poll(post: Post, monday: dt.date) -> str | None:
    if post.kind is not Kind.TEASER or post.published is None or not _POLL.search(post.text):
        return None
    if (monday - post.published).days <= POLL_DAYS:
        return None
    return f"calls for votes since {post.published.isoformat()}, so it has most likely closed"


def _urgency(post: Post) -> tuple[bool, bool, int]:
    # Articles before teasers, dated before undated, newest first; the sort is stable, so the rest stays in file order.
    return post.kind is Kind.TEASER, post.published is None, -(post.published or dt.date.min).toordinal()


def _entry(post: Post, summary: Summary, sources: Mapping[str, SourceLook]) -> Entry:
    look = sources.get(post.source, SourceLook(name=post.source))
    return Entry(
        post_id=post.id,
        title=post.title,
        kind=post.kind,
        source=look.name or post.source,
        summary=summary,
        url=post.url,
        source_url=None if post.url else look.home,
        published=post.published,
        author=post.author,
        reading_minutes=reading_minutes(post.text),
    )


def _sections(posts: Sequence[Post], entries: Mapping[str, Entry], themes: Sequence[Theme]) -> tuple[Section, ...]:
    sections = []
    themed: set[str] = set()
    for theme in themes:
        members = tuple(entries[post_id] for post_id in theme.post_ids if post_id in entries)
        if members:
            sections.append(Section(name=theme.name, theme_id=theme.id, continues=theme.continues, entries=members))
            themed.update(theme.post_ids)
    # Newest first, as people read news; the sort is stable, so undated ones stay in file order.
    rest = sorted((post for post in posts if post.id not in themed), key=_urgency)
    for name, kind in ((MORE, Kind.ARTICLE), (IN_BRIEF, Kind.TEASER)):
        members = tuple(entries[post.id] for post in rest if post.kind is kind)
        if members:
            sections.append(Section(name=name, entries=members))
    return tuple(sections)


def _subject(sections: Sequence[Section], edition: Edition) -> str:
    day = edition.period.first_day
    tail = f" ({day.day} {day:%b}, no. {edition.number})"
    names = [section.name for section in sections if section.theme_id] or [
        section.entries[0].title for section in sections
    ]
    subject = names[0]
    for name in names[1:]:
        if len(subject) + len(", ") + len(name) + len(tail) > SUBJECT_CHARACTERS:
            break
        subject += f", {name}"
    return subject + tail


def _preheader(sections: Sequence[Section]) -> str:
    entries = [entry for section in sections for entry in section.entries]
    articles = sum(entry.kind is Kind.ARTICLE for entry in entries)
    teasers = len(entries) - articles
    counts = [_count(articles, "article", "articles")] * bool(articles) + [f"{_number(teasers)} in brief"] * bool(
        teasers
    )
    minutes = reading_minutes(" ".join(sentence.text for entry in entries for sentence in entry.summary.sentences))
    line = f"{', '.join(counts)}: {_count(minutes, 'minute', 'minutes')} to read."
    return line[0].upper() + line[1:]


def _intro(posts: Sequence[Post]) -> str:
    undated = sum(post.published is None for post in posts)
    if not undated:
        return ""
    if undated == len(posts):
        return "No post below carries a date."
    verb = "carries" if undated == 1 else "carry"
    return f"{_number(undated).capitalize()} of the {_count(len(posts), 'post', 'posts')} {verb} no date."


def _count(count: int, one: str, many: str) -> str:
    return f"{_number(count)} {one if count == 1 else many}"


def _number(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
