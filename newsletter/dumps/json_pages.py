"""Reads crawled pages as JSON, an object a line or an array of them: `url`, `text` or `html`, `date`, `title`."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from newsletter.dumps.blocks import clean
from newsletter.dumps.dates import parse_date
from newsletter.dumps.feed import NO_TEXT, people
from newsletter.dumps.findings import Contents, Draft, Rest
from newsletter.dumps.fragment import kind_of, of_text, plain
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.identity import words
from newsletter.dumps.json_feed import is_feed, read_feed, text_of
from newsletter.dumps.json_values import Fields, Value, document, lines
from newsletter.dumps.opening import Opened
from newsletter.dumps.pages import read_page
from newsletter.dumps.parts import broken, gathered, host_of, placed, tried
from newsletter.model import DateConfidence, Kind

URL = ("url", "canonical_url", "link", "permalink", "uri", "source_url", "final_url", "page_url", "loc", "source")
HTML = ("html", "raw_html", "html_content", "content_html", "body_html", "page_html", "rawHtml")
TEXT = ("text", "content", "maintext", "article_text", "body", "content_text", "main_text", "articleBody", "plain_text")
RAW_TEXT = ("raw_text", "markdown")
TITLE = ("title", "headline", "name", "page_title")
DATE = (
    *("date", "published", "date_published", "published_at", "publish_date", "date_publish", "datePublished"),
    *("pub_date", "pubdate", "pubDate", "publication_date", "published_date", "published_time", "publishedAt"),
)
"""What names a page's own date; `crawled`, `fetched` and the like name another one."""
AUTHOR = ("author", "authors", "byline", "creator", "by")
SOURCE = ("source_domain", "hostname", "domain", "site_name", "sitename", "source")
MIN_POSTS = 2
FIRST_SECOND, LAST_SECOND = 631_152_000, 4_102_444_800
"""1990 to 2100, as for written dates."""
MIN_SHARE = 0.5
"""A text whose posts hold at least so much of it, none of them called as the page is, is a listing of them."""


def read_lines(opened: Opened) -> Contents:
    """The posts of JSON lines."""
    return gathered(_read(value, opened.path) for value in _unfolded(lines(opened.stream)))


def read_document(opened: Opened) -> Contents:
    """The posts of an array of objects, or of one object."""
    return gathered(_read(value, opened.path) for value in _unfolded(document(opened.text())))


def _unfolded(values: Iterable[Value]) -> Iterator[Value]:
    """The objects, with those that an envelope such as {"results": [...]} holds in its place."""
    for value in values:
        held = [one for one in (value.fields or {}).values() if isinstance(one, list) and one]
        inner = [one for one in (held[0] if len(held) == 1 else ()) if isinstance(one, dict) and _is_page(one)]
        if value.fields is None or _is_page(value.fields) or is_feed(value.fields) or not inner:
            yield value
        else:
            yield from (Value(line=value.line, fields=one) for one in inner)


def _is_page(fields: Fields) -> bool:
    return any(text_of(fields, name) for name in (*HTML, *TEXT, *RAW_TEXT))


def _read(value: Value, path: str) -> Contents:
    place = f"line {value.line}"
    fields = value.fields
    if fields is None:
        return broken(place, value.reason, line=value.line)
    if is_feed(fields):
        return tried(lambda: read_feed(fields), place, line=value.line)
    return tried(lambda: _page(fields, path, value.line), place, line=value.line)


def _page(fields: Fields, path: str, line: int) -> Contents:
    url = absolute(_first(fields, URL) or "", None)
    title = plain(_first(fields, TITLE) or "")
    html, text = _first(fields, HTML), _first(fields, TEXT) or _first(fields, RAW_TEXT)
    if text and not html and text.lstrip()[:1] == "<":
        html, text = text, None
    if html:
        contents = _of_html(html, title, path, url)
    elif text:
        contents = _of_text(text, title, path, url)
    else:
        return Contents(rest=(Rest(text=title or url or "", reason=NO_TEXT, first_line=line, last_line=line),))
    return placed(_told(contents, fields, title), line=line, url=url, source=host_of(url) or _source(fields))


