"""A figure of the sources, told of something else there or at another rate."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from newsletter.summaries.facts.alignment import fitted, surroundings
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.quantities import UNITS, Quantity, quantities
from newsletter.summaries.facts.words import Line

FIT = 0.55
"""How well the other figure's place must fit, and by how much better than any place of the figure itself."""
MARGIN = 0.3
RATES = listed("second minute hour day week month year")
RATE_WITHIN = 4
"""Words after a figure in which "a month" is said of it."""

Placed = tuple[Line, Quantity]


def swapped_figures(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a figure where the sources have another of its kind in its place."""
    known = [(source, quantity) for source in sources for quantity in quantities(source)]
    for quantity in quantities(line):
        if _is_swapped(line, quantity, known) or _has_other_rate(line, quantity, known):
            yield Doubt(kind=Kind.NUMBER, words=quantity.words)


def _is_swapped(line: Line, quantity: Quantity, known: Sequence[Placed]) -> bool:
    around = surroundings(line, quantity.start)
    own = [_fit(around, placed) for placed in known if _equals(placed[1], quantity)]
    others = [_fit(around, placed) for placed in known if _is_rival(placed[1], quantity)]
    best = max(others, default=0.0)
    return bool(own) and best >= FIT and best > max(own) + MARGIN


def _fit(around: Mapping[str, float], placed: Placed) -> float:
    source, quantity = placed
    return fitted(around, source, quantity.start).fit


def _equals(quantity: Quantity, other: Quantity) -> bool:
    return quantity.bare == other.bare or quantity.value == other.value


def _is_rival(quantity: Quantity, other: Quantity) -> bool:
    if _equals(quantity, other):
        return False
    return quantity.unit == other.unit != "" or bool(quantity.noun & other.noun)


def _has_other_rate(line: Line, quantity: Quantity, known: Sequence[Placed]) -> bool:
    rate = _rate(line, quantity)
    theirs = {
        _rate(source, other) for source, other in known if _equals(other, quantity) and other.unit == quantity.unit
    }
    return bool(rate and theirs) and "" not in theirs and rate not in theirs


def _rate(line: Line, quantity: Quantity) -> str:
    """Read "a month" in "$14 million a month"."""
    words = line.words[quantity.end : quantity.end + RATE_WITHIN]
    for word, follower in pairwise(words):
        if word.kind == "mark":
            break
        if word.low in ("a", "an", "per", "each", "every") and follower.low in RATES and follower.low in UNITS:
            return follower.low
    return ""
