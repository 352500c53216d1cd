"""A readable name for each group of posts: the noun phrase that its posts share and the rest of the batch does not.

Candidates are runs of one to four words that at least two posts of the group use. They are ranked by how often and in
how many posts they stand, how much rarer they are outside the group and in English, and how near their meaning is to
the group's.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

from newsletter.themes.lending import extensions, shared_words
from newsletter.themes.phrases import ENOUGH, Candidate, Phrases, candidates
from newsletter.themes.reading import WORD, Reading, key_of
from newsletter.themes.vectors import Encoder

SHORTLIST = 25
"""Candidates whose meaning is looked at: each costs a vector."""
BATCH_MEANING = 0.5
"""How much of a candidate's nearness to the whole batch is taken off its nearness to the group."""
LOWEST_NEARNESS = 0.5
DECIMALS = 5
KEYWORDS = 6
FULLER, OTHER = 0.25, 0.45
"""Shares of a single word's score at which a phrase around it, or another phrase, takes its place."""
FIXED = 0.15
"""The same for a phrase with "of": "continuity of care"."""
LENT = 0.2
"""A phrase that one post lends the group must score this much: "GP trainees" .58, "seabird colonies" .43, "surgery
premises" .33 in labelled batches."""
SEEDS = 5
JOINED_WORDS = 2
TITLE_WORDS = 8
PUNCTUATION = " .,:;!?-–—"
UNNAMED = "Related posts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What readers see of a theme, and the phrases that come next. `key` is what no other name may share."""

    text: str
    key: str
    keywords: tuple[str, ...]


def name_all(
    readings: Sequence[Reading],
    groups: Sequence[Sequence[int]],
    vectors: NDArray[np.float32],
    titles: Sequence[str],
    encoder: Encoder,
    *,
    kept: Mapping[int, str] | None = None,
) -> tuple[Name, ...]:
    """Name all groups of a batch, each differently; one whose posts share no phrase bears its first post's title.

    The groups in `kept` (by place) have their name already, and the others get none like it.
    """
    phrases = Phrases(readings)
    kept = kept or {}
    taken = [_key(text) for _, text in sorted(kept.items())]
    chosen: list[Name] = []
    for place, group in enumerate(groups):
        ranking = _ranked(phrases, group, vectors, encoder)
        if place in kept:
            chosen.append(Name(text=kept[place], key=_key(kept[place]), keywords=_keywords(ranking, phrases)))
            continue
        used = {one.text for one in chosen} | set(kept.values())
        chosen.append(_choose(ranking, phrases, group, taken) or _from_titles([titles[post] for post in group], used))
        taken.append(chosen[-1].key)
    return tuple(chosen)


def _key(text: str) -> str:
    return " ".join(key_of(word) for word in WORD.findall(text))


def _ranked(phrases: Phrases, group: Sequence[int], vectors: NDArray[np.float32], encoder: Encoder) -> list[Candidate]:
    """Phrases of a group, the best name first, with what they mean held against what the group means."""
    shortlist = candidates(phrases, group)[:SHORTLIST]
    if not shortlist:
        return []
    meaning = encoder.encode([phrases.written(one.key) for one in shortlist])
    inside, everywhere = _unit(vectors[list(group)].mean(axis=0)), _unit(vectors.mean(axis=0))
    nearness = meaning @ inside - BATCH_MEANING * (meaning @ everywhere)
    scale = (nearness - nearness.min()) / max(float(np.ptp(nearness)), 1e-6)
    weighed = [
        Candidate(one.key, round(one.score * (LOWEST_NEARNESS + float(near)), DECIMALS), one.posts)
        for one, near in zip(shortlist, scale, strict=True)
    ]
    return sorted(weighed, key=lambda one: (-one.score, one.key))


def _unit(vector: NDArray[np.float32]) -> NDArray[np.float32]:
    length = float(np.linalg.norm(vector))
    return np.asarray(vector / np.float32(length or 1.0), dtype=np.float32)


def _choose(ranking: Sequence[Candidate], phrases: Phrases, group: Sequence[int], taken: Sequence[str]) -> Name | None:
    """Choose a group's name from its ranked phrases, unlike all names taken; `None` where nothing is left."""
    free = [one for one in ranking if not _clashes(one.key, taken)]
    if not free:
        return None
    wide = [one for one in free if len(one.posts) >= ENOUGH * len(group)]
    if wide:
        chosen = _fuller(wide[0], wide, phrases, group)
        text, key = _written(chosen.key, wide[0].key, phrases), chosen.key
    else:
        chosen = free[0]
        partner = _complement(chosen, free)
        text = " and ".join(phrases.written(one.key) for one in (chosen, partner) if one)
        key = " ".join(one.key for one in (chosen, partner) if one)
    return Name(text=_sentence_case(text), key=key, keywords=_keywords([chosen, *ranking], phrases))


