"""What speaks for a sentence, as numbers that can be compared within a post."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from newsletter.summaries import wording
from newsletter.summaries.blocks import Form
from newsletter.summaries.sentences import TextSentence
from newsletter.themes.tfidf import matrix, terms, weigh

Scores = NDArray[np.float64]

NEWS: Mapping[str, float] = {
    "position": 1.0,
    "centroid": 1.25,
    "meaning": 0.75,
    "title words": 1.25,
    "title meaning": 1.5,
    "lexrank": 0.5,
    "substance": 1.25,
    "lead": 3.0,
    "close": 0.0,
    "wordy": -1.5,
    "opens with quotation": -0.5,
    "figures": 1.0,
    "personal": -1.0,
    "definite": -1.5,
    "item": -0.75,
    "conceded": -0.75,
    "claim": 0.75,
    "past": 0.0,
    "relative day": -1.0,
}
"""Weights of the features. Position, title and LexRank were measured on 267 news posts with summaries of 60 words;
centroid, substance, figures and claim on the labelled posts of tests/quality/summaries: there an editor's sentence
beats another of its post by the centroid alone in 81, by substance in 74, by figures in 64 % of pairs, and by the whole
score in 81 % (opinion: 75 %)."""
OPINION: Mapping[str, float] = {
    **NEWS,
    "position": 0.25,
    "centroid": 1.5,
    "title meaning": 0.75,
    "substance": 1.5,
    "lead": 0.5,
    "close": 1.0,
    "figures": 1.5,
    "personal": -1.5,
    "conceded": -2.0,
    "claim": 1.0,
    "past": -1.5,
}
"""An argument is not told in its first sentences: they are where its author clears his throat."""
GRADED = frozenset({"position", "centroid", "meaning", "title words", "title meaning", "lexrank", "substance"})
"""Features that only compare sentences of one post, so they are standardised. The others say yes or no: standardised, a
mark that one sentence alone bears would drown all else."""
WORDY = 38
LEAD = 3
CLOSE = 0.8
SLOPE = 3.0
ENOUGH_WORDS = 25
"""A sentence says more the longer it is, up to this many words."""
FIGURE = re.compile(r"(?!(?:19|20)\d\d\b(?!,))\d[\d,.]*")
"""A number that says how many; a year only says when."""
DEFINITE = re.compile(r"\b[Tt]he ((?:[\w-]+ ){1,3})")
EARLY_CHARACTERS = 60
INDEFINITE = re.compile(r"\b(?:a|an|one|two|three|four|five) ((?:[\w-]+ ){0,2}[\w-]+)", re.IGNORECASE)
PARAGRAPH_CONCEDED = 1.0
DECIMALS = 4
"""Scores are rounded so that the last bits, which differ between BLAS builds, decide nothing."""
OPINION_SHARE, REPORTED_SHARE = 0.1, 0.25
"""Of the sentences, how many speak for the author at least, and report others at most, in an opinion. In the sample
dumps opinions have from 0.10 and up to 0.12, news at most 0.06 or from 0.27."""
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
        **_wordings(candidates),
        "definite": _picks_up(sentences, chosen_from, title),
        "conceded": _conceded(sentences, chosen_from),
        "centroid": _to_mean(words),
        "meaning": _to_mean(meaning),
        "title words": words @ title_words,
        "title meaning": meaning @ title_vector.astype(np.float64),
        "lexrank": _lexrank(words @ words.T),
    }
    weights = OPINION if is_opinion(sentences) else NEWS
    total = np.zeros(len(candidates))
    for name, values in features.items():
        total += weights[name] * (_standardised(values) if name in GRADED else values)
    alike = np.maximum(words @ words.T, meaning @ meaning.T)
    return np.round(_rescaled(total), DECIMALS), np.asarray(np.round(alike, DECIMALS), dtype=np.float64)


def is_opinion(sentences: Sequence[TextSentence]) -> bool:
    """Whether a post speaks in its author's own voice rather than reporting what others said."""
    reported = sum(one.quoted or bool(wording.ATTRIBUTION.search(one.text)) for one in sentences)
    own = [wording.QUOTATION.sub("", one.text) for one in sentences if not one.quoted]
    voiced = sum(bool(wording.VOICE.search(text)) for text in own)
    return reported < REPORTED_SHARE * len(sentences) and voiced >= OPINION_SHARE * len(own)


def _places(chosen_from: Sequence[int], count: int) -> dict[str, Scores]:
    places = np.array(chosen_from, dtype=np.float64)
    return {
        "position": np.exp(-places / SLOPE),
        "lead": (places < LEAD).astype(np.float64),
        "close": (places >= CLOSE * count).astype(np.float64),
    }


def _wordings(candidates: Sequence[TextSentence]) -> dict[str, Scores]:
    texts = [candidate.text for candidate in candidates]
    lengths = np.array([len(text.split()) for text in texts], dtype=np.float64)
    return {
        "wordy": (lengths > WORDY).astype(np.float64),
        "substance": np.log(np.minimum(lengths, ENOUGH_WORDS)),
        "opens with quotation": np.array([text[0] in '“"‘' for text in texts], dtype=np.float64),
        "figures": np.log1p([len(FIGURE.findall(text)) for text in texts]),
        "personal": np.array([bool(wording.FIRST_PERSON.search(text)) for text in texts], dtype=np.float64),
        "claim": np.array([bool(wording.CLAIM.search(text)) for text in texts], dtype=np.float64),
        "relative day": np.array([bool(wording.RELATIVE_DAY.search(text)) for text in texts], dtype=np.float64),
        "past": np.array([_pastness(text) for text in texts], dtype=np.float64),
        "item": np.array([candidate.form is Form.ITEM for candidate in candidates], dtype=np.float64),
    }


def _picks_up(sentences: Sequence[TextSentence], chosen_from: Sequence[int], title: str) -> Scores:
    """Mark "the team ..." where an earlier sentence told of "a team": its reader is taken to know which."""
    introduced: set[str] = set()
    marks = np.zeros(len(sentences))
    known = set(terms(title))
    for index, sentence in enumerate(sentences):
        named = {term for found in DEFINITE.finditer(sentence.text[:EARLY_CHARACTERS]) for term in terms(found[1])}
        marks[index] = not introduced.isdisjoint(named - known)
        introduced.update(term for found in INDEFINITE.finditer(sentence.text) for term in terms(found[1])[-1:])
    return marks[list(chosen_from)]


def _conceded(sentences: Sequence[TextSentence], chosen_from: Sequence[int]) -> Scores:
    """Mark what the next sentence, or the next paragraph, sets out to contradict."""
    marks = np.zeros(len(sentences))
    paragraph_is = False
    for index in range(len(sentences) - 2, -1, -1):
        follower = sentences[index + 1]
        contradicts = bool(wording.CONTRADICTION.match(follower.text))
        if follower.paragraph != sentences[index].paragraph:
            paragraph_is = contradicts
        marks[index] = 1.0 if contradicts else PARAGRAPH_CONCEDED * paragraph_is
    return marks[list(chosen_from)]


def _pastness(text: str) -> int:
    """Give 1 for a sentence in the past tense alone, and 2 more for one that sets the scene with a year."""
    past = bool(wording.PAST.search(text)) and not wording.PRESENT.search(text)
    return past + 2 * bool(wording.LONG_AGO.match(text))


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
