"""Brings a catalogue up to date with its dump directory: what is new or changed is read, nothing else."""

import hashlib
import logging
import os
import pathlib
import sqlite3
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.entries import SECOND, Entries, ReadDump, Waiting, origin_of
from newsletter.dumps.look import Facts, Folder, facts_of, inside, look
from newsletter.dumps.manifest import Origin, read_manifest
from newsletter.dumps.rows import dump_of, dump_row
from newsletter.dumps.sniff import decode
from newsletter.dumps.walk import FoundFile
from newsletter.errors import DumpError

BATCH = 500
"""Files read between two commits: a run that is stopped loses no more."""
FRESH = 2 * SECOND
"""A file written so short a time before it is read is looked at once more when all have been."""
GROWING = "still being written: it is read once its writer has finished"

_log = logging.getLogger(__name__)
Progress = Callable[[int, int | None], None]
Read = Callable[[FoundFile, Origin], ReadDump]


def is_unchanged(catalogue: Catalogue, folder: pathlib.Path) -> bool:
    """Whether nothing happened in a dump directory since the catalogue was brought up to date."""
    signatures = dict(catalogue.execute("SELECT path, signature FROM folders"))
    found = 0
    for one in look(folder):
        if signatures.get(os.fsencode(one.path)) != one.signature:
            return False
        found += 1
    return found == len(signatures)


def refresh(catalogue: Catalogue, folder: pathlib.Path, read: Read, on_progress: Progress | None = None) -> None:
    """Read what is new or changed, forget what is gone. `read` gives the contents of a file."""
    work = _Refresh(catalogue, folder, read)
    with catalogue.transaction():
        catalogue.note("settled", 0)
        waiting = list(work.waiting())
    work.read_all([one for one in waiting if one.is_manifest])
    others = [one for one in waiting if not one.is_manifest]
    work.read_all([*others, *work.moved({(one.folder, one.facts.name) for one in others})], on_progress)
    with catalogue.transaction():
        work.look_again()
        work.sign()


