"""Summaries of eighteen posts against those that an editor wrote in their own words, with pinned scores."""

import json
from pathlib import Path

import pytest

from newsletter.summaries import summarise_all
from newsletter.themes.vectors import UniversalEncoder
from tests.quality.summaries.rouge import Rouge, mean, rouge
from tests.themes.builders import post

WORDS = 60


@pytest.fixture(scope="module")
def score() -> Rouge:
    rows = json.loads(Path(__file__).with_name("references.json").read_text("utf-8"))["posts"]
    found = summarise_all([post(row["title"], row["text"]) for row in rows], UniversalEncoder(), words=WORDS)
    texts = [" ".join(sentence.text for sentence in summary.sentences) for summary in found]
    return mean(rouge(text, row["reference"]) for text, row in zip(texts, rows, strict=True))


def test_summaries_say_what_an_editor_would(score: Rouge) -> None:
    """Words, pairs of words and order in common do not fall; the lead has .388, .145 and .246."""
    assert score.one >= 0.385
    assert score.two >= 0.155
    assert score.longest >= 0.255


@pytest.mark.parametrize(
    ("summary", "reference", "expected"),
    [
        ("the cat sat", "The cat sat.", (1.0, 1.0, 1.0)),
        ("a b", "c d", (0.0, 0.0, 0.0)),
        ("the cat was found under the bed", "the cat was under the bed", (12 / 13, 8 / 11, 12 / 13)),
    ],
)
def test_rouge_is_what_it_is_elsewhere(summary: str, reference: str, expected: tuple[float, float, float]) -> None:
    """Counted by hand."""
    found = rouge(summary, reference)
    assert (found.one, found.two, found.longest) == pytest.approx(expected)
