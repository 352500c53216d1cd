"""Post -> summary: two or three of its own sentences, chosen so that a reader of them alone knows what it says.

A score a sentence (`features`), no sentence that cannot stand alone (`standing`), then maximal marginal relevance
(Carbonell and Goldstein 1998) within a budget of words.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from newsletter.model import Kind, Post, Summary
from newsletter.summaries.features import Scores, score
from newsletter.summaries.quoting import is_short, printed, quote
from newsletter.summaries.sentences import TextSentence, split
from newsletter.summaries.standing import FOLLOWS, FORGIVEN, LAST_RESORTS, Fault, context_of, faults
from newsletter.themes.vectors import Encoder

METHOD = "extractive"
MOST_SENTENCES, MOST_WORDS = 3, 75
QUOTED_SHARE = 0.25
"""How much of a post is quoted at most; a summary of a short post still gets `FEWEST_WORDS`."""
FEWEST_WORDS = 45
RELEVANCE, REDUNDANCY = 0.6, 0.4
SAME = 0.9
"""So alike, two sentences are the same said twice."""
LEANING = 0.2
"""What a sentence loses that can only be printed after the one before it: it is half a thought."""
FIRST_CANDIDATES, LAST_CANDIDATES = 150, 30
"""A post of 200,000 words is summarised from its beginning and its end."""
POSTS_AT_ONCE = 100
"""Posts whose sentences are encoded together: the memory of 5,000 posts is that of 100."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much may be printed."""

    words: int
    sentences: int


@dataclass(frozen=True, slots=True)
class Draft:
    """A post with what can be chosen from it: `candidates` are places in `sentences`, `free` those that stand alone."""

    post: Post
    sentences: Sequence[TextSentence]
    candidates: Sequence[int]
    free: frozenset[int]
    budget: Budget


def summarise(post: Post, encoder: Encoder, *, words: int | None = None) -> Summary:
    """Summarise one post; `words` is a budget that whole sentences fill, by default two or three of them."""
    return summarise_all((post,), encoder, words=words)[0]


def summarise_all(posts: Iterable[Post], encoder: Encoder, *, words: int | None = None) -> tuple[Summary, ...]:
    """Summarise posts, in the order given."""
    return tuple(_summaries(iter(posts), encoder, words))


def _summaries(posts: Iterator[Post], encoder: Encoder, words: int | None) -> Iterator[Summary]:
    while some := tuple(islice(posts, POSTS_AT_ONCE)):
        prepared = [_prepare(post, words) for post in some]
        texts = [text for draft in prepared if isinstance(draft, Draft) for text in _texts(draft)]
        vectors = encoder.encode(texts)
        first = 0
        for draft in prepared:
            if isinstance(draft, Summary):
                yield draft
                continue
            last = first + len(draft.candidates) + 1
            yield _summary(draft, vectors[first:last])
            first = last


def _texts(draft: Draft) -> tuple[str, ...]:
    return (*(draft.sentences[index].text for index in draft.candidates), draft.post.title)


def _prepare(post: Post, words: int | None) -> Draft | Summary:
    sentences = split(post.text)
    budget = _budget(post, words)
    line = MOST_WORDS if words is None else budget.words
    if post.kind is Kind.TEASER or is_short(sentences, line):
        return quote(post, sentences, line)
    found = faults(sentences, context_of(post.title, post.text, dated=post.published is not None))
    free = _choosable(found)
    if not free:
        return quote(post, sentences, line)
    following = {index + 1 for index in free if index + 1 < len(sentences) and _follows(found[index + 1])}
    candidates = _nearest_the_ends(sorted(free | following))
    return Draft(post, sentences, candidates, free & frozenset(candidates), budget)


def _budget(post: Post, words: int | None) -> Budget:
    if words is not None:
        return Budget(words=max(1, words), sentences=max(MOST_SENTENCES, words))
    share = int(QUOTED_SHARE * len(post.text.split()))
    return Budget(words=min(MOST_WORDS, max(FEWEST_WORDS, share)), sentences=MOST_SENTENCES)


def _choosable(found: Sequence[frozenset[Fault]]) -> frozenset[int]:
    """Forgive faults step by step until two sentences can be chosen, or at worst one."""
    best: frozenset[int] = frozenset()
    for forgiven, enough in (*((step, 2) for step in FORGIVEN), *((step, 1) for step in LAST_RESORTS)):
        if len(best) >= enough:
            break
        best = frozenset(index for index, some in enumerate(found) if some <= forgiven)
    return best


def _follows(some: frozenset[Fault]) -> bool:
    return bool(some) and some <= FOLLOWS


def _nearest_the_ends(candidates: Sequence[int]) -> Sequence[int]:
    if len(candidates) <= FIRST_CANDIDATES + LAST_CANDIDATES:
        return candidates
    return [*candidates[:FIRST_CANDIDATES], *candidates[-LAST_CANDIDATES:]]


def _summary(draft: Draft, vectors: NDArray[np.float32]) -> Summary:
    scores, alike = score(draft.sentences, draft.candidates, draft.post.title, vectors[:-1], vectors[-1])
    chosen = _choose(draft, scores, alike)
    ranks = {draft.candidates[place]: rank for rank, place in enumerate(chosen, start=1)}
    return Summary(
        post_id=draft.post.id,
        method=METHOD,
        sentences=tuple(printed(found, ranks[index]) for index, found in enumerate(draft.sentences) if index in ranks),
    )


def _choose(draft: Draft, scores: Scores, alike: Scores) -> list[int]:
    """Take the best candidate that fits again and again; give their places in the order chosen."""
    lengths = [len(draft.sentences[index].text.split()) for index in draft.candidates]
    chosen: list[int] = []
    left = draft.budget.words
    while len(chosen) < draft.budget.sentences:
        fitting = [
            place
            for place in _open_places(draft, chosen)
            if lengths[place] <= left and all(alike[place, other] < SAME for other in chosen)
        ]
        if not fitting:
            break
        best = max(fitting, key=lambda place: (_worth(draft, place, chosen, scores, alike), -place))
        chosen.append(best)
        left -= lengths[best]
    return chosen or [_shortest(draft, lengths)]


def _open_places(draft: Draft, chosen: Sequence[int]) -> list[int]:
    taken = {draft.candidates[place] for place in chosen}
    return [
        place
        for place, index in enumerate(draft.candidates)
        if index not in taken and (index in draft.free or index - 1 in taken)
    ]


def _worth(draft: Draft, place: int, chosen: Sequence[int], scores: Scores, alike: Scores) -> float:
    nearest = max((float(alike[place, other]) for other in chosen), default=0.0)
    leaning = 0.0 if draft.candidates[place] in draft.free else LEANING
    return round(RELEVANCE * float(scores[place]) - REDUNDANCY * nearest - leaning, 6)


def _shortest(draft: Draft, lengths: Sequence[int]) -> int:
    return min(
        (place for place in range(len(lengths)) if draft.candidates[place] in draft.free), key=lengths.__getitem__
    )
