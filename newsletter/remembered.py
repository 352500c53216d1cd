"""The texts that the ledger knows, found again by their likeness.

The keys by which texts are looked up are made once for each version of a text and kept among the caches, so that a run
costs what is new and not what is old.
"""

import hashlib
import logging
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import Connection, Row

from newsletter.database import post_versions, posts
from newsletter.dumps.identity import Near, is_near, is_same, shingles
from newsletter.dumps.key_table import KeyTable, candidates, measured
from newsletter.dumps.keys import Keys, keys_of
from newsletter.dumps.store import Store, code_version, lasting_store, temporary_store
from newsletter.model import Kind, Post, Span

BATCH = 500
AT_HAND = 256
_SCHEMA = "CREATE TABLE held (key INTEGER, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID"

_log = logging.getLogger(__name__)


class Remembered:
    """What the ledger behind a connection knows of texts."""

    def __init__(self, connection: Connection, cache: Path | None) -> None:
        self._connection = connection
        self._stored = lru_cache(maxsize=AT_HAND)(self._load)
        store = lasting_store(_place(connection, cache), _SCHEMA, code_version()) if cache else None
        try:
            self._table = self._up_to_date(store or temporary_store(_SCHEMA, ""))
        except sqlite3.Error as error:
            _log.warning("the cache of known texts is set aside for this run: %s", error)
            self._table = self._up_to_date(temporary_store(_SCHEMA, ""))

    def closest(self, post: Post, keys: Keys) -> Post | None:
        """The known post that this one is an edition of, with the last version of its text."""
        holders = self._table.holders(keys)
        own, near = shingles(post.text), list[tuple[Near, Post]]()
        for stored in map(self._stored, sorted(self._posts_of(candidates(keys, holders)))):
            if stored.kind is post.kind:
                near.append((measured(stored.id, keys, holders, own, shingles(stored.text)), stored))
        near.sort(key=lambda one: (-one[0].containment, -one[0].jaccard, one[0].key))
        return next((stored for one, stored in near if is_near(one) and is_same(post, stored, one)), None)

    def text_of(self, post_id: str) -> str:
        """The last version of a post's text."""
        return self._stored(post_id).text

    def _posts_of(self, versions: set[int]) -> set[str]:
        if not versions:
            return set()
        return set(
            self._connection.scalars(sa.select(post_versions.c.post_id).where(post_versions.c.number.in_(versions)))
        )

    def _load(self, post_id: str) -> Post:
        latest = sa.select(post_versions.c.text).where(post_versions.c.post_id == post_id)
        text = self._connection.scalar(latest.order_by(post_versions.c.number.desc()).limit(1))
        row = self._connection.execute(sa.select(posts).where(posts.c.id == post_id)).one()
        return _post(row, text or "")

    def _up_to_date(self, store: Store) -> KeyTable:
        """The table of keys of all versions, those added that are new since it was last looked at."""
        table = KeyTable(store)
        with store.transaction():
            if not self._is_of_this_ledger(store):
                store.execute("DELETE FROM held")
                store.note("last", 0)
            for rows in self._versions_after(int(store.fact("last") or 0)):
                for row in rows:
                    keys = replace(keys_of(_post(row, row.text)), fingerprints=(), names=())
                    table.add(row.number, keys, table.holders(keys), announced=False)
                store.note("last", rows[-1].number)
                store.note("last is", rows[-1].sha256)
        return table

    def _is_of_this_ledger(self, store: Store) -> bool:
        """Whether the version last looked at is still there: a rehearsal's ledger may be deleted and begun again."""
        last = store.fact("last")
        if not last:
            return True
        found = sa.select(post_versions.c.sha256).where(post_versions.c.number == last)
        return bool(self._connection.scalar(found) == store.fact("last is"))

    def _versions_after(self, number: int) -> Iterator[Sequence[Row[tuple[object, ...]]]]:
        columns = (post_versions.c.number, post_versions.c.sha256, post_versions.c.text, *posts.c)
        while True:
            rows = self._connection.execute(
                sa.select(*columns)
                .join(posts, posts.c.id == post_versions.c.post_id)
                .where(post_versions.c.number > number)
                .order_by(post_versions.c.number)
                .limit(BATCH)
            ).all()
            if not rows:
                return
            yield rows
            number = rows[-1].number


def _place(connection: Connection, cache: Path) -> Path:
    name = hashlib.sha256(str(connection.engine.url.database).encode()).hexdigest()[:16]
    return cache / f"known-{name}.sqlite"


def _post(row: Row[tuple[object, ...]], text: str) -> Post:
    return Post(
        id=row.id,
        title=row.title,
        text=text,
        kind=Kind(row.kind),
        source=row.source,
        span=Span(file=row.file),
        url=row.url,
        published=row.published,
    )
