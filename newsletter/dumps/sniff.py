"""What a file's bytes are: which encoding, and whether they are text at all. The name is not asked."""

import codecs
import re
import unicodedata
from dataclasses import dataclass, replace

from newsletter.errors import DumpError

SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF"),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"PK\x03\x04", "a ZIP archive or an office file"),
    (b"\x1f\x8b", "compressed (gzip)"),
    (b"\xd0\xcf\x11\xe0", "an office file"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x7fELF", "a program"),
)
MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 65536
MAX_CONTROL_SHARE = 0.01
MIN_TEXT_SHARE = 0.3
"""A file is text with something amid it where so much of it is text."""
MAX_COMBINING_RUN = 8

_INSIDE = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?([A-Za-z0-9_-]{1,20})", re.IGNORECASE)
_MULTIBYTE = re.compile(rb"[\xc3-\xf4][\x80-\xbf]{1,3}")
_HIGH = re.compile(rb"[\x80-\xff]+")
_MARKUP = re.compile(
    r"</(?:p|div|a|span|h[1-6]|li|ul|table|article|section|body|html)\s*>|<(?:br|meta|link)\b", re.IGNORECASE
)
_PAGE = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
_XML = re.compile(r"\s*<(?:\?xml|rss|feed|rdf:RDF|urlset|sitemapindex)\b", re.IGNORECASE)
_COMBINING = re.compile(rf"([\u0300-\u036f]{{{MAX_COMBINING_RUN}}})[\u0300-\u036f]+")
MARKUP_TAGS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text, its lines ending in a line feed."""

    text: str
    encoding: str
    repaired: bool = False
    """Whether bytes that fit no encoding were replaced."""


def decode(found: bytes) -> Decoded:
    """The text that bytes stand for: byte order mark, UTF-16 without one, UTF-8, what the page declares, cp1252.

    Raises `DumpError` for what is empty or no text.
    """
    if not found.strip(b"\x00 \t\r\n"):
        raise DumpError("empty: nothing to read")
    for signature, what in SIGNATURES:
        if found.startswith(signature):
            raise DumpError(f"{what}, not text: take it out of the dump directory")
    decoded = _by_mark(found) or _by_nulls(found)
    if decoded is None:
        text = _without_binary(found)
        decoded = _by_content(text)
        decoded = replace(decoded, repaired=decoded.repaired or text != found)
    return Decoded(text=_tidy(decoded.text), encoding=decoded.encoding, repaired=decoded.repaired)


def media_type(text: str) -> str:
    """Whether a text is a web page, another kind of XML, or plain text."""
    head = text[:SAMPLE]
    if _PAGE.match(head):
        return "text/html"
    if _XML.match(head):
        return "text/html" if re.search(r"<html\b", head[:2000], re.IGNORECASE) else "text/xml"
    tags = len(_MARKUP.findall(head))
    # Prose about the web may name a tag or two; a fragment of a page begins with one or is full of them.
    starts_with_tag = re.match(r"\s*<[a-zA-Z!]", head) is not None
    return "text/html" if tags >= (1 if starts_with_tag else MARKUP_TAGS) else "text/plain"


def _by_mark(found: bytes) -> Decoded | None:
    for mark, encoding in MARKS:
        if found.startswith(mark):
            text = found.decode(encoding, "replace")
            return Decoded(text=text, encoding=encoding, repaired="\ufffd" in text)
    return None


def _by_nulls(found: bytes) -> Decoded | None:
    """UTF-16 without its mark: in European text every other byte is nought."""
    head = found[:4096]
    half = len(head) // 2
    even, odd = head[::2].count(0), head[1::2].count(0)
    if not half or max(even, odd) < 0.4 * half or min(even, odd) > 0.05 * half:
        return None
    encoding = "utf-16-le" if odd > even else "utf-16-be"
    text = found.decode(encoding, "replace")
    return Decoded(text=text, encoding=encoding, repaired="\ufffd" in text)


def _without_binary(found: bytes) -> bytes:
    """The bytes without the lines of a picture or the like that stands amid the text.

    Raises `DumpError` where little else is there.
    """
    if not _is_binary(found):
        return found
    lines = [line for line in found.split(b"\n") if not _is_binary_line(line)]
    text = b"\n".join(lines)
    if len(text) < MIN_TEXT_SHARE * len(found) or _is_binary(text):
        raise DumpError("binary, not text: take it out of the dump directory")
    return text


def _is_binary(found: bytes) -> bool:
    head = found[:SAMPLE]
    return b"\x00" in head or len(_CONTROL.findall(head)) > MAX_CONTROL_SHARE * len(head)


def _is_binary_line(line: bytes) -> bool:
    return b"\x00" in line or len(_CONTROL.findall(line)) > MAX_CONTROL_SHARE * len(line) or line.startswith(_INSIDE)


def _by_content(found: bytes) -> Decoded:
    try:
        return Decoded(text=found.decode("utf-8"), encoding="utf-8")
    except UnicodeDecodeError:
        pass
    if 2 * len(_MULTIBYTE.findall(found)) > len(_HIGH.findall(found)):
        return Decoded(text=found.decode("utf-8", "replace"), encoding="utf-8", repaired=True)
    encoding = _declared(found) or "cp1252"
    text = found.decode(encoding, "replace")
    return Decoded(text=text, encoding=encoding, repaired="\ufffd" in text)


def _declared(found: bytes) -> str | None:
    match = _DECLARED.search(found[:4096])
    if match is None:
        return None
    name = match[1].decode("ascii").lower()
    # Browsers read both of these as cp1252 (https://encoding.spec.whatwg.org/#names-and-labels).
    if name in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "ascii", "utf-8", "utf8", "utf-7"}:
        return None
    try:
        b"a".decode(name)
    except (LookupError, UnicodeDecodeError):
        return None
    return name


def _tidy(text: str) -> str:
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    return _COMBINING.sub(r"\1", unicodedata.normalize("NFC", text))
