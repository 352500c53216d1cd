"""Reads RSS and Atom. The XML is looked at before it is parsed: what declares entities is refused."""

import datetime as dt
import io
import re
from collections.abc import Iterator
from functools import partial
from time import struct_time
from typing import Any

from newsletter.dumps.dates import parse_date
from newsletter.dumps.findings import Contents, Draft, Rest, excerpt
from newsletter.dumps.fragment import Fragment, kind_of, of_html, of_text, plain
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.opening import Opened
from newsletter.dumps.parts import gathered, host_of, tried
from newsletter.dumps.sniff import decode
from newsletter.dumps.xml_prolog import refuse_entities
from newsletter.errors import DumpError
from newsletter.model import DateConfidence

NO_TEXT = "a title without text"
MAX_TAGS = 500_000
"""A feed of 1,000 whole articles has 30,000. So many, one in the other, take eight seconds and 120 MB."""
NO_PEOPLE = frozenset({"admin", "administrator", "editor", "webmaster", "noreply", "unknown"})

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}\?>")
_MARKUP = re.compile(r"<[a-zA-Z/!][^>]{0,2000}>|&(?:#\d+|#x[\da-f]+|\w+);", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*<?[\w.+-]+@[\w-]+\.[\w.-]+>?\s*")
_DRESS = re.compile(r"\((?P<name>[^()]{2,80})\)\s*$")


def read(opened: Opened) -> Contents:
    """The entries of a feed: whole ones as articles, excerpts as teasers."""
    import feedparser  # type: ignore[import-untyped]

    text = decode(opened.whole()).text
    refuse_entities(text)
    if text.count("<") > MAX_TAGS:
        raise DumpError(f"a feed of more than {MAX_TAGS:,} tags: split it, or take it out of the dump directory")
    found = feedparser.parse(
        # A stream, for text would be taken as an address or the name of a file.
        io.BytesIO(_DECLARATION.sub("", text).lstrip("\ufeff \n\t").encode()),
        response_headers={"content-type": "application/xml; charset=utf-8"},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    if not found.entries and found.bozo and not found.feed:
        raise DumpError("a feed that cannot be read: fetch it again")
    home = absolute(str(found.feed.get("link", "")), None)
    return gathered(_entries(found.entries, home), url=home)


def _entries(entries: list[Any], home: str | None) -> Iterator[Contents]:
    for number, entry in enumerate(entries, start=1):
        yield tried(partial(_entry, entry, home), f"entry {number}")


def _entry(entry: Any, home: str | None) -> Contents:
    title = plain(str(entry.get("title", "")))
    fragment, whole = _body(entry, title)
    if not fragment.text:
        return Contents(rest=(Rest(text=title or str(entry.get("link", "")), reason=NO_TEXT), *fragment.rest))
    date = date_of(entry)
    link = str(entry.get("feedburner_origlink") or entry.get("link") or "")
    draft = Draft(
        title=title or excerpt(fragment.text.split("\n", 1)[0]),
        text=fragment.text,
        kind=kind_of(fragment, whole=whole),
        url=absolute(link, home) if link else None,
        published=date,
        date_confidence=DateConfidence.FEED if date else DateConfidence.NONE,
        author=_author(entry),
        source=_source(entry),
    )
    return Contents(drafts=(draft,), rest=fragment.rest)


def _body(entry: Any, title: str) -> tuple[Fragment, bool]:
    """The longest text of an entry, and whether the feed gives it as the whole one."""
    contents = [_value(value, title) for value in entry.get("content", ())]
    summary = _value(entry.get("summary_detail", {}), title)
    best = max(contents, key=lambda one: len(one.text), default=Fragment(text=""))
    if len(best.text) >= len(summary.text) and best.text:
        return best, True
    return summary, False


def _value(value: Any, title: str) -> Fragment:
    text = str(value.get("value", "") or "")
    return markup_or_text(text, title, html=value.get("type", "") != "text/plain")


def markup_or_text(text: str, title: str, *, html: bool) -> Fragment:
    """The text of what may be HTML or, whatever its form says, plain text with line breaks."""
    if not text.strip():
        return Fragment(text="")
    return of_html(text, title) if _MARKUP.search(text) and (html or "</" in text) else of_text(text, title)


def date_of(entry: Any) -> dt.date | None:
    """The day that an entry names, in its own time zone; of an entry without one, the day of its last change."""
    for name in ("published", "updated", "created"):
        # Not the entry's own `get`, which for want of one of these dates gives another and warns of it.
        written = str(dict.get(entry, name) or "")
        date = parse_date(written) if written else None
        if date:
            return date
        parsed = dict.get(entry, f"{name}_parsed")
        if isinstance(parsed, struct_time):
            return dt.date(parsed.tm_year, parsed.tm_mon, parsed.tm_mday)
    return None


def _author(entry: Any) -> str | None:
    names = [str(one.get("name", "")) for one in entry.get("authors", ()) if hasattr(one, "get")]
    return people([*filter(None, names)] or [str(entry.get("author", ""))])


def people(names: list[str]) -> str | None:
    """The names of people in a row; addresses and accounts are none."""
    found = (_name(name) for name in names)
    return ", ".join(dict.fromkeys(name for name in found if name)) or None


def _name(name: str) -> str | None:
    dressed = _DRESS.search(name)
    bare = _ADDRESS.sub(" ", dressed["name"] if dressed and "@" in name else name)
    bare = plain(bare).strip(" ,;()")
    return None if not bare or bare.lower() in NO_PEOPLE or "/" in bare else bare


def _source(entry: Any) -> str | None:
    """Of a planet's entry the site that it came from."""
    source = entry.get("source")
    return host_of(str(source.get("href") or source.get("link") or "")) if hasattr(source, "get") else None
