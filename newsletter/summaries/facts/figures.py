"""Figures of a sentence against those of its sources: same value, same unit, "about" allowed to be about."""

import math
from collections.abc import Iterator, Mapping, Sequence, Set

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.quantities import MONEY, Quantity, ordinals, quantities
from newsletter.summaries.facts.words import Line

ROUNDED = 0.05
"""How far a figure with "about" may be from the source's."""
LOOSE = 1.2
"""How far beyond "more than" the exact figure may be."""
SHARE = 0.02
"""How far "a third" may be from the source's percentage."""
SIGNIFICANT = 2
"""Digits that a rounded figure without "about" must keep."""
COUNTED = 3
"""Numbers up to this may be a count of what the source lists one by one."""
IN_WORDS: Mapping[tuple[str, float], tuple[Set[str], ...]] = {
    ("months", 6.0): ({"half", "year"},),
    ("%", 50.0): ({"halve"}, {"half"}),
    ("%", 100.0): ({"double"}, {"twice"}, {"all"}),
    ("%", 200.0): ({"triple"}, {"treble"}),
}


def unsupported_figures(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt the figures that no source has with that unit."""
    known = [quantity for source in sources for quantity in quantities(source)]
    counted = [quantity for source in sources for quantity in ordinals(source) if quantity.unit]
    for quantity in quantities(line):
        if any(other.unit == quantity.unit and other.value == quantity.value for other in counted):
            continue
        of = quantity.end < len(line.words) and line.words[quantity.end].low == "of"
        if any(_supports(other, quantity) for other in known) or (not of and _may_be_counted(quantity, known)):
            continue
        if not _is_difference(line, quantity, known) and not _is_put_in_words(quantity, sources):
            yield Doubt(kind=_kind(quantity), words=quantity.words)


def _kind(quantity: Quantity) -> Kind:
    if quantity.unit in MONEY:
        return Kind.MONEY
    return Kind.PERCENTAGE if quantity.unit in ("%", "share", "points") else Kind.NUMBER


def _supports(source: Quantity, written: Quantity) -> bool:
    if not _same_unit(source, written):
        return False
    if not source.unit or not written.unit:
        return _same_value(source, written, source.bare, written.bare)
    return _same_value(source, written, source.value, written.value)


def _same_unit(source: Quantity, written: Quantity) -> bool:
    shares = {"%", "share"}
    if source.unit == written.unit or (source.unit in shares and written.unit in shares):
        return True
    if {source.unit, written.unit} <= {"time", "months"}:
        return False
    if not written.unit:
        loose = source.unit in MONEY or source.unit in ("", "clock", "°", "length")
        return loose or (source.unit in ("time", "months") and not written.noun)
    return not source.unit and not source.noun


def _same_value(source: Quantity, written: Quantity, exact: float, told: float) -> bool:
    if math.isclose(exact, told, rel_tol=1e-3 if written.unit == "length" else 1e-6):
        return True
    if "share" in (source.unit, written.unit):
        return abs(exact - told) <= 100 * SHARE
    if written.bound and _is_just(written, exact, told):
        return True
    if written.about or source.about:
        return abs(exact - told) <= ROUNDED * abs(exact) and written.digits <= source.digits
    return SIGNIFICANT <= written.digits < source.digits and _rounds(exact, told, written.digits)


def _is_just(written: Quantity, exact: float, told: float) -> bool:
    """Whether "more than 200" is said of 212, and "nearly 300" of 280."""
    above = written.bound == "above"
    return told <= exact <= LOOSE * told if above else told / LOOSE <= exact <= told


def _rounds(exact: float, rounded: float, digits: int) -> bool:
    if not exact or not rounded:
        return False
    places = digits - 1 - math.floor(math.log10(abs(rounded)))
    return math.isclose(round(exact, places), rounded, rel_tol=1e-9)


def _may_be_counted(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a small number may count what the sources list: nothing there counts the same things otherwise."""
    if not quantity.spelled or quantity.unit or quantity.value > COUNTED:
        return False
    return not any(other.noun & quantity.noun for other in known if other.value != quantity.value)


def _is_difference(line: Line, quantity: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether "five more" is what lies between two figures of the sources."""
    following = line.words[quantity.end].low if quantity.end < len(line.words) else ""
    if following not in ("more", "fewer", "less", "points", "higher", "lower"):
        return False
    values = {other.bare for other in known}
    return any(math.isclose(high - low, quantity.bare) for high in values for low in values)


def _is_put_in_words(quantity: Quantity, sources: Sequence[Line]) -> bool:
    """Whether the sources say it without a figure: six months as half a year, 100% as doubled."""
    wordings = IN_WORDS.get((quantity.unit, quantity.bare), ())
    lemmas = [{lemma for word in line.words for lemma in word.lemmas} for line in sources]
    return any(wording <= each for wording in wordings for each in lemmas)
