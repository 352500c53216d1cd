"""Reads a JSON Feed (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterator
from functools import partial

from newsletter.dumps.dates import parse_date
from newsletter.dumps.feed import NO_TEXT, people
from newsletter.dumps.findings import Contents, Draft, Rest, excerpt
from newsletter.dumps.fragment import Fragment, kind_of, of_html, of_text, plain
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.json_values import Fields, document
from newsletter.dumps.opening import Opened
from newsletter.dumps.parts import broken, gathered, tried
from newsletter.errors import DumpError
from newsletter.model import DateConfidence


def read(opened: Opened) -> Contents:
    """The items of a feed: whole ones as articles, those with a summary alone as teasers."""
    values = list(document(opened.text()))
    feed = next((value.fields for value in values if value.fields and "items" in value.fields), None)
    if feed is not None:
        return read_feed(feed)
    # A feed that breaks off or has a broken item is no whole document, but most of its items are.
    items = [value for value in values if value.fields and _is_item(value.fields)]
    if not items:
        raise DumpError(f"a JSON Feed that cannot be read ({values[0].reason if values else 'empty'}): fetch it again")
    parts = [broken(f"line {value.line}", value.reason) for value in values if value.fields is None]
    whole = (tried(partial(_item, one.fields or {}, None), f"line {one.line}") for one in items)
    return gathered([*parts, *whole])


def is_feed(fields: Fields) -> bool:
    """Whether an object is a JSON Feed."""
    return isinstance(fields.get("items"), list) and "jsonfeed.org" in str(fields.get("version", ""))[:200]


def read_feed(feed: Fields) -> Contents:
    """The items of a parsed feed."""
    home = absolute(text_of(feed, "home_page_url") or text_of(feed, "feed_url") or "", None)
    writers = _authors(feed)
    return gathered(_items(feed.get("items"), home, writers), url=home)


def _items(items: object, home: str | None, writers: str | None) -> Iterator[Contents]:
    for number, item in enumerate(items if isinstance(items, list) else (), start=1):
        place = f"item {number}"
        if isinstance(item, dict):
            yield tried(partial(_item, item, home, writers), place)
        else:
            yield broken(place, "no JSON object")


def _is_item(fields: Fields) -> bool:
    return any(name in fields for name in ("content_html", "content_text", "summary"))


def _item(item: Fields, home: str | None, writers: str | None = None) -> Contents:
    title = plain(text_of(item, "title") or "")
    fragment, whole = _body(item, title)
    if not fragment.text:
        return Contents(rest=(Rest(text=title, reason=NO_TEXT), *fragment.rest))
    date = parse_date(text_of(item, "date_published") or text_of(item, "date_modified") or "")
    draft = Draft(
        title=title or excerpt(fragment.text.split("\n", 1)[0]),
        text=fragment.text,
        kind=kind_of(fragment, whole=whole),
        url=absolute(text_of(item, "url") or text_of(item, "id") or "", home if text_of(item, "url") else None),
        published=date,
        date_confidence=DateConfidence.FEED if date else DateConfidence.NONE,
        author=_authors(item) or writers,
    )
    return Contents(drafts=(draft,), rest=fragment.rest)


def _body(item: Fields, title: str) -> tuple[Fragment, bool]:
    html, text, summary = (text_of(item, name) for name in ("content_html", "content_text", "summary"))
    if html:
        return of_html(html, title), True
    if text:
        return of_text(text, title), True
    return of_text(summary or "", title), False


def _authors(fields: Fields) -> str | None:
    found = fields.get("authors")
    listed = found if isinstance(found, list) else [fields.get("author")]
    return people([name for one in listed if isinstance(one, dict) and isinstance(name := one.get("name"), str)])


def text_of(fields: Fields, name: str) -> str | None:
    """A field's value where it is text that says something."""
    value = fields.get(name)
    return value if isinstance(value, str) and value.strip() else None