def _of_html(html: str, title: str, path: str, url: str | None) -> Contents:
    contents = read_page(path, html, url)
    if not contents.drafts and title:
        # A piece of a page has no heading of its own: the record's title is its heading.
        return read_page(path, f"<html><body><h1>{title}</h1>{html}</body></html>", url)
    return contents


def _of_text(text: str, title: str, path: str, url: str | None) -> Contents:
    """One article under the record's title, unless the text is a page that lists several."""
    whole = read_page(path, text, url)
    if not title:
        return whole
    if _is_listing(whole.drafts, text, title):
        return whole
    fragment = of_text(_from_title(text, title, whole.drafts), title)
    if not fragment.text:
        return Contents(rest=(Rest(text=title, reason=NO_TEXT), *fragment.rest))
    draft = Draft(title=title, text=fragment.text, kind=kind_of(fragment, whole=True))
    return Contents(drafts=(draft,), rest=fragment.rest)


def _is_listing(drafts: Sequence[Draft], text: str, title: str) -> bool:
    """Whether a text holds several dated posts, none of them the page's own."""
    dated = [draft for draft in drafts if draft.published]
    if len(dated) < MIN_POSTS or any(words(draft.title) == words(title) for draft in drafts):
        return False
    return sum(len(draft.text.split()) for draft in dated) >= MIN_SHARE * len(text.split())


def _from_title(text: str, title: str, drafts: Sequence[Draft]) -> str:
    """A text without the menus above its title and the dated teasers below its end."""
    found = text.split("\n")
    told = words(title)
    start = next((at for at, line in enumerate(found) if words(clean(line)) == told), 0)
    others = [
        draft for draft in drafts if words(draft.title) != told and (draft.published or draft.kind is Kind.TEASER)
    ]
    ends = [draft.first_line - 1 for draft in others if draft.first_line and draft.first_line - 1 > start]
    return "\n".join(found[start : min(ends, default=len(found))])


def _told(contents: Contents, fields: Fields, title: str) -> Contents:
    """The contents with what the record says of its only article."""
    articles = [draft for draft in contents.drafts if draft.kind is Kind.ARTICLE] or list(contents.drafts[:1])
    if len(articles) != 1:
        return contents
    date, author = _date(fields), _author(fields)
    own = replace(
        articles[0],
        title=_title(articles[0].title, title),
        published=date or articles[0].published,
        date_confidence=DateConfidence.METADATA if date else articles[0].date_confidence,
        author=author or articles[0].author,
    )
    drafts = tuple(own if draft is articles[0] else draft for draft in contents.drafts)
    return replace(contents, drafts=drafts)


def _title(shown: str, told: str) -> str:
    """The record's title, or the page's heading where the record's is that with the name of the site."""
    heading, record = words(shown), words(told)
    if not told or (heading and len(heading) < len(record) and heading == record[: len(heading)]):
        return shown
    return told


def _date(fields: Fields) -> dt.date | None:
    for name in DATE:
        value = fields.get(name)
        if isinstance(value, str) and (found := parse_date(value)):
            return found
        if isinstance(value, int | float) and not isinstance(value, bool) and (found := _by_clock(value)):
            return found
    return None


def _by_clock(seconds: float) -> dt.date | None:
    """The day of a Unix time in seconds or milliseconds."""
    scaled = seconds / 1000 if seconds > LAST_SECOND else seconds
    if not FIRST_SECOND <= scaled <= LAST_SECOND:
        return None
    return dt.datetime.fromtimestamp(scaled, dt.UTC).date()


def _author(fields: Fields) -> str | None:
    for name in AUTHOR:
        value = fields.get(name)
        listed = value if isinstance(value, list) else [value]
        named = [one.get("name") if isinstance(one, dict) else one for one in listed]
        found = people([one for one in named if isinstance(one, str)])
        if found:
            return found
    return None


def _source(fields: Fields) -> str | None:
    name = _first(fields, SOURCE)
    return clean(name)[:200] if name else None


def _first(fields: Fields, names: Iterable[str]) -> str | None:
    return next(filter(None, (text_of(fields, name) for name in names)), None)
