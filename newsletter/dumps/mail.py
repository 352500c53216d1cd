"""Reads a newsletter mail: one post under its subject, or several under headings of their own."""

import email.utils
import re
from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message

from newsletter.dumps.blocks import clean
from newsletter.dumps.dates import parse_date
from newsletter.dumps.feed import people
from newsletter.dumps.findings import Contents, Draft
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.html_text import attribute, parse
from newsletter.dumps.mail_items import read_html
from newsletter.dumps.mail_text import read_text
from newsletter.dumps.opening import Opened
from newsletter.dumps.pages import decode_as
from newsletter.errors import DumpError
from newsletter.model import DateConfidence

MAX_HEADER = 2000
MAX_PARTS = 200
MAX_TEXT = 2 * 1024 * 1024
MIN_HTML_SHARE = 0.5
"""An HTML part with fewer of the plain part's words is a wrapper around a picture or a link."""

_TAG = re.compile(r"<[^>]{0,2000}>")
_REPLY = re.compile(r"\s*(?:(?:re|fwd?|fw|aw|wg|tr|i|doorst)\s*:|\[[^\]]{1,40}\](?=\s*\S))\s*", re.IGNORECASE)
_BROWSER = re.compile(r"browser|navigateur|online|web\s?version|web\s?page", re.IGNORECASE)


def read(opened: Opened) -> Contents:
    """The posts of a mail."""
    return read_message(opened.whole(), opened.path)


def read_message(found: bytes, path: str) -> Contents:
    """The posts of one mail: the sender's domain is their source, its date that of a mail which is one post.

    Raises `DumpError` where a mail is built to stall its reader.
    """
    try:
        # The old policy: the new one's parser of addresses takes time that grows with the square of a header.
        message: Message = message_from_bytes(found)
        html, text = _parts(message)
    except RecursionError as error:
        raise DumpError("a mail with too many parts in parts: take it out of the dump directory") from error
    subject = _subject(header(message, "Subject"))
    sender = email.utils.parseaddr(header(message, "From"))[0]
    contents = read_html(html, subject, sender) if _is_real(html, text) else read_text(text, subject, path)
    return _told(contents, message, html)


def _parts(message: Message) -> tuple[str, str]:
    """The texts of all HTML parts and of all plain parts; what is attached is no part of the letter."""
    found: dict[str, list[str]] = {"text/html": [], "text/plain": []}
    for part in _walked(message):
        kind = part.get_content_type()
        attached = "attachment" in str(part.get("Content-Disposition", "")).lower()
        if kind in found and not attached:
            found[kind].append(_decoded(part))
    html, text = "\n".join(found["text/html"]), "\n\n".join(found["text/plain"])
    if max(len(html), len(text)) > MAX_TEXT:
        raise DumpError(f"a mail of more than {MAX_TEXT // 1024**2} MB of text: no newsletter")
    return html, text


def _walked(message: Message) -> Iterator[Message]:
    for number, part in enumerate(message.walk()):
        if number >= MAX_PARTS:
            return
        if not part.is_multipart():
            yield part


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if not isinstance(payload, bytes) or not payload.strip():
        return ""
    charset = part.get_param("charset")
    try:
        return _flowed(part, decode_as(payload, charset if isinstance(charset, str) else None))
    except DumpError:
        return ""


def _flowed(part: Message, text: str) -> str:
    """Text with the lines joined that RFC 3676 says belong together."""
    if str(part.get_param("format", "")).lower() != "flowed":
        return text
    return re.sub(r"(?<!\n--) \n(?=[^\n])", " ", text)


def _is_real(html: str, text: str) -> bool:
    """Whether the HTML part holds the letter and not only a wrapper around it."""
    if not html.strip():
        return False
    shown = len(_TAG.sub(" ", re.sub(r"(?is)<(style|script)\b.{0,200000}?</\1>", " ", html)).split())
    return shown > 0 and shown >= MIN_HTML_SHARE * len(text.split())


def header(message: Message, name: str) -> str:
    """A header's text on one line, its encoded words read; empty where there is none."""
    raw = str(message.get(name) or "")[:MAX_HEADER]
    try:
        parts = decode_header(raw)
    except (ValueError, LookupError):
        return clean(raw)
    return clean("".join(_word(part, charset) for part, charset in parts))


def _word(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    try:
        return part.decode(charset or "utf-8", "replace")
    except LookupError:
        return part.decode("utf-8", "replace")


def _subject(subject: str) -> str:
    """The subject without "Fwd:" and the name of a list in brackets."""
    while (found := _REPLY.match(subject)) and found.end() < len(subject):
        subject = subject[found.end() :]
    return subject.strip()


def _told(contents: Contents, message: Message, html: str) -> Contents:
    """The posts with what the mail's headers say of them."""
    name, address = email.utils.parseaddr(header(message, "From") or header(message, "Sender"))
    domain = address.rpartition("@")[2].strip(" .>").lower().removeprefix("www.") or None
    drafts = contents.drafts
    if len(drafts) == 1:
        drafts = (_one(drafts[0], message, html, name),)
    return replace(contents, drafts=tuple(replace(draft, source=domain) for draft in drafts))


def _one(draft: Draft, message: Message, html: str, sender: str) -> Draft:
    """The only post of a mail: its date and, where a person sent it, its author are the mail's."""
    date = parse_date(header(message, "Date"))
    url = draft.url or absolute(header(message, "Archived-At").strip("<> "), None) or _online(html)
    return replace(
        draft,
        url=url,
        published=date or draft.published,
        date_confidence=DateConfidence.METADATA if date else draft.date_confidence,
        author=draft.author or _person(sender),
    )


def _online(html: str) -> str | None:
    """Where "View this in your browser" leads: the mail's own page."""
    for link in parse(html).find_all("a", href=True) if html else ():
        if _BROWSER.search(link.get_text(" ")[:MAX_HEADER]) and not link.get_text(strip=True)[80:]:
            return absolute(attribute(link, "href"), None)
    return None


_CAPITAL = r"[^\W\d_a-zß-öø-ÿ]"
_PERSON = re.compile(rf"(?:(?:Dr|Prof)\.? )?{_CAPITAL}[\w'’-]+(?: {_CAPITAL}\.?)? {_CAPITAL}[\w'’-]+$")
_ORGANISATION = re.compile(
    r"\b(?:the|news|newsletter|weekly|daily|digest|post|team|press|update|updates|bulletin|trust|health|college|society"
    r"|network|clinic|practice|online|media|office|group|service|services|centre|center|journal|review|times|blog)\b",
    re.IGNORECASE,
)


def _person(sender: str) -> str | None:
    """The sender where the name is a person's: "Ann Lee", and "Ann Lee" of "Ann Lee from The Post"."""
    name = re.split(r"\s+(?:from|at|@|via|of|\||-|–)\s+", sender)[0].strip()
    return people([name]) if _PERSON.match(name) and not _ORGANISATION.search(name) else None
