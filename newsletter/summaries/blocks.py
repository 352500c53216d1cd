"""A post's text -> its blocks: paragraphs of prose, list items, headings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum


class Form(StrEnum):
    """What a stretch of text is on the page."""

    PROSE = "prose"
    ITEM = "item"
    HEADING = "heading"


MARKER = re.compile(r"\s*(?:[•‣▪◦●∙·*\-–—]\s+|\(?\d{1,2}[.)]\s+|\(?[a-z]\)\s+)")
LINE = re.compile(r"[^\r\n]+")
ENDED = re.compile(r"[.!?…:;。！？؟।][\"”’')\]]*$")
LONGEST_HEADING = 14
"""Words; measured on the sample dumps, where the longest heading has 11."""
SHORT_LINE = 0.6
"""A line shorter than this share of its paragraph's longest was broken on purpose, not wrapped."""


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch without white space or list marker at its ends."""

    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    marked: bool
    indented: bool


def blocks(text: str) -> tuple[Block, ...]:
    """Cut a text at blank lines, at list markers, and after lines that were not wrapped but ended."""
    return tuple(block for group in _paragraphs(text) for block in _blocks_of(text, group))


def _paragraphs(text: str) -> Iterator[list[_Line]]:
    group: list[_Line] = []
    after = 0
    for found in LINE.finditer(text):
        if group and text.count("\n", after, found.start()) > 1:
            yield group
            group = []
        line = _line(found)
        if line is not None:
            group.append(line)
        elif group:
            yield group
            group = []
        after = found.end()
    if group:
        yield group


def _line(found: re.Match[str]) -> _Line | None:
    content = found.group()
    marker = MARKER.match(content)
    begin = marker.end() if marker else len(content) - len(content.lstrip())
    stop = len(content.rstrip())
    if begin >= stop:
        return None
    return _Line(found.start() + begin, found.start() + stop, marker is not None, content[0].isspace())


def _blocks_of(text: str, lines: Sequence[_Line]) -> Iterator[Block]:
    longest = max(line.end - line.start for line in lines)
    current: Block | None = None
    for line in lines:
        if current is not None and not _begins_block(text, current, line, longest):
            current = replace(current, end=line.end)
            continue
        if current is not None:
            yield _named(text, current)
        current = Block(line.start, line.end, Form.ITEM if line.marked else Form.PROSE)
    if current is not None:
        yield _named(text, current)


def _begins_block(text: str, current: Block, line: _Line, longest: int) -> bool:
    if line.marked:
        return True
    first = text[line.start]
    if first.islower():
        return False
    if current.form is Form.ITEM:
        return not line.indented
    last_line = text.rfind("\n", current.start, current.end) + 1 or current.start
    return current.end - last_line < SHORT_LINE * longest or bool(ENDED.search(text[current.end - 3 : current.end]))


def _named(text: str, block: Block) -> Block:
    content = text[block.start : block.end]
    if block.form is Form.PROSE and not ENDED.search(content[-3:]) and len(content.split()) <= LONGEST_HEADING:
        return replace(block, form=Form.HEADING)
    return block
