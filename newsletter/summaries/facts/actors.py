"""Who does what: the name before a verb, or after its "by", must be the one that the sources have there."""

from collections.abc import Iterator, Sequence

from newsletter.summaries.facts.alignment import Place, places
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.names import Name, find_names
from newsletter.summaries.facts.words import Line, Word

HELPERS = listed("will would has have had is was are were also not may might could can should must to be been who")
FIT = 0.5
MARGIN = 0.15


def wrong_actors(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a name that does, in a sentence, what the sources say of another."""
    named = {id(source): find_names(source) for source in sources}
    for index, word in enumerate(line.words):
        if word.kind != "word" or word.is_capital or not _may_act(word):
            continue
        for find in (_doer, _agent):
            name = find(line, index, find_names(line))
            if name is None:
                continue
            own = frozenset(each.stem for each in name.words)
            found = list(places(line, index, sources, lambda other: other.low == word.low, ignore=own))  # noqa: B023
            if _is_anothers(name, found, named, find):
                yield Doubt(kind=Kind.NAME, words=" ".join(each.text for each in name.words))


def _may_act(word: Word) -> bool:
    return word.is_content or word.low in ("said", "says", "told")


def _doer(line: Line, index: int, names: Sequence[Name]) -> Name | None:
    """Find the name before a verb: "Helen Castell will lead"."""
    place = index - 1
    while place >= 0 and line.words[place].low in HELPERS:
        place -= 1
    return next((name for name in names if name.end - 1 == place), None)


def _agent(line: Line, index: int, names: Sequence[Name]) -> Name | None:
    """Find the name after a verb's "by": "run by the Hadley Trust"."""
    place = index + 1
    while place < len(line.words) and line.words[place].low in ("for", "the", "by"):
        place += 1
    if not any(word.low == "by" for word in line.words[index + 1 : place]):
        return None
    return next((name for name in names if name.start == place), None)


def _is_anothers(name: Name, found: Sequence[Place], named: dict[int, tuple[Name, ...]], find: object) -> bool:
    own = {word.low for word in name.words}
    role = _doer if find is _doer else _agent
    best: tuple[float, bool] = (0.0, False)
    for place in found:
        other = role(place.line, place.index, named[id(place.line)])
        if other is None:
            best = max(best, (place.fit + MARGIN, False))
            continue
        mine = not own.isdisjoint({word.low for word in other.words}) or _is_abbreviation(name, other)
        best = max(best, (place.fit + (MARGIN if mine else 0.0), not mine))
    return best[1] and best[0] >= FIT


def _is_abbreviation(name: Name, other: Name) -> bool:
    letters = {"".join(word.low[0] for word in each.words) for each in (name, other)}
    return bool(letters & {name.last, other.last})
