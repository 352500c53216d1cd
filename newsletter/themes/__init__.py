"""Posts -> themes: posts grouped by meaning, a readable name for each group, and what fits nowhere."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsletter.model import Kind, Post, Theme
from newsletter.summaries.sentences import split
from newsletter.themes import grouping, ledger, names, reading, series, tfidf
from newsletter.themes.grouping import Group, Matrix
from newsletter.themes.ledger import Memory, Settled
from newsletter.themes.sketch import Drawing
from newsletter.themes.vectors import Encoder

__all__ = ["Grouping", "group"]

SENTENCES = 14
"""A post's title and this many of its first sentences make its vector; the summariser looks at the same ones."""
TITLE_WEIGHT = 2
"""How often the words of a title count beside those of the body."""
POSTS_AT_ONCE = 100
"""Posts whose sentences are encoded together, so that 5,000 posts need no more memory than 100."""
ID_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouping:
    """Themes in the order in which readers should meet them, and the ids of the posts that fit none."""

    themes: tuple[Theme, ...]
    leftover: tuple[str, ...]


def group(posts: Sequence[Post], encoder: Encoder, *, period: str, memory: Memory | None = None) -> Grouping:
    """File posts that belong together under a name, the largest and closest theme first, the most typical post first.

    A theme of `memory` that goes on keeps its id and name. Whatever the order of the posts given, the result is the
    same. Fewer than four posts are not grouped.
    """
    ordered = sorted({post.id: post for post in posts}.values(), key=lambda post: post.id)
    if len(ordered) < grouping.SMALLEST_BATCH:
        return Grouping(themes=(), leftover=tuple(post.id for post in ordered))
    drawing = draw(ordered, encoder)
    grams = (grouping.gram(drawing.vectors), tfidf.gram(drawing.weighed))
    similarity = grouping.similarities(grams)
    found = _arranged(similarity, _grouped(ordered, grams, similarity))
    lone = sorted(set(range(len(ordered))) - {index for members in found for index in members})
    settled = ledger.settle(found, lone, drawing, memory or Memory())
    themes = _named(ordered, settled, drawing, encoder, period)
    filed = {post_id for theme in themes for post_id in theme.post_ids}
    return Grouping(themes=themes, leftover=tuple(post.id for post in ordered if post.id not in filed))


def draw(posts: Sequence[Post], encoder: Encoder) -> Drawing:
    """Give the posts' vectors and weighed words, from which they are grouped and their themes remembered."""
    weighed = tuple(tfidf.weigh(_terms(post)) for post in posts)
    return Drawing(vectors=represent(posts, encoder), weighed=weighed, encoder=encoder.name)


def _named(
    posts: Sequence[Post], settled: Sequence[Settled], drawing: Drawing, encoder: Encoder, period: str
) -> tuple[Theme, ...]:
    groups = [one.members for one in settled]
    kept = {place: one.theme.name for place, one in enumerate(settled) if one.theme}
    titles = [post.title for post in posts]
    chosen = names.name_all(reading.read(posts), groups, drawing.vectors, titles, encoder, kept=kept)
    return tuple(
        Theme(
            id=one.theme.id if one.theme else _id(period, [posts[index].id for index in one.members]),
            name=name.text,
            keywords=name.keywords,
            post_ids=tuple(post.id for post in series.in_order([posts[index] for index in one.members])),
            continues=one.theme.last_issue if one.theme else None,
        )
        for one, name in zip(settled, chosen, strict=True)
    )


def represent(posts: Sequence[Post], encoder: Encoder) -> NDArray[np.float32]:
    """Give one row a post, of length one: the mean of the vectors of its title and first sentences."""
    means = np.concatenate(
        [_means(posts[first : first + POSTS_AT_ONCE], encoder) for first in range(0, len(posts), POSTS_AT_ONCE)]
    )
    lengths = np.linalg.norm(means, axis=1, keepdims=True)
    return np.asarray(means / np.where(lengths > 0, lengths, 1), dtype=np.float32)


def _means(posts: Sequence[Post], encoder: Encoder) -> NDArray[np.float32]:
    pieces = [(post.title, *(sentence.text for sentence in split(post.text)[:SENTENCES])) for post in posts]
    encoded = encoder.encode([piece for post_pieces in pieces for piece in post_pieces])
    ends = np.cumsum([len(post_pieces) for post_pieces in pieces])
    return np.stack([block.mean(axis=0) for block in np.split(encoded, ends[:-1])])


def _terms(post: Post) -> tuple[str, ...]:
    return tfidf.terms(post.title) * TITLE_WEIGHT + tfidf.terms(post.text)


def _grouped(posts: Sequence[Post], grams: Sequence[Matrix], similarity: Matrix) -> tuple[Group, ...]:
    """Group the articles, then let each teaser join where it clearly fits: it says too little to found a theme."""
    founders = [index for index, post in enumerate(posts) if post.kind is Kind.ARTICLE]
    if len(founders) < grouping.SMALLEST_BATCH:
        return grouping.groups(grams)
    found = grouping.groups([inner[np.ix_(founders, founders)] for inner in grams])
    themes = [tuple(founders[index] for index in members) for members in found]
    return grouping.joined(similarity, themes, sorted(set(range(len(posts))) - set(founders)))


def _arranged(similarity: Matrix, found: Iterable[Group]) -> tuple[Group, ...]:
    """Put the larger groups first, among equals the closer, and the most typical post of each group first."""
    ranked = sorted(
        found, key=lambda members: (-len(members), -round(grouping.closeness(similarity, members), 4), members)
    )
    return tuple(grouping.by_centrality(similarity, members) for members in ranked)


def _id(period: str, post_ids: Iterable[str]) -> str:
    founding = "\n".join((period, *sorted(post_ids)))
    return hashlib.sha256(founding.encode("utf-8", "surrogatepass")).hexdigest()[:ID_LENGTH]
