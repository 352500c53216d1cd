"""What a source calls possible, planned or alleged, told as a fact."""

from collections.abc import Iterator, Sequence
from enum import IntEnum
from itertools import pairwise

from newsletter.summaries.facts.alignment import Place, places
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import IRREGULAR, listed
from newsletter.summaries.facts.words import BREAKS, Line, Word


class Level(IntEnum):
    """How surely something is said."""

    FACT = 0
    DUTY = 1
    COMING = 2
    POSSIBLE = 3


POSSIBLE = listed(
    """
    may might could possible possibly perhaps maybe probably likely potential potentially allege alleged allegedly
    suspect suspected reportedly consider propose proposal suggest apparently seem seems appear appears mull should if
    whether risk face
    """
)
COMING = listed(
    "will would plan expect intend aim hope want due set going seek shall propose promise pledge vow consider threaten"
    " schedule ask urge call would ready try"
)
DUTY = listed("must require oblige need mandatory shall")
BELIEVED = listed("believe believed think thought suspected")
ATTRIBUTED = BELIEVED | listed("according belief opinion view experts")
VERB_HEDGES = listed("may might could considering possibly probably likely allegedly") | BELIEVED
WITHIN = 4
FIT = 0.5
MARGIN = 0.1


def lost_doubts(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a word that every fitting place in the sources says less surely."""
    for index, word in enumerate(line.words):
        if word.kind == "word" and word.is_content and not _is_hedge(word):
            doubt = _lost_doubt(line, index, sources)
            if doubt is not None:
                yield doubt
                return


def _is_hedge(word: Word) -> bool:
    return not (POSSIBLE | COMING | DUTY).isdisjoint(word.lemmas)


def _lost_doubt(line: Line, index: int, sources: Sequence[Line]) -> Doubt | None:
    word = line.words[index]
    here = level(line, index)
    found = list(
        places(line, index, sources, lambda other: other.is_content and not word.lemmas.isdisjoint(other.lemmas))
    )
    found += list(places(line, index, sources, lambda other: other.is_content and word.stem == other.stem))
    best = max(found, key=lambda place: place.fit, default=None)
    if best is None or best.fit < FIT or best.shared < 2:  # noqa: PLR2004
        return None
    fitting = [level(place.line, place.index) for place in found if place.fit >= best.fit - MARGIN]
    if here < min(fitting) and _contradicts(line, index, here, min(fitting), best):
        return Doubt(kind=Kind.CERTAINTY, words=word.text)
    may = any(each.low in ("may", "might", "can") for each in line.words[max(0, index - WITHIN) : index])
    if may and all(each is Level.DUTY for each in fitting):
        return Doubt(kind=Kind.CERTAINTY, words=word.text)
    return None


def _contradicts(line: Line, index: int, here: Level, there: Level, best: Place) -> bool:
    hedged = any(not POSSIBLE.isdisjoint(each.lemmas) or each.low in ATTRIBUTED | {"can"} for each in line.words)
    if there is Level.POSSIBLE:
        return not hedged and _is_verb_like(best)
    if there is Level.COMING and here is Level.FACT:
        told = _is_told_as_done(line, index)
        return told and not hedged and not any(not COMING.isdisjoint(each.lemmas) for each in line.words)
    return False


def _is_verb_like(place: Place) -> bool:
    """Whether the source's word stands right after its modal verb, with no more than an adverb or "be" between."""
    words = place.line.words[max(0, place.index - 3) : place.index]
    return any(word.low in VERB_HEDGES for word in words)


def level(line: Line, index: int) -> Level:
    """Give how surely a word is said, from the verbs and adverbs around it."""
    for word in reversed(line.words[max(0, index - WITHIN) : index]):
        if word.low in BREAKS or word.low in ("not", "no", "never"):
            return Level.FACT
        found = _level_of(word)
        if found is not Level.FACT:
            return found
    before = [word.low for word in line.words[max(0, index - 2) : index]]
    is_to = before[-1:] == ["to"] and before[0] in ("is", "are", "was", "were")
    return Level.COMING if is_to or _is_expected(line, index) else Level.FACT


def _level_of(word: Word) -> Level:
    if word.low != "if" and (not POSSIBLE.isdisjoint(word.lemmas) or word.low in BELIEVED):
        return Level.POSSIBLE
    if not COMING.isdisjoint(word.lemmas):
        return Level.COMING
    return Level.DUTY if not DUTY.isdisjoint(word.lemmas) else Level.FACT


def _is_expected(line: Line, index: int) -> bool:
    """Find "a vote in the Senate is expected", where the doubt comes after its noun."""
    for word, follower in pairwise(line.words[index + 1 : index + WITHIN + 3]):
        if word.low in BREAKS:
            return False
        if word.low in ("is", "are") and follower.low in ("expected", "planned", "due", "scheduled", "likely"):
            return True
    return False


def _is_told_as_done(line: Line, index: int) -> bool:
    word = line.words[index]
    past = word.low.endswith("ed") or IRREGULAR.get(word.low, word.low) != word.low
    before = [each.low for each in line.words[max(0, index - 2) : index]]
    return past and "be" not in before and "to" not in before
