"""When two finds are the same post.

Fingerprints catch what is the same to the letter; the index of shingles catches what was cut short, re-dumped with
another footer or edited. Both err on the side of keeping two posts apart: an issue that names a story twice is a flaw,
one that swallows a story is a lie.
"""

import datetime as dt
import hashlib
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode, urlsplit

from newsletter.model import Kind, Post

SHINGLE_WORDS = 3
MAX_POSTS_A_SHINGLE = 60
"""A run of words that more posts share is a phrase of the field and says nothing."""
MIN_CONTAINMENT, MIN_JACCARD = 0.45, 0.22
"""180 edited pairs among 630 posts: F1 1.00. Follow-up stories reach a containment of .30 to .36."""
LINK_CONTAINMENT = 0.3
"""From here on posts follow each other up, or tell one story in two ways."""
LINK_DAYS = dt.timedelta(days=14)
LINK_WORD_LENGTH = 4
MIN_SHARED_TITLE = 0.5
CUT_CONTAINMENT = 0.8
"""A copy cut short shares nearly all it has, and begins where the whole one begins."""
OPENING_WORDS = 8
MIN_TEXT_WORDS = 25
"""Fewer words ("No clinic this Friday.") may be the whole of several posts: there the title counts as well."""
MIN_SHARED_NUMBERS = 0.5
"""Weekly figures in a fixed wording differ in little else than their numbers."""
MIN_NUMBERS = 4
ID_LENGTH = 12

SPACE = (1 << 61) - 1
"""Shingles are numbers up to this one."""

_WORDS = re.compile(r"\w+")
_MARKS = re.compile(r"[\u0300-\u036f]")
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_[ce]id|ref|source|cmp|share|replytocom|amp)$", re.IGNORECASE)


def words(text: str) -> list[str]:
    """The words of a text, lower case, without accents, punctuation and typography."""
    if text.isascii():
        return _WORDS.findall(text.lower())
    return _WORDS.findall(_MARKS.sub("", unicodedata.normalize("NFKD", text)).lower())


def canonical_url(url: str) -> str | None:
    """An address without what differs between visits, or `None` where it names no single page."""
    try:
        parts = urlsplit(url.strip())
        host = (parts.hostname or "").removeprefix("www.")
        port = parts.port
    except ValueError:
        return None
    kept = sorted((key, value) for key, value in parse_qsl(parts.query) if not _TRACKING.match(key))
    path = re.sub(r"/(?:index\.(?:html?|php)|amp)?/*$", "", parts.path)
    if parts.scheme not in {"http", "https"} or not host or not (path or kept):
        return None
    where = host if port in {None, 80, 443} else f"{host}:{port}"
    return f"{where}{path}" + (f"?{urlencode(kept)}" if kept else "")


def fingerprints(post: Post) -> tuple[str, ...]:
    """What a post is known by, strongest first: its address, then its words.

    A teaser's address is another one than its article's, because the article that follows it is a new post.
    """
    return fingerprints_of(post, words(post.text))


def fingerprints_of(post: Post, found: Sequence[str]) -> tuple[str, ...]:
    """The same of a post whose words were told apart already."""
    own = found if len(found) >= MIN_TEXT_WORDS else [*words(post.title), "\n", *found]
    text = "text:" + hashlib.sha256(" ".join(own).encode()).hexdigest()
    url = canonical_url(post.url) if post.url else None
    if url is None:
        return (text,)
    return (f"teaser:{url}" if post.kind is Kind.TEASER else f"url:{url}", text)


def post_id(fingerprint: str) -> str:
    """A short id that is always the same for the same fingerprint."""
    return hashlib.sha256(fingerprint.encode()).hexdigest()[:ID_LENGTH]


class Near(NamedTuple):
    """The known text that is nearest to another one."""

    key: str
    containment: float
    """The shared shingles as a share of the shorter text's."""
    jaccard: float


class ShingleIndex:
    """An exact index of texts by their runs of three words."""

    def __init__(self) -> None:
        self._sizes: dict[str, int] = {}
        self._holders: dict[int, list[str]] = {}

    def add(self, key: str, text: str) -> None:
        """Make a text known. A key that is known already is left as it is."""
        if key in self._sizes:
            return
        found = shingles(text)
        self._sizes[key] = len(found)
        for shingle in found:
            self._holders.setdefault(shingle, []).append(key)

    def nearest(self, text: str) -> tuple[Near, ...]:
        """Every known text near enough to be the same, nearest first."""
        found = shingles(text)
        shared: Counter[str] = Counter()
        for shingle in found:
            holders = self._holders.get(shingle, ())
            if len(holders) <= MAX_POSTS_A_SHINGLE:
                shared.update(holders)
        near = (self._near(key, count, len(found)) for key, count in shared.items())
        return tuple(sorted(filter(is_near, near), key=lambda one: (-one.containment, -one.jaccard, one.key)))

    def closest(self, text: str) -> Near | None:
        """The nearest known text, or `None` where none is near enough to be the same."""
        return next(iter(self.nearest(text)), None)

    def _near(self, key: str, shared: int, size: int) -> Near:
        other = self._sizes[key]
        return Near(key, shared / min(size, other), shared / (size + other - shared))


