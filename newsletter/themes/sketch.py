"""What a theme is known by from week to week: the mean of its posts' vectors, and their most telling words.

Both are kept in a form that a database gives back byte for byte, so that a preview and a run see the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsletter.themes.grouping import TINY

GRID = 4096
"""Vectors are kept in steps of 1/GRID, as in the cache of vectors."""
TERMS = 80
"""Words kept of a theme."""
DECIMALS = 4

Rows = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """Some posts, drawn small. Sketches of two encoders share only their words."""

    encoder: str
    vector: bytes
    """16-bit little-endian numbers, in steps of 1/GRID; empty where no vector of this encoder is known."""
    terms: tuple[tuple[str, float], ...]
    """The heaviest words with their TF-IDF weights, the heaviest first."""
    posts: int
    """How many posts it was drawn from; of a blend, the last time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """All posts of a batch, ready to sketch any of them."""

    vectors: NDArray[np.float32]
    weighed: Sequence[Mapping[str, float]]
    encoder: str

    def of(self, members: Iterable[int], *, terms: int = TERMS) -> Sketch:
        """Sketch the posts with these row numbers."""
        chosen = sorted(members)
        total: dict[str, float] = {}
        for member in chosen:
            for word, weight in self.weighed[member].items():
                total[word] = total.get(word, 0.0) + weight / len(chosen)
        mean = self.vectors[chosen].mean(axis=0, dtype=np.float64)
        return _sketch(self.encoder, mean, total, posts=len(chosen), terms=terms)

    @property
    def whole(self) -> Sketch:
        """Sketch the whole batch, with all its words."""
        return self.of(range(len(self.weighed)), terms=sum(map(len, self.weighed)))


def blend(parts: Sequence[Sketch], weights: Sequence[float], encoder: str) -> Sketch:
    """Mix sketches into one, the last of them the newest; vectors of other encoders are left out."""
    alike = [(part, weight) for part, weight in zip(parts, weights, strict=True) if part.encoder == encoder]
    whole = sum(weight for _, weight in alike)
    mean = np.sum([_meaning(part) * (weight / whole) for part, weight in alike], axis=0) if alike else np.zeros(0)
    total: dict[str, float] = {}
    for part, weight in zip(parts, weights, strict=True):
        for word, value in part.terms:
            total[word] = total.get(word, 0.0) + value * weight / sum(weights)
    return _sketch(encoder, mean, total, posts=parts[-1].posts, terms=TERMS)


def likeness(ours: Sequence[Sketch], theirs: Sequence[Sketch], week: Sketch) -> Rows:
    """Tell how alike each of `ours` is to each of `theirs`: the mean of the cosines of vectors and of words.

    Both are centred first, as in the grouping of posts, on what `week` (all posts of now) and `theirs` say on average:
    what everybody in the field writes makes no two themes alike.
    """
    everything = [*ours, *theirs, week]
    spaces = [_words(everything)]
    if all(sketch.vector and sketch.encoder == week.encoder for sketch in everything):
        spaces.append(np.stack([_meaning(sketch) for sketch in everything]))
    pool: Rows = np.array([0.0] * len(ours) + [float(sketch.posts) for sketch in (*theirs, week)])
    cosines = [_centred(space, pool)[: len(ours)] @ _centred(space, pool)[len(ours) : -1].T for space in spaces]
    return np.asarray(np.round(sum(cosines) / len(cosines), DECIMALS), dtype=np.float64)


def _centred(rows: Rows, pool: NDArray[np.float64]) -> Rows:
    shifted: Rows = rows - (pool / pool.sum()) @ rows
    lengths = np.linalg.norm(shifted, axis=1, keepdims=True)
    return shifted / np.where(lengths > TINY, lengths, np.inf)


def _words(sketches: Sequence[Sketch]) -> Rows:
    known = sorted({word for sketch in sketches[:-1] for word, _ in sketch.terms})
    columns = {word: column for column, word in enumerate(known)}
    rows = np.zeros((len(sketches), len(known)))
    for row, sketch in enumerate(sketches):
        for word, weight in sketch.terms:
            if word in columns:
                rows[row, columns[word]] = weight
    return rows


def _meaning(sketch: Sketch) -> NDArray[np.float64]:
    return np.frombuffer(sketch.vector, dtype="<i2").astype(np.float64) / GRID


def _sketch(encoder: str, mean: NDArray[np.float64], total: Mapping[str, float], *, posts: int, terms: int) -> Sketch:
    heaviest = sorted(total.items(), key=lambda item: (-round(item[1], DECIMALS), item[0]))[:terms]
    return Sketch(
        encoder=encoder,
        vector=np.rint(mean * GRID).astype("<i2").tobytes(),
        terms=tuple((word, round(weight, DECIMALS)) for word, weight in heaviest),
        posts=posts,
    )
