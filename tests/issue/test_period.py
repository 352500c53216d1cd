"""Which week a moment belongs to, and which weeks there are."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from newsletter.errors import NewsletterError
from newsletter.issue.period import Period, parse_period, period_of

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2026-11-16T07:00:00+00:00", "2026-W47"),
        # A Monday 00:30 in London's summer is still Sunday in UTC.
        ("2026-07-12T23:30:00+00:00", "2026-W29"),
        # The clock shows 01:30 twice on this Sunday: both are the same week.
        ("2026-10-25T00:30:00+00:00", "2026-W43"),
        ("2026-10-25T01:30:00+00:00", "2026-W43"),
        # The first days of January may belong to the old year's week 53.
        ("2027-01-01T12:00:00+00:00", "2026-W53"),
        ("2024-12-30T12:00:00+00:00", "2025-W01"),
    ],
)
def test_the_week_is_that_of_the_newsletters_zone(moment: str, expected: str) -> None:
    """Readers live in a zone; the server's clock does not decide which week it is."""
    assert str(period_of(dt.datetime.fromisoformat(moment), LONDON)) == expected


def test_a_period_is_read_back_as_written() -> None:
    """What a run prints can be given to `--period`."""
    assert [str(parse_period(text)) for text in ("2026-W47", "2026-W47.2")] == ["2026-W47", "2026-W47.2"]
    assert parse_period("2026-W47").first_day == dt.date(2026, 11, 16)


@pytest.mark.parametrize("text", ["2026-47", "W47", "2026-W54", "2025-W53", "2026-W00", "0000-W01", "2026-W47.1", ""])
def test_a_week_that_does_not_exist_is_named(text: str) -> None:
    """A typing error must not send the wrong week."""
    with pytest.raises(NewsletterError) as error:
        parse_period(text)
    assert "\n" not in str(error.value)


def test_a_second_edition_comes_after_the_first() -> None:
    """Editions of one week sort in the order in which they are sent."""
    assert Period(2026, 47) < Period(2026, 47, 2) < Period(2026, 48)
