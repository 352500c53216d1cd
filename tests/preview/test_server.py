"""The preview answers this machine only, shows what would be sent and lets nothing run."""

import http.client
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest

from newsletter.errors import NewsletterError, RenderError
from newsletter.preview import PreviewedIssue, PreviewServer, make_server
from newsletter.preview.previewed import Colours, in_colours
from tests.preview.builders import previewed, running
from tests.rendering.builders import hostile, many_posts, one_post


@pytest.fixture
def server() -> Iterator[PreviewServer]:
    with running(previewed) as server:
        yield server


def ask(
    server: PreviewServer, path: str = "/", *, method: str = "GET", host: str | None = None
) -> tuple[http.client.HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    connection.request(method, path, headers={"Host": host} if host else {})
    response = connection.getresponse()
    body = response.read().decode()
    connection.close()
    return response, body


def test_frame_holds_what_would_be_sent(server: PreviewServer) -> None:
    """The frame's bytes are the compiled HTML with sample values in its slots, and nothing else."""
    shown = previewed()
    response, body = ask(server, "/email/sent")
    assert response.status == 200
    assert body == shown.parts[0]
    assert not any(marker in body for marker in shown.compiled.slots.values())


def test_page_tells_what_an_editor_checks(server: PreviewServer) -> None:
    """Sender, subject, preheader, hash, size, notes, text part and headers stand on the page."""
    shown = previewed()
    _, body = ask(server)
    for text in (
        "Primary Care</p>",
        shown.compiled.subject,
        shown.issue.preheader,
        shown.compiled.hash[:12],
        "32 KB",
        "2 posts have no link.",
        "The trick is to agree in May who is away in October.",
        "X-Newsletter-Hash",
        shown.compiled.hash,
    ):
        assert text in body


def test_dump_cannot_run_anything() -> None:
    """Texts of a dump are escaped on the page, and no response allows a script but the page's own."""
    with running(lambda: previewed(hostile(), notes=("<script>alert(2)</script>",))) as server:
        page, body = ask(server)
        email, _ = ask(server, "/email/sent")
    assert "<script>alert" not in body
    assert "script-src 'self';" in page.headers["Content-Security-Policy"]
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    policy = email.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy
    assert "sandbox allow-same-origin" in policy
    assert "allow-scripts" not in policy


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1", "127.0.0.1.evil.example"])
@pytest.mark.parametrize("path", ["/", "/email/sent", "/preview.js"])
def test_other_names_for_this_machine_are_refused(server: PreviewServer, host: str, path: str) -> None:
    """A site that points its name at this machine reads nothing (DNS rebinding)."""
    response, body = ask(server, path, host=host)
    assert response.status == 421
    assert "Primary Care" not in body


def test_localhost_is_answered(server: PreviewServer) -> None:
    """The usual name of this machine works."""
    assert ask(server, host=f"localhost:{server.server_port}")[0].status == 200


def test_listens_on_loopback_only(server: PreviewServer) -> None:
    """Nobody else in the building sees the draft."""
    assert server.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize("path", ["/nothing", "/email/", "/email/none", "/../pyproject.toml", "/page.html.j2"])
def test_nothing_else_is_there(server: PreviewServer, path: str) -> None:
    """Only the page, its two files and the e-mail are served."""
    assert ask(server, path)[0].status == 404


def test_nothing_can_be_changed(server: PreviewServer) -> None:
    """The preview only reads."""
    assert ask(server, method="POST")[0].status == 501


def test_head_does_not_read_again() -> None:
    """A tool that checks whether the preview is up does not make it work."""
    calls: list[int] = []

    def load() -> PreviewedIssue:
        calls.append(1)
        return previewed(one_post())

    with running(load) as server:
        response, body = ask(server, method="HEAD")
        assert (response.status, body) == (200, "")
    assert len(calls) == 1


def test_reload_reads_again() -> None:
    """The first look uses what was loaded at the start; each further one loads anew, and the frame follows."""
    subjects = iter(["First", "Second", "Third"])
    with running(lambda: previewed(one_post(next(subjects)))) as server:
        pages = [ask(server)[1] for _ in range(3)]
        frame = ask(server, "/email/sent")[1]
    assert [subject in page for subject, page in zip(["First", "Second", "Third"], pages, strict=True)] == [True] * 3
    assert "Third" in frame


def test_broken_template_keeps_the_last_good_render() -> None:
    """What is wrong is said, what worked stays, and once mended the message goes."""
    states: list[PreviewedIssue | NewsletterError] = [
        previewed(one_post("Good")),
        RenderError("The template footer.mjml.j2, line 3, is <broken>."),
        previewed(one_post("Mended")),
    ]

    def load() -> PreviewedIssue:
        state = states.pop(0)
        if isinstance(state, NewsletterError):
            raise state
        return state

    with running(load) as server:
        ask(server)
        broken = ask(server)[1]
        frame = ask(server, "/email/sent")[1]
        mended = ask(server)[1]
    assert "line 3, is &lt;broken&gt;." in broken
    assert "Good" in broken
    assert "Good" in frame
    assert 'role="alert"' not in mended
    assert "Mended" in mended


def test_failure_at_the_start_is_the_callers() -> None:
    """Without a first render there is nothing to serve: the command says why and ends."""

    def load() -> PreviewedIssue:
        raise RenderError("No issue.")

    with pytest.raises(RenderError, match="No issue"):
        make_server(load)


def test_taken_port_is_one_line() -> None:
    """A port in use is named, and what to do."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(NewsletterError, match=f"port {port} .*choose another"):
            make_server(previewed, port=port)


def test_ctrl_c_ends_it() -> None:
    """The address is announced before the wait, and Ctrl-C ends it without a traceback."""
    code = (
        # Whoever starts the tests in the background has SIGINT ignored, and children inherit that.
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
        "from newsletter.preview import serve; from tests.preview.builders import previewed; "
        "serve(previewed, open_browser=False, announce=lambda text: print(text, flush=True))"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as run:
        assert run.stdout is not None
        announced = run.stdout.readline()
        run.send_signal(signal.SIGINT)
        try:
            said, complained = run.communicate(timeout=20)
        finally:
            run.kill()
    assert announced.startswith("Preview at http://127.0.0.1:")
    assert (run.returncode, said, complained) == (0, "Preview ended.\n", "")


@pytest.mark.parametrize(("colours", "query"), [(Colours.DARK, "@media all"), (Colours.LIGHT, "@media not all")])
def test_light_and_dark_answer_the_question(colours: Colours, query: str) -> None:
    """The two copies differ from the e-mail in the media query and the declared scheme alone."""
    html = previewed().parts[0]
    shown = in_colours(html, colours)
    assert query in shown
    assert f'content="{colours}"' in shown
    undone = shown.replace(query + " {", "@media (prefers-color-scheme: dark) {").replace(
        f'content="{colours}"', 'content="light dark"'
    )
    assert undone == html


def test_size_says_when_gmail_clips() -> None:
    """An editor learns before sending that the end would be cut."""
    assert previewed().size_note == "Gmail clips at 102 KB"
    assert "unsubscribe" in previewed(many_posts(120)).size_note


def test_starts_without_prefect_and_fast() -> None:
    """The preview's module loads nothing heavy until it is used."""
    code = (
        "import sys, newsletter.preview; "
        "print([m for m in ('prefect', 'jinja2', 'babel', 'mjml', 'numpy', 'sqlalchemy') if m in sys.modules])"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"
