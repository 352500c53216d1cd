"""The crawler's health: alarms that an editor can act on, and none without cause."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine

from newsletter import database, wellbeing
from newsletter.dumps.health import Health, examine
from newsletter.model import Dump, LeftOut, Post, Span
from tests.issue.builders import post

NOW = dt.datetime(2026, 11, 16, 7, tzinfo=dt.UTC)


def dump(path: str = "page.txt", *, days_old: float = 1, characters: int = 1000, repaired: bool = False) -> Dump:
    modified = NOW - dt.timedelta(days=days_old)
    return Dump(
        path=path, media_type="text/plain", sha256="0", modified=modified, characters=characters, repaired=repaired
    )


def health(*dumps: Dump, posts: tuple[Post, ...] = (), left_out: tuple[LeftOut, ...] = (), **seen: object) -> Health:
    return examine(dumps or (dump(),), posts, left_out, (), now=NOW, **seen)  # type: ignore[arg-type]


def told(found: Health) -> str:
    return "\n".join(wellbeing.told(found))


@pytest.mark.parametrize(("days", "silent"), [(0.5, False), (2.9, False), (3.1, True), (40, True)])
def test_a_crawler_is_silent_after_three_days(days: float, *, silent: bool) -> None:
    """A weekend is no alarm, a dead crawler is."""
    assert health(dump(days_old=90), dump(days_old=days)).silent is silent
    assert ("silent" in told(health(dump(days_old=days)))) is silent


def test_an_empty_folder_raises_no_alarm() -> None:
    """Nothing read is said by the count alone."""
    found = examine((), (), (), (), now=NOW)
    assert (found.silent, found.furniture, found.newest) == (False, 0.0, None)


def test_a_source_departs_from_its_habit() -> None:
    """A source that had posts every week and has none, or less than half, is named; a new or rare one is not."""
    habits = {"daily": [8, 9, 7], "weekly": [1, 1, 1], "rare": [0, 1, 0], "young": [9, 9]}
    found = health(habits=habits, new={"daily": 3, "weekly": 0, "rare": 0, "young": 0})
    assert (found.halved, found.quiet) == (("daily",), ("weekly",))


def test_a_source_without_any_date_is_named() -> None:
    """Three undated posts are a source whose dates are not read; one is an accident."""
    undated = tuple(post(f"u{n}", source="undated.example", published=None) for n in range(3))
    mixed = (post("m1", source="mixed.example", published=None), post("m2", source="mixed.example"))
    assert health(posts=(*undated, *mixed, post("s", source="single.example", published=None))).undated == (
        "undated.example",
    )


def test_a_cookie_wall_is_a_page_with_a_notice_and_no_post() -> None:
    """A notice beside a post is furniture; a notice alone means that the crawler saw nothing else."""
    notices = tuple(
        LeftOut(span=Span(file=file), text="We use cookies", reason="cookie notice")
        for file in ("wall.html", "fine.html")
    )
    posts = (post("a1", span=Span(file="fine.html")),)
    assert health(posts=posts, left_out=notices).cookie_walls == ("wall.html",)


def test_repaired_files_future_dates_and_furniture_are_told() -> None:
    """Broken characters, dates after today and the share of furniture are all in the lines."""
    late = post("f1", published=dt.date(2026, 11, 20), title="t" * 10, text="x" * 240)
    lines = told(health(dump(repaired=True), posts=(late,)))
    for word in ("page.txt", "Dated after today: 1", "75% of the text"):
        assert word in lines


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_database(tmp_path / "newsletter.db")
    yield engine
    engine.dispose()


def test_habits_come_from_the_weeks_before(engine: Engine) -> None:
    """What the database has seen in earlier weeks is what this week is measured against."""
    from newsletter.dumps import read_folder

    with engine.begin() as connection:
        for week in range(1, 4):
            for number in range(2):
                row = {
                    "id": f"{week}-{number}",
                    "kind": "article",
                    "title": "t",
                    "source": "weekly.example",
                    "file": "f",
                }
                connection.execute(database.posts.insert().values(first_seen=NOW - dt.timedelta(weeks=week), **row))
    folder = Path(str(engine.url.database)).parent / "dump"
    folder.mkdir()
    with engine.connect() as connection:
        found = wellbeing.look_over(read_folder(folder), (), connection, now=NOW)
    assert found.quiet == ("weekly.example",)


def test_the_figures_are_kept_beside_the_issue(engine: Engine) -> None:
    """A year later one can still see what the folder was like when an issue was made of it."""
    values = {"id": "weekly/2026-W47", "newsletter": "weekly", "period": "2026-W47", "number": 1, "state": "sending"}
    with engine.begin() as connection:
        connection.execute(database.issues.insert().values(**values, subject="s", hash="h", run_id="r", frozen=NOW))
        wellbeing.note(connection, health(dump(repaired=True)), issue_id="weekly/2026-W47", now=NOW)
        facts = connection.execute(sa.select(database.dump_health.c.facts)).scalar_one()
    assert json.loads(facts)["repaired"] == ["page.txt"]
