"""Reads a Markdown post with front matter, as Jekyll, Hugo and Pelican keep them."""

import re
from pathlib import PurePosixPath

from newsletter.dumps.dates import parse_date
from newsletter.dumps.feed import NO_TEXT, people
from newsletter.dumps.findings import Contents, Draft, Rest
from newsletter.dumps.fragment import Fragment, of_html, of_text, plain
from newsletter.dumps.front_matter import Front, split
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.opening import Opened
from newsletter.model import DateConfidence, Kind

MAX_MARKDOWN = 512 * 1024
"""A longer body is no post; it is read as plain text, in time that grows with its length only."""

_TEMPLATE = re.compile(r"\{\{[^{}]{0,1000}\}\}|\{%[^{}]{0,1000}%\}|\{:[^{}\n]{0,200}\}|(?<=\S)\[\^[\w-]{1,40}\](?!:)")
_HEADING = re.compile(
    r"\s*(?:#{1,3}[ \t]+(?P<marked>.{1,300}?)[ \t#]*|(?P<underlined>\S.{0,300})\n[=-]{3,}[ \t]*)(?:\n|\Z)"
)
_DATE = re.compile(r"^\d{4}-\d\d-\d\d[-_]?")
_UNPUBLISHED = {"draft": {"true", "yes", "1"}, "published": {"false", "no", "0"}, "status": {"draft", "hidden", "skip"}}


def read(opened: Opened) -> Contents:
    """The one post of the file; a draft is left out."""
    front = split(opened.text())
    heading = _HEADING.match(front.body)
    shown = (heading["marked"] or heading["underlined"]) if heading else ""
    title = plain(front.first("title", "headline") or _rendered(shown) or _title_of_name(opened.path))
    broken = (Rest(text="", reason=f"{front.fault}: mend the file"),) if front.fault else ()
    if any((front.first(name) or "").lower() in values for name, values in _UNPUBLISHED.items()):
        return Contents(rest=(Rest(text=title, reason="marked as a draft"),), broken=broken)
    body = _body(front.body, title)
    if not title or not body.text:
        return Contents(rest=(Rest(text=title or body.text, reason=NO_TEXT if title else "no title"),), broken=broken)
    return Contents(drafts=(_draft(front, title, body),), rest=body.rest, broken=broken)


def _draft(front: Front, title: str, body: Fragment) -> Draft:
    written = front.first("date", "published", "publishdate", "pubdate", "date_published", "created")
    date = parse_date(written) if written else None
    address = front.first("canonical_url", "canonicalurl", "canonical", "permalink", "url", "original_url", "link")
    names = [name for field in ("author", "authors", "by") for name in front.told.get(field, ())]
    return Draft(
        title=title,
        text=body.text,
        kind=Kind.ARTICLE,
        url=absolute(address, None) if address else None,
        published=date,
        date_confidence=DateConfidence.METADATA if date else DateConfidence.NONE,
        author=people(names),
    )


def _body(markdown: str, title: str) -> Fragment:
    """The text of a body, without what its site's templates would have filled in."""
    bare = _TEMPLATE.sub("", markdown)
    return of_html(_html(bare), title) if len(bare) <= MAX_MARKDOWN else of_text(bare, title)


def _html(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render(markdown))


def _rendered(heading: str) -> str:
    return _html(heading) if heading else ""


def _title_of_name(path: str) -> str:
    """The title that Jekyll gives a post without one: the words of its file's name."""
    stem = PurePosixPath(path).name.partition(".")[0]
    words = _DATE.sub("", stem).replace("_", "-").strip("-").split("-")
    return " ".join(words).capitalize() if len(words) > 1 else ""
