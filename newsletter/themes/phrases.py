"""The phrases of a batch of posts, counted over all their spellings, and how well each stands for a group."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from newsletter.summaries.rarity import rarity
from newsletter.themes import words as w
from newsletter.themes.reading import Clause, Reading, Word, key_of
from newsletter.themes.usage import Usage, observe, runs

TITLE_COUNT = 3
"""How often a phrase counts that stands in a title."""
LENGTH_FACTOR = {1: 0.55, 2: 1.25, 3: 1.3, 4: 1.0}
"""By words: two or three make a heading, one is seldom enough."""
COMMON_RARITY = 7.0
COVERAGE_POWER = 0.7
LOOSE = 0.5
"""What a post counts for that uses all the words of a phrase, but apart."""
SMOOTHING = 0.1
ENOUGH = 0.5
"""Share of a group that its name should stand in."""
IN_TITLES = (0.75, 0.5)
"""A score is taken times the first where no title of the group holds the phrase's words, their sum where all do."""
NESTED = 0.8
"""A phrase that stands this often inside a longer one is a piece of it: "integrated neighbourhood (teams)"."""
PIECE, PALE, VAGUE, VAGUE_ALONE, PERSONAL, LOOSELY_JOINED, TOO_COMMON = 0.3, 0.5, 0.5, 0.25, 0.5, 0.3, 0.3
"""What is left of the score of a phrase with that flaw."""
PLURAL = 2
"""A phrase is written in the plural unless the singular is more than this many times as frequent and never counted."""
COMMON = 0.4
"""Share of the posts outside a group from which a phrase is too common to name it."""
COUNTED_BY = frozenset({"a", "an", "each", "every", "another"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A phrase with its score; `posts` are the members of the group that use its words."""

    key: str
    score: float
    posts: frozenset[int]


class Phrases:
    """The phrases of a batch. A phrase's key is its words' keys; the words of `INNER` may stand between them."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._usage: Usage = observe(readings)
        self._runs: dict[str, Counter[Clause]] = {}
        self._counted: Counter[str] = Counter()
        self.counts = [self._count(reading) for reading in readings]
        self.titles = _holders([reading.title for reading in readings])
        self._holders = _holders([reading.title + reading.body for reading in readings])

    def _count(self, reading: Reading) -> Counter[str]:
        counts: Counter[str] = Counter()
        for clauses, weight in ((reading.title, TITLE_COUNT), (reading.body, 1)):
            for clause in clauses:
                for first, end in runs(clause, self._usage):
                    key = " ".join(word.key for word in clause[first:end])
                    counts[key] += weight
                    self._runs.setdefault(key, Counter())[clause[first:end]] += 1
                    self._counted[key] += first > 0 and clause[first - 1].lower in COUNTED_BY
        return counts

    @cached_property
    def spread(self) -> Counter[str]:
        """Number of posts that use a phrase."""
        return Counter(key for counts in self.counts for key in counts)

    @cached_property
    def _totals(self) -> Mapping[str, int]:
        return {key: sum(found.values()) for key, found in self._runs.items()}

    @cached_property
    def _within(self) -> Mapping[str, int]:
        """How often a phrase stands inside the longer one that holds it most often."""
        within: dict[str, int] = {}
        for key, total in self._totals.items():
            parts = key.split()
            for first in range(len(parts)):
                for end in range(first + 1, len(parts) + 1):
                    if end - first < len(parts):
                        piece = " ".join(parts[first:end])
                        within[piece] = max(within.get(piece, 0), total)
        return within

    def words(self, key: str) -> tuple[str, ...]:
        """Give the words of a phrase that carry meaning."""
        return tuple(word for word in key.split() if word not in w.FUNCTION) or (key.split(maxsplit=1)[0],)

    def posts_with_words(self, key: str) -> frozenset[int]:
        """Posts that use all the words of a phrase, together or apart."""
        return frozenset.intersection(*(self._holders.get(word, frozenset()) for word in self.words(key)))

    def titles_with_words(self, key: str) -> frozenset[int]:
        """Posts whose titles hold all the words of a phrase."""
        return frozenset.intersection(*(self.titles.get(word, frozenset()) for word in self.words(key)))

    def written(self, key: str) -> str:
        """Write a phrase as the posts write it most often, in the plural where it can be counted.

        An acronym alone is written out where the posts do so.
        """
        spelled: Counter[str] = Counter()
        for run, times in self._runs[key].items():
            spelled[" ".join(self._usage.spelled(word) for word in run)] += times
        if " " not in key:
            spelled = Counter({text: times for text, times in spelled.items() if " " in text}) or spelled
        best = _most(spelled)
        plurals = Counter({text: times for text, times in spelled.items() if _is_plural(text)})
        if plurals and (self._counted[key] or PLURAL * max(plurals.values()) >= spelled[best]):
            return _most(plurals)
        return self._in_plural(key, best) if self._counted[key] else best

    def _in_plural(self, key: str, text: str) -> str:
        *others, head = text.split()
        singular = key.rsplit(maxsplit=1)[-1]
        form = self._usage.plurals.get(singular)
        if form is None or key_of(head) != singular:
            return text
        return " ".join((*others, self._usage.spelled(Word(form, form, key))))

    def is_acronym(self, word: str) -> bool:
        """Tell whether the batch writes a word in capitals."""
        return any(self._usage.spelled(found).isupper() for run in self._runs.get(word, ()) for found in run)

    def is_proper(self, key: str) -> bool:
        """Tell whether a phrase is somebody's name alone, as the batch writes it: "NHS England"."""
        return all(part[0].isupper() for part in self.written(key).split() if part not in w.INNER)

    def is_common(self, key: str, group: Sequence[int]) -> bool:
        """Tell whether so many posts outside a group use a phrase that it says nothing of the group."""
        others = max(1, len(self.counts) - len(group))
        return len(self.posts_with_words(key) - frozenset(group)) / others > COMMON

    def form(self, key: str) -> float:
        """Tell how good a phrase is as a name, whatever the group: its length, its rarity in English, its ends."""
        words = self.words(key)
        rare = sum(rarity(word) for word in words) / len(words) / COMMON_RARITY
        factor = LENGTH_FACTOR.get(len(self.written(key).split()), PIECE) * rare * self._fixed(key)
        if words[0] in w.PALE or (len(words) > 1 and self._usage.is_action(words[0])):
            factor *= PALE
        if words[-1] in w.VAGUE or words[-1] in w.TIMES:
            factor *= VAGUE if len(words) > 1 else VAGUE_ALONE
        if any(word in self._usage.people for word in words):
            factor *= PERSONAL if len(words) > 1 else 0.0
        return factor

    def _fixed(self, key: str) -> float:
        """Tell how far a phrase stands on its own, and, with a small word inside, belongs together ("face to face")."""
        total = self._totals[key]
        if total > 1 and self._within.get(key, 0) >= NESTED * total:
            return PIECE
        words = self.words(key)
        if len(words) == len(key.split()):
            return 1.0
        alone = min(self._totals.get(word, total) for word in words)
        return LOOSELY_JOINED + (1 - LOOSELY_JOINED) * min(1.0, total / alone)


def _holders(texts: Sequence[Sequence[Clause]]) -> Mapping[str, frozenset[int]]:
    holders: dict[str, set[int]] = {}
    for post, clauses in enumerate(texts):
        for clause in clauses:
            for word in clause:
                holders.setdefault(word.key, set()).add(post)
    return {word: frozenset(posts) for word, posts in holders.items()}


def _most(spelled: Mapping[str, int]) -> str:
    return min(spelled, key=lambda text: (-spelled[text], -len(text), text))


def _is_plural(text: str) -> bool:
    last = text.rsplit(maxsplit=1)[-1]
    return key_of(last) != last.lower()


def candidates(phrases: Phrases, group: Sequence[int]) -> list[Candidate]:
    """Phrases of a group by how well they stand for it, the best first, meaning not yet considered."""
    shared = Counter(key for post in group for key in phrases.counts[post])
    found = (_candidate(phrases, frozenset(group), key, posts) for key, posts in shared.items())
    return sorted((one for one in found if one and one.score > 0), key=lambda one: (-one.score, one.key))


def _candidate(phrases: Phrases, group: frozenset[int], key: str, exact: int) -> Candidate | None:
    """Weigh a phrase that two posts use, or that one has in its title and half the group in other words."""
    titled = phrases.titles_with_words(key) & group
    if exact == 1 and not titled:
        return None
    everywhere = phrases.posts_with_words(key)
    loose = everywhere & group
    if exact == 1 and len(loose) < max(2, ENOUGH * len(group)):
        return None
    inside = (LOOSE * len(loose) + (1 - LOOSE) * exact) / len(group)
    others = max(1, len(phrases.counts) - len(group))
    outside = (LOOSE * len(everywhere - group) + (1 - LOOSE) * (phrases.spread[key] - exact)) / others
    contrast = math.log((SMOOTHING + inside) / (SMOOTHING + outside))
    frequency = sum(math.log1p(phrases.counts[post][key]) for post in sorted(loose)) / math.sqrt(len(group))
    title_factor = IN_TITLES[0] + IN_TITLES[1] * len(titled) / len(group)
    score = frequency * inside**COVERAGE_POWER * contrast * title_factor * (TOO_COMMON if outside > COMMON else 1.0)
    return Candidate(key, score * phrases.form(key) if score > 0 else 0.0, loose)
