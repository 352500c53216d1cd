"""Where in the sources a word of a sentence is spoken of: by the words around it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsletter.summaries.facts.words import Line, Word

REACH = 6
"""Content words to each side that say what a word is about."""
SLACK = 3
"""How many more of them the source may need."""
FADING = 0.12
"""How much less each content word further away counts."""


@dataclass(frozen=True, slots=True)
class Place:
    """A word of one of the sources, and how well its surroundings fit (0 to 1)."""

    line: Line
    index: int
    fit: float
    shared: int

    @property
    def word(self) -> Word:
        """The word itself."""
        return self.line.words[self.index]


def surroundings(line: Line, index: int, reach: int = REACH) -> Mapping[str, float]:
    """Give the stems around a word, the nearest with the most weight."""
    found: dict[str, float] = {}
    for step in (-1, 1):
        distance = 0
        place = index + step
        while 0 <= place < len(line.words) and distance < reach:
            word = line.words[place]
            if word.is_content:
                found[word.stem] = max(found.get(word.stem, 0.0), 1.0 - FADING * distance)
                distance += 1
            place += step
    found.pop(line.words[index].stem, None)
    return found


def places(
    line: Line,
    index: int,
    sources: Sequence[Line],
    wanted: Callable[[Word], bool],
    *,
    ignore: frozenset[str] = frozenset(),
) -> Iterator[Place]:
    """Give every wanted word of the sources, with how well its surroundings fit those of the word at `index`."""
    around = {stem: weight for stem, weight in surroundings(line, index).items() if stem not in ignore}
    for source in sources:
        for index_there, word in enumerate(source.words):
            if wanted(word):
                yield fitted(around, source, index_there)


def fitted(around: Mapping[str, float], source: Line, index: int) -> Place:
    """Say how well a word's surroundings in a source fit those given."""
    total = sum(around.values())
    there = surroundings(source, index, REACH + SLACK)
    shared = [stem for stem in around if stem in there]
    weight = sum(around[stem] * (0.6 + 0.4 * there[stem]) for stem in shared)
    return Place(source, index, weight / total if total else 0.0, len(shared))


def best_fit(found: Sequence[Place]) -> float:
    """Give the fit of the best place, 0 where there is none."""
    return max((place.fit for place in found), default=0.0)


def coverage(stems: frozenset[str], line: Line) -> float:
    """Give the share of the stems that a source line has."""
    return len(stems & line.stems) / len(stems) if stems else 0.0
