"""Texts as weighed words: TF-IDF in numpy, with inverse document frequencies from a fixed table."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from newsletter.summaries.rarity import rarity

TERM = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
POSSESSIVE = re.compile(r"[’']s?$")
LONGEST_TERM = 40
"""Characters; a longer run is a link, a hash or text without spaces, not a word."""
SHORTEST_PLURAL = 4
MUCH_RARER = 1.0
SIBILANT_PLURALS = ("uses", "ases", "ises")
"""Where the singular may lack the e as well: "buses", "gases", "irises"."""
COLUMNS_AT_ONCE = 2048
"""Words whose share of a Gram matrix is added in one product: 5,000 posts need 40 MB at a time, not a gigabyte."""


def terms(text: str) -> tuple[str, ...]:
    """Give the words of a text in lower case and in the singular, numbers included."""
    words = (found.group().lower() for found in TERM.finditer(text))
    return tuple(singular(word) for word in words if len(word) <= LONGEST_TERM)


@cache
def singular(word: str) -> str:
    """Take a plural's or possessive's ending off a word in lower case (Harman's S-stemmer, 1991).

    Where the word without its ending is much rarer it was no plural: "always", "does", "perhaps".
    """
    bare = POSSESSIVE.sub("", word)
    shorter = (_without_s(bare), bare[:-2] if bare.endswith(SIBILANT_PLURALS) else bare)
    return next((form for form in shorter if rarity(form) <= rarity(bare) + MUCH_RARER), bare)


def _without_s(word: str) -> str:
    if len(word) < SHORTEST_PLURAL or word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "ches", "shes")) else word[:-1]


def weigh(words: Iterable[str]) -> dict[str, float]:
    """Give each different word of a text its TF-IDF weight, the whole of length one."""
    weights = {word: (1 + math.log(count)) * rarity(word) for word, count in Counter(words).items()}
    length = math.sqrt(sum(weight * weight for weight in weights.values()))
    return {word: weight / length for word, weight in weights.items()} if length else {}


def matrix(weighed: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
    """Give one row a text and one column a word: for the sentences of a post."""
    columns = {word: column for column, word in enumerate(sorted({word for text in weighed for word in text}))}
    rows = np.zeros((len(weighed), len(columns)), dtype=np.float32)
    for row, text in enumerate(weighed):
        rows[row, [columns[word] for word in text]] = list(text.values())
    return rows


def gram(weighed: Sequence[Mapping[str, float]]) -> NDArray[np.float32]:
    """Give the inner products of all pairs of texts: for a batch of posts, whose words would not fit in one matrix.

    A word of one text alone adds to nothing but that text's own square, which is 1, so it needs no column.
    """
    spread = Counter(word for text in weighed for word in text)
    shared = sorted(word for word, texts in spread.items() if texts > 1)
    products = np.zeros((len(weighed), len(weighed)), dtype=np.float32)
    for first in range(0, len(shared), COLUMNS_AT_ONCE):
        block = _block(weighed, shared[first : first + COLUMNS_AT_ONCE])
        products += block @ block.T
    np.fill_diagonal(products, [1.0 if text else 0.0 for text in weighed])
    return products


def _block(weighed: Sequence[Mapping[str, float]], words: Sequence[str]) -> NDArray[np.float32]:
    columns = {word: column for column, word in enumerate(words)}
    block = np.zeros((len(weighed), len(words)), dtype=np.float32)
    for row, text in enumerate(weighed):
        for word in text.keys() & columns.keys():
            block[row, columns[word]] = text[word]
    return block
