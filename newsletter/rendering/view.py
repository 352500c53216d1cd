"""What the templates print: an issue with every text cleaned, every date written out and every choice made.

Templates loop and ask "is it there?"; whatever has to be worked out is worked out here, once for HTML and plain text.
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from newsletter.model import Entry, Issue, Kind, Section, Sentence
from newsletter.rendering.cleaning import line, paragraphs, shortened, web_address
from newsletter.rendering.masthead import Masthead
from newsletter.rendering.palette import Palette, palettes

# More characters than this between two sentences are more than the white space of a line or paragraph end.
_WHITE_SPACE = 4
# A title three lines long on a phone; beyond it something went wrong in the dump, and a reader must get past it.
_TITLE_LIMIT = 200


class Look(StrEnum):
    """How loud a section is."""

    THEME = "theme"
    MORE = "more"
    """Posts that fit no theme."""
    BRIEF = "brief"
    """Teasers only."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostView:
    """One post as printed. `passages` are runs of neighbouring sentences; something was left out between them."""

    title: str
    url: str | None
    by: tuple[str, ...]
    """The source and the author."""
    source_url: str | None
    """The source's home page, for a post without an address of its own."""
    when: tuple[str, ...]
    """The date and the time to read it."""
    passages: tuple[str, ...]
    note: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A heading, where to jump to it, how many posts it has, and they."""

    anchor: str
    name: str
    look: Look
    count: str
    """`3 posts`."""
    continues: str | None
    """The id of the last issue that the theme was in."""
    posts: tuple[PostView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueView:
    """Everything the templates may print; slots are given to them beside it."""

    newsletter: str
    subject: str
    preheader: str
    number: int
    date: str
    intro: tuple[str, ...]
    sections: tuple[SectionView, ...]
    only_quoted: bool
    """Whether every sentence of every summary stands in its source."""
    has_gaps: bool
    sender_name: str
    """Empty where it is the newsletter's name."""
    postal_address: str
    home_url: str | None
    home_name: str
    """What its link says: the host."""
    language: str
    direction: str
    start: str
    """The side where lines start: `left` or `right`."""
    end: str
    light: Palette
    dark: Palette


def view(issue: Issue, masthead: Masthead) -> IssueView:
    """Work out what is printed of the issue; sections without a post are not."""
    light, dark = palettes(masthead.accent)
    direction = _direction(masthead.language)
    printed = (section for section in issue.sections if section.entries)
    sections = tuple(_section(section, place, masthead) for place, section in enumerate(printed, start=1))
    return IssueView(
        newsletter=line(issue.newsletter),
        subject=line(issue.subject),
        preheader=line(issue.preheader),
        number=issue.number,
        date=_date(issue.date, masthead.language),
        intro=paragraphs(issue.intro),
        sections=sections,
        only_quoted=not any(entry.summary.method.startswith("llm") for entry in issue.entries),
        has_gaps=any(len(post.passages) > 1 for section in sections for post in section.posts),
        sender_name=_unless_equal(line(masthead.sender_name), line(issue.newsletter)),
        postal_address=", ".join(line(part) for part in masthead.postal_address.splitlines() if line(part)),
        home_url=web_address(masthead.home_url),
        home_name=(urlsplit(web_address(masthead.home_url) or "").hostname or "").removeprefix("www."),
        language=line(masthead.language),
        direction=direction,
        start="left" if direction == "ltr" else "right",
        end="right" if direction == "ltr" else "left",
        light=light,
        dark=dark,
    )


def _section(section: Section, place: int, masthead: Masthead) -> SectionView:
    return SectionView(
        anchor=f"section-{place}",
        name=line(section.name),
        look=_look(section),
        count="1 post" if len(section.entries) == 1 else f"{len(section.entries)} posts",
        continues=section.continues,
        posts=tuple(_post(entry, masthead.language) for entry in section.entries),
    )


def _look(section: Section) -> Look:
    if section.theme_id is not None:
        return Look.THEME
    brief = all(entry.kind is Kind.TEASER for entry in section.entries)
    return Look.BRIEF if brief else Look.MORE


def _post(entry: Entry, language: str) -> PostView:
    return PostView(
        title=shortened(line(entry.title), _TITLE_LIMIT) or "Untitled",
        url=web_address(entry.url),
        by=_by(entry),
        source_url=None if entry.url else web_address(entry.source_url),
        when=_when(entry, language),
        passages=passages(entry.summary.sentences),
        note=paragraphs(entry.note),
    )


def passages(sentences: tuple[Sentence, ...]) -> tuple[str, ...]:
    """Join the sentences that follow one another in the source and keep the others apart."""
    runs: list[list[str]] = []
    end = -1
    for sentence in sentences:
        if end < 0 or sentence.start - end > _WHITE_SPACE:
            runs.append([])
        runs[-1].append(line(sentence.text))
        end = sentence.end
    return tuple(" ".join(run) for run in runs)


def _by(entry: Entry) -> tuple[str, ...]:
    # A source that nobody could name is the editor's concern, not the reader's: the warnings tell of it.
    source, author = line(entry.source), line(entry.author or "")
    named = "" if source == "unknown" else source
    return tuple(name for name in (named, _unless_equal(author, source)) if name)


def _unless_equal(name: str, other: str) -> str:
    return "" if name.casefold() == other.casefold() else name


def _when(entry: Entry, language: str) -> tuple[str, ...]:
    date = _date(entry.published, language) if entry.published else "undated"
    # A teaser is a line or two: the time to read it would be that of an article that we have not seen.
    return (date, f"{entry.reading_minutes} min read") if entry.kind is Kind.ARTICLE else (date,)


def _date(date: dt.date, language: str) -> str:
    from babel.dates import format_date  # 0.1 s that commands which render nothing do not pay

    return format_date(date, format="long", locale=_locale(language))


def _direction(language: str) -> str:
    from babel import Locale

    return "rtl" if Locale.parse(_locale(language)).text_direction == "rtl" else "ltr"


def _locale(language: str) -> str:
    """Babel's name for the language, English where it has none: a date in English is better than no issue."""
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(language, sep="-"))
    except (ValueError, UnknownLocaleError):
        return "en_GB"
