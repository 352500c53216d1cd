"""A sentence in words that none of its sources has."""

from collections.abc import Iterator, Sequence

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.opposites import likenesses
from newsletter.summaries.facts.words import Line, Word

FEWEST = 5
"""Words with a meaning that a sentence must have before their share says anything."""
STRANGE = 0.7
"""From this share of words that the sources lack, a sentence is not about them. Sound sentences, told anew in
tests/quality/facts, reach 0.6."""


def strange_sentences(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a sentence most of whose words are in no source."""
    own = [word for word in line.words if word.kind == "word" and word.is_content]
    strange = strange_words(own, sources)
    if len(own) >= FEWEST and len(strange) >= STRANGE * len(own):
        yield Doubt(kind=Kind.UNSUPPORTED, words=" ".join(word.text for word in strange))


def strange_words(own: Sequence[Word], sources: Sequence[Line]) -> list[Word]:
    """Give the words that the sources have in no form and in no near meaning."""
    stems = {stem for source in sources for stem in source.stems}
    lemmas = {lemma for source in sources for word in source.words for lemma in word.lemmas}
    return [word for word in own if word.stem not in stems and likenesses(word).isdisjoint(lemmas)]
