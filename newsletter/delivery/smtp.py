"""SMTP: one message a recipient, over connections that are reused.

`smtplib` connects, encrypts and logs in. The conversation is our own, for everything rests on one moment: before the
final dot a failure is always safe to repeat, after it nobody can tell (RFC 1047), and the server has ten minutes to
answer (RFC 5321 §4.5.3.2.6).
"""

import contextlib
import datetime as dt
import smtplib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from newsletter.delivery import message, smtp_replies
from newsletter.delivery.message import Sender
from newsletter.delivery.smtp_connection import Security, Server, connect
from newsletter.errors import AccountError, RecipientRefused, TransientError, TransportError
from newsletter.model import CompiledIssue, DeliveryStatus, Outcome, Recipient

FINAL_TIMEOUT = 600.0
"""Seconds to wait for the answer to the final dot."""

MOST_LOSSES = 3
"""Messages in a row that may lose their connection; after that it is the server, which is left in peace."""

_FAREWELL_TIMEOUT = 5.0

_Answer = tuple[int, bytes]


class SmtpTransport:
    """Hands messages to one mail server, one after the other.

    `timeout` is the seconds to wait for each answer, `final_timeout` for the one that takes the message; `certificates`
    are trusted besides the system's. A connection is renewed after `messages_per_connection` and whenever it is lost.
    """

    name = "smtp"
    in_flight = 1

    def __init__(
        self,
        *,
        host: str,
        port: int,
        security: Security,
        sender: Sender,
        clock: Callable[[], dt.datetime],
        username: str = "",
        password: str = "",
        timeout: float = 60,
        final_timeout: float = FINAL_TIMEOUT,
        messages_per_connection: int = 50,
        certificates: Path | None = None,
    ) -> None:
        self._server = Server(
            host=host,
            port=port,
            security=security,
            username=username,
            password=password,
            timeout=timeout,
            certificates=certificates,
        )
        self._sender = sender
        self._clock = clock
        self._final_timeout = final_timeout
        self._messages_per_connection = messages_per_connection
        self._client: smtplib.SMTP | None = None
        self._messages = 0
        self._losses = 0
        self._has_sent = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # After an error we may be in the midst of a message, where QUIT would become part of its text.
        self._hang_up() if kind else self._say_goodbye()

    def deliver(self, issue: CompiledIssue, recipients: Sequence[Recipient]) -> Iterator[Outcome]:
        """Send one message a recipient. A lost connection defers the message it was carrying, or leaves it unknown."""
        for recipient in recipients:
            yield self._deliver(issue, recipient)

    def _deliver(self, issue: CompiledIssue, recipient: Recipient) -> Outcome:
        try:
            content = message.build(self._sender, issue, recipient, date=self._clock())
            client = self._begin(recipient, len(content))
        except RecipientRefused as error:
            return _outcome(recipient, DeliveryStatus.REFUSED, str(error))
        try:
            refusal = _offer(client, recipient, content)
        except OSError as error:
            return self._lost(recipient, error)
        self._losses = 0
        return self._finish(client, recipient) if refusal is None else self._refusal(client, recipient, refusal)

    def _lost(self, recipient: Recipient, error: OSError) -> Outcome:
        self._hang_up()
        self._losses += 1
        if self._losses == MOST_LOSSES:
            self._losses = 0
            raise TransientError(f"{self._server}: lost {MOST_LOSSES} connections in a row: run again later") from error
        return _outcome(recipient, DeliveryStatus.DEFERRED, "the connection was lost before the message was complete")

    def _begin(self, recipient: Recipient, size: int) -> smtplib.SMTP:
        """Tell the server the sender; a connection that died while it lay idle is replaced, once."""
        while True:
            is_fresh = self._client is None
            client = self._connected()
            options = self._options(client, recipient, size)
            try:
                code, reply = client.mail(self._sender.bounces_to, options)
            except OSError as error:
                self._hang_up()
                if is_fresh:
                    raise TransientError(f"{self._server}: hung up when told the sender: run again later") from error
                continue
            if smtp_replies.is_positive(code):
                self._messages += 1
                return client
            self._hang_up()
            if is_fresh or code != smtp_replies.SERVICE_CLOSING:
                raise self._refusal_of_us(code, reply)

    def _connected(self) -> smtplib.SMTP:
        if self._messages >= self._messages_per_connection:
            self._say_goodbye()
        if self._client is None:
            self._client, self._messages = connect(self._server), 0
        return self._client

    def _options(self, client: smtplib.SMTP, recipient: Recipient, size: int) -> list[str]:
        options = [f"SIZE={size}"] if client.has_extn("size") else []
        if (recipient.address + self._sender.bounces_to).isascii():
            return options
        if not client.has_extn("smtputf8"):
            raise RecipientRefused("the address is not ASCII, and the mail server takes no such (SMTPUTF8)")
        return [*options, "SMTPUTF8", "BODY=8BITMIME"]

    def _finish(self, client: smtplib.SMTP, recipient: Recipient) -> Outcome:
        try:
            code, reply = _end(client, self._final_timeout, self._server.timeout)
        except OSError:
            self._hang_up()
            detail = "the connection was lost after the message was complete: the server may have taken it"
            return _outcome(recipient, DeliveryStatus.UNKNOWN, detail)
        quote = smtp_replies.scrubbed(code, reply, recipient.address)
        if smtp_replies.is_positive(code):
            self._has_sent = True
            return _outcome(recipient, DeliveryStatus.SENT, quote, provider_id=smtp_replies.queue_id(reply))
        if smtp_replies.is_temporary(code) or smtp_replies.is_permanent(code):
            return self._refusal(client, recipient, (code, reply))
        self._hang_up()
        return _outcome(recipient, DeliveryStatus.UNKNOWN, f"the server's last answer makes no sense: {quote}")

    def _refusal(self, client: smtplib.SMTP, recipient: Recipient, answer: _Answer) -> Outcome:
        code, reply = answer
        if self._concerns_everybody(code, reply):
            self._hang_up()
            raise self._refusal_of_us(code, reply)
        self._reset(client)
        permanent = smtp_replies.is_permanent(code)
        status = DeliveryStatus.REFUSED if permanent else DeliveryStatus.DEFERRED
        return _outcome(recipient, status, smtp_replies.scrubbed(code, reply, recipient.address))

    def _concerns_everybody(self, code: int, reply: bytes) -> bool:
        if code == smtp_replies.SERVICE_CLOSING or smtp_replies.wants_login(code):
            return True
        # Once others were accepted it is that recipient's domain which the server does not send to.
        return smtp_replies.will_not_relay(code, reply) and not self._has_sent

    def _refusal_of_us(self, code: int, reply: bytes) -> TransportError:
        quote = smtp_replies.scrubbed(code, reply, self._server.username)
        if smtp_replies.is_permanent(code):
            advice = "correct the sender's address or the login, or ask the server's operator"
            return AccountError(f"{self._server}: takes nothing from us ({quote}): {advice}")
        return TransientError(f"{self._server}: asks us to come back ({quote}): run again later, the rest will be sent")

    def _reset(self, client: smtplib.SMTP) -> None:
        try:
            code, _ = client.rset()
        except OSError:
            code = smtp_replies.SERVICE_CLOSING
        if not smtp_replies.is_positive(code):
            self._hang_up()

    def _say_goodbye(self) -> None:
        if self._client is not None:
            with contextlib.suppress(OSError):
                _be_patient(self._client, _FAREWELL_TIMEOUT)
                self._client.quit()
        self._hang_up()

    def _hang_up(self) -> None:
        if self._client is not None:
            self._client.close()
        self._client, self._messages = None, 0


def _offer(client: smtplib.SMTP, recipient: Recipient, content: bytes) -> _Answer | None:
    """Name the recipient and send all of the message but its final dot; give the answer that stopped us, if any."""
    code, reply = client.rcpt(recipient.address)
    if smtp_replies.is_positive(code):
        code, reply = client.docmd("DATA")
    if code != smtp_replies.GO_AHEAD:
        return code, reply
    client.send(content.replace(b"\r\n.", b"\r\n.."))
    return None


def _end(client: smtplib.SMTP, final_timeout: float, timeout: float) -> _Answer:
    """Send the final dot and wait for the answer that takes the message, or does not."""
    _be_patient(client, final_timeout)
    client.send(b".\r\n")
    answer = client.getreply()
    _be_patient(client, timeout)
    return answer


def _be_patient(client: smtplib.SMTP, timeout: float) -> None:
    if client.sock is not None:
        client.sock.settimeout(timeout)


def _outcome(recipient: Recipient, status: DeliveryStatus, detail: str, provider_id: str | None = None) -> Outcome:
    return Outcome(subscriber_id=recipient.subscriber_id, status=status, detail=detail, provider_id=provider_id)
