"""The lines of a text dump, joined to the blocks that the page showed: paragraphs, list items, headings."""

import re
import statistics
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from newsletter.dumps.vocabulary import BYLINE_PARTS

MIN_WRAP_WIDTH, MAX_WRAP_WIDTH = 50, 132
"""Terminal browsers and mail programs wrap between these columns."""
MIN_WRAPPED_SHARE = 0.3
"""Of the neighbouring lines of a wrapped text at least so many are one sentence cut in two; elsewhere almost none."""
MIN_WRAPPED_PAIRS = 4

_INVISIBLE = re.compile(
    "[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
    "\U000e0000-\U000e01ef]"
)
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LETTERS_A_WORD = 2
"""Chinese, Japanese, Thai, Lao, Burmese and Khmer put no spaces between words; a word of theirs has about so many."""
_SPACES = re.compile(r"\s+")
_ITEM = re.compile(
    r"(?:[•·▪◦‣●○■□➢➤✓✔*–—+-]|\(?\d{1,2}[.)]|\(?(?:[a-z][.)]|[A-Z]\)|[A-C]\.)|\((?:i|ii|iii|iv|v|vi)\)|\d{1,2}\.\d{1,2}\.?)\s+\S"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph, a list item or a heading. Lines count from 1, both ends included."""

    text: str
    first_line: int
    last_line: int
    gap_before: int
    """How many blank lines stand above it; the first of the page counts as having one."""
    gap_after: int


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    gap_before: int


def clean(text: str) -> str:
    """One line without invisible characters, every run of white space a single space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", text)).strip()


def count_words(text: str) -> int:
    """How many words a text has, also in scripts that part them by no space."""
    spaced = len(text.split())
    if text.isascii():
        return spaced
    return max(spaced, len(_UNSPACED.findall(text)) // LETTERS_A_WORD)


def is_item(text: str) -> bool:
    """Whether a line is marked as a list item."""
    return _ITEM.match(text) is not None


def split_blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in order; a line is a block unless the text was wrapped at a fixed width."""
    lines = list(_lines(text))
    width = _wrap_width(lines)
    groups: list[list[_Line]] = []
    for line in lines:
        if groups and (_is_torn(groups[-1], line) or (width and _continues(groups[-1][-1], line, width))):
            groups[-1].append(line)
        else:
            groups.append([line])
    gaps = [group[0].gap_before for group in groups] + [1]
    return tuple(
        Block(
            text=" ".join(line.text for line in group),
            first_line=group[0].number,
            last_line=group[-1].number,
            gap_before=gaps[at],
            gap_after=gaps[at + 1],
        )
        for at, group in enumerate(groups)
    )


def _lines(text: str) -> Iterator[_Line]:
    gap = 1
    for number, raw in enumerate(text.split("\n"), start=1):
        line = clean(raw)
        if line:
            yield _Line(number, line, gap)
        gap = 0 if line else gap + 1


def _wrap_width(lines: list[_Line]) -> int | None:
    """The column a text was wrapped at, or `None`: wrapped texts cut sentences, and no line of theirs is long."""
    pairs = [(one, two) for one, two in pairwise(lines) if not two.gap_before]
    if not pairs:
        return None
    longest = statistics.quantiles([len(line.text) for line in lines], n=50)[-1] if len(lines) > 1 else 0
    if not MIN_WRAP_WIDTH <= longest <= MAX_WRAP_WIDTH:
        return None
    cut = sum(_cut(one.text, two.text) for one, two in pairs if len(one.text) > longest / 2)
    if cut < MIN_WRAPPED_PAIRS or cut < MIN_WRAPPED_SHARE * len(pairs):
        return None
    return round(longest)


def _cut(one: str, two: str) -> bool:
    return one[-1] not in ".!?:;”\"'" and (two[0].islower() or unicodedata.category(two[0])[0] not in "LN")


def _is_torn(group: list[_Line], line: _Line) -> bool:
    """Whether a converter tore "Posted on", the date, "by" and the name to lines of their own."""
    if line.gap_before:
        return False
    joins = line.text.lower().strip(":|·• ") in BYLINE_PARTS
    begun = group[0].text.lower().strip(":|·• ") in BYLINE_PARTS
    return (begun and joins) or group[-1].text.lower().strip(":|·• ") in BYLINE_PARTS


def _continues(one: _Line, two: _Line, width: int) -> bool:
    """Whether a line was broken off because the next word no longer fitted."""
    if two.gap_before or is_item(two.text):
        return False
    next_word = two.text.split(" ", 1)[0]
    return len(one.text) + 1 + len(next_word) > width - 2
