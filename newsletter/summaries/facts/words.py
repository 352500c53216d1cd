"""A sentence as words that can be compared: figures apart from their units, each word with its possible base forms."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from newsletter.summaries.facts.forms import DIRECTIONS, FUNCTION_WORDS, IRREGULAR, NUMBER_WORDS, PHRASES, listed

TOKEN = re.compile(
    r"(?P<figure>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
    r"|(?P<word>(?:[A-Z]\.){2,}|[^\W\d_]+\d+\w*|[^\W\d_]+(?:'[^\W\d_]+)*)"
    r"|(?P<mark>[^\w\s])"
)
QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "\u00a0": " ", "\u202f": " ", "–": "-", "—": " - "})
CONTRACTION = re.compile(r"\b(can|wo|sha|[a-z]+)n't\b", re.IGNORECASE)
CONTRACTED = {"ca": "can", "can": "can", "wo": "will", "sha": "shall"}
SUFFIXES = sorted(
    listed(
        "ations ation ements ement ments ment ibility ability ingly edly ings ing ied ies ions ion ers er ors"
        " or ness ities ity ally ical als al ives ive ous ed es ly ance ence ant ent ist ists s e y"
    ),
    key=lambda suffix: (-len(suffix), suffix),
)
SHORTEST_STEM = 4
BREAKS = frozenset(',;:()"')


@dataclass(frozen=True, slots=True)
class Word:
    """A word, a figure or a mark. `glued` says that no white space stands before it."""

    text: str
    low: str
    kind: str
    glued: bool
    lemmas: frozenset[str]
    stem: str

    @property
    def is_content(self) -> bool:
        """Whether it says something by itself."""
        return self.kind == "figure" or (self.kind == "word" and self.low not in FUNCTION_WORDS)

    @property
    def is_capital(self) -> bool:
        """Whether it is written as a name."""
        return self.kind == "word" and self.text[0].isupper()


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence taken apart. `text` is what it was, with plain quotation marks."""

    text: str
    words: tuple[Word, ...]

    @property
    def stems(self) -> frozenset[str]:
        """What it is about."""
        return frozenset(word.stem for word in self.words if word.is_content)

    @property
    def lows(self) -> frozenset[str]:
        """All its words, in lower case."""
        return frozenset(word.low for word in self.words)


def plain(text: str) -> str:
    """Give a text with straight quotation marks and without contractions of "not"."""
    straight = " ".join(text.translate(QUOTES).split())
    return CONTRACTION.sub(lambda found: f"{CONTRACTED.get(found[1].lower(), found[1])} not", straight).replace(
        "cannot", "can not"
    )


def read(text: str) -> Line:
    """Take one sentence apart."""
    straight = plain(text)
    return Line(straight, tuple(_with_phrases(_words(straight))))


def _words(text: str) -> list[Word]:
    found_words: list[Word] = []
    after = 0
    for found in TOKEN.finditer(text):
        kind = str(found.lastgroup)
        raw = found.group()
        if kind == "word" and raw.endswith(("'s", "'S")):
            raw = raw[:-2]
        low = raw.lower().replace(".", "") if kind == "word" else raw
        glued = found.start() == after and after > 0
        after = found.end()
        if raw == "-" and glued:
            after = found.end()
            continue
        found_words.append(Word(raw, low, kind, glued, lemmas(low), stem(low)))
    return found_words


def _with_phrases(words: list[Word]) -> Iterable[Word]:
    for index, word in enumerate(words):
        following = words[index + 1].low if index + 1 < len(words) else ""
        meant = {PHRASES[base, following] for base in word.lemmas if (base, following) in PHRASES}
        if following in DIRECTIONS and _goes_somewhere(words[index + 2 : index + 3]):
            meant.add(DIRECTIONS[following])
        yield Word(word.text, word.low, word.kind, word.glued, word.lemmas | meant, word.stem) if meant else word


def _goes_somewhere(following: Sequence[Word]) -> bool:
    """Tell "edged up to 6%" and "were down 3%" from "gave up"."""
    return any(
        word.kind == "figure" or word.low in ("to", "by", "from", "about", "almost", "nearly") for word in following
    )


@cache
def lemmas(low: str) -> frozenset[str]:
    """Give the base forms that a word in lower case may have, itself included."""
    found = {low, IRREGULAR.get(low, low)}
    for ending, replacements in _ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= 2:  # noqa: PLR2004
            base = low[: -len(ending)]
            found.update(base + replacement for replacement in replacements)
            if len(base) > 3 and base[-1] == base[-2]:  # noqa: PLR2004
                found.add(base[:-1])
    return frozenset(found)


_ENDINGS = (
    ("ies", ("y",)),
    ("ied", ("y",)),
    ("es", ("", "e")),
    ("s", ("",)),
    ("ed", ("", "e")),
    ("ing", ("", "e")),
)


@cache
def stem(low: str) -> str:
    """Give what words of one family share, more or less: "announced", "announcement", "announces"."""
    if low in NUMBER_WORDS:
        return str(NUMBER_WORDS[low])
    word = IRREGULAR.get(low, low)
    for _ in range(2):
        for suffix in SUFFIXES:
            if word.endswith(suffix) and len(word) - len(suffix) >= SHORTEST_STEM:
                word = word[: -len(suffix)]
                if word[-1] == word[-2] and word[-1] not in "ls":
                    word = word[:-1]
                break
        else:
            break
    if len(word) == SHORTEST_STEM and word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word
