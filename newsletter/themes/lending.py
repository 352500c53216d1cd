"""Phrases that one post lends to its group, where a word that all share says too little alone."""

import math
from collections.abc import Sequence

from newsletter.summaries.rarity import rarity
from newsletter.themes import words as w
from newsletter.themes.phrases import COMMON, ENOUGH, SMOOTHING, Candidate, Phrases

LONGEST_EXTENSION = 3
"""Words."""


def extensions(phrases: Phrases, group: Sequence[int], word: str, *, shared_by: int = 2) -> list[Candidate]:
    """Phrases of two or three words around one that a group shares, the best first: "flu" to "flu vaccines".

    One post is enough to lend the phrase, where each of its other words stands in `shared_by` posts and half the group,
    or is written in capitals, which tells of which kind: "AI scribes", "GP trainees".
    """
    within = frozenset(group)
    keys = sorted({key for post in group for key in phrases.counts[post] if word in key.split()})
    found = (_extension(phrases, within, key, word, shared_by) for key in keys)
    return sorted((one for one in found if one and one.score > 0), key=lambda one: (-one.score, one.key))


def _extension(phrases: Phrases, group: frozenset[int], key: str, word: str, shared_by: int) -> Candidate | None:
    others = [other for other in phrases.words(key) if other != word]
    if not 1 <= len(others) < LONGEST_EXTENSION or len(key.split()) > LONGEST_EXTENSION:
        return None
    if not (w.PALE | w.TIMES | w.VAGUE).isdisjoint((word, *others)):
        return None
    shares = []
    for other in others:
        holders = phrases.posts_with_words(other) & group
        few = len(holders) < max(shared_by, ENOUGH * len(group))
        if not phrases.is_acronym(other) and (few or phrases.is_common(other, sorted(group))):
            return None
        shares.append(len(holders) / len(group))
    exact = sum(key in phrases.counts[post] for post in group)
    titled = len(phrases.titles_with_words(key) & group) / len(group)
    outside = (phrases.spread[key] - exact) / max(1, len(phrases.counts) - len(group))
    score = phrases.form(key) * sum(shares) / len(shares) * math.sqrt(exact / len(group)) * (1 + titled)
    score *= max(0.0, 1 - outside / COMMON)
    return Candidate(key, score, phrases.posts_with_words(word) & group)


def shared_words(phrases: Phrases, group: Sequence[int]) -> list[str]:
    """Words that half a group and two of its posts use and few others do, the most telling first."""
    within = frozenset(group)
    others = max(1, len(phrases.counts) - len(group))
    weighed = []
    for word in sorted({word for post in group for key in phrases.counts[post] for word in phrases.words(key)}):
        holders = phrases.posts_with_words(word)
        inside, outside = len(holders & within) / len(group), len(holders - within) / others
        if len(holders & within) >= max(2, ENOUGH * len(group)) and outside <= COMMON:
            weighed.append((-inside * math.log((SMOOTHING + inside) / (SMOOTHING + outside)) * rarity(word), word))
    return [word for _, word in sorted(weighed)]
