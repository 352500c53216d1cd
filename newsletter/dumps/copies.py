"""Of several copies of a post one stays: which, and what becomes of the others.

An article stays before a teaser, then the copy of the later date, the longer, the later file's. Taken in this order,
each post is looked up among those that stay so far. They are found by keys that lie in a table, so that memory does not
grow with the folder; only the few that share enough of them are compared word for word.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.identity import Near, announces, is_near, is_same, shingles, tell_the_same
from newsletter.dumps.key_table import Holders, KeyMap, KeyTable, candidates, holding, measured
from newsletter.dumps.keys import Keys, unpacked
from newsletter.dumps.rows import post_of
from newsletter.model import Post

MOST_IN_MEMORY = 10_000
"""Posts whose keys may lie in memory, which is five times as fast: about 150 MB."""
REMEMBERED = 256
"""Posts whose text is kept at hand while their likes are looked up."""

_IN_ORDER = """SELECT posts.number, article, original FROM posts JOIN dumps ON dumps.number = posts.dump
    WHERE NOT blurb ORDER BY article DESC, day DESC, length DESC, dumps.path DESC, line, folder, name, place"""
_BY_NUMBER = """SELECT id, posts.record, dumps.path, coalesce(cut, text), bare FROM posts
    JOIN dumps ON dumps.number = posts.dump JOIN texts ON post = posts.number WHERE posts.number = ?"""


def sort_out_copies(catalogue: Catalogue) -> None:
    """Mark every copy with its original, and note which posts of two sources tell the same story."""
    kept = _Kept(catalogue)
    links: list[tuple[int, int]] = []
    for number, article, before in catalogue.all(_IN_ORDER):
        keys = unpacked(catalogue.one("SELECT keys FROM posts WHERE number = ?", (number,)))
        look_up = _LookUp(number=number, keys=keys, kept=kept, holders=kept.table.holders(keys))
        near = look_up.near()
        original = look_up.original(near, article=bool(article))
        if original is None:
            kept.add(look_up, article=bool(article))
            links.extend((number, other) for other in look_up.linked(near))
        if original != before:
            catalogue.execute("UPDATE posts SET original = ? WHERE number = ?", (original, number))
    catalogue.execute("DELETE FROM links")
    catalogue.execute_many("INSERT INTO links (one, other) VALUES (?, ?)", links)


class _Kept:
    """The posts that stay. A place in the table of keys is a place in `numbers`."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue
        self.numbers: list[int] = []
        self.post = lru_cache(maxsize=REMEMBERED)(self._load)
        self.shingles = lru_cache(maxsize=REMEMBERED)(lambda number: shingles(self.post(number).text))
        self.table = self._table()

    def _table(self) -> KeyMap | KeyTable:
        if self._catalogue.one("SELECT count(*) FROM posts") <= MOST_IN_MEMORY:
            return KeyMap()
        catalogue = self._catalogue
        catalogue.execute("DROP TABLE IF EXISTS temp.held")
        catalogue.execute("CREATE TEMP TABLE held (key INTEGER, place INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID")
        return KeyTable(catalogue)

    def _load(self, number: int) -> Post:
        return post_of(*self._catalogue.all(_BY_NUMBER, (number,))[0])

    def add(self, one: "_LookUp", *, article: bool) -> None:
        """Let a post stay."""
        self.table.add(len(self.numbers), one.keys, one.holders, announced=article)
        self.numbers.append(one.number)


@dataclass(frozen=True, slots=True, kw_only=True)
class _LookUp:
    """One post looked up among those that stay."""

    number: int
    keys: Keys
    kept: _Kept
    holders: Holders

    def original(self, near: Iterable[tuple[int, Near]], *, article: bool) -> int | None:
        """The post that this is a copy of."""
        for key in self.keys.fingerprints:
            if key in self.holders:
                return self.kept.numbers[self.holders[key][0]]
        if not article:
            for other in map(self.kept.numbers.__getitem__, holding(self.keys.names, self.holders)):
                if announces(self.kept.post(self.number), self.kept.post(other)):
                    return other
        like = ((other, one) for other, one in near if is_near(one))
        return next((other for other, one in like if self._is_same(other, one)), None)

    def near(self) -> Sequence[tuple[int, Near]]:
        """Those that share many runs of words, nearest first."""
        if any(key in self.holders for key in self.keys.fingerprints):
            return ()
        others = (self.kept.numbers[place] for place in candidates(self.keys, self.holders))
        found = ((other, self._measured(other)) for other in others)
        return sorted(found, key=lambda one: (-one[1].containment, -one[1].jaccard, one[1].key))

    def linked(self, near: Iterable[tuple[int, Near]]) -> Iterator[int]:
        """Posts of other sources that tell the same story in other words."""
        return (other for other, one in near if tell_the_same(self.kept.post(self.number), self.kept.post(other), one))

    def _is_same(self, other: int, near: Near) -> bool:
        return is_same(self.kept.post(self.number), self.kept.post(other), near)

    def _measured(self, other: int) -> Near:
        own, theirs = self.kept.shingles(self.number), self.kept.shingles(other)
        return measured(self.kept.post(other).id, self.keys, self.holders, own, theirs)
