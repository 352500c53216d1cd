"""A real chat-completions endpoint in a thread, which answers as it is told."""

import contextlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Question = dict[str, Any]


@dataclass(frozen=True)
class Says:
    """One HTTP answer. `hangs` waits for that event before anything is sent."""

    body: bytes = b""
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    hangs: threading.Event | None = None
    trickles: bool = False


def completion(content: object, tokens: int | None = 100) -> Says:
    """An answer as every such endpoint words it."""
    answer: dict[str, Any] = {"choices": [{"message": {"role": "assistant", "content": content}}]}
    if tokens is not None:
        answer["usage"] = {"total_tokens": tokens}
    return Says(json.dumps(answer).encode())


def summary(*lines: tuple[str, list[int]]) -> Says:
    """A completion that holds a summary."""
    return completion(json.dumps({"sentences": [{"text": text, "rests_on": rests_on} for text, rests_on in lines]}))


@dataclass
class ChatServer:
    """Listens on a port of its own; `answer` is asked what to say."""

    answer: Callable[[Question], Says]
    questions: list[Question] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    most_at_once: int = 0
    released: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Self:
        self._now = 0
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with server._lock:
                    server._now += 1
                    server.most_at_once = max(server.most_at_once, server._now)
                    server.questions.append(question)
                    server.headers.append(dict(self.headers))
                    server.paths.append(self.path)
                self._say(server.answer(question))

            def _say(self, says: Says) -> None:
                if says.hangs is not None:
                    says.hangs.wait(10)
                with server._lock:
                    server._now -= 1
                self.send_response(says.status)
                for name, value in says.headers:
                    self.send_header(name, value)
                self.end_headers()
                if says.trickles:
                    self._trickle()
                with contextlib.suppress(OSError):  # whoever asked may have had enough
                    self.wfile.write(says.body)

            def _trickle(self) -> None:
                try:
                    while not server.released.wait(0.02):
                        self.wfile.write(b" ")
                        self.wfile.flush()
                except OSError:
                    pass

            def log_message(self, *args: object) -> None:
                """Say nothing on the terminal."""

        return Handler


def numbered(question: Question) -> list[dict[str, Any]]:
    """The sentences of the post as the question shows them."""
    sentences: list[dict[str, Any]] = json.loads(question["messages"][1]["content"])["post"]["sentences"]
    return sentences
