"""Reaching a mail server: name, TLS, STARTTLS and login, each fault told in one line that says what to mend."""

import ipaddress
import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from newsletter.delivery.smtp_replies import is_temporary, scrubbed
from newsletter.errors import AccountError, SettingsError, TransientError, TransportError

Security = Literal["tls", "starttls", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Server:
    """A mail server and how we log in. There is none that would be sent a password in clear over a network."""

    host: str
    port: int
    security: Security
    username: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    timeout: float = 60
    """Seconds to wait for each answer but the last of a message."""
    certificates: Path | None = None
    """Authorities to trust besides the system's, as PEM."""

    def __post_init__(self) -> None:
        """Refuse what is unsafe before anything is opened."""
        if self.security not in {"tls", "starttls", "none"}:
            raise SettingsError(f"smtp: security is tls, starttls or none, not {self.security!r}")
        if self.username and self.security == "none" and not _is_this_machine(self.host):
            raise SettingsError(f"smtp: no password is sent to {self.host} in clear: set security to starttls or tls")

    def __str__(self) -> str:
        return f"smtp {self.host}:{self.port}"


def connect(server: Server) -> smtplib.SMTP:
    """Open a connection that is ready for messages.

    Raises `AccountError` for what somebody must mend and `TransientError` for what may pass by itself.
    """
    trust = None if server.security == "none" else _trust(server)
    with _explained(server):
        client = _open(server, trust)
        try:
            _introduce(client, server, trust)
        except BaseException:
            client.close()
            raise
        return client


def _open(server: Server, trust: ssl.SSLContext | None) -> smtplib.SMTP:
    if server.security == "tls":
        return smtplib.SMTP_SSL(server.host, server.port, timeout=server.timeout, context=trust)
    return smtplib.SMTP(server.host, server.port, timeout=server.timeout)


def _introduce(client: smtplib.SMTP, server: Server, trust: ssl.SSLContext | None) -> None:
    client.ehlo_or_helo_if_needed()
    if server.security == "starttls":
        if not client.has_extn("starttls"):
            raise AccountError(f"{server}: offers no STARTTLS, and nothing is sent unprotected: try security tls")
        client.starttls(context=trust)
        client.ehlo_or_helo_if_needed()
    if server.username:
        _log_in(client, server)


def _log_in(client: smtplib.SMTP, server: Server) -> None:
    if not client.has_extn("auth"):
        raise AccountError(f"{server}: offers no login here: choose starttls or tls, or clear the username")
    try:
        client.login(server.username, server.password)
    except smtplib.SMTPAuthenticationError as error:
        quote = scrubbed(error.smtp_code, _octets(error.smtp_error), server.username)
        if is_temporary(error.smtp_code):
            raise TransientError(f"{server}: cannot log us in just now ({quote}): run again later") from None
        advice = "correct the username and NEWSLETTER_SMTP__PASSWORD"
        raise AccountError(f"{server}: username or password is wrong ({quote}): {advice}") from None
    except UnicodeError:
        # Not chained: the error quotes what it could not encode.
        raise AccountError(f"{server}: username or password holds letters beyond ASCII: set others") from None


@contextmanager
def _explained(server: Server) -> Iterator[None]:
    try:
        yield
    except TransportError:
        raise
    except OSError as error:  # smtplib's errors are OSErrors too
        raise _explanation(server, error) from error


def _explanation(server: Server, error: OSError) -> TransportError:
    match error:
        case ssl.SSLError():
            return _tls_fault(server, error)
        case socket.gaierror():
            return _name_fault(server, error)
        case smtplib.SMTPResponseException():
            return _answered(server, error.smtp_code, _octets(error.smtp_error))
        case smtplib.SMTPServerDisconnected() | TimeoutError():
            return TransientError(f"{server}: gave no answer: check host, port and security, then run again")
        case smtplib.SMTPException():
            return AccountError(f"{server}: offers no login that we know: ask its operator for PLAIN or LOGIN")
    reason = error.strerror or error.__class__.__name__
    return TransientError(f"{server}: cannot be reached ({reason}): check host and port, then run again")


def _tls_fault(server: Server, error: ssl.SSLError) -> TransportError:
    if isinstance(error, ssl.SSLCertVerificationError):
        advice = "correct smtp.host, or have the certificate renewed"
        return AccountError(f"{server}: its certificate cannot be trusted ({error.verify_message}): {advice}")
    if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return TransientError(f"{server}: hung up while TLS was agreed: run again later")
    advice = "port 465 wants security tls, port 587 starttls"
    return AccountError(f"{server}: speaks no TLS that we can use ({error.reason}): {advice}")


def _name_fault(server: Server, error: socket.gaierror) -> TransportError:
    if error.errno == socket.EAI_AGAIN:
        advice = "check the network, then run again"
        return TransientError(f"{server}: the name cannot be looked up just now: {advice}")
    return AccountError(f"{server}: no machine has that name: correct smtp.host")


def _answered(server: Server, code: int, reply: bytes) -> TransportError:
    quote = scrubbed(code, reply, server.username)
    if is_temporary(code):
        return TransientError(f"{server}: asks us to come back ({quote}): run again later")
    if code < 0:
        return AccountError(f"{server}: answers, but not as a mail server does: correct host and port")
    return AccountError(f"{server}: takes nothing from us ({quote}): ask its operator")


def _octets(reply: bytes | str) -> bytes:
    return reply.encode() if isinstance(reply, str) else reply


def _trust(server: Server) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if server.certificates is not None:
        try:
            context.load_verify_locations(cafile=server.certificates)
        except OSError as error:
            raise SettingsError(
                f"smtp: {server.certificates} holds no certificates in PEM: correct the path"
            ) from error
    return context


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
