"""The records of who gets the newsletter. `repr` shows neither addresses nor names, so that no log line does."""

import datetime as dt
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A usable row of a list. `address` has its domain in lower case and, where it is international, in Punycode."""

    line: int
    address: str = field(repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class BadRow:
    """A row that was left out, and why. `value` is what stood there, for the editor's eyes and never for a log."""

    line: int
    reason: str
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Roll:
    """A list as it was read: the rows to use, the rows left out, and later copies of an address already met."""

    rows: tuple[Row, ...]
    bad_rows: tuple[BadRow, ...] = ()
    duplicates: tuple[BadRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """Somebody who gets the newsletter. `id` is random and stays theirs; it is how logs and messages name them."""

    id: str
    address: str = field(repr=False)
    name: str = field(repr=False)
    created: dt.datetime
