"""Periods: the ISO week that an issue is for, in the newsletter's own zone."""

import datetime as dt
import re
from dataclasses import dataclass

from newsletter.errors import NewsletterError

PATTERN = r"^\d{4}-W\d{2}(\.[2-9])?$"


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """One ISO week; `edition` 2 and later are further issues in the same week."""

    year: int
    week: int
    edition: int = 1

    def __str__(self) -> str:
        return f"{self.year}-W{self.week:02d}" + (f".{self.edition}" if self.edition > 1 else "")

    @property
    def first_day(self) -> dt.date:
        """Its Monday."""
        return dt.date.fromisocalendar(self.year, self.week, 1)


def period_of(moment: dt.datetime, zone: dt.tzinfo) -> Period:
    """The period in which `moment` (aware) falls for people who live in `zone`."""
    year, week, _ = moment.astimezone(zone).isocalendar()
    return Period(year, week)


def parse_period(text: str) -> Period:
    """Read `2026-W47` or `2026-W47.2`; raise `NewsletterError` on anything else and on weeks that do not exist."""
    if not re.match(PATTERN, text):
        raise NewsletterError(f"{text!r} is no period: write year and ISO week, such as 2026-W47")
    year, rest = text.split("-W")
    week, _, edition = rest.partition(".")
    period = Period(int(year), int(week), int(edition or 1))
    try:
        period.first_day  # noqa: B018
    except ValueError:
        raise NewsletterError(f"{text}: {year} has no ISO week {int(week)}") from None
    return period
