"""The catalogue: what was found in a dump directory, kept so that unchanged files need not be read again.

One SQLite file a dump directory in the folder of caches, readable by its owner alone. It is disposable: damaged, or
written by other readers than today's, it is made anew; where it cannot be written, or somebody else is writing it, a
temporary one serves. What is in it is only ever what reading the files again would give.
"""

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

from filelock import FileLock, Timeout

LOCK_SECONDS = 60
"""Two runs at once are rare, and the second may as well read for itself as wait for long."""
CACHE_KIB = 16 * 1024

_SCHEMA = """
CREATE TABLE facts (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE folders (path BLOB PRIMARY KEY, signature BLOB) WITHOUT ROWID;
CREATE TABLE refused (number INTEGER PRIMARY KEY, folder BLOB, path TEXT, reason TEXT);
CREATE INDEX refused_in ON refused (folder);
CREATE TABLE dumps (
    number INTEGER PRIMARY KEY, folder BLOB, name BLOB, path TEXT,
    size INTEGER, modified INTEGER, changed INTEGER, inode INTEGER, doubtful INTEGER,
    origin TEXT, sha256 TEXT, error TEXT, record TEXT, UNIQUE (folder, name)
);
CREATE INDEX dumps_by_path ON dumps (path);
CREATE TABLE origins (manifest INTEGER, turn BLOB, path TEXT, origin TEXT);
CREATE INDEX origins_by_path ON origins (path);
CREATE INDEX origins_of ON origins (manifest);
CREATE TABLE rests (
    number INTEGER PRIMARY KEY, dump INTEGER, broken INTEGER, text TEXT, reason TEXT, first INTEGER, last INTEGER,
    post INTEGER
);
CREATE INDEX rests_in ON rests (dump);
CREATE TABLE posts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, dump INTEGER, place INTEGER, record TEXT,
    title TEXT, source TEXT, url TEXT, article INTEGER, day TEXT, length INTEGER, line INTEGER,
    stale INTEGER, bare INTEGER DEFAULT 0, original INTEGER,
    id TEXT, sha256 TEXT, print TEXT, second_print TEXT, keys BLOB
);
CREATE INDEX posts_in ON posts (dump, place);
CREATE INDEX posts_by_url ON posts (url, title);
CREATE INDEX posts_stale ON posts (stale) WHERE stale;
CREATE INDEX posts_by_id ON posts (id);
CREATE INDEX posts_by_title ON posts (title);
CREATE TABLE texts (post INTEGER PRIMARY KEY, text TEXT, cut TEXT);
CREATE TABLE ends (post INTEGER, source TEXT, line INTEGER);
CREATE INDEX ends_of ON ends (post);
CREATE INDEX ends_by_line ON ends (source, line);
CREATE TABLE repeats (source TEXT, line INTEGER, PRIMARY KEY (source, line)) WITHOUT ROWID;
CREATE TABLE links (number INTEGER PRIMARY KEY, one INTEGER, other INTEGER);
CREATE TABLE vanished (number INTEGER PRIMARY KEY, id TEXT UNIQUE, title TEXT, record TEXT, path TEXT, post INTEGER);
CREATE TABLE listed (list TEXT, position INTEGER, number INTEGER, PRIMARY KEY (list, position)) WITHOUT ROWID;
"""


class Catalogue:
    """An open catalogue. Threads may share it; it closes when nobody holds it any more."""

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
        """From here on read the catalogue as it is now, whoever writes to it."""
        self.execute("BEGIN")
        self.one("SELECT count(*) FROM facts")

    def let_go(self) -> None:
        """End `hold`."""
        self.execute("ROLLBACK")


@contextmanager
def writing(folder: pathlib.Path, cache: pathlib.Path | None, version: str) -> Iterator[Catalogue]:
    """The catalogue of a dump directory, for this writer alone; a temporary one where that cannot be had."""
    path = _place(folder, cache) if cache else None
    lock = _locked(path) if path else None
    try:
        kept = _remade(path, version) if path and lock else None
        yield kept or temporary(version)
    finally:
        if lock:
            lock.release()


def stored(folder: pathlib.Path, cache: pathlib.Path | None, version: str) -> Catalogue | None:
    """The catalogue as an earlier run left it, or `None` where there is none that holds still."""
    path = _place(folder, cache) if cache else None
    if path is None or not path.is_file():
        return None
    try:
        catalogue = Catalogue(path, temporary=False)
        catalogue.hold()
        if catalogue.fact("version") == version and catalogue.fact("settled"):
            return catalogue
    except sqlite3.Error:
        return None
    return None


def temporary(version: str) -> Catalogue:
    """A catalogue that goes with its holder."""
    catalogue = Catalogue(pathlib.Path(tempfile.mkdtemp(prefix="newsletter-")) / "dumps.sqlite", temporary=True)
    _make(catalogue, version)
    return catalogue


def discard(folder: pathlib.Path, cache: pathlib.Path | None) -> None:
    """Remove a damaged catalogue."""
    if cache:
        _remove(_place(folder, cache))


@cache
def code_version() -> str:
    """A value that changes with the readers' code: what others read is read again."""
    digest = hashlib.sha256()
    here = pathlib.Path(__file__).parent
    for module in [*sorted(here.glob("*.py")), here.parent / "model.py"]:
        digest.update(module.name.encode() + b"\0" + module.read_bytes())
    return digest.hexdigest()


def _place(folder: pathlib.Path, cache: pathlib.Path) -> pathlib.Path:
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return cache / "dumps" / f"{name}.sqlite"


def _locked(path: pathlib.Path) -> FileLock | None:
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(path.with_suffix(".lock"), timeout=LOCK_SECONDS, mode=0o600)
        lock.acquire()
    except (OSError, Timeout):
        return None
    return lock


def _remade(path: pathlib.Path, version: str) -> Catalogue | None:
    """The catalogue at a path, made anew unless it is sound and today's; `None` where it cannot be made."""
    for _ in range(2):
        try:
            descriptor = os.open(path, os.O_CREAT | os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
            os.fchmod(descriptor, 0o600)
            os.close(descriptor)
            catalogue = Catalogue(path, temporary=False)
            if not catalogue.one("SELECT count(*) FROM sqlite_master"):
                _make(catalogue, version)
            if catalogue.fact("version") == version:
                return catalogue
        except sqlite3.Error:
            pass
        except OSError:
            return None
        _remove(path)
    return None


def _remove(path: pathlib.Path) -> None:
    for ending in ("", "-wal", "-shm"):
        try:
            path.with_name(path.name + ending).unlink(missing_ok=True)
        except OSError:
            return


def _make(catalogue: Catalogue, version: str) -> None:
    with catalogue.transaction():
        for statement in _SCHEMA.split(";"):
            catalogue.execute(statement)
        catalogue.note("version", version)


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
    """A lasting catalogue stays."""
