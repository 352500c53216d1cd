"""ROUGE (Lin 2004): how many of a reference's words, pairs of words and longest common run of words a summary has."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Rouge:
    """F1 of words, of pairs of words and of the longest common subsequence, each from 0 to 1."""

    one: float
    two: float
    longest: float

    def __str__(self) -> str:
        return "/".join(f"{100 * part:.1f}" for part in (self.one, self.two, self.longest))


def rouge(summary: str, reference: str) -> Rouge:
    """Score a summary; words in lower case, neither stemmed nor left out."""
    ours, theirs = WORD.findall(summary.lower()), WORD.findall(reference.lower())
    return Rouge(
        _f1(_shared(ours, theirs), len(ours), len(theirs)),
        _f1(_shared(_pairs(ours), _pairs(theirs)), len(ours) - 1, len(theirs) - 1),
        _f1(_longest_common(ours, theirs), len(ours), len(theirs)),
    )


def mean(scores: Iterable[Rouge]) -> Rouge:
    """The middle of many scores."""
    rows = [(score.one, score.two, score.longest) for score in scores]
    return Rouge(*(sum(column) / len(rows) for column in zip(*rows, strict=True)))


def _pairs(words: Sequence[str]) -> list[tuple[str, str]]:
    return list(pairwise(words))


def _shared(ours: Iterable[object], theirs: Iterable[object]) -> int:
    return (Counter(ours) & Counter(theirs)).total()


def _f1(shared: int, ours: int, theirs: int) -> float:
    return 2 * shared / (ours + theirs) if shared else 0.0


def _longest_common(ours: Sequence[str], theirs: Sequence[str]) -> int:
    lengths = [0] * (len(theirs) + 1)
    for word in ours:
        before = 0
        for place, other in enumerate(theirs, 1):
            before, lengths[place] = (
                lengths[place],
                before + 1 if word == other else max(lengths[place], lengths[place - 1]),
            )
    return lengths[-1]
