"""Figures with their units: "£1.2m", "a third", "12-week", "twenty-three patients", "6.30pm"."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from newsletter.summaries.facts.forms import MULTIPLIERS, NUMBER_WORDS, listed
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
JOINING = frozenset(("to", "and", "or", "-", "$", "£", "€"))
EMPTY = Word("", "", "mark", False, frozenset(), "")
ORDINALS = {
    word: value
    for value, word in enumerate(
        ["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"], 2
    )
}
SHARERS = listed(
    "of the . , ; in from to and by this his her since were said its their more fewer less higher lower as"
)
"""What follows a fraction that is one: not "a third man"."""
MONEY = frozenset("£$€")
ABOUT = listed("about around roughly nearly almost approximately some over under almost circa up least most than")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A value with its unit.

    `bare` is the value without it, `noun` the stems of what is counted, `bound` the side on which the exact value lies.
    """

    value: float
    bare: float
    unit: str
    noun: frozenset[str]
    about: bool
    bound: str
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


def ordinals(line: Line) -> Iterator[Quantity]:
    """Read "for the third day" as the three days that somebody may make of it."""
    for place, word in enumerate(line.words):
        if word.low in ORDINALS:
            value = float(ORDINALS[word.low])
            unit, size, after = _unit(line.words, place, place + 1)
            noun = _noun(line.words, after)
            yield Quantity(value * size, value, unit, noun, False, "", 1, word.text, place, after, True)


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
        bound=_bound(words, start),
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
    elif word.low == "dozen" or (
        word.low in ("hundred", "thousand", "million", "billion") and _after_article(words, start)
    ):
        return float(MULTIPLIERS[word.low]), start + 1, 2
    else:
        return 0.0, start, 0
    while place < len(words) and words[place].low in MULTIPLIERS and _multiplies(words, place):
        value *= MULTIPLIERS[words[place].low]
        place += 1
    return value, place, digits


def _multiplies(words: Sequence[Word], place: int) -> bool:
    word = words[place]
    return (
        word.low in ("hundred", "thousand", "million", "billion", "trillion", "dozen")
        or word.glued
        or word.low in ("bn", "mn", "tn")
        or (word.low == "m" and _has_currency(words, place))
    )


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
    """Give the unit of a figure, the size of one of it, and the place after it."""
    if start > 0 and words[start - 1].low in MONEY:
        return words[start - 1].low, 1.0, place
    low, following = (word.low for word in (*words[place : place + 2], EMPTY, EMPTY)[:2])
    if low == "per" and following == "cent":
        return "%", 1.0, place + 2
    if low == "percentage" and following.startswith("point"):
        return "points", 1.0, place + 2
    if low in UNITS and _is_unit(words[place]):
        kind, size = UNITS[low]
        return kind, size if kind != "clock" else 1.0, place + 1
    return "", 1.0, place + (low == "m" and words[place].glued)


def _is_unit(word: Word) -> bool:
    """Tell "5 g" from "Type 5 G"."""
    return len(word.low) > 1 or word.glued or word.text.islower() or word.kind == "mark"


def _noun(words: Sequence[Word], place: int) -> frozenset[str]:
    found: list[str] = []
    for word in words[place : place + 3]:
        if not word.is_content or word.kind != "word":
            break
        found.append(word.stem)
    return frozenset(found)


def _is_about(words: Sequence[Word], start: int) -> bool:
    return any(word.low in ABOUT for word in words[max(0, start - 3) : start])


def _bound(words: Sequence[Word], start: int) -> str:
    """Read "more than" and "nearly": a figure may be a round one below or above the exact one."""
    before = [word.low for word in words[max(0, start - 2) : start]]
    if before[-1:] == ["over"] or before in (["more", "than"], ["at", "least"]):
        return "above"
    if before[-1:] in (["under"], ["nearly"], ["almost"], ["below"]) or before in (["fewer", "than"], ["less", "than"]):
        return "below"
    return ""


def _written(words: Sequence[Word], start: int, end: int) -> str:
    text = ""
    for word in words[start:end]:
        text += word.text if word.glued or not text or text[-1] in MONEY else f" {word.text}"
    return text


def _fraction(line: Line, start: int) -> Quantity | None:
    """Read "a third", "two thirds", "half", "one in five"."""
    words = line.words
    low = words[start].low
    following = [word.low for word in words[start + 1 : start + 4]]
    if _is_added(words, start):
        return None
    if low == "half":
        return _share(line, start, start + 1, 0.5) if _is_share(words, start + 1) else None
    top = 1.0 if low in ("a", "one") else float(NUMBER_WORDS.get(low, 0))
    if not top and words[start].kind == "figure":
        top = float(low.replace(",", ""))
    if not top or not following:
        return None
    part = FRACTIONS.get(following[0].removesuffix("s")) or (0.5 if following[0] == "half" else None)
    if part and low != "the" and words[start].kind == "word" and _is_share(words, start + 2):
        return _share(line, start, start + 2, top * part)
    out_of = start + 2 if following[0] == "in" else 0
    if out_of and out_of < len(words):
        bottom, place, _ = _value(words, out_of)
        if bottom > top and bottom <= 1000 and not (bottom > 1900):  # noqa: PLR2004
            return _share(line, start, place, top / bottom)
    return None


def _is_added(words: Sequence[Word], start: int) -> bool:
    """Whether a fraction goes on from a whole number: "a year and a half"."""
    before = [word.low for word in words[max(0, start - 2) : start]]
    return before[-1:] == ["and"] or (before == ["and", "a"] and words[start].low == "half")


def _is_share(words: Sequence[Word], place: int) -> bool:
    """Tell "a third of them" from "a third man" and "half an hour"."""
    following = words[place].low if place < len(words) else "."
    return following in SHARERS or (place < len(words) and words[place].kind == "mark")


def _share(line: Line, start: int, end: int, value: float) -> Quantity:
    words = _written(line.words, start, end)
    return Quantity(value * 100, value, "share", frozenset(), True, "", 2, words, start, end, True)


def _with_shared_units(line: Line, found: Sequence[Quantity]) -> Iterator[Quantity]:
    """Give the first figure of "5 to 10 mg" and "between 5 and 10%" the unit of the second."""
    for quantity, following in zip_longest(found, found[1:]):
        if following and following.unit and not quantity.unit and not quantity.noun:
            between = {word.low for word in line.words[quantity.end : following.start]}
            if between <= JOINING:
                size = _size(line.words[following.end - 1].low, following.unit)
                yield replace(quantity, value=quantity.value * size, unit=following.unit, noun=following.noun)
                continue
        yield quantity


def _size(low: str, unit: str) -> float:
    kind, size = UNITS.get(low, ("", 1.0))
    return size if kind == unit != "clock" else 1.0