class _Refresh:
    """One refreshing of one catalogue."""

    def __init__(self, catalogue: Catalogue, folder: pathlib.Path, read: Read) -> None:
        self._catalogue, self._folder, self._read = catalogue, folder, read
        self._entries = Entries(catalogue)
        self._signatures: dict[str, bytes] = {}
        self._fresh: list[Waiting] = []

    def waiting(self) -> Iterator[Waiting]:
        """The files that have to be read; those that are gone are forgotten on the way."""
        signed = dict(self._catalogue.execute("SELECT path, signature FROM folders"))
        for one in look(self._folder):
            if signed.pop(os.fsencode(one.path), None) != one.signature:
                self._signatures[one.path] = one.signature
                yield from self._compared(one)
        for path in signed:
            self._forget_missing(path, {})
            self._catalogue.execute("DELETE FROM refused WHERE folder = ?", (path,))
            self._catalogue.execute("DELETE FROM folders WHERE path = ?", (path,))

    def _compared(self, folder: Folder) -> Iterator[Waiting]:
        path = os.fsencode(folder.path)
        # NULL: not up to date until all of it has been read.
        self._catalogue.execute("INSERT OR REPLACE INTO folders VALUES (?, NULL)", (path,))
        self._catalogue.execute("DELETE FROM refused WHERE folder = ?", (path,))
        self._catalogue.execute_many(
            "INSERT INTO refused (folder, path, reason) VALUES (?, ?, ?)", ((path, *row) for row in folder.refused)
        )
        files = {os.fsencode(facts.name): facts for facts in folder.files}
        rows = self._catalogue.execute(
            "SELECT name, size, modified, changed, inode FROM dumps WHERE folder = ? AND NOT doubtful", (path,)
        )
        same = {name for name, *rest in rows if name in files and rest == list(files[name][2:])}
        self._forget_missing(path, files)
        yield from (Waiting(folder=folder.path, facts=facts) for name, facts in files.items() if name not in same)

    def _forget_missing(self, path: bytes, files: dict[bytes, Facts]) -> None:
        for number, name in self._catalogue.all("SELECT number, name FROM dumps WHERE folder = ?", (path,)):
            if name not in files:
                self._entries.forget(number)

    def moved(self, others: set[tuple[str, str]]) -> list[Waiting]:
        """Files that are as they were while a manifest now says something else of them."""
        rows = self._catalogue.all(
            """SELECT folder, name, path, origin, size, modified, changed, inode FROM dumps
            WHERE path IN (SELECT path FROM touched) AND (record IS NOT NULL OR error IS NOT NULL)"""
        )
        return [
            Waiting(folder=os.fsdecode(folder), facts=Facts(os.fsdecode(name), 0, *facts))
            for folder, name, path, origin, *facts in rows
            if self._entries.origin(path) != origin and (os.fsdecode(folder), os.fsdecode(name)) not in others
        ]

    def read_all(self, waiting: list[Waiting], on_progress: Progress | None = None) -> None:
        """Read files, some hundreds a transaction."""
        for start in range(0, len(waiting), BATCH):
            with self._catalogue.transaction():
                for folder, files in groupby(waiting[start : start + BATCH], key=lambda one: one.folder):
                    self._read_folder(folder, files)
            if on_progress:
                on_progress(min(start + BATCH, len(waiting)), len(waiting))

    def _read_folder(self, folder: str, files: Iterable[Waiting]) -> None:
        waiting = list(files)
        try:
            with inside(self._folder, pathlib.PurePath(folder).parts) as descriptor:
                for one in waiting:
                    self._read_file(one, descriptor)
        except OSError as error:
            for one in waiting:
                self._entries.put_error(one, f"cannot be read ({error.strerror}): its folder went away", doubtful=True)

    def _read_file(self, one: Waiting, descriptor: int) -> None:
        facts = one.facts
        file = FoundFile(path=one.path, name=facts.name, folder=descriptor, size=facts.size, modified=one.modified)
        try:
            if not self._is_as_it_was(one, file):
                self._take(one, file)
            if _is_changing(facts, descriptor):
                self._entries.put_error(one, GROWING, doubtful=True)
            elif time.time_ns() - facts.modified < FRESH and not one.is_manifest:
                self._fresh.append(one)
        except DumpError as error:
            self._entries.put_error(one, str(error), doubtful=isinstance(error.__cause__, OSError))
        except sqlite3.Error:
            raise
        except Exception as error:  # noqa: BLE001 - a reader's fault costs its file, not the issue
            _log.warning("reader failed on a dump: %s", type(error).__name__, exc_info=error)
            failed = f"the reader failed ({type(error).__name__}): report this file"
            self._entries.put_error(one, failed, doubtful=False)

    def _is_as_it_was(self, one: Waiting, file: FoundFile) -> bool:
        """Whether a file that was touched holds the same bytes as before; then its new facts are noted."""
        row = self._catalogue.all(
            "SELECT sha256, record, origin FROM dumps WHERE folder = ? AND name = ? AND record IS NOT NULL",
            (os.fsencode(one.folder), os.fsencode(one.facts.name)),
        )
        if not row or row[0][2] != self._entries.origin(one.path):
            return False
        with file.open() as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()  # type: ignore[arg-type]
        if digest != row[0][0]:
            return False
        dump = replace(dump_of(row[0][1]), modified=file.modified)
        self._entries.note(one, record=dump_row(dump), sha256=digest, origin=row[0][2])
        return True

    def _take(self, one: Waiting, file: FoundFile) -> None:
        if one.is_manifest:
            self._entries.put_manifest(one, read_manifest(file.path, decode(file.read()).text))
            return
        origin = self._entries.origin(one.path)
        self._entries.put(one, self._read(file, origin_of(origin)), origin)

    def look_again(self) -> None:
        """Set aside again what was written to while the others were read."""
        for one in self._fresh:
            try:
                with inside(self._folder, pathlib.PurePath(one.folder).parts) as descriptor:
                    changing = _is_changing(one.facts, descriptor)
            except OSError:
                changing = True
            if changing:
                self._entries.put_error(one, GROWING, doubtful=True)

    def sign(self) -> None:
        """Note the folders that are up to date, so that the next look need not go through their names."""
        for path, signature in self._signatures.items():
            folder = os.fsencode(path)
            if self._catalogue.one("SELECT 1 FROM dumps WHERE folder = ? AND doubtful LIMIT 1", (folder,)) is None:
                self._catalogue.execute("UPDATE folders SET signature = ? WHERE path = ?", (signature, folder))


def _is_changing(facts: Facts, descriptor: int) -> bool:
    """Whether a file is another one than when it was looked at."""
    try:
        now = facts_of(facts.name, os.stat(facts.name, dir_fd=descriptor, follow_symlinks=False))
    except OSError:
        return True
    return (now.size, now.modified, now.inode) != (facts.size, facts.modified, facts.inode)
