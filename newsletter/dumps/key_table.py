"""Posts looked up by their keys: who shares enough of them with a text to be worth comparing with it word for word."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Protocol

from newsletter.dumps.identity import MAX_POSTS_A_SHINGLE, Near
from newsletter.dumps.keys import MIN_SHARED, Keys

CROWDED = -1
"""Stands for all who hold a key that too many share."""

Holders = Mapping[int, Sequence[int]]


class Store(Protocol):
    """What a table of keys lies in."""

    def all(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of an answer."""

    def execute(self, statement: str, values: Sequence[Any] = ()) -> object:
        """Run one statement."""

    def execute_many(self, statement: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for each row."""


class KeyTable:
    """A table `held` of keys, each with the places of those who hold it; the first who came has the lowest place."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def holders(self, keys: Keys) -> Holders:
        """Who holds each of the keys, first come first; `CROWDED` alone where too many do."""
        wanted = (*keys.fingerprints, *keys.names, *keys.openings, *keys.seeks, *keys.sample)
        marks = ",".join("?" * len(wanted))
        found: dict[int, list[int]] = {}
        for key, place in self._store.all(f"SELECT key, place FROM held WHERE key IN ({marks})", wanted):  # noqa: S608
            found.setdefault(key, []).append(place)
        return found

    def add(self, place: int, keys: Keys, holders: Holders, *, announced: bool) -> None:
        """Make a text known. `holders` is who holds its keys already; a post that is `announced` is found by its names.

        The first who holds a fingerprint keeps it.
        """
        new = {*(keys.names if announced else ()), *keys.openings, *keys.sample}
        shared = {key: holders[key] for key in new if key in holders}
        full = [key for key, others in shared.items() if len(others) == MAX_POSTS_A_SHINGLE]
        crowded = [key for key in shared if is_crowded(holders, key)]
        prints = (key for key in keys.fingerprints if key not in holders)
        rows = [(key, place) for key in (new | set(prints)).difference(full, crowded)]
        self._store.execute_many("INSERT INTO held VALUES (?, ?)", rows)
        for key in full:
            self._store.execute("DELETE FROM held WHERE key = ?", (key,))
            self._store.execute("INSERT INTO held VALUES (?, ?)", (key, CROWDED))


class KeyMap:
    """The same in memory: for folders so small that it may be."""

    def __init__(self) -> None:
        self._held: dict[int, tuple[int, ...]] = {}

    def holders(self, keys: Keys) -> Holders:
        """Who holds each of the keys, first come first; `CROWDED` alone where too many do."""
        wanted = (*keys.fingerprints, *keys.names, *keys.openings, *keys.seeks, *keys.sample)
        return {key: self._held[key] for key in wanted if key in self._held}

    def add(self, place: int, keys: Keys, holders: Holders, *, announced: bool) -> None:  # noqa: ARG002
        """Make a text known, as a `KeyTable` does."""
        held = self._held
        for key in keys.fingerprints:
            held.setdefault(key, (place,))
        for key in {*(keys.names if announced else ()), *keys.openings, *keys.sample}:
            others = held.get(key)
            if others is None:
                held[key] = (place,)
            elif len(others) >= MAX_POSTS_A_SHINGLE:
                held[key] = (CROWDED,)
            elif others[0] != CROWDED:
                held[key] = (*others, place)


def is_crowded(holders: Holders, key: int) -> bool:
    """Whether too many hold a key for it to say anything."""
    return tuple(holders.get(key, ())[:1]) == (CROWDED,)


def holding(keys: Iterable[int], holders: Holders) -> Iterator[int]:
    """Everybody who holds one of the keys, once for each."""
    return (place for key in keys if key in holders and not is_crowded(holders, key) for place in holders[key])


def candidates(keys: Keys, holders: Holders) -> set[int]:
    """Those who share enough keys to be worth comparing."""
    shared = Counter(holding(keys.sample, holders))
    return {*holding(keys.seeks, holders), *(place for place, count in shared.items() if count >= MIN_SHARED)}


def measured(key: str, keys: Keys, holders: Holders, own: frozenset[int], theirs: frozenset[int]) -> Near:
    """How near two texts are by their shingles, those left out that too many share."""
    both = own & theirs
    sampled = [one for one in keys.sample if one in both]
    crowded = sum(is_crowded(holders, one) for one in sampled)
    # Of the shingles, only the sample is counted over all texts; what is true of it is taken to be true of them.
    shared = len(both) * (1 - crowded / len(sampled)) if sampled else float(len(both))
    return Near(
        key=key,
        containment=shared / (min(len(own), len(theirs)) or 1),
        jaccard=shared / ((len(own) + len(theirs) - shared) or 1),
    )
