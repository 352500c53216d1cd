"""SQLite files that may be deleted at any time: caches, private to their owner, made anew where they are damaged."""

import hashlib
import os
import pathlib
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from threading import RLock
from typing import Any

CACHE_KIB = 16 * 1024


class Store:
    """An open SQLite file. Threads may share it; it closes when nobody holds it any more."""

    def __init__(self, path: pathlib.Path, *, temporary: bool) -> None:
        self.path = path
        self._temporary = temporary
        self._lock = RLock()
        self._connection = _connect(path, durable=not temporary)
        closing = shutil.rmtree if temporary else _no_more
        weakref.finalize(self, _close, self._connection, closing, path.parent)

    def execute(self, statement: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Run one statement."""
        with self._lock:
            return self._connection.execute(statement, values)

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""
        with self._lock:
            self._connection.executemany(statement, rows)

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of an answer that is known to be short."""
        with self._lock:
            return self._connection.execute(statement, values).fetchall()

    def one(self, statement: str, values: Sequence[Any] = ()) -> Any:
        """The first value of the first row, or `None`."""
        with self._lock:
            row = self._connection.execute(statement, values).fetchone()
        return row[0] if row else None

    def fact(self, name: str) -> Any:
        """A single value that was noted, or `None`."""
        return self.one("SELECT value FROM facts WHERE name = ?", (name,))

    def note(self, name: str, value: object) -> None:
        """Note a single value."""
        self.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written within is kept, or nothing of it."""
        self.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self.execute("ROLLBACK")
            raise
        self.execute("COMMIT")

    def hold(self) -> None:
        """From here on read what is there now, whoever writes to it."""
        self.execute("BEGIN")
        self.one("SELECT count(*) FROM facts")

    def let_go(self) -> None:
        """End `hold`."""
        self.execute("ROLLBACK")


def temporary_store(schema: str, version: str) -> Store:
    """A store that goes with its holder."""
    store = Store(pathlib.Path(tempfile.mkdtemp(prefix="newsletter-")) / "store.sqlite", temporary=True)
    _make(store, schema, version)
    return store


def lasting_store(path: pathlib.Path, schema: str, version: str) -> Store | None:
    """The store at a path, made anew unless it is sound and of this version; `None` where it cannot be made."""
    for _ in range(2):
        try:
            make_private(path.parent)
            # To open and close a file that is there would let go the locks that SQLite holds on it in this process.
            if not path.is_file():
                os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR | os.O_CLOEXEC, 0o600))
            store = Store(path, temporary=False)
            if not store.one("SELECT count(*) FROM sqlite_master"):
                _make(store, schema, version)
            if store.fact("version") == version:
                return store
        except sqlite3.Error:
            pass
        except OSError:
            return None
        remove(path)
    return None


def make_private(folder: pathlib.Path) -> None:
    """Make a folder and the missing ones above it for this user alone; `mkdir` gives its mode to the last one only."""
    if not folder.is_dir():
        make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def remove(path: pathlib.Path) -> None:
    """Delete a store, as far as that is allowed."""
    for ending in ("", "-wal", "-shm"):
        try:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        except OSError:
            return


@cache
def code_version() -> str:
    """A value that changes with the readers' code: what others read is read again."""
    digest = hashlib.sha256()
    here = pathlib.Path(__file__).parent
    for part in [*sorted(here.iterdir()), here.parent / "model.py"]:
        if part.is_file():
            digest.update(part.name.encode() + b"\0" + part.read_bytes())
    return digest.hexdigest()


def _make(store: Store, schema: str, version: str) -> None:
    with store.transaction():
        for statement in (*schema.split(";"), "CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID"):
            store.execute(statement)
        store.note("version", version)


def _connect(path: pathlib.Path, *, durable: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False, timeout=15, cached_statements=256)
    # WAL, so that a reader keeps the state that it began with.
    journal, sync = ("WAL", "NORMAL") if durable else ("TRUNCATE", "OFF")
    for pragma in (f"journal_mode={journal}", f"synchronous={sync}", f"cache_size=-{CACHE_KIB}", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _close(connection: sqlite3.Connection, closing: Any, folder: pathlib.Path) -> None:
    connection.close()
    closing(folder, ignore_errors=True)


def _no_more(_folder: pathlib.Path, *, ignore_errors: bool) -> None:
    """A lasting store stays."""
