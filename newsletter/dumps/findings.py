"""What reading a dump directory gives, and what a reader hands over on the way there."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from newsletter.model import DateConfidence, Dump, Kind, LeftOut, Post, Span

EXCERPT_LENGTH = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Vanished:
    """A post that was found earlier and is not there any more; `file` is where it was."""

    id: str
    title: str
    source: str
    file: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that a dump directory holds, and all that was left out, each with its reason.

    The lists of a large folder lie on disk and are read where somebody looks.
    """

    dumps: Sequence[Dump] = ()
    posts: Sequence[Post] = ()
    """Each post once, in the order of the files and of its place in them."""
    duplicates: Sequence[LeftOut] = ()
    left_out: Sequence[LeftOut] = ()
    unreadable: Sequence[LeftOut] = ()
    linked: Sequence[tuple[str, str]] = ()
    """Ids of posts of two sources that tell the same story in different words."""
    vanished: Sequence[Vanished] = field(default=(), compare=False)
    """Posts that an earlier look at the folder found; no part of what the folder holds now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What the settings say of an odd source. Patterns are searched for in a line as it is shown."""

    title: re.Pattern[str] | None = None
    """What every title of the source matches and no other line does."""
    drop: tuple[re.Pattern[str], ...] = ()
    """Lines that are no part of any post."""
    base_url: str | None = None
    """Where the page stood, for links that are relative and pages that do not say."""
    language: str | None = None
    """As in HTML: "en-GB". Tells the order of day and month."""


NO_HINTS = Hints()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A dump's decoded text, as every reader gets it. Lines end in a line feed."""

    path: str
    text: str
    hints: Hints = NO_HINTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A post as its reader found it, before the folder gives it its source and its id."""

    title: str
    text: str
    kind: Kind
    first_line: int | None = None
    last_line: int | None = None
    url: str | None = None
    published: dt.date | None = None
    date_confidence: DateConfidence = DateConfidence.NONE
    author: str | None = None
    source: str | None = None
    """Who published it, where a file holds posts of several sources."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A stretch of a page that is no post. Lines as in `Span`."""

    text: str
    reason: str
    first_line: int | None = None
    last_line: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What one reader found on one page. `url` is the page's own address where the page says it."""

    drafts: tuple[Draft, ...] = ()
    rest: tuple[Rest, ...] = ()
    url: str | None = None
    repaired: bool = False
    """Whether bytes that fit no encoding were replaced."""
    broken: tuple[Rest, ...] = ()
    """The records, lines or entries that could not be read while the others could, each named with its place."""


def excerpt(text: str) -> str:
    """The first words of a text on one line, at most 80 characters."""
    line = " ".join(text[: EXCERPT_LENGTH * 4].split())
    return line if len(line) <= EXCERPT_LENGTH else line[: EXCERPT_LENGTH - 1].rstrip() + "…"


def left_out(path: str, rest: Rest) -> LeftOut:
    """What the editor sees of a stretch that is no post."""
    span = Span(file=path, first_line=rest.first_line, last_line=rest.last_line)
    return LeftOut(span=span, text=excerpt(rest.text), reason=rest.reason)
