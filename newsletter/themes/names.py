"""A readable name for each group of posts: the noun phrase that its posts share and the rest of the batch does not.

Candidates are runs of one to four words that at least two posts of the group use, counted over all their spellings.
They are ranked by how often and in how many posts they stand, how much rarer they are outside the group and in English,
and how near their meaning is to the group's.
"""

import math
from collections import Counter
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import count

import numpy as np
from numpy.typing import NDArray

from newsletter.summaries.rarity import rarity
from newsletter.themes import words as w
from newsletter.themes.phrases import Clause, Reading, Usage, Word, key_of, observe, runs
from newsletter.themes.vectors import Encoder

TITLE_WEIGHT = 3
TITLE_WORDS = 8
PUNCTUATION = " .,:;!?-–—"
UNNAMED = "Related posts"
LENGTH_FACTOR = {1: 0.55, 2: 1.25, 3: 1.3, 4: 1.0}
"""Measured on 182 groups: two or three words lead readers and searches best."""
COMMONEST_RARITY = 7.0
COVERAGE_POWER = 0.7
LOOSE = 0.5
"""What a post counts for that uses all the words of a phrase, but apart."""
SHORTLIST = 25
"""Candidates whose meaning is looked at: each costs a vector."""
KEYWORDS = 6
PLURAL = 3
"""A phrase is written in the plural unless the singular is more than this many times as frequent."""
FULLER = 0.25
"""Share of a single word's score at which a phrase around it takes its place."""
JOINED_WORDS = 2
ENOUGH = 0.5
"""Share of a group that its name should stand in."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase with its score; `posts` are the members of the group that use it."""

    key: str
    score: float
    posts: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What readers see of a theme, and the phrases that come next."""

    text: str
    key: str
    keywords: tuple[str, ...]


class Batch:
    """The phrases of a batch of posts, counted once."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self.usage: Usage = observe(readings)
        self.counts: list[Counter[str]] = []
        self.vocabulary: list[frozenset[str]] = []
        self.in_titles: set[str] = set()
        self._runs: dict[str, Counter[Clause]] = {}
        for reading in readings:
            self.counts.append(self._count(reading))
            self.vocabulary.append(frozenset(word.key for clause in reading.clauses for word in clause))

    def _count(self, reading: Reading) -> Counter[str]:
        counts: Counter[str] = Counter()
        for clauses, weight in ((reading.title, TITLE_WEIGHT), (reading.body, 1)):
            for clause in clauses:
                for run in runs(clause, self.usage):
                    key = " ".join(word.key for word in run)
                    counts[key] += weight
                    if clauses is reading.title:
                        self.in_titles.add(key)
                    self._runs.setdefault(key, Counter())[run] += 1
        return counts

    @cached_property
    def spread(self) -> Counter[str]:
        """Number of posts that use a phrase."""
        return Counter(key for counts in self.counts for key in counts)

    @cached_property
    def totals(self) -> Counter[str]:
        """How often a phrase stands in the batch."""
        return Counter({key: sum(found.values()) for key, found in self._runs.items()})

    def written(self, key: str) -> str:
        """Write a phrase as the posts write it most often; an acronym alone is written out where they do so."""
        spelled: Counter[str] = Counter()
        for run, times in self._runs[key].items():
            spelled[" ".join(self._spelled(word) for word in run)] += times
        if " " not in key:
            spelled = Counter({text: count for text, count in spelled.items() if " " in text}) or spelled
        best = min(spelled, key=lambda text: (-spelled[text], -len(text), text))
        plural = self._plural(spelled, best)
        return plural if PLURAL * spelled[plural] >= spelled[best] else best

    @staticmethod
    def _plural(spelled: Counter[str], best: str) -> str:
        """Find the spelling in the plural, which reads better as a heading: "bus routes", not "bus route"."""
        plurals = [text for text in spelled if key_of(last := text.split()[-1]) != last.lower()]
        return min(plurals, key=lambda text: (-spelled[text], text), default=best)

    def _spelled(self, word: Word) -> str:
        forms = self.usage.spellings.get(word.text.lower())
        if forms:
            return min(forms, key=lambda form: (-forms[form], form))
        return word.text if sum(map(str.isupper, word.text)) > 1 else word.text.lower()

    @cached_property
    def _holders(self) -> Mapping[str, frozenset[int]]:
        holders: dict[str, set[int]] = {}
        for post, words in enumerate(self.vocabulary):
            for word in words:
                holders.setdefault(word, set()).add(post)
        return {word: frozenset(posts) for word, posts in holders.items()}

    def posts_with_words(self, key: str) -> frozenset[int]:
        """Posts that use all the words of a phrase, together or apart."""
        return frozenset.intersection(*(self._holders[word] for word in self.words(key)))

    def form(self, key: str) -> float:
        """Tell how good a phrase is as a name, whatever the group: its length, rarity in English, and its ends."""
        words = self.words(key)
        rare = sum(rarity(word) for word in words) / len(words) / COMMONEST_RARITY
        factor = LENGTH_FACTOR.get(len(self.written(key).split()), 0.5) * rare * self._fixed(key)
        if words[0] in w.PALE:
            factor *= 0.5
        if words[-1] in w.VAGUE | w.TIMES:
            factor *= 0.5 if len(words) > 1 else 0.25
        if any(word in self.usage.people for word in words):
            factor *= 0.5 if len(words) > 1 else 0.0
        return factor

    def _fixed(self, key: str) -> float:
        """Tell how fixed a phrase with a small word inside is, like "face to face": its words seldom stand apart."""
        words = self.words(key)
        if len(words) == len(key.split()):
            return 1.0
        alone = min(self.totals.get(word, 0) or self.totals[key] for word in words)
        return 0.3 + 0.7 * min(1.0, self.totals[key] / alone)

    def words(self, key: str) -> tuple[str, ...]:
        """The words of a phrase that carry meaning."""
        return tuple(word for word in key.split() if word not in w.FUNCTION) or (key,)


