"""Slots: the places in a compiled issue that are filled for each recipient.

While an issue is compiled a marker stands in each. It is a plain word, so that MJML, escaping and line wrapping leave
it alone, and it is derived from the content, so that the content cannot hold it.
"""

import hashlib
import html
from collections.abc import Iterable, Mapping

from newsletter.errors import RenderError
from newsletter.model import CompiledIssue

UNSUBSCRIBE = "unsubscribe"
"""The recipient's own unsubscribe URI."""


def markers(names: Iterable[str], content: str) -> dict[str, str]:
    """Make a marker for each slot, found nowhere in the content."""
    salt = 0
    while True:
        digest = hashlib.sha256(f"{salt}\n{content}".encode()).hexdigest()[:24]
        made = {name: f"slot-{name}-{digest}" for name in names}
        if digest not in content:
            return made
        salt += 1


def emptied(text: str, slots: Mapping[str, str]) -> str:
    """Return the text with nothing in its slots."""
    for marker in slots.values():
        text = text.replace(marker, "")
    return text


def address(compiled: CompiledIssue, values: Mapping[str, str]) -> tuple[str, str]:
    """Fill the HTML and the text for one recipient; a slot without a value is a `RenderError`."""
    missing = sorted(compiled.slots.keys() - values.keys())
    if missing:
        raise RenderError(f"{compiled.issue_id} has no value for the slot {missing[0]!r}: give one for each recipient.")
    page, text = compiled.html, compiled.text
    for name, marker in compiled.slots.items():
        page = page.replace(marker, html.escape(values[name]))
        text = text.replace(marker, values[name])
    return page, text
