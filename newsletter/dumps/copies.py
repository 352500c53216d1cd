"""Of several copies of a post one stays: which, and what becomes of the others."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from newsletter.dumps.findings import excerpt
from newsletter.dumps.identity import (
    ShingleIndex,
    announces,
    canonical_url,
    fingerprints,
    is_same,
    words,
)
from newsletter.model import Kind, LeftOut, Post

_DATE_IN_PATH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_/.]?([01]\d)[-_/.]?([0-3]\d)(?!\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The posts that stay, in the order given, and the copies that do not."""

    posts: tuple[Post, ...]
    duplicates: tuple[LeftOut, ...]


def keep_one_each(found: Sequence[Post]) -> Sorted:
    """Each post once: an article before a teaser, then the copy of the later date, the longer, the later file's.

    The order of `found` decides nothing but the order of what is given back.
    """
    posts = _without_shared_urls(found)
    ranked = sorted(range(len(posts)), key=lambda at: _rank(posts[at]), reverse=True)
    kept = _Kept()
    copies: dict[int, str] = {}
    for at in ranked:
        original = kept.find(posts[at])
        if original is None:
            kept.add(posts[at])
        else:
            copies[at] = original.id
    return Sorted(
        posts=tuple(post for at, post in enumerate(posts) if at not in copies),
        duplicates=tuple(_left_out(posts[at], copies[at]) for at in sorted(copies)),
    )


def _rank(post: Post) -> tuple[bool, str, int, str, int]:
    dates = [year + month + day for year, month, day in _DATE_IN_PATH.findall(post.span.file)]
    line = post.span.first_line or 0
    return (post.kind is Kind.ARTICLE, max(dates, default=""), len(post.text), post.span.file, -line)


def _without_shared_urls(posts: Sequence[Post]) -> tuple[Post, ...]:
    """The posts without the addresses that several different ones claim: those are the page's, not the post's."""
    titles: dict[str, list[Post]] = {}
    for post in posts:
        url = canonical_url(post.url) if post.url else None
        if url:
            titles.setdefault(url, []).append(post)
    shared = {url for url, claimants in titles.items() if _are_different(claimants)}
    return tuple(replace(post, url=None) if post.url and canonical_url(post.url) in shared else post for post in posts)


def _are_different(claimants: Sequence[Post]) -> bool:
    """Whether two of these differ in title and text alike."""
    first = claimants[0]
    index = ShingleIndex()
    index.add(first.id, first.text)
    return any(
        words(other.title) != words(first.title) and index.closest(other.text) is None for other in claimants[1:]
    )


class _Kept:
    """The posts that stay, found again by fingerprint, by title or by shingles."""

    def __init__(self) -> None:
        self._posts: dict[str, Post] = {}
        self._known: dict[str, str] = {}
        self._articles: dict[str, list[str]] = {}
        self._index = ShingleIndex()

    def add(self, post: Post) -> None:
        self._posts[post.id] = post
        self._known |= {fingerprint: post.id for fingerprint in fingerprints(post) if fingerprint not in self._known}
        self._index.add(post.id, post.text)
        if post.kind is Kind.ARTICLE:
            for name in _names(post):
                self._articles.setdefault(name, []).append(post.id)

    def find(self, post: Post) -> Post | None:
        """The kept post that this is a copy of."""
        for fingerprint in fingerprints(post):
            if fingerprint in self._known:
                return self._posts[self._known[fingerprint]]
        if post.kind is Kind.TEASER:
            for key in (key for name in _names(post) for key in self._articles.get(name, ())):
                if announces(post, self._posts[key]):
                    return self._posts[key]
        near = self._index.nearest(post.text)
        return next((self._posts[one.key] for one in near if is_same(post, self._posts[one.key], one)), None)


def _names(post: Post) -> tuple[str, ...]:
    url = canonical_url(post.url) if post.url else None
    title = " ".join(words(post.title))
    return tuple(name for name in (url and f"url {url}", title and f"title {title}") if name)


def _left_out(post: Post, original: str) -> LeftOut:
    return LeftOut(
        span=post.span,
        text=excerpt(f"{post.title} {post.text}"),
        reason="another copy of a post",
        duplicate_of=original,
    )
