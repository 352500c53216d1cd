"""Whether a line reads like a paragraph or like a heading."""

import re

from newsletter.dumps.blocks import count_words
from newsletter.dumps.vocabulary import SMALL_WORDS

PROSE_WORDS = 25
"""Titles of more words are so rare that a block of this length counts as prose without any full stop."""
TWO_SENTENCES = 12
"""Two sentences of so many words are no title, even where the second breaks off."""
MAX_CRY_WORDS = 16
"""A question or an exclamation of at most so many words may be a title."""
MIN_CAPITALS = 0.8

_ABBREVIATIONS = frozenset({"Inc", "Ltd", "Co", "Jr", "Corp", "U.S", "U.K"})
_SENTENCE_END = re.compile(r"""(?:[.;:,。！？।]|[.!?…。]["'”’»)\]」』]+)$""")
_SENTENCE_BREAK = re.compile(r"[a-z0-9)”’\"][.!?]\s+[A-Z“\"‘]")


def capitals_share(text: str) -> float:
    """The share of the words that matter which begin with a capital or a digit."""
    words = [word.lstrip("“‘\"'(¿¡") for word in text.split()]
    mattering = [word for word in words if word and word.lower() not in SMALL_WORDS]
    return sum(not word[0].islower() for word in mattering) / len(mattering) if mattering else 0.0


def is_prose(text: str) -> bool:
    """Whether a block reads like a paragraph rather than like a heading."""
    words = count_words(text)
    if words >= PROSE_WORDS:
        return True
    if words >= TWO_SENTENCES and _SENTENCE_BREAK.search(text):
        return True
    if text[-1] in "!?":
        return words > (MAX_CRY_WORDS // 2 if _SENTENCE_BREAK.search(text) else MAX_CRY_WORDS)
    if text.endswith("."):
        return text.rstrip(".").split()[-1] not in _ABBREVIATIONS or capitals_share(text) < MIN_CAPITALS
    if text.endswith("…"):
        return words > MAX_CRY_WORDS // 2
    return _SENTENCE_END.search(text) is not None
