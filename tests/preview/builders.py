"""Previewed issues and a running preview."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from newsletter.model import Issue
from newsletter.preview import PreviewedIssue, PreviewServer, make_server
from newsletter.rendering import compile_issue
from tests.rendering.builders import MASTHEAD, realistic


def previewed(issue: Issue | None = None, **changes: Any) -> PreviewedIssue:
    """The realistic issue as the preview gets it."""
    shown = issue or realistic()
    compiled = compile_issue(shown, MASTHEAD)
    values: dict[str, Any] = {
        "issue": shown,
        "compiled": compiled,
        "headers": (("From", "Primary Care <weekly@exchange.example>"), ("X-Newsletter-Hash", compiled.hash)),
        "notes": ("2 posts have no link.",),
    }
    return PreviewedIssue(**(values | changes))


@contextmanager
def running(load: Callable[[], PreviewedIssue]) -> Iterator[PreviewServer]:
    """A preview that answers until the block ends."""
    with make_server(load) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