def candidates(batch: Batch, group: Sequence[int]) -> list[Candidate]:
    """Phrases of a group by how well they stand for it, the best first, meaning not yet considered."""
    shared = Counter(key for post in group for key in batch.counts[post])
    found = [_candidate(batch, group, key) for key, posts in shared.items() if posts > 1 or key in batch.in_titles]
    return sorted((one for one in found if one.score > 0), key=lambda one: (-one.score, one.key))


def _candidate(batch: Batch, group: Sequence[int], key: str) -> Candidate:
    exact = frozenset(post for post in group if key in batch.counts[post])
    everywhere = batch.posts_with_words(key)
    loose = everywhere & set(group)
    if len(exact) == 1 and len(loose) < max(2, ENOUGH * len(group)):
        return Candidate(key, 0.0, exact)
    inside = (LOOSE * len(loose) + (1 - LOOSE) * len(exact)) / len(group)
    others = len(batch.counts) - len(group)
    outer = LOOSE * (len(everywhere) - len(loose)) + (1 - LOOSE) * (batch.spread[key] - len(exact))
    contrast = math.log((0.1 + inside) / (0.1 + (outer / others if others else 0.0)))
    frequency = sum(math.log1p(batch.counts[post][key]) for post in exact) / math.sqrt(len(group))
    score = frequency * inside**COVERAGE_POWER * contrast * batch.form(key)
    return Candidate(key, score, loose)


