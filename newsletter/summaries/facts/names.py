"""Names of people, bodies and places: those of a sentence must stand in its sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from newsletter.summaries.facts.dates import NAMES as DATES
from newsletter.summaries.facts.dates import SHORT
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.words import Line, Word
from newsletter.summaries.rarity import rarity

TITLES = listed("mr mrs ms miss dr prof professor sir dame lord lady cllr councillor rev st mx president pm mp")
INSIDE = listed("of for the de van von der al el la le di da du bin & - .")
"""What may stand between the words of a name."""
PLAIN = listed(
    "i government minister ministers president prime internet god english state federal court mother father north"
    " south east west northern southern eastern western i'm i've ok covid coronavirus tv"
    " chief head director secretary chair chairman spokesman spokeswoman spokesperson"
    " african asian gp gps ceo ai mp mps"
)
"""Words that are written with a capital by some and not by others."""
COMMON = 5.6
"""Words with less rarity begin sentences; rarer ones there are taken for names."""
PEOPLE = re.compile(r"(?:ians?|ans?|ns?|ese|ish|ia|ic|a|e|y|i|is|es|s)$")
SHORTEST_BARE = 4
HEADLINE, HEADLINE_WORDS = 0.8, 5
SHORTEST_ACRONYM = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: `line.words[start:end]`, with small words between those of `words`."""

    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def last(self) -> str:
        """The surname of a person."""
        return self.words[-1].low


def unknown_names(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a name, or a part of one, that the sources do not have in any form."""
    known = _known(sources)
    initials = {letters for source in sources for letters in _initials(source)}
    if _is_headline(line):
        return
    for run in runs(line):
        missing = [word for word in run if not _is_known(word, known, initials)]
        if missing and not _is_expansion(run, known) and not _is_only_a_first_name(run, missing, sources):
            yield Doubt(kind=Kind.NAME, words=" ".join(word.text for word in run))


def _is_headline(line: Line) -> bool:
    """Whether nearly all words have capitals, so that they say nothing."""
    words = [word for word in line.words if word.kind == "word" and word.is_content]
    return len(words) > HEADLINE_WORDS and sum(word.is_capital for word in words) > HEADLINE * len(words)


def runs(line: Line) -> Iterator[tuple[Word, ...]]:
    """Give the names of a sentence, word by word, without dates and the small words between."""
    for name in find_names(line):
        yield name.words


def find_names(line: Line) -> tuple[Name, ...]:
    """Give the names of a sentence and their places."""
    found: list[Name] = []
    run: list[int] = []
    for index, word in enumerate(line.words):
        if word.is_capital and not _is_opening(line, index) and not _is_date(word):
            run.append(index)
        elif run and word.low in INSIDE and _goes_on(line, index):
            continue
        elif run:
            found.append(_name(line, run))
            run = []
    if run:
        found.append(_name(line, run))
    return tuple(found)


def _name(line: Line, run: Sequence[int]) -> Name:
    return Name(run[0], run[-1] + 1, tuple(line.words[index] for index in run))


def _goes_on(line: Line, index: int) -> bool:
    return index + 1 < len(line.words) and line.words[index + 1].is_capital


def _is_date(word: Word) -> bool:
    return word.low in DATES or word.low in SHORT


def _is_opening(line: Line, index: int) -> bool:
    """Whether a word may owe its capital to its place alone."""
    word = line.words[index]
    if word.text.isupper() and len(word.text) > 1:
        return False
    first = (
        index == 0
        or line.words[index - 1].low in ('"', ".", ":", "!", "?", "(")
        or (index == 1 and line.words[0].kind == "mark")
    )
    if not first:
        return False
    following = line.words[index + 1] if index + 1 < len(line.words) else None
    if not word.is_content:
        return True
    return (
        rarity(word.low) < COMMON + 1.0
        or not word.low.isascii()
        or bool(following and not following.is_capital and word.low.endswith(("ing", "ed", "s", "ly", "ers")))
    )


@cache
def _same_names() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Give groups of names that stand for each other, and the places that call up each group."""
    lines = files(__package__).joinpath("same_names.txt").read_text(encoding="utf-8").splitlines()
    parts = (line.partition("|") for line in lines if not line.startswith("#"))
    return tuple((listed(names), listed(places)) for names, _, places in parts)


def _known(sources: Sequence[Line]) -> frozenset[str]:
    known: set[str] = set()
    for source in sources:
        for word in source.words:
            known |= word.lemmas
            known.add(word.stem)
    for names, places in _same_names():
        if (names | places) & known:
            known |= names
    return frozenset(known)


def _initials(source: Line) -> Iterator[str]:
    """Give the abbreviations that runs of words of a source could have."""
    words = [word for word in source.words if word.kind == "word"]
    for start, word in enumerate(words):
        letters = ""
        if word.low in INSIDE:
            continue
        for follower in words[start : start + 8]:
            if follower.low in INSIDE:
                continue
            letters += follower.low[0]
            if len(letters) >= SHORTEST_ACRONYM:
                yield letters


def _is_known(word: Word, known: frozenset[str], initials: set[str]) -> bool:
    low = word.low
    if not known.isdisjoint(word.lemmas) or word.stem in known or low in TITLES or low in PLAIN or len(low) == 1:
        return True
    if word.text.rstrip("s").isupper() and len(low) >= SHORTEST_ACRONYM:
        return low.removesuffix("s") in initials | known
    return any(_are_relatives(low, other) for other in known)


def _are_relatives(name: str, other: str) -> bool:
    """Tell "Slovenian" and "Slovenia" from strangers."""
    return len(bare := PEOPLE.sub("", name)) >= SHORTEST_BARE and bare == PEOPLE.sub("", other)


def _is_expansion(run: Sequence[Word], known: frozenset[str]) -> bool:
    """Whether the sources have the run's abbreviation."""
    letters = "".join(word.low[0] for word in run)
    return len(run) >= 2 and (letters in known or letters + "s" in known)  # noqa: PLR2004


def _is_only_a_first_name(run: Sequence[Word], missing: Sequence[Word], sources: Sequence[Line]) -> bool:
    """Whether the sources have the surname, and never with another first name."""
    if len(run) != 2 or missing != [run[0]]:  # noqa: PLR2004
        return False
    for source in sources:
        for place, word in enumerate(source.words):
            if word.low == run[1].low and place and source.words[place - 1].is_capital:
                before = source.words[place - 1]
                if before.low not in TITLES and not (place == 1 and not before.is_content):
                    return False
    return True
