"""Days, months and years: those of a sentence must stand in its sources."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from newsletter.summaries.facts.alignment import places
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.words import Line

WEEKDAYS = listed("monday tuesday wednesday thursday friday saturday sunday")
MONTHS = listed("january february march april may june july august september october november december")
NAMES = WEEKDAYS | MONTHS
SHORT = {name[:3]: name for name in sorted(NAMES)} | {"tues": "tuesday", "thurs": "thursday", "sept": "september"}
WHICH = frozenset(("last", "next", "this"))
SPANS = listed("week month year decade quarter season weekend summer winter spring autumn term")
FIT = 0.4
DAY = re.compile(r"\d{1,2}")


def wrong_dates(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a weekday, a month, or a day of a month that no source names."""
    known = {name for source in sources for _, name, _ in named(source)}
    days = {(name, day) for source in sources for _, name, day in named(source)}
    dayless = {name for name, day in days if not day}
    for text, name, day in named(line):
        if name not in known:
            yield Doubt(kind=Kind.DATE, words=text)
        elif day and (name, day) not in days and name not in dayless - {name for name, day in days if day}:
            yield Doubt(kind=Kind.DATE, words=f"{day} {text}")


def named(line: Line) -> Iterator[tuple[str, str, str]]:
    """Give each weekday and month of a sentence: as written, its full name, and the day beside a month."""
    for index, word in enumerate(line.words):
        name = word.low if word.low in NAMES else SHORT.get(word.low)
        if name is None or not word.is_capital:
            continue
        day = _day(line, index) if name in MONTHS else ""
        if name in ("may", "march") and not day and not _is_month(line, index):
            continue
        if word.low in ("sun", "sat", "mar", "mon", "dec", "jan") and not day and index == 0:
            continue
        yield word.text, name, day


def _day(line: Line, index: int) -> str:
    before = line.words[index - 1] if index else None
    if before is not None and before.low in ("st", "nd", "rd", "th") and index > 1:
        before = line.words[index - 2]
    after = line.words[index + 1] if index + 1 < len(line.words) else None
    for word in (before, after):
        if word is not None and word.kind == "figure" and DAY.fullmatch(word.low) and 1 <= int(word.low) <= 31:  # noqa: PLR2004
            return str(int(word.low))
    return ""


def _is_month(line: Line, index: int) -> bool:
    before = line.words[index - 1].low if index else ""
    after = line.words[index + 1].low if index + 1 < len(line.words) else ""
    joined = before in ("in", "until", "by", "since", "from", "and", "of", "last", "next", "early", "late", "mid", "to")
    return joined or (index > 0 and after.isdigit())


def wrong_relative_dates(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt "last week" where the sources say "last year" in that place."""
    known = [(source, place, *phrase) for source in sources for place, *phrase in relative(source)]
    said = {(which, unit) for _, _, which, unit in known}
    for index, which, unit in relative(line):
        if (which, unit) in said:
            continue
        rivals = {id(source) for source, _, other, _ in known if other == which}
        near = list(places(line, index, sources, lambda word: word.low == which))  # noqa: B023
        if any(place.fit >= FIT and id(place.line) in rivals for place in near):
            yield Doubt(kind=Kind.DATE, words=f"{which} {unit}")


def relative(line: Line) -> Iterator[tuple[int, str, str]]:
    """Give each "last year" and "next month": its place, which, and the unit."""
    for index, (word, follower) in enumerate(pairwise(line.words)):
        if word.low in WHICH and follower.low in SPANS:
            yield index, word.low, follower.low