def _fuller(best: Candidate, among: Sequence[Candidate], phrases: Phrases, group: Sequence[int]) -> Candidate:
    """Prefer a phrase that says more: "bus cuts" to "bus", "contract talks" to "negotiators", a subject to a body."""
    if phrases.is_common(best.key, group):
        return _lent(phrases, group) or best
    if " " in phrases.written(best.key):
        return best if not phrases.is_proper(best.key) else _subject(best, among, phrases, group)
    longer = [one for one in among if " " in phrases.written(one.key)]
    around = (one for one in longer if best.key in one.key.split() and one.score >= _share(one, phrases) * best.score)
    lent = (one for one in extensions(phrases, group, best.key) if one.score >= LENT)
    others = (one for one in longer if one.score >= OTHER * best.score)
    return next(around, None) or next(lent, None) or next(others, best)


def _written(key: str, word: str, phrases: Phrases) -> str:
    """Write a phrase; one that ends in the word that it was found by takes that word's form: "slow queries"."""
    words = phrases.written(key).split()
    if " " in key and key.rsplit(maxsplit=1)[-1] == word == key_of(words[-1]):
        words[-1] = phrases.written(word)
    return " ".join(words)


def _share(one: Candidate, phrases: Phrases) -> float:
    """Tell how near a phrase must come to the single word inside it: "of" makes it a fixed one or none."""
    if phrases.words(one.key) == tuple(one.key.split()):
        return FULLER
    return FIXED if "of" in one.key.split() else 1.0


def _subject(best: Candidate, among: Sequence[Candidate], phrases: Phrases, group: Sequence[int]) -> Candidate:
    """Find what the posts are about besides a body that they all name: "GP contract", not "NHS England"."""
    plain = [one for one in among if not phrases.is_proper(one.key)]
    told = (one for one in plain if " " in phrases.written(one.key) and not phrases.is_common(one.key, group))
    whole = (one for one in told if one.score >= FULLER * best.score)
    heads = [one.key for one in plain if " " not in one.key]
    around = [one for head in heads for one in extensions(phrases, group, head) if one.key.endswith(f" {head}")]
    lent = [one for one in around if one.score >= LENT and not phrases.is_proper(one.key)]
    return next(whole, None) or max(lent, key=lambda one: (one.score, one.key), default=best)


def _lent(phrases: Phrases, group: Sequence[int]) -> Candidate | None:
    """Find the phrase of one post around a word that the group shares, where it shares no phrase of its own."""
    words = shared_words(phrases, group)[:SEEDS]
    found = (one for word in words for one in extensions(phrases, group, word, shared_by=1) if one.score >= LENT)
    return next(found, None)


def _complement(chosen: Candidate, free: Sequence[Candidate]) -> Candidate | None:
    """Find the phrase that, joined to one that covers too little, brings in most of the posts it leaves out."""
    short = [one for one in (chosen, *free) if len(one.key.split()) <= JOINED_WORDS]
    if chosen not in short:
        return None
    others = [one for one in short if one.posts - chosen.posts and not set(one.key.split()) & set(chosen.key.split())]
    return max(others, key=lambda one: (len(one.posts - chosen.posts), one.score, one.key), default=None)


def _clashes(key: str, taken: Iterable[str]) -> bool:
    words = set(key.split())
    return any(words <= set(other.split()) or words >= set(other.split()) for other in taken)


def _keywords(ranking: Sequence[Candidate], phrases: Phrases) -> tuple[str, ...]:
    kept: list[str] = []
    for one in ranking:
        if len(kept) < KEYWORDS and not _clashes(one.key, kept):
            kept.append(one.key)
    return tuple(phrases.written(key) for key in kept)


def _sentence_case(text: str) -> str:
    first = text.split(maxsplit=1)[0]
    return text if any(map(str.isupper, first)) else text[:1].upper() + text[1:]


def _from_titles(titles: Sequence[str], taken: Container[str]) -> Name:
    openings = [" ".join(title.split()[:TITLE_WORDS]).strip(PUNCTUATION) for title in titles]
    numbered = (f"{UNNAMED} {number}" if number > 1 else UNNAMED for number in count(1))
    text = next((opening for opening in openings if opening and opening not in taken), None)
    text = text or next(candidate for candidate in numbered if candidate not in taken)
    return Name(text=text, key=text.lower(), keywords=())
