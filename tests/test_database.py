"""The database: private, durable, and never half understood."""

import datetime as dt
import stat
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError, StatementError

from newsletter import database
from newsletter.errors import NewsletterError

NOW = dt.datetime(2026, 11, 16, 7, tzinfo=dt.UTC)


def an_issue(**changes: object) -> dict[str, object]:
    values = {"id": "weekly/2026-W47", "newsletter": "weekly", "period": "2026-W47", "number": 1, "state": "sending"}
    return {**values, "subject": "s", "hash": "h", "run_id": "r", "frozen": NOW, **changes}


def write(connection: Connection | None) -> None:
    assert connection is not None
    connection.execute(database.issues.insert().values(an_issue()))


def look(path: Path) -> None:
    with database.reading(path) as connection:
        assert connection is not None


def test_only_the_owner_can_read_it(tmp_path: Path) -> None:
    """The file holds addresses."""
    path = tmp_path / "state" / "newsletter.db"
    database.open_database(path).dispose()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_reading_makes_no_file(tmp_path: Path) -> None:
    """A preview or a list of posts leaves nothing behind."""
    with database.reading(tmp_path / "state" / "newsletter.db") as connection:
        assert connection is None
    assert list(tmp_path.iterdir()) == []


def test_reading_cannot_write(tmp_path: Path) -> None:
    """Whoever only looks cannot use a post up by mistake."""
    path = tmp_path / "newsletter.db"
    database.open_database(path).dispose()
    with pytest.raises(NewsletterError, match="readonly"), database.reading(path) as connection:
        write(connection)


def test_one_issue_a_period(tmp_path: Path) -> None:
    """The table itself refuses a second issue of a week, whatever two runs at once believe."""
    engine = database.open_database(tmp_path / "newsletter.db")
    with engine.begin() as connection:
        connection.execute(database.issues.insert().values(an_issue()))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        connection.execute(database.issues.insert().values(an_issue(id="weekly/other", number=2)))


def test_times_come_back_with_their_zone(tmp_path: Path) -> None:
    """A time without a zone is refused, one with any zone comes back as the same moment."""
    engine = database.open_database(tmp_path / "newsletter.db")
    summer = dt.datetime(2026, 7, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    with engine.begin() as connection:
        connection.execute(database.issues.insert().values(an_issue(frozen=summer)))
        frozen = connection.execute(sa.select(database.issues.c.frozen)).scalar_one()
    assert (frozen, frozen.tzinfo) == (summer, dt.UTC)
    with pytest.raises(StatementError), engine.begin() as connection:
        connection.execute(database.issues.update().values(sent=dt.datetime(2026, 7, 1)))  # noqa: DTZ001


@pytest.mark.parametrize("reading", [False, True])
def test_a_file_that_is_no_database_is_named(tmp_path: Path, *, reading: bool) -> None:
    """Somebody's text file is neither overwritten nor blamed on SQLAlchemy."""
    path = tmp_path / "newsletter.db"
    path.write_text("not a database, " * 100)
    with pytest.raises(NewsletterError, match=r"newsletter\.db"):
        look(path) if reading else database.open_database(path)
    assert path.read_text().startswith("not a database")


def test_a_folder_with_an_odd_name_is_read(tmp_path: Path) -> None:
    """Question marks and per cent signs in a path are no part of a database's address."""
    path = tmp_path / "50% of what?" / "newsletter.db"
    database.open_database(path).dispose()
    with database.reading(path) as connection:
        assert connection is not None


def test_a_place_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    """A file where the state folder should be stops the run with one line."""
    (tmp_path / "state").write_text("a file, no folder")
    with pytest.raises(NewsletterError, match="cannot be made"):
        database.open_database(tmp_path / "state" / "newsletter.db")


def test_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """An older program does not write into a newer ledger."""
    path = tmp_path / "newsletter.db"
    engine = database.open_database(path)
    with engine.begin() as connection:
        connection.execute(database.schema.update().values(version=99))
    engine.dispose()
    with pytest.raises(NewsletterError, match="version 99"):
        database.open_database(path)
