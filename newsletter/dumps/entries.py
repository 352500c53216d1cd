"""What the catalogue holds of each file: written when the file is read, forgotten when it is gone."""

import datetime as dt
import json
import os
import pathlib
import re
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.findings import Rest, excerpt
from newsletter.dumps.identity import canonical_url, words
from newsletter.dumps.keys import name_row
from newsletter.dumps.look import Facts
from newsletter.dumps.manifest import Manifest, Origin
from newsletter.dumps.repeats import ends_of
from newsletter.dumps.rows import dump_row, post_row
from newsletter.dumps.walk import MANIFEST, shown
from newsletter.model import Dump, Kind, Post

TICK, COARSE_TICK = 50_000_000, 2_000_000_000
"""Writes within so many nanoseconds may bear one time: the kernel's own ticks, and file systems of whole seconds."""
SECOND = 1_000_000_000

_DATE_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?([01]\d)[-_/.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadDump:
    """What a file turned out to hold."""

    dump: Dump
    posts: tuple[Post, ...] = ()
    rest: tuple[Rest, ...] = ()
    broken: tuple[Rest, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A file that has to be read. `folder` is relative to the dump directory, empty for itself."""

    folder: str
    facts: Facts

    @property
    def is_manifest(self) -> bool:
        """Whether it tells of other files."""
        return self.facts.name == MANIFEST

    @property
    def path(self) -> str:
        """Its path as it can be printed."""
        return shown(pathlib.PurePath(self.folder, self.facts.name))

    @property
    def modified(self) -> dt.datetime:
        """When it was written."""
        try:
            return dt.datetime.fromtimestamp(self.facts.modified / SECOND, dt.UTC)
        except (OverflowError, ValueError, OSError):
            # A time stamp past the year 9999 says nothing.
            return dt.datetime.fromtimestamp(0, dt.UTC)


class Entries:
    """The files' part of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._sorted = True
        catalogue.execute("CREATE TEMP TABLE IF NOT EXISTS touched (path TEXT PRIMARY KEY) WITHOUT ROWID")
        catalogue.execute("DELETE FROM touched")

    def origin(self, path: str) -> str:
        """What the manifests say of a file, as a row holds it; empty where they say nothing."""
        found = self._catalogue.one("SELECT origin FROM origins WHERE path = ? ORDER BY turn DESC LIMIT 1", (path,))
        return str(found or "")

    def put(self, one: Waiting, read: ReadDump, origin: str) -> None:
        """Write down what a file holds."""
        number = self.note(one, record=dump_row(read.dump), sha256=read.dump.sha256, origin=origin)
        self._empty(number)
        for place, post in enumerate(read.posts):
            self._put_post(number, place, post)
        self._put_rests(number, read.rest, broken=0)
        self._put_rests(number, read.broken, broken=1)

    def put_manifest(self, one: Waiting, manifest: Manifest) -> None:
        """Write down what a manifest says of other files."""
        number = self.note(one)
        self._empty(number)
        # Manifests of folders further down come later and know better.
        turn = os.fsencode(one.folder.replace("/", "\0"))
        rows = ((number, turn, _sound(path), _origin_row(origin)) for path, origin in manifest.origins.items())
        self._catalogue.execute_many("INSERT INTO origins VALUES (?, ?, ?, ?)", rows)
        self._touch(number)
        broken = (
            Rest(text=row.text, reason=row.reason, first_line=row.span.first_line, last_line=row.span.last_line)
            for row in manifest.broken
        )
        self._put_rests(number, broken, broken=1)

    def put_error(self, one: Waiting, error: str, *, doubtful: bool) -> None:
        """Write down why a file could not be read; `doubtful` where that may change without the file."""
        self._empty(self.note(one, error=error, origin=self.origin(one.path), doubtful=doubtful))

    def note(
        self,
        one: Waiting,
        *,
        record: str | None = None,
        sha256: str = "",
        origin: str = "",
        error: str | None = None,
        doubtful: bool = False,
    ) -> int:
        """Write the row of a file; its number."""
        facts = one.facts
        since, tick = time.time_ns() - facts.changed, TICK if facts.changed % SECOND else COARSE_TICK
        place = (os.fsencode(one.folder), os.fsencode(facts.name), one.path)
        told = (facts.size, facts.modified, facts.changed, facts.inode, int(doubtful or since < tick))
        columns = "size, modified, changed, inode, doubtful, origin, sha256, error, record"
        cursor = self._catalogue.execute(
            f"INSERT INTO dumps (folder, name, path, {columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608
            f" ON CONFLICT DO UPDATE SET ({columns}) = (excluded.{columns.replace(', ', ', excluded.')})"
            " RETURNING number",
            (*place, *told, origin, sha256, error, record),
        )
        return int(cursor.fetchall()[0][0])

    def forget(self, number: int) -> None:
        """Forget a file."""
        self._empty(number)
        self._catalogue.execute("DELETE FROM dumps WHERE number = ?", (number,))

    def _empty(self, number: int) -> None:
        """Forget what a file held, and note its posts as perhaps vanished."""
        execute = self._catalogue.execute
        execute(
            """INSERT OR IGNORE INTO vanished (id, title, record, path, post)
            SELECT kept.id, kept.title, kept.record, dumps.path, kept.number
            FROM posts JOIN posts kept ON kept.number = coalesce(posts.original, posts.number)
            JOIN dumps ON dumps.number = kept.dump WHERE posts.dump = ? AND NOT posts.blurb""",
            (number,),
        )
        for table in ("texts", "ends"):
            execute(f"DELETE FROM {table} WHERE post IN (SELECT number FROM posts WHERE dump = ?)", (number,))  # noqa: S608
        execute("DELETE FROM rests WHERE dump = ?", (number,))
        if execute("DELETE FROM posts WHERE dump = ?", (number,)).rowcount:
            self._unsort()
        self._touch(number)
        execute("DELETE FROM origins WHERE manifest = ?", (number,))

    def _unsort(self) -> None:
        """Have all conclusions drawn anew: which posts there are is not what it was."""
        if self._sorted:
            self._catalogue.note("sorted", 0)
            self._sorted = False

    def _touch(self, manifest: int) -> None:
        self._catalogue.execute(
            "INSERT OR IGNORE INTO touched SELECT path FROM origins WHERE manifest = ?", (manifest,)
        )

    def _put_post(self, dump: int, place: int, post: Post) -> None:
        self._unsort()
        post = _sound_post(post)
        title, path = " ".join(words(post.title)), post.span.file
        url = canonical_url(post.url) if post.url else None
        dates = [year + month + day for year, month, day in _DATE_IN_PATH.findall(path)]
        ranks = (int(post.kind is Kind.ARTICLE), max(dates, default=""), len(post.text), post.span.first_line or 0)
        cursor = self._catalogue.execute(
            """INSERT INTO posts (dump, place, record, title, source, url, article, day, length, line,
            id, sha256, print, second_print, keys) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (dump, place, post_row(post), title, post.source, url, *ranks, *name_row(post)),
        )
        number = cursor.lastrowid
        self._catalogue.execute("INSERT INTO texts (post, text) VALUES (?, ?)", (number, post.text))
        self._catalogue.execute_many(
            "INSERT INTO ends (post, source, line) VALUES (?, ?, ?)",
            ((number, post.source, line) for line in ends_of(post.text)),
        )

    def _put_rests(self, dump: int, rests: Iterable[Rest], *, broken: int) -> None:
        self._catalogue.execute_many(
            "INSERT INTO rests (dump, broken, text, reason, first, last) VALUES (?, ?, ?, ?, ?, ?)",
            ((dump, broken, _sound(excerpt(one.text)), one.reason, one.first_line, one.last_line) for one in rests),
        )


def origin_of(row: str) -> Origin:
    """The origin that a row holds."""
    url, source = json.loads(row) if row else (None, None)
    return Origin(url=url, source=source)


def _origin_row(origin: Origin) -> str:
    return json.dumps([origin.url, origin.source])


def _sound(text: str) -> str:
    """A text that can be stored: half a surrogate pair, which JSON can spell, is none."""
    return text.encode("utf-8", "replace").decode()


def _sound_post(post: Post) -> Post:
    texts = {"title": post.title, "text": post.text, "source": post.source, "url": post.url, "author": post.author}
    return replace(post, **{name: text and _sound(text) for name, text in texts.items()})  # type: ignore[arg-type]
