"""Lasting ids."""

import datetime as dt
from collections.abc import Iterator
from itertools import count

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

import subscribers
from subscribers import Row, enrol, random_id

NOW = dt.datetime(2026, 11, 23, 7, tzinfo=dt.UTC)


@pytest.fixture
def connection() -> Iterator[Connection]:
    engine = sa.create_engine("sqlite://")
    with engine.begin() as connection:
        subscribers.metadata.create_all(connection)
        yield connection


def row(address: str, name: str = "") -> Row:
    return Row(line=2, address=address, name=name)


def test_an_address_keeps_its_id_and_gets_its_new_name(connection: Connection) -> None:
    """Next week's list may rename people; who they are stays."""
    first = enrol(connection, [row("Ann@example.org", "Ann"), row("bob@example.org")], now=NOW, new_id=random_id)
    later = NOW + dt.timedelta(days=7)
    second = enrol(connection, [row("cy@example.org"), row("ann@example.org", "Anna")], now=later, new_id=random_id)
    assert second[1].id == first[0].id
    assert (second[1].name, second[1].address, second[1].created) == ("Anna", "ann@example.org", NOW)
    assert second[0].created == later


def test_a_long_list_comes_back_in_its_order(connection: Connection) -> None:
    """Everybody is enrolled once, in the order of the list, however long it is."""
    numbers = count()
    rows = [row(f"reader{number}@example.org") for number in range(1234)]
    found = enrol(connection, rows, now=NOW, new_id=lambda: f"id{next(numbers)}")
    assert [one.address for one in found] == [one.address for one in rows]
    assert len({one.id for one in found}) == 1234


def test_ids_are_long_and_random() -> None:
    """An id cannot be guessed from another: it stands in unsubscribe addresses."""
    ids = {random_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) == 26 and one.isalnum() and one.islower() for one in ids)
