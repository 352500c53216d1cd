"""What a post is looked up by: its fingerprints, its names, its opening, and a sample of its shingles.

Two texts that are near share either the words that they open with or several of the shingles sampled, so that looking
these up finds the few posts worth comparing word for word. A text keeps 64 to 128 of its shingles, however long it is:
those with the smallest hashes, so that two texts sample alike.
"""

import hashlib
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.dumps.identity import (
    OPENING_WORDS,
    SHINGLE_WORDS,
    SPACE,
    canonical_url,
    fingerprints_of,
    post_id,
    shingles_of,
    words,
)
from newsletter.model import Post

SAMPLE = 64
"""Texts of a Jaccard likeness of .22 share 14 of so many at the least that counts; to share under 4 has odds of 1 to
2,000, and posts so far apart are seldom the same."""
MIN_SHARED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Each a number of 64 bits."""

    fingerprints: tuple[int, ...]
    names: tuple[int, ...]
    """Address and title, as a teaser looks for its article."""
    openings: tuple[int, ...]
    """By which others find this text: its title and the words that it begins with."""
    seeks: tuple[int, ...]
    """By which it finds others in the same way."""
    sample: tuple[int, ...]

    def packed(self) -> bytes:
        """The keys as bytes, for `unpacked`."""
        groups = (self.fingerprints, self.names, self.openings, self.seeks, self.sample)
        return array("q", [*map(len, groups), *(key for group in groups for key in group)]).tobytes()


def unpacked(stored: bytes) -> Keys:
    """The keys that `packed` made these bytes of."""
    found = array("q", stored)
    counts, groups, at = found[:5], [], 5
    for count in counts:
        groups.append(tuple(found[at : at + count]))
        at += count
    return Keys(fingerprints=groups[0], names=groups[1], openings=groups[2], seeks=groups[3], sample=groups[4])


def keys_of(post: Post) -> Keys:
    """What a post is looked up by."""
    return named(post)[1]


def named(post: Post) -> tuple[tuple[str, ...], Keys]:
    """A post's fingerprints, and what it is looked up by."""
    title, text = " ".join(words(post.title)), words(post.text)
    prints = fingerprints_of(post, text)
    url = canonical_url(post.url) if post.url else None
    openings, seeks = _openings(text)
    titled = (_key("titled", title),) if title else ()
    keys = Keys(
        fingerprints=tuple(_key("fingerprint", one) for one in prints),
        names=tuple(_key(kind, name) for kind, name in (("url", url), ("title", title)) if name),
        openings=(*titled, *openings),
        seeks=(*titled, *seeks),
        sample=sample_of(shingles_of(text)),
    )
    return prints, keys


def name_row(post: Post) -> tuple[str, str, str, str | None, bytes]:
    """A post's id, the hash of its text, its fingerprints, and what it is looked up by, as a row holds them."""
    (first, *second), keys = named(post)
    sha256 = hashlib.sha256(post.text.encode()).hexdigest()
    return post_id(first), sha256, first, second[0] if second else None, keys.packed()


def sample_of(found: frozenset[int]) -> tuple[int, ...]:
    """The shingles with the smallest hashes: all of a short text, 64 to 128 of a longer one."""
    halvings = max(0, (len(found) // SAMPLE).bit_length() - 1)
    limit = SPACE >> halvings
    return tuple(sorted(one for one in found if one < limit))


def _openings(text: Sequence[str]) -> tuple[list[int], list[int]]:
    """A text shorter than an opening is compared by all its words with the beginnings of others."""
    whole = {length: _key("whole", " ".join(text[:length])) for length in range(SHINGLE_WORDS, OPENING_WORDS)}
    begun = {length: _key("begun", " ".join(text[:length])) for length in range(SHINGLE_WORDS, OPENING_WORDS)}
    if len(text) >= OPENING_WORDS:
        own = _key("opening", " ".join(text[:OPENING_WORDS]))
        return [own, *begun.values()], [own, *whole.values()]
    if len(text) < SHINGLE_WORDS:
        return [], []
    return [whole[len(text)], begun[len(text)]], [begun[len(text)], whole[len(text)]]


def _key(kind: str, value: str) -> int:
    found = hashlib.blake2b(f"{kind}\n{value}".encode(), digest_size=8).digest()
    return int.from_bytes(found, signed=True)
