"""The ledger's tables, and how the database that holds them is opened.

SQLAlchemy Core on SQLite. Times are aware, in UTC.
"""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DatabaseError

import subscribers
from newsletter.errors import NewsletterError

SCHEMA_VERSION = 1
"""Raised with every migration; a database that says more was written by a later version of the project."""


class UtcTime(sa.TypeDecorator[dt.datetime]):
    """An aware time, stored as UTC. SQLite forgets the zone, so it is put back when read."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Refuse a time without a zone: nobody could say later when it was."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a time without a zone cannot be stored")
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: Any | None, dialect: sa.Dialect) -> dt.datetime | None:  # noqa: ARG002
        """Give every time back as UTC."""
        if not isinstance(value, dt.datetime):
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


metadata = sa.MetaData()

schema = sa.Table("schema", metadata, sa.Column("version", sa.Integer, nullable=False))

posts = sa.Table(
    "posts",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("source", sa.String, nullable=False),
    sa.Column("url", sa.String),
    sa.Column("published", sa.Date),
    sa.Column("file", sa.String, nullable=False),
    sa.Column("first_seen", UtcTime, nullable=False),
)

post_aliases = sa.Table(
    "post_aliases",
    metadata,
    sa.Column("fingerprint", sa.String, primary_key=True),
    sa.Column("post_id", sa.ForeignKey("posts.id"), nullable=False, index=True),
)

post_versions = sa.Table(
    "post_versions",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("post_id", sa.ForeignKey("posts.id"), nullable=False, index=True),
    sa.Column("sha256", sa.String, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("seen", UtcTime, nullable=False),
    sa.UniqueConstraint("post_id", "sha256"),
)

backlog = sa.Table(
    "backlog",
    metadata,
    sa.Column("newsletter", sa.String, primary_key=True),
    sa.Column("post_id", sa.ForeignKey("posts.id"), primary_key=True),
)

issues = sa.Table(
    "issues",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("newsletter", sa.String, nullable=False),
    sa.Column("period", sa.String, nullable=False),
    sa.Column("number", sa.Integer, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("subject", sa.String, nullable=False),
    sa.Column("hash", sa.String, nullable=False),
    sa.Column("run_id", sa.String, nullable=False),
    sa.Column("frozen", UtcTime, nullable=False),
    sa.Column("sent", UtcTime),
    sa.UniqueConstraint("newsletter", "period"),
    sa.UniqueConstraint("newsletter", "number"),
)

issue_posts = sa.Table(
    "issue_posts",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("post_id", sa.ForeignKey("posts.id"), primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
)

themes = sa.Table(
    "themes",
    metadata,
    sa.Column("newsletter", sa.String, primary_key=True),
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("founded", sa.ForeignKey("issues.id"), nullable=False),
    sa.Column("split_from", sa.String),
    sa.Column("retired", sa.ForeignKey("issues.id")),
)

issue_themes = sa.Table(
    "issue_themes",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("theme_id", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("name", sa.String, nullable=False),
    sa.Column("posts", sa.Integer, nullable=False),
    sa.Column("took_in", sa.JSON, nullable=False),
    sa.Column("encoder", sa.String, nullable=False),
    sa.Column("vector", sa.LargeBinary, nullable=False),
    sa.Column("terms", sa.JSON, nullable=False),
)

theme_rules = sa.Table(
    "theme_rules",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True),
    sa.Column("newsletter", sa.String, nullable=False, index=True),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("theme_id", sa.String, nullable=False),
    sa.Column("value", sa.String, nullable=False, server_default=""),
    sa.Column("sketch", sa.JSON),
    sa.Column("made", UtcTime, nullable=False),
)

dump_health = sa.Table(
    "dump_health",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("seen", UtcTime, nullable=False),
    sa.Column("facts", sa.Text, nullable=False),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("issue_id", sa.ForeignKey("issues.id"), primary_key=True),
    sa.Column("subscriber_id", sa.String, primary_key=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False, server_default=""),
    sa.Column("status", sa.String, nullable=False, index=True),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("run_id", sa.String),
    sa.Column("provider_id", sa.String),
    sa.Column("detail", sa.String, nullable=False, server_default=""),
    sa.Column("updated", UtcTime, nullable=False),
    sa.Index("deliveries_in_turn", "issue_id", "status", "position"),
)


def open_database(path: Path) -> Engine:
    """Open the SQLite file at `path`, making both file and tables where missing.

    The file is readable by its owner alone (0600) in a folder of 0700, for it holds addresses.
    """
    try:
        _make_private(path)
    except OSError as error:
        raise NewsletterError(
            f"{path}: cannot be made ({error.strerror}): make room or rights, then run again"
        ) from error
    engine = _engine(sa.URL.create("sqlite", database=str(path)))
    try:
        with engine.begin() as connection:
            _migrate(connection)
    except DatabaseError as error:
        raise NewsletterError(f"{path}: cannot be opened as a database ({_first_line(error)})") from error
    return engine


@contextmanager
def reading(path: Path) -> Iterator[Connection | None]:
    """A connection for reading alone, or `None` where no database was made yet. Writes no file."""
    if not path.is_file():
        yield None
        return
    query = {"mode": "ro", "uri": "true"}
    engine = _engine(sa.URL.create("sqlite", database=f"file:{quote(str(path))}", query=query), read_only=True)
    try:
        with engine.connect() as connection:
            _check_version(connection)
            yield connection
    except DatabaseError as error:
        raise NewsletterError(f"{path}: cannot be read as a database ({_first_line(error)})") from error
    finally:
        engine.dispose()


def _engine(url: sa.URL, *, read_only: bool = False) -> Engine:
    # An error would otherwise print the statement's parameters, and they hold addresses.
    engine = sa.create_engine(url, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _read_only if read_only else _durable)
    return engine


def _durable(connection: Any, _record: object) -> None:
    # WAL with full sync: what was committed survives a power cut, which is what "nobody twice" rests on.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=15000",
        "trusted_schema=OFF",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _read_only(connection: Any, _record: object) -> None:
    for pragma in ("query_only=ON", "busy_timeout=15000", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")


def _make_private(path: Path) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _migrate(connection: Connection) -> None:
    if sa.inspect(connection).has_table("schema"):
        _check_version(connection)
        return
    metadata.create_all(connection)
    subscribers.metadata.create_all(connection)
    connection.execute(schema.insert().values(version=SCHEMA_VERSION))


def _check_version(connection: Connection) -> None:
    version = connection.execute(sa.select(schema.c.version)).scalar()
    if version != SCHEMA_VERSION:
        raise NewsletterError(
            f"the database has version {version}, this program knows {SCHEMA_VERSION}: install the release of then"
        )


def _first_line(error: DatabaseError) -> str:
    return str(error.orig).splitlines()[0] if error.orig else "unknown reason"


def now() -> dt.datetime:
    """The present moment, aware and in UTC: the one clock of the project, handed to whoever needs one."""
    return dt.datetime.now(dt.UTC)
