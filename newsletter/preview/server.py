"""The preview's web server: this machine only, read only, and nothing that it shows can run.

A dump's text is untrusted. It is escaped where it is printed; the e-mail stands in a sandboxed frame; and each response
has a content security policy that allows no script but the preview's own. The Host header is checked because another
site may point its own name at this machine (DNS rebinding) and then read what it says.
"""

import logging
import sys
import threading
import webbrowser
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any
from urllib.parse import urlsplit

from newsletter.errors import NewsletterError
from newsletter.preview.page import page
from newsletter.preview.previewed import Colours, PreviewedIssue, in_colours

LOOPBACK = "127.0.0.1"

_log = logging.getLogger(__name__)
_PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; frame-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
# The same origin, so that the page can measure the e-mail's height; without allow-scripts that gives it no power.
_EMAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-same-origin allow-popups allow-popups-to-escape-sandbox"
)
_STATIC = {"/preview.css": "text/css", "/preview.js": "text/javascript"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What one request gets."""

    body: str
    media_type: str = "text/plain"
    status: HTTPStatus = HTTPStatus.OK
    policy: str = "default-src 'none'"


class Desk:
    """What lies on the preview's desk: the last render that worked, and what was wrong with the last that did not."""

    def __init__(self, load: Callable[[], PreviewedIssue]) -> None:
        self._load = load
        self._lock = threading.Lock()
        self._unseen = True
        self.previewed = load()
        self.problem = ""

    def reload(self) -> None:
        """Read everything again, unless the first render has not been looked at yet."""
        with self._lock:
            if self._unseen:
                self._unseen = False
                return
            try:
                self.previewed = self._load()
                self.problem = ""
            except NewsletterError as error:
                self.problem = str(error)


class PreviewServer(ThreadingHTTPServer):
    """Serves one preview on the loopback address; `desk` is what it shows."""

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        super().__init__((LOOPBACK, port), _Request)

    @property
    def url(self) -> str:
        """Where to look."""
        return f"http://{LOOPBACK}:{self.server_port}/"

    @property
    def hosts(self) -> frozenset[str]:
        """The Host headers that are answered."""
        return frozenset({f"{LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}"})

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - the base class names them
        """Log what went wrong with one request; a browser that hangs up is nothing of note."""
        if not isinstance(sys.exception(), ConnectionError):
            _log.exception("The preview could not answer a request.")


class _Request(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version = "newsletter-preview"
    sys_version = ""

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if self._meant_for_us() and path == "/":
            self.server.desk.reload()
        self._answer(path)

    def do_HEAD(self) -> None:
        self._answer(urlsplit(self.path).path)

    def _meant_for_us(self) -> bool:
        return self.headers.get("Host", "") in self.server.hosts

    def _answer(self, path: str) -> None:
        if self._meant_for_us():
            response = respond(path, self.server.desk)
        else:
            response = Response(
                body=f"The preview answers at {self.server.url} only.\n", status=HTTPStatus.MISDIRECTED_REQUEST
            )
        self._send(response)

    def _send(self, response: Response) -> None:
        body = response.body.encode("utf-8", "replace")
        self.send_response(response.status)
        self.send_header("Content-Type", f"{response.media_type}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", response.policy)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the standard library's name
        _log.debug(format, *args)


def respond(path: str, desk: Desk) -> Response:
    """Answer a request for a path: the page, its style and script, or the e-mail in one of its colours."""
    if path == "/":
        return Response(body=page(desk.previewed, desk.problem), media_type="text/html", policy=_PAGE_POLICY)
    if path in _STATIC:
        return Response(
            body=(resources.files("templates") / "preview" / path[1:]).read_text("utf-8"), media_type=_STATIC[path]
        )
    folder, _, colours = path[1:].partition("/")
    if folder == "email" and colours in set(Colours):
        body = in_colours(desk.previewed.parts[0], Colours(colours))
        return Response(body=body, media_type="text/html", policy=_EMAIL_POLICY)
    return Response(body="There is nothing here.\n", status=HTTPStatus.NOT_FOUND)


def make_server(load: Callable[[], PreviewedIssue], *, port: int = 0) -> PreviewServer:
    """Load the issue and listen; port 0 takes any that is free. Whoever calls it serves and closes.

    Raises what `load` raises, and `NewsletterError` where the port is taken.
    """
    desk = Desk(load)
    try:
        return PreviewServer(desk, port)
    except OSError as error:
        reason = error.strerror or error
        raise NewsletterError(f"The preview cannot use port {port} ({reason}): choose another, or none.") from error


def serve(
    load: Callable[[], PreviewedIssue],
    *,
    port: int = 0,
    open_browser: bool = True,
    announce: Callable[[str], None],
) -> None:
    """Show the preview until Ctrl-C; each reload of the page calls `load` again."""
    with make_server(load, port=port) as server:
        try:
            announce(f"Preview at {server.url} (Ctrl-C ends it)")
            if open_browser:
                webbrowser.open(server.url)
            server.serve_forever()
        except KeyboardInterrupt:
            announce("Preview ended.")
