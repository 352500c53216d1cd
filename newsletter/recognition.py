"""Which of the posts found the ledger knows: worked out in bulk, by fingerprints and hashes, in the posts' catalogue.

Only posts that no fingerprint knows, or whose text differs from the one known, are looked at one by one.
"""

# ruff: noqa: S608 - the names of the tables are this module's own

import hashlib
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import backlog, issue_posts, issues, post_aliases, post_versions, posts
from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.identity import words
from newsletter.dumps.keys import unpacked
from newsletter.dumps.rows import Rows, post_of
from newsletter.model import Kind, PostStatus
from newsletter.remembered import Remembered

_numbers = count(1)
_PRINTS = "(fingerprint TEXT PRIMARY KEY, post TEXT, article INTEGER, sha256 TEXT, issue TEXT, aside INTEGER)"
_MARKS = "(place INTEGER PRIMARY KEY, id TEXT, status TEXT, issue_id TEXT, earlier TEXT, recorded INTEGER)"
# An article is a new post even where its teaser is known (design, "Records").
_KNOWN_BY_PRINT = """SELECT listed.position, known.post,
    CASE WHEN aside THEN 'backlog' WHEN known.sha256 IS NOT posts.sha256 THEN 'differs'
    WHEN issue IS NULL THEN 'new' ELSE 'used' END, issue, NULL, known.sha256 IS posts.sha256
    AND EXISTS (SELECT 1 FROM {prints} WHERE fingerprint = print)
    AND (second_print IS NULL OR EXISTS (SELECT 1 FROM {prints} WHERE fingerprint = second_print))
    FROM listed JOIN posts ON posts.number = listed.number
    JOIN {prints} known ON known.article = posts.article AND known.fingerprint =
    CASE WHEN EXISTS (SELECT 1 FROM {prints} one WHERE one.fingerprint = print AND one.article = posts.article)
    THEN print ELSE second_print END WHERE list = 'posts'"""


class Recognition:
    """What the ledger says of the posts of a catalogue: a mark for each that it knows. `marks` is their table."""

    def __init__(self, catalogue: Catalogue) -> None:
        number = next(_numbers)
        self.marks, self._prints = f"temp.marks_{number}", f"temp.prints_{number}"
        self._catalogue = catalogue
        catalogue.execute(f"CREATE TABLE {self.marks} {_MARKS}")
        catalogue.execute(f"CREATE TABLE {self._prints} {_PRINTS}")

    def recognise(self, connection: Connection, newsletter: str, cache: Path | None) -> None:
        """Mark the posts that the ledger knows."""
        rows = (tuple(row) for row in connection.execute(_prints_of(newsletter)))
        self._catalogue.execute_many(f"INSERT OR REPLACE INTO {self._prints} VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._catalogue.execute(f"INSERT INTO {self.marks} {_KNOWN_BY_PRINT.format(prints=self._prints)}")
        unknown = self._places(f"NOT IN (SELECT place FROM {self.marks})")
        differing = self._places(f"IN (SELECT place FROM {self.marks} WHERE status = 'differs')")
        if differing or (unknown and self._catalogue.one(f"SELECT 1 FROM {self._prints} LIMIT 1")):
            remembered = Remembered(connection, cache)
            for place in differing:
                self._compare(place, remembered)
            for place in unknown:
                self._look_up(place, remembered)
        self._catalogue.execute(f"DROP TABLE {self._prints}")

    def counts(self) -> Counter[PostStatus]:
        """How many marks there are of each status."""
        rows = self._catalogue.all(f"SELECT status, count(*) FROM {self.marks} GROUP BY status")
        return Counter({PostStatus(status): number for status, number in rows})

    def spent(self) -> int:
        """How many posts went out, or were set aside."""
        spent = "issue_id IS NOT NULL OR status = 'backlog'"
        return int(self._catalogue.one(f"SELECT count(*) FROM {self.marks} WHERE {spent}"))

    def _places(self, condition: str) -> list[int]:
        rows = self._catalogue.all(f"SELECT position FROM listed WHERE list = 'posts' AND position {condition}")
        return [place for (place,) in rows]

    def _compare(self, place: int, remembered: Remembered) -> None:
        """Tell a post that was edited from one that is only spelt in other characters."""
        post_id, issue = self._catalogue.all(f"SELECT id, issue_id FROM {self.marks} WHERE place = ?", (place,))[0]
        self._mark(place, post_id, issue, aside=False, earlier=remembered.text_of(post_id))

    def _look_up(self, place: int, remembered: Remembered) -> None:
        """Recognise a post by its likeness to a text that is known."""
        post = Rows(self._catalogue, "posts", post_of)[place]
        keys = self._catalogue.one(
            "SELECT keys FROM posts JOIN listed ON listed.number = posts.number WHERE list = 'posts' AND position = ?",
            (place,),
        )
        known = remembered.closest(post, unpacked(keys))
        if known is None:
            return
        told = f"SELECT issue, aside FROM {self._prints} WHERE post = ? LIMIT 1"
        issue, aside = (self._catalogue.all(told, (known.id,)) or [(None, 0)])[0]
        self._mark(place, known.id, issue, aside=bool(aside), earlier=known.text)

    def _mark(self, place: int, post_id: str, issue: str | None, *, aside: bool, earlier: str) -> None:
        # Typography alone is no change: a curly quotation mark tells no reader anything new.
        text = Rows(self._catalogue, "posts", post_of)[place].text
        changed = not aside and words(earlier) != words(text)
        unchanged = PostStatus.BACKLOG if aside else PostStatus.USED if issue else PostStatus.NEW
        values: tuple[Any, ...] = (
            *(place, post_id, PostStatus.CHANGED if changed else unchanged, issue),
            *(earlier if changed else None, 0),
        )
        self._catalogue.execute(f"INSERT OR REPLACE INTO {self.marks} VALUES (?, ?, ?, ?, ?, ?)", values)


def sha256_of(text: str) -> str:
    """The hash by which a version of a text is known."""
    return hashlib.sha256(text.encode()).hexdigest()


def _prints_of(newsletter: str) -> sa.Select[Any]:
    """Every fingerprint that the ledger knows, with its post and what became of that."""
    latest = (
        sa.select(post_versions.c.post_id, sa.func.max(post_versions.c.number).label("number"))
        .group_by(post_versions.c.post_id)
        .subquery()
    )
    used = (
        sa.select(issue_posts.c.post_id, issue_posts.c.issue_id)
        .join(issues, issues.c.id == issue_posts.c.issue_id)
        .where(issues.c.newsletter == newsletter)
        .subquery()
    )
    aside = sa.select(backlog.c.post_id).where(backlog.c.newsletter == newsletter).subquery()
    article = sa.case((posts.c.kind == Kind.ARTICLE.value, 1), else_=0)
    columns = (post_aliases.c.fingerprint, posts.c.id, article, post_versions.c.sha256, used.c.issue_id)
    return (
        sa.select(*columns, sa.case((aside.c.post_id.is_(None), 0), else_=1))
        .join(posts, posts.c.id == post_aliases.c.post_id)
        .outerjoin(latest, latest.c.post_id == posts.c.id)
        .outerjoin(post_versions, post_versions.c.number == latest.c.number)
        .outerjoin(used, used.c.post_id == posts.c.id)
        .outerjoin(aside, aside.c.post_id == posts.c.id)
    )
