"""Which form a dump has, told by its first bytes. The name is not asked."""

import json
import re

from newsletter.dumps.sniff import decode, media_type
from newsletter.dumps.xml_prolog import root_of

PLAIN, PAGE = "text/plain", "text/html"
MARKDOWN = "text/markdown"
MAIL, MBOX = "message/rfc822", "application/mbox"
FEED, WORDPRESS = "application/rss+xml", "application/wordpress+xml"
JSON, JSON_FEED, JSON_LINES = "application/json", "application/feed+json", "application/x-ndjson"
WARC = "application/warc"

MIN_JSON_SHARE = 0.5
"""Of the lines that are sampled, so many begin like an object: a broken first line misleads nobody."""
SAMPLED_LINES = 20
MAIL_HEADERS = 2

_WARC = re.compile(rb"WARC/\d\.\d\r?\n")
_FROM_LINE = re.compile(r"From \S+.{0,80}?\d\d:\d\d.{0,40}\n[!-9;-~]{1,80}:", re.ASCII)
_HEADER = re.compile(r"[!-9;-~]{1,80}:(?:[ \t]|$)")
_OF_MAIL = frozenset(
    (
        *("from", "to", "subject", "date", "message-id", "mime-version", "received", "return-path", "delivered-to"),
        *("reply-to", "sender", "dkim-signature", "list-id", "list-unsubscribe", "content-type", "x-mailer"),
    )
)
_OF_PELICAN = frozenset(
    ("date", "category", "tags", "slug", "author", "authors", "summary", "status", "modified", "lang")
)
_FRONT_MATTER = re.compile(r"(---|\+\+\+)[ \t]*\n(?P<inside>.*?)(?:^(?:\1|\.\.\.)[ \t]*$)", re.DOTALL | re.MULTILINE)
_KEY = re.compile(r"^[\w\"'-][\w\"' .-]{0,60}\s*[:=]", re.MULTILINE)
_HEADING = re.compile(r"# \S.{0,200}\n")
_MARKS = re.compile(r"\]\((?:https?://|/)|^#{2,4} \S|\*\*\S", re.MULTILINE)
_OBJECT = re.compile(r"\{\s*(?:\"(?:[^\"\\]|\\.){0,200}\"\s*:|\}|$)")
_JSON_FEED = re.compile(r"\"version\"\s*:\s*\"https?:\\?/\\?/jsonfeed\.org")
_ANY_FEED = re.compile(r"<(?:rss|feed|rdf:RDF|channel)\b", re.IGNORECASE)
FEED_ROOTS = frozenset(("rss", "feed", "rdf:rdf", "atom:feed", "rss:rss"))


def form_of(head: bytes, *, whole: bool) -> str:
    """The form of a dump by its beginning; `whole` where nothing follows.

    Raises `DumpError` for what is empty or no text.
    """
    if _WARC.match(head):
        return WARC
    if not whole and not head.strip(b"\x00 \t\r\n"):
        return PLAIN
    text = decode(head).text.lstrip("\ufeff \n\t")
    return _by_syntax(text, whole=whole) or media_type(text)


def _by_syntax(text: str, *, whole: bool) -> str | None:
    """The form of what begins as no page and no prose does."""
    if _FROM_LINE.match(text):
        return MBOX
    if text[0] == "<":
        return _xml_form(text)
    form = _json_form(text, whole=whole)
    if form or _is_front_matter(text, whole=whole):
        return form or MARKDOWN
    return _by_headers(text) or (MARKDOWN if _HEADING.match(text) and _MARKS.search(text) else None)


def _xml_form(text: str) -> str | None:
    root = root_of(text)
    if root.subset:
        # Nothing is parsed to find out more: the reader of feeds refuses it.
        return FEED if _ANY_FEED.search(text) else None
    if root.name not in FEED_ROOTS:
        return None
    return WORDPRESS if "wordpress.org/export/" in root.tag else FEED


def _is_front_matter(text: str, *, whole: bool) -> bool:
    found = _FRONT_MATTER.match(text)
    if found:
        return not found["inside"].strip() or _KEY.search(found["inside"]) is not None
    return not whole and re.match(r"(?:---|\+\+\+)[ \t]*\n[\w-]+\s*[:=]", text) is not None


def _by_headers(text: str) -> str | None:
    """A mail or Markdown with Pelican's headers, by the lines up to the first blank one."""
    names: list[str] = []
    for line in text.split("\n"):
        if line[:1] in {" ", "\t"} and names:
            continue
        if not _HEADER.match(line):
            break
        names.append(line.partition(":")[0].lower())
    found = set(names)
    if len(found & _OF_MAIL) >= MAIL_HEADERS and found & {"from", "received", "return-path", "delivered-to", "sender"}:
        return MAIL
    return MARKDOWN if "title" in found and found & _OF_PELICAN else None


def _json_form(text: str, *, whole: bool) -> str | None:
    if text[0] == "[":
        return JSON if re.match(r"\[\s*(?:\{|\]\s*$)", text) else None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not whole:
        lines = lines[:-1] or lines
    if text[0] == "{" and _OBJECT.match(text):
        return _object_form(text, lines)
    sampled = lines[:SAMPLED_LINES]
    like = sum(line.startswith('{"') and _OBJECT.match(line) is not None for line in sampled)
    return JSON_LINES if len(sampled) > 1 and like >= MIN_JSON_SHARE * len(sampled) else None


def _object_form(text: str, lines: list[str]) -> str:
    """What begins with an object: a JSON Feed, lines of objects, front matter, or one object."""
    try:
        _, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        if _JSON_FEED.search(text):
            return JSON_FEED
        others = lines[1 : SAMPLED_LINES + 1]
        like = sum(line.startswith('{"') for line in others)
        return JSON_LINES if like >= MIN_JSON_SHARE * len(others) else JSON
    rest = text[end:].lstrip()
    if not rest or rest[0] in "{,":
        return JSON_FEED if _JSON_FEED.search(text[:end]) else JSON_LINES if "\n" not in text[:end] else JSON
    others = lines[1 : SAMPLED_LINES + 1]
    objects = sum(line.startswith("{") for line in others)
    return JSON_LINES if "\n" not in text[:end] and objects else MARKDOWN
