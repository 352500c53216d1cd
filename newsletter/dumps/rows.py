"""Records as rows of the catalogue, and lists of them that are read only where somebody looks."""

import dataclasses
import datetime as dt
import json
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Generic, TypeVar, overload

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.findings import Findings, Vanished, excerpt
from newsletter.errors import DumpError
from newsletter.model import DateConfidence, Dump, Kind, LeftOut, Post, Span

T = TypeVar("T")
BATCH = 200

LISTS = {
    "posts": (
        "posts.id, posts.record, dumps.path, coalesce(texts.cut, texts.text), posts.bare",
        """posts ON posts.number = listed.number JOIN texts ON texts.post = posts.number
        JOIN dumps ON dumps.number = posts.dump""",
    ),
    "dumps": ("dumps.record", "dumps ON dumps.number = listed.number"),
    "left_out": (
        "dumps.path, rests.text, rests.reason, rests.first, rests.last",
        "rests ON rests.number = listed.number JOIN dumps ON dumps.number = rests.dump",
    ),
    "unreadable": (
        """coalesce(refused.path, dumps.path, held.path), coalesce(rests.text, ''),
        coalesce(refused.reason, dumps.error, rests.reason), rests.first, rests.last""",
        """(SELECT 0 AS refusal, 1 AS failure, 2 AS break) LEFT JOIN refused
        ON listed.number % 3 = refusal AND refused.number = listed.number / 3
        LEFT JOIN dumps ON listed.number % 3 = failure AND dumps.number = listed.number / 3
        LEFT JOIN rests ON listed.number % 3 = break AND rests.number = listed.number / 3
        LEFT JOIN dumps held ON held.number = rests.dump""",
    ),
    "duplicates": (
        "dumps.path, copy.record, coalesce(texts.cut, texts.text), kept.id",
        """posts copy ON copy.number = listed.number JOIN texts ON texts.post = copy.number
        JOIN dumps ON dumps.number = copy.dump JOIN posts kept ON kept.number = copy.original""",
    ),
    "linked": (
        "first.id, second.id",
        """links ON links.number = listed.number JOIN posts first ON first.number = one
        JOIN posts second ON second.number = other""",
    ),
    "vanished": ("vanished.id, vanished.record, vanished.path", "vanished ON vanished.number = listed.number"),
}
"""Of each list: the columns of its records, and the tables that they are in."""


class Rows(Sequence[T], Generic[T]):
    """A list that lies in a catalogue: counted without being read, equal to any list of the same records."""

    def __init__(
        self, catalogue: Catalogue, name: str, record: Callable[..., T], *, more: str = "", beside: str = ""
    ) -> None:
        """`more` columns follow the list's own, from tables that are joined `beside` its own."""
        self.catalogue = catalogue
        self.name = name
        self._record = record
        columns, tables = LISTS[name]
        found = f"listed.position, {columns}{more} FROM listed JOIN {tables} {beside}"
        self._statement = f"SELECT {found} WHERE list = '{name}'"
        self._count: int = catalogue.fact(f"count of {name}") or 0

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[T]:
        return self.where("1")

    def where(self, condition: str, values: Sequence[Any] = ()) -> Iterator[T]:
        """Those that meet a condition of SQL, in order. `position` is theirs in the whole list."""
        last = -1
        while True:
            rows = self._rows(f"position > ? AND ({condition})", (last, *values), BATCH)
            yield from (self._record(*row[1:]) for row in rows)
            if len(rows) < BATCH:
                return
            last = rows[-1][0]

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[one] for one in range(*at.indices(self._count)))
        place = at + self._count if at < 0 else at
        if not 0 <= place < self._count:
            raise IndexError(at)
        return self._record(*self._rows("position = ?", (place,), 1)[0][1:])

    def _rows(self, condition: str, values: Sequence[Any], most: int) -> list[Any]:
        try:
            return self.catalogue.all(f"{self._statement} AND {condition} ORDER BY position LIMIT {most}", values)
        except sqlite3.DatabaseError as error:
            raise DumpError(
                f"{self.catalogue.path}: cannot be read any more ({error}): delete it, it is made anew, and run again"
            ) from error

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str):
            return NotImplemented
        return len(self) == len(other) and all(one == two for one, two in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<{self._count} {self.name}>"


def post_row(post: Post) -> str:
    """A post without its text, its id and its file, as one value."""
    published = post.published.isoformat() if post.published else None
    place = (post.span.first_line, post.span.last_line)
    told = (post.title, post.kind, post.source, *place, post.url, published, post.date_confidence, post.author)
    return json.dumps(told, ensure_ascii=False)


def post_of(post_id: str, record: str, path: str, text: str, bare: int) -> Post:
    """The post that a row stands for; `bare` where its address turned out to be its page's."""
    title, kind, source, first, last, url, published, confidence, author = json.loads(record)
    return Post(
        id=post_id,
        title=title,
        text=text,
        kind=Kind(kind),
        source=source,
        span=Span(file=path, first_line=first, last_line=last),
        url=None if bare else url,
        published=dt.date.fromisoformat(published) if published else None,
        date_confidence=DateConfidence(confidence),
        author=author,
    )


def left_out_of(path: str, text: str, reason: str, first: int | None, last: int | None) -> LeftOut:
    """The stretch that a row stands for."""
    return LeftOut(span=Span(file=path, first_line=first, last_line=last), text=text, reason=reason)


def duplicate_of(path: str, record: str, text: str, original: str) -> LeftOut:
    """The copy that a row stands for."""
    title, _, _, first, last, *_ = json.loads(record)
    return LeftOut(
        span=Span(file=path, first_line=first, last_line=last),
        text=excerpt(f"{title} {text}"),
        reason="another copy of a post",
        duplicate_of=original,
    )


def vanished_of(post_id: str, record: str, path: str) -> Vanished:
    """The post that is gone."""
    title, _, source, *_ = json.loads(record)
    return Vanished(id=post_id, title=title, source=source, file=path)


def findings_of(catalogue: Catalogue) -> Findings:
    """All that a catalogue says of its dump directory."""
    return Findings(
        dumps=Rows(catalogue, "dumps", dump_of),
        posts=Rows(catalogue, "posts", post_of),
        duplicates=Rows(catalogue, "duplicates", duplicate_of),
        left_out=Rows(catalogue, "left_out", left_out_of),
        unreadable=Rows(catalogue, "unreadable", left_out_of),
        linked=Rows(catalogue, "linked", lambda one, other: (one, other)),
        vanished=Rows(catalogue, "vanished", vanished_of),
    )


def dump_row(dump: Dump) -> str:
    """A dump as one value."""
    told = {one.name: getattr(dump, one.name) for one in dataclasses.fields(dump)}
    return json.dumps(told | {"modified": dump.modified.isoformat()}, ensure_ascii=False)


def dump_of(record: str) -> Dump:
    """The dump that a row stands for."""
    told = json.loads(record)
    return Dump(**told | {"modified": dt.datetime.fromisoformat(told["modified"])})
