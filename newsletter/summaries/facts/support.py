"""A sentence, or a whole clause of it, in words that none of its sources has."""

from collections.abc import Iterator, Sequence

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.opposites import likenesses
from newsletter.summaries.facts.words import Line, Word

FEWEST = 5
"""Words with a meaning that a sentence must have before their share says anything."""
STRANGE_RUN = 4
"""So many words one after the other that the sources lack are a clause that somebody added. Sound sentences of
tests/quality/facts have at most 3."""
STRANGE = 0.6
"""From this share of words that the sources lack, a sentence is not about them. Sound sentences written in their own
words reach 0.5 in tests/quality/facts."""


def strange_sentences(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a sentence most of whose words are in no source."""
    own = [word for word in line.words if word.kind == "word" and word.is_content]
    strange = strange_words(own, sources)
    run = _longest_run(own, strange)
    if len(run) >= STRANGE_RUN:
        yield Doubt(kind=Kind.UNSUPPORTED, words=" ".join(word.text for word in run))
    elif len(own) >= FEWEST and len(strange) >= STRANGE * len(own):
        yield Doubt(kind=Kind.UNSUPPORTED, words=" ".join(word.text for word in strange))


def _longest_run(own: Sequence[Word], strange: Sequence[Word]) -> list[Word]:
    """Give the longest run of strange words; names and numbers are looked at elsewhere."""
    unknown = {id(word) for word in strange if not word.is_capital and not word.stem.isdigit()}
    best: list[Word] = []
    run: list[Word] = []
    for word in own:
        run = [*run, word] if id(word) in unknown else []
        best = max(best, run, key=len)
    return best


def strange_words(own: Sequence[Word], sources: Sequence[Line]) -> list[Word]:
    """Give the words that the sources have in no form and in no near meaning."""
    stems = {stem for source in sources for stem in source.stems}
    lemmas = {lemma for source in sources for word in source.words for lemma in word.lemmas}
    return [word for word in own if word.stem not in stems and likenesses(word).isdisjoint(lemmas)]
