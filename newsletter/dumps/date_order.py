"""Whether a page writes the month before the day in numbers: one 09/30/2026 says how to read 10/09/2026."""

import re
from itertools import pairwise

from newsletter.dumps.vocabulary import MONTH_FIRST_LANGUAGES

MAX_LOOKED_AT = 400_000
MIN_IN_ORDER = 3
"""Fewer dates are in order by chance."""

_NUMERIC = re.compile(r"(?<![\d/.-])(\d{1,2})([/.-])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_IN_NUMBERS = re.compile(r"\d[/.-]\d{1,2}[/.-]\d")
_AMERICAN = re.compile(r"\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?, (?:19|20)\d\d\b")
_BRITISH = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}\.?,? (?:19|20)\d\d\b")


def is_month_first(text: str, language: str | None = None) -> bool:
    """By dates that can be read one way only, then the page's language, the order of its posts, and its other dates."""
    seen = text[:MAX_LOOKED_AT]
    if _IN_NUMBERS.search(seen) is None:
        return False
    pairs = [(int(a), int(b), int(year)) for a, _, b, year in _NUMERIC.findall(seen)]
    day_first, month_first = any(a > 12 >= b for a, b, _ in pairs), any(b > 12 >= a for a, b, _ in pairs)  # noqa: PLR2004
    if day_first or month_first:
        return month_first and not day_first
    told = (language or "").lower().replace("_", "-")
    if told in MONTH_FIRST_LANGUAGES:
        return True
    if "-" in told or (told and told != "en"):
        return False
    british = [(year, b, a) for a, b, year in pairs]
    american = [(year, a, b) for a, b, year in pairs]
    if _in_order(american) != _in_order(british):
        return _in_order(american)
    return len(_AMERICAN.findall(seen)) > len(_BRITISH.findall(seen))


def _in_order(dates: list[tuple[int, int, int]]) -> bool:
    """Whether an archive goes from the newest post to the oldest."""
    return len(set(dates)) >= MIN_IN_ORDER and all(first >= second for first, second in pairwise(dates))
