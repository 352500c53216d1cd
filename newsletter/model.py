"""The records that every part of the newsletter hands on.

All are frozen: a stage makes new records, it never changes those it was given. An `Issue` is complete in itself;
whoever renders, archives or sends it never looks a post up.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Kind(StrEnum):
    """Whether a post was found whole or only announced."""

    ARTICLE = "article"
    TEASER = "teaser"


class DateConfidence(StrEnum):
    """Where the evidence for a post's date came from."""

    FEED = "feed"
    METADATA = "metadata"
    BESIDE_TITLE = "beside title"
    FILE_NAME = "file name"
    NONE = "none"


class PostStatus(StrEnum):
    """What the database knows of a post that was found."""

    NEW = "new"
    CHANGED = "changed"
    USED = "used"
    BACKLOG = "backlog"


class IssueState(StrEnum):
    """How far an issue has come."""

    DRAFT = "draft"
    APPROVED = "approved"
    SENDING = "sending"
    PAUSED = "paused"
    SENT = "sent"
    SKIPPED = "skipped"


class DeliveryStatus(StrEnum):
    """The recorded outcome for one subscriber. `sent` means accepted by the transport."""

    PENDING = "pending"
    CLAIMED = "claimed"
    SENDING = "sending"
    SENT = "sent"
    DEFERRED = "deferred"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dump:
    """One file of the dump directory."""

    path: str
    """Relative to the dump directory, with forward slashes."""
    media_type: str
    sha256: str
    modified: dt.datetime
    """Aware, UTC. Never shown as a post's date."""
    characters: int = 0
    """The length of its text."""
    repaired: bool = False
    """Whether bytes that fit no encoding were replaced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Where in a dump something stands. Lines count from 1, both ends included; `None` where a form has no lines."""

    file: str
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """One article or teaser found in a dump.

    `text` holds the body alone: paragraphs parted by one blank line, list items a line each, no trailing white space.
    """

    id: str
    title: str
    text: str
    kind: Kind
    source: str
    span: Span
    url: str | None = None
    published: dt.date | None = None
    date_confidence: DateConfidence = DateConfidence.NONE
    author: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A stretch of a dump, a whole dump or a post that was left out, and why."""

    span: Span
    text: str
    """The first words, at most 80 characters, on one line."""
    reason: str
    duplicate_of: str | None = None
    """The id of the post that stays, where this is another copy of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of a post: `post.text[start:end] == text`. `rank` 1 was chosen first."""

    text: str
    start: int
    end: int
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """Two or three sentences of a post, in source order."""

    post_id: str
    sentences: tuple[Sentence, ...]
    method: str

    @property
    def words(self) -> int:
        """The number of words printed."""
        return sum(len(sentence.text.split()) for sentence in self.sentences)


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A group of posts that readers would file together."""

    id: str
    name: str
    keywords: tuple[str, ...]
    post_ids: tuple[str, ...]
    continues: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One post as an issue prints it."""

    post_id: str
    title: str
    kind: Kind
    source: str
    summary: Summary
    url: str | None = None
    source_url: str | None = None
    """The source's home page, where the post has no URL of its own."""
    published: dt.date | None = None
    author: str | None = None
    reading_minutes: int = 1
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of an issue and what stands under it. `theme_id` is `None` for "More this week" and "In brief"."""

    name: str
    entries: tuple[Entry, ...]
    theme_id: str | None = None
    continues: str | None = None
    """The id of the last issue that the theme was in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotIncluded:
    """A post that an issue holds back or leaves out, for the editor's eyes only."""

    post_id: str
    title: str
    reason: str
    until: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One edition of the newsletter; `id` is the newsletter's name and the period, `weekly/2026-W47`."""

    id: str
    period: str
    number: int
    date: dt.date
    """The first day of the period."""
    newsletter: str
    """The name that readers see."""
    subject: str
    preheader: str
    intro: str
    sections: tuple[Section, ...]
    held: tuple[NotIncluded, ...] = ()
    left_out: tuple[NotIncluded, ...] = ()

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All entries in the order printed."""
        return tuple(entry for section in self.sections for entry in section.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledIssue:
    """An issue rendered once for everybody.

    Wherever a value of `slots` (slot name -> marker) stands in `html` and `text`, each recipient's own value for that
    slot goes: escaped for HTML in the one, plain in the other. `hash` covers the issue's content, the subject and both
    parts with their slots empty.
    """

    issue_id: str
    subject: str
    html: str
    text: str
    slots: Mapping[str, str]
    hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """One subscriber as a transport sees them. `values` fills the slots of a compiled issue."""

    subscriber_id: str
    address: str = field(repr=False)
    name: str = field(default="", repr=False)
    values: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one recipient's message. `detail` holds no address."""

    subscriber_id: str
    status: DeliveryStatus
    provider_id: str | None = None
    detail: str = ""
