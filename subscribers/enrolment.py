"""The table of subscribers, and how a list becomes lasting ids."""

import base64
import datetime as dt
import secrets
from collections.abc import Callable, Iterable, Iterator
from itertools import islice

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection

from subscribers.addresses import key
from subscribers.model import Row, Subscriber

CHUNK = 400
"""Rows a statement: SQLite once took no more than 999 parameters."""

metadata = sa.MetaData()

subscribers = sa.Table(
    "subscribers",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("address_key", sa.String, nullable=False, unique=True),
    sa.Column("address", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False, server_default=""),
    sa.Column("created", sa.DateTime(timezone=True), nullable=False),
)


def random_id() -> str:
    """Make an id of 128 random bits: 26 lower-case letters and digits."""
    return base64.b32encode(secrets.token_bytes(16)).decode("ascii").rstrip("=").lower()


def enrol(
    connection: Connection, rows: Iterable[Row], *, now: dt.datetime, new_id: Callable[[], str] = random_id
) -> tuple[Subscriber, ...]:
    """Give every row its subscriber, in the rows' order. A known address keeps its id and takes the row's name."""
    return tuple(one for chunk in _chunks(rows) for one in _enrol(connection, chunk, now, new_id))


def _enrol(
    connection: Connection, rows: list[Row], now: dt.datetime, new_id: Callable[[], str]
) -> Iterator[Subscriber]:
    # Written first and read afterwards, so that two runs at the same time cannot give one address two ids.
    connection.execute(_upsert(connection.dialect.name), [_values(row, now, new_id()) for row in rows])
    keys = [key(row.address) for row in rows]
    found = connection.execute(sa.select(subscribers).where(subscribers.c.address_key.in_(keys)))
    known = {one.address_key: one for one in found}
    for one in (known[each] for each in keys):
        created = one.created.replace(tzinfo=dt.UTC) if one.created.tzinfo is None else one.created.astimezone(dt.UTC)
        yield Subscriber(id=one.id, address=one.address, name=one.name, created=created)


def _upsert(dialect: str) -> sa.Insert:
    statement = sqlite.insert(subscribers) if dialect == "sqlite" else postgresql.insert(subscribers)
    latest = {"address": statement.excluded.address, "name": statement.excluded.name}
    return statement.on_conflict_do_update(index_elements=[subscribers.c.address_key], set_=latest)


def _values(row: Row, now: dt.datetime, identifier: str) -> dict[str, object]:
    names = {"address_key": key(row.address), "address": row.address, "name": row.name}
    return {"id": identifier, "created": now.astimezone(dt.UTC), **names}


def _chunks(rows: Iterable[Row]) -> Iterator[list[Row]]:
    remaining = iter(rows)
    while chunk := list(islice(remaining, CHUNK)):
        yield chunk
