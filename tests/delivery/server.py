"""A real mail server in a thread, which takes messages, refuses them or hangs up as it is told."""

import asyncio
import ssl
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any, Self

from aiosmtpd.smtp import SMTP, AuthResult

HANG_UP = "hang up"
STAGES = ("MAIL", "RCPT", "DATA", "END")
"""The sender, the recipient, the word DATA, and the final dot."""

Step = Callable[[str, str], None]


@dataclass
class Mailbox:
    """What the server got, and what it is to answer. Answers are used up, one at each time a stage is reached."""

    answers: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    """(stage, recipient or "") -> answers."""
    loses: bool = False
    """Whether a message is thrown away when the server hangs up at its end."""
    on_step: Step = lambda stage, address: None
    messages: list[tuple[str, bytes]] = field(default_factory=list)
    senders: list[str] = field(default_factory=list)
    connections: int = 0
    encrypted: set[bool] = field(default_factory=set)

    @property
    def took(self) -> Counter[str]:
        return Counter(address for address, _ in self.messages)

    def answer(self, stage: str, address: str = "") -> str:
        self.on_step(stage, address)
        waiting = self.answers.get((stage, address)) or self.answers.get((stage, "")) or []
        return waiting.pop(0) if waiting else ""

    async def handle_MAIL(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        self.encrypted.add(session.ssl is not None or server.transport.get_extra_info("sslcontext") is not None)
        self.senders.append(address)
        envelope.mail_from = address
        return _spoken(server, self.answer("MAIL"))

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        answer = _spoken(server, self.answer("RCPT", address))
        if answer.startswith("250"):
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        (address,) = envelope.rcpt_tos
        answer = self.answer("END", address)
        if answer in {"", HANG_UP} and not (answer and self.loses):
            self.messages.append((address, envelope.original_content))
        return _spoken(server, answer, "250 2.0.0 Ok: queued as 4bXq2")


class Speaker(SMTP):
    """Counts connections, and can refuse the word DATA."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.event_handler.connections += 1
        super().connection_made(transport)

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        recipients = self.envelope.rcpt_tos if self.envelope else []
        answer = self.event_handler.answer("DATA", recipients[0] if recipients else "")
        if not answer:
            await super().smtp_DATA(arg)
        elif answer == HANG_UP:
            await self.push("354 go ahead")
            await self._reader.readline()
            abort(self)
        else:
            await self.push(answer)


def abort(server: Any) -> None:
    """Reset the connection without a word."""
    server.transport.abort()


def _spoken(server: Any, answer: str, otherwise: str = "250 OK") -> str:
    if answer == HANG_UP:
        abort(server)
    return answer or otherwise


@dataclass
class Server:
    """Serves on a free port of this machine until it is left."""

    mailbox: Mailbox
    security: str = "none"
    certificates: Path | None = None
    login: tuple[str, str] | None = None
    options: dict[str, Any] = field(default_factory=dict)
    host: str = "127.0.0.1"
    port: int = 0

    def __enter__(self) -> Self:
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(10)
        return self

    def __exit__(self, *details: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    async def _start(self) -> None:
        context = self._context() if self.security == "tls" else None
        self._listener = await self._loop.create_server(self._speaker, self.host, 0, ssl=context)
        self.port = self._listener.sockets[0].getsockname()[1]

    async def _stop(self) -> None:
        self._listener.close()
        mine = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in mine:
            task.cancel()
        await asyncio.gather(*mine, return_exceptions=True)

    def _speaker(self) -> SMTP:
        options = dict(self.options)
        if self.security == "starttls":
            options |= {"tls_context": self._context(), "require_starttls": True}
        if self.login:
            options |= {"authenticator": self._authenticate, "auth_required": True, "auth_require_tls": False}
        return Speaker(self.mailbox, hostname="localhost", ident="test", loop=self._loop, **options)

    def _context(self) -> ssl.SSLContext:
        assert self.certificates is not None
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificates)
        return context

    def _authenticate(self, server: Any, session: Any, envelope: Any, mechanism: str, login: Any) -> AuthResult:
        expected = tuple(part.encode() for part in self.login or ())
        # Where it is not `handled`, the server itself says no.
        return AuthResult(success=(login.login, login.password) == expected, handled=False)
