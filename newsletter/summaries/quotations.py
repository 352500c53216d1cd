"""Where quotations stand open: a sentence inside one has a speaker that it does not name."""

import re
from bisect import bisect_left
from collections.abc import Sequence

MARK = re.compile(r"[“”\"‘’']")
DOUBLE_MARK = re.compile(r"[“”\"]")
LONGEST_SINGLE = 600
"""Characters within which a single mark must find its partner; else it is an apostrophe."""
LONGEST_PARAGRAPH = 1500
"""Characters within which a quotation that runs over paragraphs must go on or close; else its end was forgotten."""
NOTHING_OPEN = ""


def double_marks(text: str) -> tuple[int, ...]:
    """Give the places of all double quotation marks."""
    return tuple(found.start() for found in DOUBLE_MARK.finditer(text))


def open_after(text: str, start: int, end: int, opened: str = NOTHING_OPEN) -> str:
    """Give the mark that is still open after `text[start:end]`, where `opened` was open before it."""
    for found in MARK.finditer(text, start, end):
        opened = _after_mark(text, found.start(), opened)
    return opened


def goes_on(text: str, start: int, marks: Sequence[int]) -> bool:
    """Whether a quotation left open by the paragraph before runs on into the one at `start`.

    It does if the next mark closes it, or opens a paragraph, as each paragraph of a long quotation does.
    """
    index = bisect_left(marks, start)
    if index == len(marks) or marks[index] - start > LONGEST_PARAGRAPH:
        return False
    place = marks[index]
    return text[place] == "”" or (text[place] == "“" and text[max(0, place - 1) : place] in ("", "\n"))


def opens_at(text: str, start: int, place: int, marks: Sequence[int]) -> bool:
    """Whether the straight mark at `place` opens a quotation, counting the marks since `start`."""
    before = marks[bisect_left(marks, start) : bisect_left(marks, place)]
    return sum(text[mark] == '"' for mark in before[-50:]) % 2 == 0


def _after_mark(text: str, place: int, opened: str) -> str:
    mark = text[place]
    if mark == "“":
        return mark
    if mark == "”":
        return NOTHING_OPEN
    if mark == '"':
        return {NOTHING_OPEN: mark, mark: NOTHING_OPEN}.get(opened, opened)
    if opened in ("‘", "'"):
        return NOTHING_OPEN if _closes(text, place) else opened
    if not opened and mark in "‘'" and _opens(text, place) and _finds_partner(text, place):
        return mark
    return opened


def _opens(text: str, place: int) -> bool:
    return not text[max(0, place - 1) : place].strip("([ \n—–") and text[place + 1 : place + 2].isalpha()


def _closes(text: str, place: int) -> bool:
    before, after = text[max(0, place - 1) : place], text[place + 1 : place + 2]
    return text[place] in "’'" and not before.isspace() and not after.isalnum()


def _finds_partner(text: str, place: int) -> bool:
    end = min(len(text), place + LONGEST_SINGLE)
    partners = re.finditer(r"[’']", text[place + 1 : end])
    return any(_closes(text, place + 1 + found.start()) for found in partners)
