"""The catalogue: what was found in a dump directory, kept so that unchanged files need not be read again.

One SQLite file a dump directory in the folder of caches, readable by its owner alone. It is disposable: damaged, or
written by other readers than today's, it is made anew; where it cannot be written, or somebody else is writing it, a
temporary one serves. What is in it is only ever what reading the files again would give.
"""

import hashlib
import os
import pathlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from newsletter.dumps.store import Store, lasting_store, make_private, remove, temporary_store

if TYPE_CHECKING:
    from filelock import FileLock

LOCK_SECONDS = 60
"""Two runs at once are rare, and the second may as well read for itself as wait for long."""

Catalogue = Store

_SCHEMA = """
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
    post INTEGER, blurb INTEGER DEFAULT 0
);
CREATE INDEX rests_in ON rests (dump);
CREATE TABLE posts (
    number INTEGER PRIMARY KEY AUTOINCREMENT, dump INTEGER, place INTEGER, record TEXT,
    title TEXT, source TEXT, url TEXT, article INTEGER, day TEXT, length INTEGER, line INTEGER,
    stale INTEGER, bare INTEGER DEFAULT 0, blurb INTEGER DEFAULT 0, original INTEGER,
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


@contextmanager
def writing(folder: pathlib.Path, cache: pathlib.Path | None, version: str) -> Iterator[Catalogue]:
    """The catalogue of a dump directory, for this writer alone; a temporary one where that cannot be had."""
    path = _place(folder, cache) if cache else None
    lock = _locked(path) if path else None
    try:
        kept = lasting_store(path, _SCHEMA, version) if path and lock else None
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
    return temporary_store(_SCHEMA, version)


def discard(folder: pathlib.Path, cache: pathlib.Path | None) -> None:
    """Remove a damaged catalogue."""
    if cache:
        remove(_place(folder, cache))


def _place(folder: pathlib.Path, cache: pathlib.Path) -> pathlib.Path:
    name = hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:16]
    return cache / f"dumps-{name}.sqlite"


def _locked(path: pathlib.Path) -> "FileLock | None":
    # A tenth of a second to load, which a run that finds nothing new need not wait for.
    from filelock import FileLock, Timeout

    try:
        make_private(path.parent)
        lock = FileLock(path.with_suffix(".lock"), timeout=LOCK_SECONDS, mode=0o600)
        lock.acquire()
    except (OSError, Timeout):
        return None
    return lock
