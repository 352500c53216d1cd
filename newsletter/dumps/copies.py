"""Of several copies of a post one stays: which, and what becomes of the others.

An article stays before a teaser, then the copy of the later date, the longer, the later file's. Taken in this order,
each post is looked up among those that stay so far. They are found by keys that lie in a table, so that memory does not
grow with the folder; only the few that share enough of them are compared word for word.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.identity import (
    MAX_POSTS_A_SHINGLE,
    Near,
    announces,
    is_near,
    is_same,
    shingles,
    tell_the_same,
)
from newsletter.dumps.keys import MIN_SHARED, Keys, unpacked
from newsletter.dumps.rows import post_of
from newsletter.model import Post

CROWDED = -1
"""Stands for all who hold a key that too many share."""
REMEMBERED = 256
"""Posts whose text is kept at hand while their likes are looked up."""

_IN_ORDER = """SELECT posts.number, article, original FROM posts JOIN dumps ON dumps.number = posts.dump
    ORDER BY article DESC, day DESC, length DESC, dumps.path DESC, line, folder, name, place"""
_BY_NUMBER = """SELECT id, posts.record, dumps.path, coalesce(cut, text), bare FROM posts
    JOIN dumps ON dumps.number = posts.dump JOIN texts ON post = posts.number WHERE posts.number = ?"""


def sort_out_copies(catalogue: Catalogue) -> None:
    """Mark every copy with its original, and note which posts of two sources tell the same story."""
    kept = _Kept(catalogue)
    links: list[tuple[int, int]] = []
    for number, article, before in catalogue.all(_IN_ORDER):
        keys = unpacked(catalogue.one("SELECT keys FROM posts WHERE number = ?", (number,)))
        look_up = _LookUp(number=number, keys=keys, kept=kept, holders=kept.holders(keys))
        near = look_up.near()
        original = look_up.original(near, article=bool(article))
        if original is None:
            kept.add(number, keys, look_up.holders, article=bool(article))
            links.extend((number, other) for other in look_up.linked(near))
        if original != before:
            catalogue.execute("UPDATE posts SET original = ? WHERE number = ?", (original, number))
    catalogue.execute("DELETE FROM links")
    catalogue.execute_many("INSERT INTO links (one, other) VALUES (?, ?)", links)


class _Kept:
    """The posts that stay, found again by their keys."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self._numbers: list[int] = []
        self.post = lru_cache(maxsize=REMEMBERED)(self._load)
        self.shingles = lru_cache(maxsize=REMEMBERED)(lambda number: shingles(self.post(number).text))
        catalogue.execute("DROP TABLE IF EXISTS temp.held")
        catalogue.execute("CREATE TEMP TABLE held (key INTEGER, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID")

    def _load(self, number: int) -> Post:
        return post_of(*self._catalogue.all(_BY_NUMBER, (number,))[0])

    def holders(self, keys: Keys) -> Mapping[int, Sequence[int]]:
        """Who holds each of the keys, in the order in which they were added; `CROWDED` alone where too many do."""
        wanted = (*keys.fingerprints, *keys.names, *keys.openings, *keys.seeks, *keys.sample)
        marks = ",".join("?" * len(wanted))
        found: dict[int, list[int]] = {}
        for key, place in self._catalogue.all(f"SELECT key, place FROM held WHERE key IN ({marks})", wanted):  # noqa: S608
            found.setdefault(key, []).append(CROWDED if place == CROWDED else self._numbers[place])
        return found

    def add(self, number: int, keys: Keys, holders: Mapping[int, Sequence[int]], *, article: bool) -> None:
        """Make a post known by its keys. `holders` is who holds them already."""
        place = len(self._numbers)
        self._numbers.append(number)
        names = keys.names if article else ()
        for key in keys.fingerprints:
            if key not in holders:
                self._hold([(key, place)])
        new = {*names, *keys.openings, *keys.sample}
        full = [key for key in new if len(holders.get(key, ())) == MAX_POSTS_A_SHINGLE]
        open_keys = (key for key in new if len(holders.get(key, ())) < MAX_POSTS_A_SHINGLE)
        self._hold((key, place) for key in open_keys if not is_crowded(holders.get(key, ())))
        for key in full:
            self._catalogue.execute("DELETE FROM held WHERE key = ?", (key,))
            self._hold([(key, CROWDED)])

    def _hold(self, rows: Iterable[tuple[int, int]]) -> None:
        self._catalogue.execute_many("INSERT INTO held VALUES (?, ?)", rows)


def is_crowded(holders: Sequence[int]) -> bool:
    """Whether too many hold a key for it to say anything."""
    return bool(holders) and holders[0] == CROWDED


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookUp:
    """One post looked up among those that stay."""

    number: int
    keys: Keys
    kept: _Kept
    holders: Mapping[int, Sequence[int]]

    def original(self, near: Iterable[tuple[int, Near]], *, article: bool) -> int | None:
        """The post that this is a copy of."""
        for key in self.keys.fingerprints:
            if key in self.holders:
                return self.holders[key][0]
        if not article:
            for other in self._all(self.keys.names):
                if announces(self.kept.post(self.number), self.kept.post(other)):
                    return other
        like = ((other, one) for other, one in near if is_near(one))
        return next((other for other, one in like if self._is_same(other, one)), None)

    def near(self) -> Sequence[tuple[int, Near]]:
        """Those that share many runs of words, nearest first."""
        if any(key in self.holders for key in self.keys.fingerprints):
            return ()
        measured = ((other, self._measured(other)) for other in self._candidates())
        return sorted(measured, key=lambda one: (-one[1].containment, -one[1].jaccard, one[1].key))

    def linked(self, near: Iterable[tuple[int, Near]]) -> Iterator[int]:
        """Posts of other sources that tell the same story in other words."""
        return (other for other, one in near if tell_the_same(self.kept.post(self.number), self.kept.post(other), one))

    def _is_same(self, other: int, near: Near) -> bool:
        return is_same(self.kept.post(self.number), self.kept.post(other), near)

    def _candidates(self) -> set[int]:
        shared = Counter(self._all(self.keys.sample))
        return {*self._all(self.keys.seeks), *(other for other, count in shared.items() if count >= MIN_SHARED)}

    def _all(self, keys: Iterable[int]) -> Iterator[int]:
        found = (self.holders.get(key, ()) for key in keys)
        return (other for holders in found if not is_crowded(holders) for other in holders)

    def _measured(self, other: int) -> Near:
        """How near another post is, without the runs of words that too many share."""
        own, others = self.kept.shingles(self.number), self.kept.shingles(other)
        both = own & others
        sampled = [key for key in self.keys.sample if key in both]
        crowded = sum(is_crowded(self.holders.get(key, ())) for key in sampled)
        shared = len(both) * (1 - crowded / len(sampled)) if sampled else float(len(both))
        return Near(
            key=self.kept.post(other).id,
            containment=shared / (min(len(own), len(others)) or 1),
            jaccard=shared / ((len(own) + len(others) - shared) or 1),
        )