def ranked(batch: Batch, group: Sequence[int], vectors: NDArray[np.float32], encoder: Encoder) -> list[Candidate]:
    """Phrases of a group, the best name first, with what they mean held against what the group means."""
    shortlist = candidates(batch, group)[:SHORTLIST]
    if not shortlist:
        return []
    meaning = encoder.encode([batch.written(one.key) for one in shortlist])
    inside, everywhere = vectors[list(group)].mean(axis=0), vectors.mean(axis=0)
    nearness = meaning @ _unit(inside) - 0.5 * (meaning @ _unit(everywhere))
    scale = (nearness - nearness.min()) / max(float(np.ptp(nearness)), 1e-6)
    weighed = [
        Candidate(one.key, round(one.score * (0.5 + float(near)), 6), one.posts)
        for one, near in zip(shortlist, scale, strict=True)
    ]
    return sorted(weighed, key=lambda one: (-one.score, one.key))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return vector / np.float32(length or 1.0)


def name(ranking: Sequence[Candidate], batch: Batch, group: Sequence[int], taken: Sequence[str]) -> Name | None:
    """Choose a group's name from its ranked phrases, unlike all names taken; `None` where nothing is left."""
    free = [one for one in ranking if not _clashes(one.key, taken)]
    if not free:
        return None
    wide = [one for one in free if len(one.posts) >= ENOUGH * len(group)]
    chosen = _fuller(wide[0], wide, batch) if wide else free[0]
    partner = None if wide else _complement(chosen, free)
    text = batch.written(chosen.key) + (f" and {batch.written(partner.key)}" if partner else "")
    return Name(text=_sentence_case(text), key=chosen.key, keywords=_keywords(ranking, batch, chosen))


def _fuller(best: Candidate, among: Sequence[Candidate], batch: Batch) -> Candidate:
    """Prefer a phrase that says more to a single word within it: "bus cuts" to "bus"."""
    if len(batch.written(best.key).split()) > 1:
        return best
    longer = (one for one in among if best.key in one.key.split() and one.key != best.key)
    return next((one for one in longer if one.score >= FULLER * best.score), best)


def _complement(chosen: Candidate, free: Sequence[Candidate]) -> Candidate | None:
    """Find the phrase that, joined to a name that covers too little, brings in most of the posts it leaves out."""
    words = set(chosen.key.split())
    others = [one for one in free if not words & set(one.key.split()) and one.posts - chosen.posts]
    if len(chosen.key.split()) > JOINED_WORDS:
        return None
    others = [one for one in others if len(one.key.split()) <= JOINED_WORDS]
    return max(others, key=lambda one: (len(one.posts - chosen.posts), one.score, one.key), default=None)


def _clashes(key: str, taken: Iterable[str]) -> bool:
    words = set(key.split())
    return any(words <= set(other.split()) or words >= set(other.split()) for other in taken)


def _keywords(ranking: Sequence[Candidate], batch: Batch, chosen: Candidate) -> tuple[str, ...]:
    kept = [chosen.key]
    for one in ranking:
        if len(kept) < KEYWORDS and not _clashes(one.key, kept):
            kept.append(one.key)
    return tuple(batch.written(key) for key in kept)


def _sentence_case(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text if any(map(str.isupper, first)) else text[:1].upper() + text[1:]


def name_all(
    readings: Sequence[Reading],
    groups: Sequence[Sequence[int]],
    vectors: NDArray[np.float32],
    titles: Sequence[str],
    encoder: Encoder,
) -> tuple[Name, ...]:
    """Name all groups of a batch, each differently; one whose posts share no phrase bears its first post's title."""
    batch = Batch(readings)
    chosen: list[Name] = []
    for group in groups:
        taken = [one.key for one in chosen]
        found = name(ranked(batch, group, vectors, encoder), batch, group, taken)
        chosen.append(found or _from_titles([titles[post] for post in group], {one.text for one in chosen}))
    return tuple(chosen)


def _from_titles(titles: Sequence[str], taken: Container[str]) -> Name:
    openings = [" ".join(title.split()[:TITLE_WORDS]).rstrip(PUNCTUATION) for title in titles]
    free = (text for text in openings if text and text not in taken)
    numbered = (f"{UNNAMED} {number}" for number in count(1))
    text = next(free, None) or next(text for text in numbered if text not in taken)
    return Name(text=text, key=text.lower(), keywords=())
