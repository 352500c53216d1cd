"""Titles that a converter glued to their dates."""

from collections.abc import Iterator
from dataclasses import replace

from newsletter.dumps.blocks import Block
from newsletter.dumps.dates import date_line, find_dates
from newsletter.dumps.prose import is_prose

MAX_TITLE = 200
"""No title has more letters."""
MARKS = " \t|·•:–—-()[]"


def unglued(block: Block) -> Iterator[Block]:
    """A title and the date glued to its beginning or its end, each by itself; any other block as it is."""
    text = block.text
    found = find_dates(text) if len(text) <= MAX_TITLE else ()
    if len(found) == 1 and date_line(text) is None:
        before, after = text[: found[0].start], text[found[0].end :]
        if not before.strip(MARKS) and _is_title(after.strip(MARKS)):
            yield replace(block, text=text[: found[0].end].strip(MARKS))
            yield replace(block, text=after.strip(MARKS), gap_before=0)
            return
        if not after.strip(MARKS) and _is_joined(before) and _is_title(before.strip(MARKS)):
            yield replace(block, text=before.strip(MARKS))
            yield replace(block, text=text[found[0].start : found[0].end], gap_before=0)
            return
    yield block


def _is_joined(before: str) -> bool:
    """Whether a date follows without a blank, or in brackets: a title may end in a date of its own."""
    return before[-1:].isalpha() or before[-1:] in {"?", "!", ")", "(", "[", "|", "·", "•"}


def _is_title(text: str) -> bool:
    return len(text.split()) > 1 and not text[0].islower() and not text[0].isdigit() and not is_prose(text)
