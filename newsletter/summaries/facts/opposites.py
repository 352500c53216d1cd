"""Words that contradict each other: from a list written for this project, and by their prefixes."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.words import Word

PREFIXES = ("un", "in", "im", "dis", "non", "ir", "il", "mis", "de")
SHORTEST_BASE = 4
NO_PREFIX = listed("""
    include includes included including import imports imported importing important impact impacts impacted increase
    inform informed informing information invest invested investing investment investments intend intended intense
    intent intention insure insured insurance impress impressed impose imposed imply implied indeed independent index
    discover discovered discount discounts discharge discharged dispose disposed display displayed displays disease
    diseases distribute distributed distribution dispute disputed dispatch dispatched discuss discussed distance
    distinct district income invent invented inventory investigate involve involved inside install installed instance
    instead institute institution instruct invite invited inspire inspired inspect inspected inquiry inquest ironed
    improve improved improvement improving unit units united unite union unions unless until under understand uniform
    universe university desire deserve design designed defend defended define defined degree delay delayed delight
    deliver delivered demand demanded denied denote depart depend deposit depress derive describe despite destroy detail
    details develop determine devote decline decide declare mission missed mistake mister misses illness illegally
    incident incidents infant infants input inmate inmates intake insight innings inland invoice
    """)
SMALL = listed(
    "more less fewer most least few many over under above below before after with without up down for against"
    " off on inside outside all none always never"
)
"""Function words in the list: they contradict each other only right beside the same word."""


@cache
def table() -> Mapping[str, tuple[frozenset[str], frozenset[str]]]:
    """Give each listed word its contradictions and the words that mean much the same."""
    against: dict[str, set[str]] = {}
    alike: dict[str, set[str]] = {}
    for line in files(__package__).joinpath("opposites.txt").read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        left, _, right = line.removeprefix("= ").partition("|")
        for side, other in ((left.split(), right.split()), (right.split(), left.split())):
            for word in side:
                against.setdefault(word, set()).update(other)
                alike.setdefault(word, set()).update(side)
    return {word: (frozenset(against[word]), frozenset(alike[word])) for word in against}


@cache
def companions() -> frozenset[str]:
    """Give the words that often stand beside their opposite: "parents and children"."""
    lines = files(__package__).joinpath("opposites.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if line.startswith("= ") for word in line.split())


def contradictions(word: Word) -> frozenset[str]:
    """Give the base forms that contradict a word."""
    return _of_lemmas(word.lemmas, word.low)[0]


def likenesses(word: Word) -> frozenset[str]:
    """Give the base forms that mean much the same as a word, its own included."""
    return _of_lemmas(word.lemmas, word.low)[1]


@cache
def _of_lemmas(lemmas: frozenset[str], low: str) -> tuple[frozenset[str], frozenset[str]]:
    against: set[str] = set()
    alike: set[str] = set(lemmas)
    for lemma in lemmas:
        if lemma in table():
            against |= table()[lemma][0]
            alike |= table()[lemma][1]
    against |= _by_prefix(low)
    return frozenset(against - alike), frozenset(alike)


def _by_prefix(low: str) -> set[str]:
    if low in SMALL:
        return set()
    found = {prefix + low for prefix in PREFIXES if len(low) >= SHORTEST_BASE and prefix + low not in NO_PREFIX}
    for prefix in PREFIXES:
        if low.startswith(prefix) and len(low) - len(prefix) >= SHORTEST_BASE and low not in NO_PREFIX:
            found.add(low[len(prefix) :])
    return found
