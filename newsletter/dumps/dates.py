"""Dates as pages write them, in five languages. A date counts only when day, month and year are there."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cache

from newsletter.dumps.vocabulary import DATE_LINE_WORDS, NO_AUTHORS, SECTION_WORDS

LOCALES = ("en", "de", "fr", "nl", "it")
MAX_DATE_LINE = 160
"""A line that says when and by whom is short; a longer one is prose."""
MAX_OTHER_WORDS = 2
"""What may stand on a date line beside date, time, author and category: "News", "Primary care"."""
MAX_BYLINE_WORDS = 4
MIN_LABELS = 3
MAX_PART = 60
MIN_YEAR, MAX_YEAR = 1990, 2100
SHORT_YEARS_FROM = 2000
_SAMPLE_YEAR = 2000

_SPELLINGS = {
    "sept": 9, "fevrier": 2, "aout": 8, "decembre": 12, "maerz": 3, "marz": 3, "mrz": 3, "jän": 1, "jänner": 1,
    "fev": 2, "dez": 12, "okt": 10,
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundDate:
    """A date and where in a text it stands."""

    date: dt.date
    start: int
    end: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateLine:
    """A line that holds nothing but a date and what usually stands beside one."""

    date: dt.date
    author: str | None


@cache
def _months() -> dict[str, int]:
    from babel import Locale

    names: dict[str, int] = dict(_SPELLINGS)
    for code in LOCALES:
        months = Locale(code).months
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                names.update({str(name).rstrip(".").lower(): int(n) for n, name in months[form][width].items()})
    return names


@cache
def _written() -> re.Pattern[str]:
    month = "|".join(sorted(map(re.escape, _months()), key=lambda name: (-len(name), name)))
    # Glued dates ("4 December 201813 December 2018") occur: a day may follow a year at once, no other digit.
    free = r"(?:(?<!\d)|(?<=(?:19|20)\d\d))"
    day = r"[0-3]?\d(?:st|nd|rd|th|er|[.º°])?"
    year = r"(?:19|20)\d\d"
    return re.compile(
        rf"{free}(?P<d1>{day})(?:\s|of\b|de\b|[-/.,])*(?P<m1>{month})\b\.?[\s,./-]*(?P<y1>{year})"
        rf"|(?<!\w)(?P<m2>{month})\b\.?[\s-]*(?P<d2>{day})(?:\s*,\s*|\s+)(?P<y2>{year})"
        rf"|{free}(?P<y3>{year})\s+(?P<m3>{month})\b\.?\s+(?P<d3>{day})\b",
        re.IGNORECASE,
    )


@cache
def _parts() -> re.Pattern[str]:
    month = "(?:" + "|".join(sorted(map(re.escape, _months()), key=lambda name: (-len(name), name))) + r")\.?"
    year = r"(?:(?:19|20)\d\d|['’]\d\d)"
    return re.compile(
        rf"(?:{month}\s+{year}|{year}|{month})(?:\s*\(\d+\))?"
        rf"|{month}\s+\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s+{year})?|\d{{1,2}}(?:st|nd|rd|th|\.|er)?\s+{month}(?:\s+{year})?",
        re.IGNORECASE,
    )


def is_part_of_date(line: str) -> bool:
    """Whether a line is a month of an archive ("May 2021 (11)"), or a date without its year, alone or beside a name."""
    if len(line) > MAX_PART:
        return False
    parts = [part for part in _SEPARATORS.split(line.strip()) if part]
    dated = [part for part in parts if _parts().fullmatch(part)]
    names = [part for part in parts if part not in dated]
    return bool(dated) and len(names) <= 1 and all(_NAMES.fullmatch(name) for name in names)


_SEPARATORS = re.compile(r"\s*[•·|►▼▸▾∙–—]\s*|\s-\s")
_NAMES = re.compile(r"(?:by\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:and|und|et|en|e|&|de|van|von|[A-Z][\w.'’-]*)){0,6}")


_DIGIT = re.compile(r"\d")
_SHORT_YEAR = re.compile(r"(?P<a>\d{1,2})([/.])(?P<b>\d{1,2})\2(?P<y>\d\d)")
_ISO = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)([-/.])(?P<m>\d{1,2})\2(?P<d>\d{1,2})(?!\d)")
_NUMERIC = re.compile(r"(?<![\d/.-])(?P<a>\d{1,2})([/.-])(?P<b>\d{1,2})\2(?P<y>(?:19|20)\d\d)(?!\d)")


def find_dates(text: str, *, month_first: bool = False) -> tuple[FoundDate, ...]:
    """Every whole date in a text, in order. 04/05/2018 is the fourth of May unless the month comes first."""
    if _DIGIT.search(text) is None:
        return ()
    found = [*_written_dates(text), *_number_dates(text, month_first=month_first)]
    return tuple(sorted(found, key=lambda date: date.start))


def _written_dates(text: str) -> list[FoundDate]:
    found = []
    for match in _written().finditer(text):
        form = next(number for number in "123" if match[f"m{number}"])
        day = int("".join(c for c in match[f"d{form}"] if c.isdigit()))
        date = _date(int(match[f"y{form}"]), _months()[match[f"m{form}"].lower()], day)
        if date:
            found.append(FoundDate(date=date, start=match.start(), end=match.end()))
    return found


def _number_dates(text: str, *, month_first: bool) -> list[FoundDate]:
    found = []
    for match in _ISO.finditer(text):
        date = _date(int(match["y"]), int(match["m"]), int(match["d"]))
        if date:
            found.append(FoundDate(date=date, start=match.start(), end=match.end()))
    # Two digits are a year only where nothing else stands on the line: 1/2/10 may be anything.
    short = _SHORT_YEAR.fullmatch(text.strip())
    for match in [short] if short else _NUMERIC.finditer(text):
        date = _in_either_order(int(match["a"]), int(match["b"]), int(match["y"]), month_first=month_first)
        if date:
            found.append(FoundDate(date=date, start=match.start(), end=match.end()))
    return found


def _in_either_order(first: int, second: int, year: int, *, month_first: bool) -> dt.date | None:
    year += SHORT_YEARS_FROM if year < MIN_YEAR else 0
    day_first = _date(year, second, first)
    return (_date(year, first, second) or day_first) if month_first else (day_first or _date(year, first, second))


def _date(year: int, month: int, day: int) -> dt.date | None:
    if not MIN_YEAR <= year <= MAX_YEAR:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def parse_date(text: str, *, month_first: bool = False) -> dt.date | None:
    """The first date of a metadata value such as `2018-12-04T09:00:00Z`."""
    found = find_dates(text[:MAX_DATE_LINE], month_first=month_first)
    return found[0].date if found else None


_TIME = re.compile(
    r"\b(?:at|um|à|om|alle)?\s*\d{1,2}(?:[:.h]\d{2}){1,2}\s*(?:[ap]\.?m\b\.?|uhr\b|gmt\b|bst\b|utc\b|est\b)?"
    r"|\b\d{1,2}\s?[ap]m\b",
    re.IGNORECASE,
)
_COUNTS = re.compile(
    r"\b(?:\d+|no|one|leave a|add a)\s+(?:comments?|repl(?:y|ies)|responses?|views?|likes?|shares?)\b"
    r"|\b\d+\s*(?:-\s*)?min(?:ute)?s?\.?(?:\s+(?:read|de lecture|lesezeit|leestijd))?\b"
    r"|\b(?:reading time|read time)\b:?|\bcomments? (?:off|closed)\b",
    re.IGNORECASE,
)
_AUTHOR = re.compile(
    r"(?:\b(?:(?:written|posted|published)\s+by|by|geschrieben\s+von|von|(?:écrit|rédigé|publié)\s+par|par|geschreven\s+door"
    r"|door|author|autorin|autor|auteur|autore|scritto\s+da|pubblicato\s+da|por)|(?<!\w)d[ia])\s*:?\s+"
    r"(?P<name>(?:(?:Dr|Prof|Mr|Mrs|Ms|Sir|Dame|don|suor|padre|père|il|la|het)\.?\s+)?[^\W\d_][\w.'’-]*(?:\s+(?:[^\W\d_][\w.'’-]*)){0,3}?)"
    r"(?=\s*(?:$|[|·•,–—/(]|\s-\s|\bon\b|\bin\b|\bat\b|\bam\b|\ble\b|\bop\b|\bil\b|\d|\bposted\b|\bpublished\b))",
    re.IGNORECASE,
)
_CATEGORY = re.compile(
    r"\b(?:filed under|posted in|categor(?:y|ies)|tags?|tagged|abgelegt unter|kategorien?|catégories?|categorie"
    r"|(?:veröffentlicht|gespeichert) (?:in|unter)|publié dans|classé dans|geplaatst in|pubblicato in|in|unter|dans)"
    r"\b:?\s+[^|·•]{1,60}$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def date_line(line: str, *, month_first: bool = False) -> DateLine | None:
    """The date and the author of a line that says nothing else, such as "Posted on 4 December 2018 by Ann Lee"."""
    if len(line) > MAX_DATE_LINE:
        return None
    found = find_dates(line, month_first=month_first)
    if not found:
        return None
    rest = line
    for date in reversed(found):
        rest = f"{rest[: date.start]} | {rest[date.end :]}"
    author = (
        author_in(rest) or _name_before(line[: found[0].start]) or _name_after(_COUNTS.sub(" ", line[found[-1].end :]))
    )
    rest = _AUTHOR.sub(" ", rest)
    rest = rest.replace(author, " ") if author else rest
    rest = _CATEGORY.sub(" ", _COUNTS.sub(" ", _TIME.sub(" ", rest)))
    others = [word for word in _WORD.findall(rest) if word.lower() not in DATE_LINE_WORDS]
    if any(character in rest for character in "?!"):
        return None
    if len(others) > MAX_OTHER_WORDS and not _are_labels(line):
        return None
    return DateLine(date=found[0].date, author=author)


def _are_labels(line: str) -> bool:
    """Whether a line is a name, a place and a date in columns, such as "Ann Lee | Oxford and London | 4 May 2026"."""
    parts = [part for part in re.split(r"\s+[|·•]\s+", line) if part]
    return len(parts) >= MIN_LABELS and all(len(part.split()) <= MAX_BYLINE_WORDS for part in parts)


_NAME_AFTER = re.compile(r"[~|·•–—]\s*(?P<name>[A-Z][\w'’-]+(?: [A-Z]\.?)?(?: (?:van|de|von|di))? [A-Z][\w'’-]+)")
_EMPTY_PARTS = re.compile(r"^(?:[~|·•–—-]\s*)+(?=[~|·•–—])")
_NAME_BEFORE = re.compile(r"(?:Dr\.? |Prof\.? )?[A-Z][\w'’-]+(?: [A-Z]\.?)? [A-Z][\w'’-]+,\s*$")


def _name_before(text: str) -> str | None:
    """The name in "Leila Farrant, 13 November 2026"; a section of the site is no name."""
    if not _NAME_BEFORE.match(text) or set(text.lower().strip(" ,").split()) & SECTION_WORDS:
        return None
    return text.strip(" ,")


def _name_after(text: str) -> str | None:
    """The name in "22 July 2018 ~ Elsa Tamburini", where nothing else follows."""
    match = _NAME_AFTER.fullmatch(_EMPTY_PARTS.sub("", text.strip()))
    return None if match is None or set(match["name"].lower().split()) & SECTION_WORDS else match["name"]


def author_in(text: str) -> str | None:
    """The name after "by" on a line of metadata."""
    match = _AUTHOR.search(text)
    name = match["name"].strip(" .") if match else ""
    if not name or not any(word[0].isupper() for word in name.split()) or name.lower() in NO_AUTHORS:
        return None
    return name


def author_beside(line: str) -> str | None:
    """Who wrote or posted it, by a line about a post: "Posted by Ann Lee at 9:14", "May 8 • Ann Lee"."""
    parts = _SEPARATORS.split(line.strip())
    names = [part for part in parts[1:] if _parts().fullmatch(parts[0]) and _NAME_AFTER.fullmatch(f"| {part}")]
    return author_in(line) or (names[0] if names else None)


def byline(line: str) -> str | None:
    """The author of a line that is nothing but a byline."""
    match = _AUTHOR.match(line.strip())
    if match is None or len(match["name"].split()) > MAX_BYLINE_WORDS:
        return None
    rest = line.strip()[match.end() :].strip(" |·•,–—/-.")
    capitals = all(word[0].isupper() or word.lower() in {"van", "de", "von", "di"} for word in match["name"].split())
    return author_in(line) if capitals and len(rest.split()) <= MAX_BYLINE_WORDS else None
