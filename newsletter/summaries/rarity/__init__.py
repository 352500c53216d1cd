"""How rare an English word is, from a fixed table (its source and licence: README.md in this folder).

A fixed table rather than the posts' own counts: a word weighs the same every week, in a post of ten lines and in one
of ten pages.
"""

import gzip
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

TABLE = "en.tsv.gz"
DOCUMENT_WORDS = 500
"""The size of the article that the inverse document frequency is stated for."""
UNKNOWN_ZIPF = 3.0
"""Words outside the table are somewhat rarer than its last one (3.11): names, terms of the trade, other languages."""


def rarity(word: str) -> float:
    """Give the inverse document frequency of a word in lower case: near 0 for "the", 7.6 for what the table lacks."""
    return _table().get(word, _inverse_document_frequency(UNKNOWN_ZIPF))


@cache
def _table() -> Mapping[str, float]:
    packed = files(__package__).joinpath(TABLE).read_bytes()
    lines = gzip.decompress(packed).decode().splitlines()
    pairs = (line.split("\t") for line in lines)
    return {word: _inverse_document_frequency(int(hundredths) / 100) for word, hundredths in pairs}


def _inverse_document_frequency(zipf: float) -> float:
    frequency = 10 ** (zipf - 9)
    in_a_document = -math.expm1(DOCUMENT_WORDS * math.log1p(-frequency))
    return -math.log(in_a_document)
