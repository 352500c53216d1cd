"""Words weigh by a fixed table."""

import numpy as np
import pytest

from newsletter.summaries.rarity import rarity
from newsletter.themes.tfidf import gram, matrix, terms, weigh


def test_common_words_weigh_next_to_nothing_and_rare_ones_much() -> None:
    """ "The" tells two posts apart less than "practice", and that less than "federation"."""
    assert rarity("the") < 0.01 < rarity("practice") < rarity("federation") < rarity("zzyzx")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Practices’ policies", ("practice", "policy")),
        ("The NHS's bus classes", ("the", "nhs", "bus", "class")),
        ("buses, houses and gases", ("bus", "house", "and", "gas")),
        ("face-to-face, 3.6 million", ("face-to-face", "3", "6", "million")),
        ("always does", ("always", "does")),
        ("", ()),
    ],
)
def test_terms_are_singular_words_in_lower_case(text: str, expected: tuple[str, ...]) -> None:
    """A plural counts as its singular; a hyphenated word is one."""
    assert terms(text) == expected


def test_text_without_spaces_is_no_term() -> None:
    """A kilometre of letters is not the rarest word of all."""
    assert terms("a" * 10_000) == ()


def test_gram_of_a_batch_equals_products_of_its_rows() -> None:
    """The frugal way gives what the plain one gives."""
    texts = ["Leeds shares a visiting team", "A visiting team in York", "Nothing alike", "", "the team the team"]
    weighed = [weigh(terms(text)) for text in texts]
    rows = matrix(weighed)
    assert np.allclose(gram(weighed), rows @ rows.T, atol=1e-5)
    assert gram(weighed)[0, 1] > gram(weighed)[0, 2]


def test_no_texts_give_no_products() -> None:
    """An empty week is no special case."""
    assert gram([]).shape == (0, 0)
    assert matrix([]).shape[0] == 0
