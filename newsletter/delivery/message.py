"""The message: the issue addressed to one subscriber, as the bytes that go over the wire."""

import binascii
import datetime as dt
import hashlib
import hmac
from collections.abc import Iterator
from dataclasses import dataclass
from email.utils import format_datetime
from urllib.parse import quote

from newsletter.delivery import headers
from newsletter.errors import PermanentError, RecipientRefused, SettingsError
from newsletter.model import CompiledIssue, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who the mail is from, and where answers, sign-offs and bounces go. Empty ones fall back to `address`."""

    name: str
    address: str
    list_id: str
    reply_to: str = ""
    unsubscribe_address: str = ""
    envelope_address: str = ""
    """Where bounces go: the envelope's sender."""

    def __post_init__(self) -> None:
        """Refuse what could not stand in a header; nothing is sent with a broken sender."""
        try:
            for address in (self.address, self.reply_to, self.unsubscribe_address, self.envelope_address):
                headers.mailbox("From", self.name, address or self.address)
            headers.named_list(self.name, self.list_id)
        except (PermanentError, UnicodeEncodeError) as error:
            raise SettingsError(f"the sender cannot be used: {error}") from error

    @property
    def domain(self) -> str:
        """The domain of the sender's address."""
        return self.address.rpartition("@")[2]

    @property
    def bounces_to(self) -> str:
        """The envelope's sender."""
        return self.envelope_address or self.address


def unsubscribe_uri(sender: Sender, issue: CompiledIssue, subscriber_id: str) -> str:
    """Give the address at which one subscriber signs off, for the header and for the slot in the text alike.

    It names subscriber and issue, so that nobody has to search, and holds no address.
    """
    subject = quote(f"unsubscribe {subscriber_id} {issue.issue_id}", safe="")
    return f"mailto:{sender.unsubscribe_address or sender.address}?subject={subject}"


def message_id(sender: Sender, issue: CompiledIssue, subscriber_id: str) -> str:
    """Give the Message-ID: the same at every attempt, so that a mailbox or a bounce can recognise the message."""
    digest = hmac.new(subscriber_id.encode(), issue.issue_id.encode(), hashlib.sha256).hexdigest()[:24]
    period = issue.issue_id.rpartition("/")[2]
    return f"<{period}.{digest}@{sender.domain}>"


def build(sender: Sender, issue: CompiledIssue, recipient: Recipient, *, date: dt.datetime) -> bytes:
    """Build the message for one recipient: CRLF throughout, text first, seven-bit lines of at most 76 characters.

    Raises `RecipientRefused` where the recipient's own details cannot be used, `RenderError` where a slot has no value.
    """
    # Deferred, for the renderer brings MJML and Jinja with it.
    from newsletter.rendering import address as fill

    page, text = fill(issue, recipient.values)
    boundary = f"=_{hashlib.sha256(issue.hash.encode()).hexdigest()[:32]}"
    try:
        to = headers.mailbox("To", recipient.name, recipient.address)
    except PermanentError as error:
        raise RecipientRefused(str(error)) from error
    head = headers.block([to, *_headers(sender, issue, recipient, date), *_mime(boundary)])
    parts = b"".join(_part(boundary, kind, content) for kind, content in (("plain", text), ("html", page)))
    return head + parts + f"--{boundary}--\r\n".encode()


def _headers(sender: Sender, issue: CompiledIssue, recipient: Recipient, date: dt.datetime) -> Iterator[bytes]:
    uri = unsubscribe_uri(sender, issue, recipient.subscriber_id)
    yield headers.mailbox("From", sender.name, sender.address)
    if sender.reply_to:
        yield headers.mailbox("Reply-To", "", sender.reply_to)
    yield headers.unstructured("Subject", issue.subject)
    yield headers.line("Date", format_datetime(date))
    yield headers.line("Message-ID", message_id(sender, issue, recipient.subscriber_id))
    # RFC 2369 §2: the address raw and whole, or mailbox providers show no button.
    yield headers.line("List-Unsubscribe", f"<{uri}>")
    yield headers.named_list(sender.name, sender.list_id)
    yield headers.line("Auto-Submitted", "auto-generated")
    yield headers.line("Precedence", "bulk")
    yield headers.line("X-Newsletter-Hash", issue.hash)


def _mime(boundary: str) -> Iterator[bytes]:
    yield headers.line("MIME-Version", "1.0")
    yield f'Content-Type: multipart/alternative;\r\n boundary="{boundary}"'.encode()


def _part(boundary: str, kind: str, content: str) -> bytes:
    head = (
        f'--{boundary}\r\nContent-Type: text/{kind}; charset="utf-8"\r\nContent-Transfer-Encoding: quoted-printable\r\n'
    )
    lines = "\r\n".join([*content.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n").split("\n"), ""])
    return head.encode() + b"\r\n" + binascii.b2a_qp(lines.encode(), istext=True) + b"\r\n"
