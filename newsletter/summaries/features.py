"""What speaks for a sentence, as numbers that can be compared within a post."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsletter.summaries import wording
from newsletter.summaries.sentences import TextSentence
from newsletter.themes.tfidf import matrix, terms, weigh

Scores = NDArray[np.float64]

NEWS: Mapping[str, float] = {
    "position": 1.0,
    "lead": 1.5,
    "centroid": 0.5,
    "meaning": 0.5,
    "title words": 2.0,
    "title meaning": 2.0,
    "lexrank": 0.5,
    "wordy": -0.75,
    "opens with quotation": -0.25,
    "figure": 0.25,
    "personal": -0.5,
    "close": 0.0,
}
"""Weights of the z-scored features, from 267 news posts with human summaries of 60 words."""
OPINION: Mapping[str, float] = {**NEWS, "position": 0.5, "lead": 0.75, "close": 0.5, "personal": -1.0, "meaning": 1.0}
"""An argument is not told in its first sentences; its last fifth often says what follows from it."""
WORDY = 38
LEAD = 3
SLOPE = 3.0
CLOSE = 0.8
DECIMALS = 4
"""Scores are rounded so that the last bits, which differ between BLAS builds, decide nothing."""
OPINION_SHARE = 0.15
"""From this share of sentences in the first or second person, or asking something, a post is an opinion."""
DAMPING, ROUNDS, NEIGHBOUR = 0.85, 30, 0.1
"""LexRank's constants (Erkan and Radev 2004)."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike the sentences of a post are, in words and in meaning, from 0 to 1."""

    words: Scores
    meaning: Scores


def score(
    sentences: Sequence[TextSentence],
    chosen_from: Sequence[int],
    title: str,
    vectors: NDArray[np.float32],
    title_vector: NDArray[np.float32],
) -> tuple[Scores, Scores]:
    """Give the candidates' scores from 0 to 1, and how alike each two of them are.

    `chosen_from` are the candidates' places among all sentences; `vectors` has one row for each candidate.
    """
    candidates = [sentences[index] for index in chosen_from]
    rows = matrix([weigh(terms(text)) for text in (*(sentence.text for sentence in candidates), title)])
    words, title_words = rows[:-1].astype(np.float64), rows[-1].astype(np.float64)
    meaning = vectors.astype(np.float64)
    features = {
        **_places(chosen_from, len(sentences)),
        **_wordings([sentence.text for sentence in candidates]),
        "centroid": _to_mean(words),
        "meaning": _to_mean(meaning),
        "title words": words @ title_words,
        "title meaning": meaning @ title_vector.astype(np.float64),
        "lexrank": _lexrank(words @ words.T),
    }
    weights = OPINION if is_opinion(sentences) else NEWS
    total = sum((weights[name] * _standardised(values) for name, values in features.items()), np.zeros(len(candidates)))
    alike = np.maximum(words @ words.T, meaning @ meaning.T)
    return np.round(_rescaled(total), DECIMALS), np.asarray(np.round(alike, DECIMALS), dtype=np.float64)


def is_opinion(sentences: Sequence[TextSentence]) -> bool:
    """Whether a post speaks in its author's own voice."""
    own = [sentence.text for sentence in sentences if not sentence.quoted]
    voiced = sum(bool(re.search(r"\b(?:I|we|We|our|you|my)\b|\?$", re.sub(r"“[^”]*”", "", text))) for text in own)
    return voiced >= OPINION_SHARE * max(1, len(own))


def _places(chosen_from: Sequence[int], count: int) -> dict[str, Scores]:
    places = np.array(chosen_from, dtype=np.float64)
    return {
        "position": np.exp(-places / SLOPE),
        "lead": (places < LEAD).astype(np.float64),
        "close": (places >= CLOSE * count).astype(np.float64),
    }


def _wordings(texts: Sequence[str]) -> dict[str, Scores]:
    return {
        "wordy": np.array([len(text.split()) > WORDY for text in texts], dtype=np.float64),
        "opens with quotation": np.array([text[0] in '“"‘' for text in texts], dtype=np.float64),
        "figure": np.array([bool(re.search(r"\d", text)) for text in texts], dtype=np.float64),
        "personal": np.array([bool(wording.FIRST_PERSON.search(text)) for text in texts], dtype=np.float64),
    }


def _to_mean(rows: Scores) -> Scores:
    mean = rows.mean(axis=0)
    length = math.sqrt(float(mean @ mean))
    return np.asarray(rows @ mean / length if length else np.zeros(len(rows)))


def _lexrank(alike: Scores) -> Scores:
    links = (alike >= NEIGHBOUR).astype(np.float64)
    links /= np.maximum(links.sum(axis=1, keepdims=True), 1)
    rank = np.full(len(links), 1 / max(1, len(links)))
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / len(links) + DAMPING * (links.T @ rank)
    return rank


def _standardised(values: Scores) -> Scores:
    spread = float(values.std())
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)  # noqa: PLR2004


def _rescaled(values: Scores) -> Scores:
    spread = float(np.ptp(values))
    return (values - values.min()) / spread if spread > 1e-9 else np.ones_like(values)  # noqa: PLR2004
