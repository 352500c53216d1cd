"""Reads a WordPress export (WXR): published posts one by one, however large the export."""

import codecs
import io
import re
from collections.abc import Iterator
from functools import partial

from lxml import etree

from newsletter.dumps.dates import parse_date
from newsletter.dumps.feed import NO_TEXT, people
from newsletter.dumps.findings import Contents, Draft, Rest
from newsletter.dumps.fragment import kind_of, of_html, plain
from newsletter.dumps.gunzip import Readable
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.opening import Opened, buffered
from newsletter.dumps.parts import broken, gathered, tried
from newsletter.model import DateConfidence

CHUNK = 65536
NO_PAGES = frozenset({"attachment", "nav_menu_item", "revision", "custom_css", "wp_global_styles", "wp_navigation"})

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_SHORTCODE = re.compile(r"\[/?[a-z][\w-]{1,40}(?:\s[^\[\]]{0,1000})?/?\]")
_CAPTION = re.compile(r"\[caption\b[^\[\]]{0,1000}\](?:(?!\[caption\b).){0,2000}?\[/caption\]", re.DOTALL)
_IN_BLOCKS = re.compile(r"<!-- wp:|<p[\s>]", re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|blockquote|details|div|dl|dt|dd|figure|figcaption|h[1-6]|hr|li|ol|p|pre|section|table"
    r"|tbody|td|th|thead|tr|ul)\b",
    re.IGNORECASE,
)
_BLANK = re.compile(r"\n[ \t]*\n\s*")

Fields = dict[str, str]


def read(opened: Opened) -> Contents:
    """The published posts of an export. Pages of the site, drafts and pictures are left out."""
    return gathered(_posts(opened))


def _posts(opened: Opened) -> Iterator[Contents]:
    names: dict[str, str] = {}
    items = 0
    try:
        for element in _elements(opened.stream):
            fields = _fields(element)
            if "author_login" in fields:
                names[fields["author_login"]] = fields.get("author_display_name", "")
            else:
                items += 1
                yield tried(partial(_post, fields, names), f"item {items}")
            _forget(element)
    except etree.XMLSyntaxError as error:
        yield broken(f"after item {items}", f"broken XML ({error.msg}): export it again")


def _elements(stream: Readable) -> Iterator[etree._Element]:
    found = etree.iterparse(
        buffered(_Mended(stream)),
        events=("end",),
        tag=("item", "{*}item", "{*}author"),
        recover=True,
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
    )
    yield from (element for _, element in found)


class _Mended(io.RawIOBase):
    """An export's bytes without the control characters and broken letters that would end the parse."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._decoder: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("utf-8")("replace")
        self._waiting = stream.read(4)
        if self._waiting[:2] in _UTF16:
            self._decoder = None
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        while not self._ready:
            found = self._waiting or self._stream.read(CHUNK)
            self._waiting = b""
            self._ready = self._mended(found)
            if not found:
                break
        given = self._ready[: len(buffer)]
        self._ready = self._ready[len(given) :]
        buffer[: len(given)] = given
        return len(given)

    def _mended(self, found: bytes) -> bytes:
        if self._decoder is None:
            return found
        return _CONTROL.sub("", self._decoder.decode(found, final=not found)).encode()


def _fields(element: etree._Element) -> Fields:
    """The texts of an item's fields by their names, those of one name apart by what they belong to."""
    fields: Fields = {}
    for child in element:
        if not isinstance(child.tag, str):
            continue
        space, _, name = child.tag.rpartition("}")
        if name == "encoded":
            name = "excerpt" if "excerpt" in space else "content"
        fields.setdefault(name, "".join(map(str, child.itertext())) if name != "comment" else "")
    return fields


def _forget(element: etree._Element) -> None:
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)


def _post(fields: Fields, names: dict[str, str]) -> Contents:
    title = plain(fields.get("title", ""))
    reason = _unused(fields)
    if reason is not None:
        return Contents(rest=(Rest(text=title, reason=reason),) if reason else ())
    content = fields.get("content", "").strip()
    fragment = of_html(paragraphs(content or fields.get("excerpt", "")), title)
    if not title or not fragment.text:
        return Contents(rest=(Rest(text=title or fragment.text, reason=NO_TEXT if title else "no title"),))
    date = parse_date(fields.get("post_date", "")) or parse_date(fields.get("pubDate", ""))
    login = fields.get("creator", "").strip()
    draft = Draft(
        title=title,
        text=fragment.text,
        kind=kind_of(fragment, whole=bool(content)),
        url=absolute(fields.get("link", ""), None),
        published=date,
        date_confidence=DateConfidence.FEED if date else DateConfidence.NONE,
        author=people([names.get(login) or login]),
    )
    return Contents(drafts=(draft,), rest=fragment.rest)


def _unused(fields: Fields) -> str | None:
    """Why an item is no post, empty where nobody need hear of it, or `None` for a post."""
    kind, status = fields.get("post_type", "post").strip(), fields.get("status", "publish").strip()
    if kind in NO_PAGES:
        return ""
    if kind != "post":
        return f"a {kind} of the site, no post"
    if status != "publish":
        return f"not published ({status})"
    return "protected by a password" if fields.get("post_password", "").strip() else None


def paragraphs(content: str) -> str:
    """Content with the paragraphs that WordPress makes of blank lines, without its short codes."""
    bare = _SHORTCODE.sub("", _CAPTION.sub("", content.replace("\r\n", "\n")))
    if _IN_BLOCKS.search(bare):
        return bare
    parts = (part.strip() for part in _BLANK.split(bare))
    return "".join(part if _BLOCK.match(part) else f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts if part)
