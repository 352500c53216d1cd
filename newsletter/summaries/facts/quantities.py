"""Figures with their units: "£1.2m", "a third", "12-week", "twenty-three patients", "6.30pm"."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import MULTIPLIERS, NUMBER_WORDS
from newsletter.summaries.facts.words import Line, Word

UNITS: dict[str, tuple[str, float]] = {
    name: (kind, size)
    for kind, sizes in {
        "mass": {"mcg microgram micrograms μg": 1e-6, "mg milligram milligrams": 1e-3, "g gram grams grammes": 1.0,
                 "kg kilo kilos kilogram kilograms": 1e3, "tonne tonnes tons ton": 1e6, "lb lbs pound-weight": 453.6},
        "volume": {"ml millilitre millilitres": 1e-3, "l litre litres liter liters": 1.0},
        "length": {"mm millimetre millimetres": 1e-3, "cm centimetre centimetres": 1e-2,
                   "metre metres meter meters": 1.0, "km kilometre kilometres kilometers": 1e3,
                   "mile miles": 1609.34, "foot feet ft": 0.3048, "inch inches": 0.0254},
        "time": {"second seconds": 1.0, "minute minutes min mins": 60.0, "hour hours hourly": 3600.0,
                 "day days daily": 86400.0, "week weeks weekly": 604800.0},
        "months": {"month months monthly": 1.0, "year years yearly annual": 12.0, "decade decades": 120.0,
                   "century centuries": 1200.0},
        "clock": {"am": 1.0, "pm": 100.0},
        "£": {"£ pound pounds gbp": 1.0, "p pence penny": 0.01},
        "$": {"$ dollar dollars usd": 1.0, "cent cents": 0.01},
        "€": {"€ euro euros eur": 1.0},
        "%": {"% percent percentage": 1.0},
        "°": {"° degree degrees": 1.0},
    }.items()
    for names, size in sizes.items()
    for name in names.split()
}  # fmt: skip
FRACTIONS = {"half": 0.5, "third": 1 / 3, "quarter": 0.25, "fifth": 0.2, "sixth": 1 / 6, "eighth": 0.125, "tenth": 0.1}
MONEY = frozenset("£$€")
ABOUT = frozenset("about around roughly nearly almost approximately some over under almost circa up least most than".split())
ROUNDED = 0.05
"""How far a figure with "about" may be from the source's."""
SHARE = 0.02
"""How far "a third" may be from the source's percentage."""
SIGNIFICANT = 2
"""Digits that a rounded figure without "about" must keep."""
COUNTED = 3
"""Numbers up to this may be a count of what the source lists one by one."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit. `bare` is the value without it, `noun` the stems of what is counted."""

    value: float
    bare: float
    unit: str
    noun: frozenset[str]
    about: bool
    digits: int
    words: str
    start: int
    end: int
    spelled: bool


def quantities(line: Line) -> tuple[Quantity, ...]:
    """Give the figures of a sentence, spelled out or not, in its order."""
    found: list[Quantity] = []
    place = 0
    while place < len(line.words):
        quantity = _fraction(line, place) or _number(line, place)
        if quantity is None:
            place += 1
            continue
        found.append(quantity)
        place = quantity.end
    return tuple(_with_shared_units(line, found))


def _number(line: Line, start: int) -> Quantity | None:
    words = line.words
    value, place, digits = _value(words, start)
    if place == start or _is_part_of_name(words, start):
        return None
    spelled = words[start].kind != "figure"
    if place < len(words) and words[place].low in ("st", "nd", "rd", "th") and words[place].glued:
        place += 1
    unit, size, after = _unit(words, start, place)
    return Quantity(
        value=value * size,
        bare=value,
        unit=unit,
        noun=frozenset() if unit and unit not in ("time", "months") else _noun(words, after),
        about=_is_about(words, start),
        digits=digits,
        words=_written(words, start - (start > 0 and words[start - 1].low in MONEY), after),
        start=start,
        end=after,
        spelled=spelled,
    )


