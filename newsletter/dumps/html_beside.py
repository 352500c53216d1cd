"""The date and the author that stand beside a post on a web page."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from bs4.element import Tag

from newsletter.dumps.dates import author_in, byline, date_line, find_dates, parse_date
from newsletter.dumps.html_text import WebBlock, attribute, blocks_of
from newsletter.dumps.vocabulary import NO_AUTHORS

MAX_LABEL_WORDS = 25
"""A line of date, author and category has fewer words than this; a paragraph that mentions a date has more."""
MAX_NAME_WORDS = 5
LONG_TEXT, FOOT = 5, 4
"""A text of so many paragraphs, and how many of its last blocks may say when it was written."""

_DATE_CLASS = re.compile(
    r"(?:^|[\s_-])(?:date|time|published|pubdate|posted|timestamp|meta|byline|dateline)", re.IGNORECASE
)
_AUTHOR_CLASS = re.compile(r"(?:^|[\s_-])(?:author|byline|by|vcard)(?:$|[\s_-])", re.IGNORECASE)


def date_in(elements: Iterable[Tag], *, month_first: bool = False) -> dt.date | None:
    """The date that the first of these elements shows: in a `<time>`, under a name that says so, or on a line alone."""
    for element in elements:
        date = _time_in(element, month_first) or _named_date(element, month_first) or _line_date(element, month_first)
        if date:
            return date
    return None


def _time_in(element: Tag, month_first: bool) -> dt.date | None:
    times = ([element] if element.name == "time" else []) + element.find_all("time")
    dates = (
        parse_date(attribute(time, "datetime")) or parse_date(time.get_text(" "), month_first=month_first)
        for time in times
    )
    return next(filter(None, dates), None)


def _named_date(element: Tag, month_first: bool) -> dt.date | None:
    for named in element.find_all(class_=_DATE_CLASS):
        text = named.get_text(" ", strip=True)
        found = find_dates(text, month_first=month_first) if len(text.split()) <= MAX_LABEL_WORDS else ()
        if found:
            return found[0].date
    return None


def _line_date(element: Tag, month_first: bool) -> dt.date | None:
    blocks = _head_and_foot(blocks_of([element]))
    texts = (block.text for block in blocks if block.words <= MAX_LABEL_WORDS)
    lines = (date_line(text, month_first=month_first) for text in texts)
    return next((line.date for line in lines if line), None)


def _head_and_foot(blocks: Sequence[WebBlock]) -> Sequence[WebBlock]:
    """Of a long text its first and last blocks: a date on a line amid the text is what it speaks of."""
    long = [at for at, block in enumerate(blocks) if block.words > MAX_LABEL_WORDS]
    if len(long) < LONG_TEXT:
        return blocks
    return [*blocks[: long[1]], *blocks[max(long[1], len(blocks) - FOOT) :]]


def author_beside(elements: Iterable[Tag]) -> str | None:
    """The author that the first of these elements names: by relation, under a name that says so, or in a byline."""
    for element in elements:
        author = _linked_author(element) or _named_author(element) or _byline_author(element)
        if author:
            return author
    return None


def _linked_author(element: Tag) -> str | None:
    linked = element.find(rel="author") or element.find(itemprop="author")
    return _name(attribute(linked, "content") or linked.get_text(" ")) if isinstance(linked, Tag) else None


def _named_author(element: Tag) -> str | None:
    texts = (named.get_text(" ", strip=True) for named in element.find_all(class_=_AUTHOR_CLASS))
    short = (text for text in texts if len(text.split()) <= MAX_LABEL_WORDS)
    return next(filter(None, (author_in(text) or _name(text) for text in short)), None)


def _byline_author(element: Tag) -> str | None:
    for block in blocks_of([element]):
        line = date_line(block.text) if block.words <= MAX_LABEL_WORDS else None
        author = line.author if line else byline(block.text)
        if author:
            return author
    return None


def _name(text: str) -> str | None:
    found = re.sub(r"^by\s+", "", " ".join(text.split()), flags=re.IGNORECASE).strip(" ,|·")
    if not found or not found[0].isupper() or len(found.split()) > MAX_NAME_WORDS or find_dates(found):
        return None
    return None if found.lower() in NO_AUTHORS else found