def is_near(near: Near) -> bool:
    """Whether two texts are near enough to be the same."""
    edited = near.containment >= MIN_CONTAINMENT and near.jaccard >= MIN_JACCARD
    return edited or near.containment >= CUT_CONTAINMENT


def shingles(text: str) -> frozenset[int]:
    """The hashes of a text's runs of three words; a shorter text is one run."""
    return shingles_of(words(text))


def shingles_of(found: Sequence[str]) -> frozenset[int]:
    """The same of words that were told apart already."""
    if not found:
        return frozenset()
    hashes = [_word_hashes(word) for word in found]
    if len(hashes) < SHINGLE_WORDS:
        return frozenset((sum(one[at] for at, one in enumerate(hashes)) & SPACE,))
    return frozenset(
        [
            (first[0] + second[1] + third[2]) & SPACE
            for first, second, third in zip(hashes, hashes[1:], hashes[2:], strict=False)
        ]
    )


@lru_cache(maxsize=1 << 15)
def _word_hashes(word: str) -> tuple[int, int, int]:
    """A number for a word as the first of a run, the second and the third; their sum stands for the run."""
    # Not `hash`: its seed differs between runs, and with it which of two rare collisions occurs.
    found = hashlib.blake2b(word.encode(), digest_size=24).digest()
    return (int.from_bytes(found[:8]) & SPACE, int.from_bytes(found[8:16]) & SPACE, int.from_bytes(found[16:]) & SPACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    title: list[str]
    text: list[str]


def is_same(one: Post, other: Post, near: Near) -> bool:
    """Whether two posts near to each other are one, and not two of a series or one that quotes the other.

    `near` compares their texts.
    """
    first, second = (_Told(title=words(post.title), text=words(post.text)) for post in (one, other))
    if first.text == second.text and first.title == second.title:
        return True
    if _numbers(first.title) != _numbers(second.title) and not _begins_alike(first.title, second.title):
        return False
    if not _share_numbers(first.text, second.text):
        return False
    if near.jaccard >= MIN_JACCARD and near.containment >= MIN_CONTAINMENT:
        return _not_of_a_series(one, other, near) and (first.title == second.title or _long_enough(first, second))
    return near.containment >= CUT_CONTAINMENT and _opens_alike(first.text, second.text)


def tell_the_same(one: Post, other: Post, near: Near) -> bool:
    """Whether posts of two sources tell one story in two ways: the texts and titles share words, the days agree."""
    if one.source == other.source or near.containment < LINK_CONTAINMENT:
        return False
    if one.published and other.published and abs(one.published - other.published) > LINK_DAYS:
        return False
    first, second = (set(filter(_tells, words(post.title))) for post in (one, other))
    return len(first & second) >= max(1, MIN_SHARED_TITLE * min(len(first), len(second)))


def _tells(word: str) -> bool:
    return len(word) >= LINK_WORD_LENGTH


def announces(teaser: Post, article: Post) -> bool:
    """Whether a teaser announces an article that is there whole: title or address the same, its text the beginning."""
    first, second = words(teaser.text), words(article.text)
    urls = {canonical_url(post.url) if post.url else None for post in (teaser, article)}
    same_url = len(urls) == 1 and urls != {None}
    if words(teaser.title) == words(article.title) and same_url:
        return True
    if words(teaser.title) != words(article.title) and not same_url:
        return False
    short, whole = shingles(" ".join(first)), shingles(" ".join(second[: 3 * len(first) + 100]))
    return not short or len(short & whole) >= CUT_CONTAINMENT * len(short)


def _numbers(found: Sequence[str]) -> list[str]:
    return [word for word in found if word.isdigit()]


def _begins_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    shorter = min(len(one), len(other))
    return (
        shorter >= SHINGLE_WORDS
        and list(one[:shorter]) == list(other[:shorter])
        and _numbers(one[shorter:] or other[shorter:]) == []
    )


def _share_numbers(one: Sequence[str], other: Sequence[str]) -> bool:
    first, second = Counter(_numbers(one)), Counter(_numbers(other))
    fewer = min(first.total(), second.total())
    return fewer < MIN_NUMBERS or (first & second).total() >= MIN_SHARED_NUMBERS * fewer


def _opens_alike(one: Sequence[str], other: Sequence[str]) -> bool:
    length = min(OPENING_WORDS, len(one), len(other))
    return length >= SHINGLE_WORDS and list(one[:length]) == list(other[:length])


def _not_of_a_series(one: Post, other: Post, near: Near) -> bool:
    both = one.published is not None and other.published is not None
    return not both or one.published == other.published or near.containment >= CUT_CONTAINMENT


def _long_enough(first: _Told, second: _Told) -> bool:
    return min(len(first.text), len(second.text)) >= MIN_TEXT_WORDS