def _value(words: Sequence[Word], start: int) -> tuple[float, int, int]:
    word = words[start]
    if word.kind == "figure":
        value, place = float(word.low.replace(",", "")), start + 1
        digits = len(word.low.replace(",", "").replace(".", "").strip("0"))
    elif word.low in NUMBER_WORDS and word.low not in ("zero",):
        value, place = float(NUMBER_WORDS[word.low]), start + 1
        while place < len(words) and words[place].low in NUMBER_WORDS and value >= 20 and value % 10 == 0:  # noqa: PLR2004
            value += NUMBER_WORDS[words[place].low]
            place += 1
        digits = len(str(int(value)).strip("0"))
    elif word.low == "dozen" or (word.low in ("hundred", "thousand", "million", "billion") and _after_article(words, start)):
        return float(MULTIPLIERS[word.low]), start + 1, 2
    else:
        return 0.0, start, 0
    while place < len(words) and words[place].low in MULTIPLIERS and _multiplies(words, place):
        value *= MULTIPLIERS[words[place].low]
        place += 1
    return value, place, digits


def _multiplies(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    return len(word.low) > 2 or word.glued or word.low in ("bn", "mn", "tn") or (word.low == "m" and _has_currency(words, place))  # noqa: PLR2004


def _has_currency(words: Sequence[Word], place: int) -> bool:
    return place > 1 and words[place - 2].low in MONEY


def _after_article(words: Sequence[Word], start: int) -> bool:
    return start > 0 and words[start - 1].low in ("a", "one")


def _is_part_of_name(words: Sequence[Word], start: int) -> bool:
    """Tell "Covid-19" and "the one who" from numbers."""
    word = words[start]
    if word.low == "one":
        following = words[start + 1].low if start + 1 < len(words) else ""
        return following not in ("in", "of", *UNITS, *MULTIPLIERS) or (following == "of")
    glued = start > 0 and word.glued and words[start - 1].kind == "word" and words[start - 1].is_capital
    return glued and word.kind == "figure"


def _unit(words: Sequence[Word], start: int, place: int) -> tuple[str, float, int]:
    if start > 0 and words[start - 1].low in MONEY:
        return words[start - 1].low, 1.0, place
    following = words[place] if place < len(words) else None
    if following is None:
        return "", 1.0, place
    if following.low == "per" and place + 1 < len(words) and words[place + 1].low == "cent":
        return "%", 1.0, place + 2
    if following.low == "percentage" and place + 1 < len(words) and words[place + 1].low.startswith("point"):
        return "points", 1.0, place + 2
    if following.low in UNITS:
        if following.low in ("g", "l", "p", "m") and not following.glued and not following.text.islower():
            return "", 1.0, place
        kind, size = UNITS[following.low]
        return kind, size if kind != "clock" else 1.0, place + 1
    if following.low == "m" and following.glued:
        return "", 1.0, place + 1
    return "", 1.0, place


def _noun(words: Sequence[Word], place: int) -> frozenset[str]:
    found: list[str] = []
    for word in words[place : place + 3]:
        if not word.is_content or word.kind != "word":
            break
        found.append(word.stem)
    return frozenset(found)


def _is_about(words: Sequence[Word], start: int) -> bool:
    return any(word.low in ABOUT for word in words[max(0, start - 3) : start])


def _written(words: Sequence[Word], start: int, end: int) -> str:
    text = ""
    for word in words[start:end]:
        text += word.text if word.glued or not text or text[-1] in MONEY else f" {word.text}"
    return text


def _fraction(line: Line, start: int) -> Quantity | None:
    """Read "a third", "two thirds", "half", "one in five", "15 of the 90"."""
    words = line.words
    low = words[start].low
    following = [word.low for word in words[start + 1 : start + 4]]
    if low in ("half", "halve") or (low == "half" and following[:1] == ["of"]):
        return _share(line, start, start + 1, 0.5) if _is_share(words, start + 1) else None
    top = 1.0 if low in ("a", "one") else float(NUMBER_WORDS.get(low, 0))
    if not top and words[start].kind == "figure":
        top = float(low.replace(",", ""))
    if not top or not following:
        return None
    part = FRACTIONS.get(following[0].removesuffix("s")) or (0.5 if following[0] == "half" else None)
    if part and low != "the" and words[start].kind == "word" and _is_share(words, start + 2):
        return _share(line, start, start + 2, top * part)
    out_of = start + 3 if following[:2] == ["out", "of"] else start + 2 if following[0] == "in" else 0
    if out_of and out_of < len(words):
        bottom, place, _ = _value(words, out_of)
        if bottom > top and bottom <= 1000 and not (bottom > 1900):  # noqa: PLR2004
            return _share(line, start, place, top / bottom)
    return None


def _is_share(words: Sequence[Word], place: int) -> bool:
    """Tell "a third of them" from "a third man" and "half an hour"."""
    following = words[place].low if place < len(words) else "."
    return following in ("of", "the", ".", ",", ";", "in", "from", "to", "and", "by", "this", "since", "were", "said") or (
        place < len(words) and words[place].kind == "mark"
    )


def _share(line: Line, start: int, end: int, value: float) -> Quantity:
    words = _written(line.words, start, end)
    return Quantity(value * 100, value, "share", frozenset(), True, 2, words, start, end, True)


def _with_shared_units(line: Line, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give the first figure of "5 to 10 mg" and "between 5 and 10%" the unit of the second."""
    for index, quantity in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if following and following.unit and not quantity.unit and not quantity.noun:
            between = [word.low for word in line.words[quantity.end : following.start]]
            size = 1.0
            if set(between) <= {"to", "and", "or", "-", "$", "£", "€"}:
                after = line.words[following.end - 1].low
                size = UNITS[after][1] if after in UNITS and UNITS[after][0] == following.unit != "clock" else 1.0
                yield Quantity(
                    quantity.value * size, quantity.bare, following.unit, following.noun, quantity.about, quantity.digits,
                    quantity.words, quantity.start, quantity.end, quantity.spelled,
                )  # fmt: skip
                continue
        yield quantity


def unsupported(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt the figures that no source has with that unit."""
    known = [quantity for source in sources for quantity in quantities(source)]
    for quantity in quantities(line):
        if any(_supports(other, quantity) for other in known) or _may_be_counted(quantity, known):
            continue
        if not _is_difference(line, quantity, known) and not _is_half_a_year(quantity, sources):
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
        return not source.unit or source.unit in MONEY or source.unit in ("clock", "°", "length", "time", "months")
    return not source.unit and not source.noun


def _same_value(source: Quantity, written: Quantity, exact: float, told: float) -> bool:
    if math.isclose(exact, told, rel_tol=1e-3 if written.unit == "length" else 1e-6):
        return True
    if "share" in (source.unit, written.unit):
        return abs(exact - told) <= 100 * SHARE
    if written.about or source.about:
        return abs(exact - told) <= ROUNDED * abs(exact) and written.digits <= source.digits
    return SIGNIFICANT <= written.digits < source.digits and _rounds(exact, told, written.digits)


def _rounds(exact: float, rounded: float, digits: int) -> bool:
    if not exact or not rounded:
        return False
    places = digits - 1 - math.floor(math.log10(abs(rounded)))
    return math.isclose(round(exact, places), rounded, rel_tol=1e-9)


def _may_be_counted(quantity: Quantity, known: Sequence[Quantity]) -> bool:
    """Whether a small number may be a count of what the sources list: nothing there counts the same things otherwise."""
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


def _is_half_a_year(quantity: Quantity, sources: Sequence[Line]) -> bool:
    return quantity.unit == "months" and quantity.bare == 6 and any({"half", "year"} <= line.lows for line in sources)  # noqa: PLR2004
