"""Posts -> runs of words that could name a theme, and what the batch tells about its words.

No tagger is embedded. Whether a word can end or open a noun phrase is told by closed lists, by its ending, and by the
words beside it wherever it stands in the batch: what follows "will" and "they" is a verb, what always has a noun after
it is an adjective, a capitalised word beside "said" is a person.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from newsletter.model import Post
from newsletter.themes import words as w
from newsletter.themes.tfidf import singular

WORD = re.compile(r"[^\W_]+(?:[’'&\-‑][^\W_]+)*")
CLAUSE_END = re.compile(r"[.!?:;,()\[\]{}“”\"«»•…|/\n\t–—]| [-*] |[‘’'](?!\w)|(?<!\w)[‘’']")
SENTENCE_END = re.compile(r"[.!?:]$|^$")
LONGEST_NAME = 4
LONGEST_WORD = 25
READ_CHARACTERS = 5000
"""The opening of a post says what it is about; the rest costs time in a week of 500 posts."""
SHOUTING = 0.6
"""A text with a larger share of capitals among its letters says nothing about how its words are written."""
ACRONYM = re.compile(r"(?:[A-Z]&?){2,6}\d?s?")
EXPANSION_FIRST = re.compile(r"((?:[A-Za-z’'-]+ ){2,7})\(((?:[A-Z]){2,6}s?)\)")
ACRONYM_FIRST = re.compile(r"\b((?:[A-Z]){2,6}s?) \(((?:[A-Za-z’'-]+ ?){2,7})\)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a post writes it. `key` is lower case and singular; `opens` marks the first of a sentence."""

    text: str
    key: str
    opens: bool = False


Clause = tuple[Word, ...]
"""Words with no punctuation between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A post's title and opening as clauses."""

    title: tuple[Clause, ...]
    body: tuple[Clause, ...]

    @property
    def clauses(self) -> tuple[Clause, ...]:
        """Title and body."""
        return self.title + self.body


def read(posts: Sequence[Post]) -> tuple[Reading, ...]:
    """Cut posts into clauses, with every written-out acronym of the batch taken as one word."""
    texts = [(_calm(post.title), _calm(post.text[:READ_CHARACTERS])) for post in posts]
    written_out = expansions("\n".join(text for pair in texts for text in pair))
    longest = {key.split()[0]: max(len(other.split()) for other in written_out) for key in written_out}
    return tuple(
        Reading(
            title=tuple(_joined(clause, written_out, longest) for clause in _clauses(title)),
            body=tuple(_joined(clause, written_out, longest) for clause in _clauses(body)),
        )
        for title, body in texts
    )


def _calm(text: str) -> str:
    """Lower-case a text that shouts."""
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return text.lower() if len(letters) > len("shouting") and capitals > SHOUTING * len(letters) else text


def expansions(text: str) -> dict[str, str]:
    """Find written-out acronyms, "integrated care system (ICS)" or the other way round: key of the words -> acronym."""
    found: dict[str, str] = {}
    for match in EXPANSION_FIRST.finditer(text):
        _record(found, match.group(2), match.group(1).split())
    for match in ACRONYM_FIRST.finditer(text):
        _record(found, match.group(1), match.group(2).split())
    return found


def _record(found: dict[str, str], acronym: str, spelled: Sequence[str]) -> None:
    letters = acronym.rstrip("s").lower()
    for first in range(len(spelled) - 1):
        run = spelled[first:]
        initials = "".join(part[0] for word in run for part in word.split("-") if part).lower()
        stripped = "".join(word[0] for word in run if word.lower() not in w.INNER).lower()
        if letters in (initials, stripped):
            found.setdefault(" ".join(key_of(word) for word in run), letters)
            return


@cache
def key_of(word: str) -> str:
    """Give what all spellings of a word share: lower case, singular, straight apostrophes and hyphens."""
    return singular(word.lower().replace("’", "'").replace("‑", "-"))


def _clauses(text: str) -> Iterator[Clause]:
    opens = True
    last = 0
    for end in [*CLAUSE_END.finditer(text), None]:
        found = WORD.findall(text[last : end.start() if end else len(text)])
        if found:
            yield tuple(Word(part, key_of(part), opens and index == 0) for index, part in enumerate(found))
        mark = end.group() if end else ""
        opens = mark in '.!?:\n•“"‘' or (opens and not found)
        last = end.end() if end else last


def _joined(clause: Clause, written_out: Mapping[str, str], longest: Mapping[str, int]) -> Clause:
    """Take the words of a written-out acronym as one word with the acronym's key."""
    out: list[Word] = []
    position = 0
    while position < len(clause):
        here = clause[position]
        for length in range(min(longest.get(here.key, 0), len(clause) - position), 1, -1):
            run = clause[position : position + length]
            acronym = written_out.get(" ".join(word.key for word in run))
            if acronym:
                out.append(Word(" ".join(word.text for word in run), acronym, here.opens))
                position += length
                break
        else:
            out.append(here)
            position += 1
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a batch tells about its words, by key."""

    spellings: Mapping[str, Mapping[str, int]]
    """Lower-case form -> how it is written inside sentences, with counts."""
    verbal: Mapping[str, float]
    """Share of places where it follows a word that a verb follows."""
    nominal: Mapping[str, float]
    """Share of places where it follows a determiner, a possessive or an adjective."""
    leading: Mapping[str, float]
    """Share of places where another word of weight follows directly, drawn towards a half where there are few."""
    people: frozenset[str] = field(default_factory=frozenset)


BEFORE_VERB = (w.MODALS | w.PRONOUNS | {"who"}) - {"one", "her", "his"}
BEFORE_NOUN = w.DETERMINERS | {
    "of",
    "in",
    "on",
    "for",
    "by",
    "with",
    "new",
    "local",
    "joint",
    "public",
    "rising",
    "more",
}


def observe(readings: Iterable[Reading]) -> Usage:
    """Count how a batch uses its words."""
    spellings: dict[str, Counter[str]] = {}
    counts: Counter[str] = Counter()
    verbal: Counter[str] = Counter()
    nominal: Counter[str] = Counter()
    leading: Counter[str] = Counter()
    people: Counter[str] = Counter()
    for reading in readings:
        for clause in reading.body:
            for before, word, after in zip((None, *clause), clause, (*clause[1:], None), strict=False):
                _count_spelling(spellings, word)
                counts[word.key] += 1
                verbal[word.key] += before is not None and before.text.lower() in BEFORE_VERB
                nominal[word.key] += before is not None and before.text.lower() in BEFORE_NOUN
                leading[word.key] += after is not None and after.text.lower() not in w.FUNCTION | w.VERBAL
            people.update(_people(clause))
        for clause in reading.title:
            people.update(_people(clause))
    lower = {form.lower() for forms in spellings.values() for form in forms if form.islower()}
    return Usage(
        spellings=spellings,
        verbal={key: verbal[key] / count for key, count in counts.items()},
        nominal={key: nominal[key] / count for key, count in counts.items()},
        leading={key: (leading[key] + 0.5) / (count + 1) for key, count in counts.items()},
        people=frozenset(name for name in people if name not in lower),
    )


def _count_spelling(spellings: dict[str, Counter[str]], word: Word) -> None:
    if not word.opens or ACRONYM.fullmatch(word.text):
        spellings.setdefault(word.text.lower(), Counter())[word.text] += 1


def _people(clause: Clause) -> Iterator[str]:
    """Give the lower-case words of a clause that name a person."""
    named = [word.text[:1].isupper() and not word.text.isupper() for word in clause]
    lower = [word.text.lower() for word in clause]
    for index, text in enumerate(lower):
        capital_next = index + 1 < len(clause) and named[index + 1]
        if text in w.HONORIFICS or (text in w.GIVEN_NAMES and named[index] and capital_next):
            for follower in range(index if text in w.GIVEN_NAMES else index + 1, min(index + 3, len(clause))):
                if not named[follower]:
                    break
                yield lower[follower]
        elif text in w.SPEAKING:
            if index > 0 and named[index - 1] and not (index > 1 and named[index - 2]):
                yield lower[index - 1]
            if capital_next:
                yield lower[index + 1]


def runs(clause: Clause, usage: Usage) -> Iterator[Clause]:
    """Give the runs of a clause, of at most `LONGEST_NAME` words, that look like noun phrases."""
    for first, opening in enumerate(clause):
        if not can_open(opening, usage):
            continue
        length = 0
        for last in range(first, len(clause)):
            word = clause[last]
            length += 1 + word.text.count(" ")
            if length > LONGEST_NAME or _breaks(clause, last, usage):
                break
            if can_close(word, usage):
                yield clause[first : last + 1]


def _breaks(clause: Clause, index: int, usage: Usage) -> bool:
    text = clause[index].text.lower()
    if text in w.INNER:
        before = clause[index - 1].text.lower() if index else ""
        return before in w.FUNCTION
    return (
        text in w.FUNCTION
        or text in w.VERBAL
        or _is_number(text)
        or len(text) > LONGEST_WORD
        or _verb(clause[index], usage)
    )


def can_open(word: Word, usage: Usage) -> bool:
    """Tell whether a noun phrase may begin with a word."""
    text = word.text.lower()
    return not (
        text in w.FUNCTION
        or text in w.VERBAL
        or _is_number(text)
        or (text.endswith("ly") and text not in w.NOT_LY)
        or len(text) < 2  # noqa: PLR2004
        or _verb(word, usage)
    )


def can_close(word: Word, usage: Usage) -> bool:
    """Tell whether a noun phrase may end with a word."""
    text = word.text.lower()
    return (
        can_open(word, usage)
        and text not in w.ADJECTIVES
        and not text.endswith(("'s", "’s", "s'", "s’"))
        and text not in usage.people
        and not _adjective(word, usage)
    )


def _verb(word: Word, usage: Usage) -> bool:
    return usage.verbal.get(word.key, 0.0) > max(0.34, usage.nominal.get(word.key, 0.0))


def _adjective(word: Word, usage: Usage) -> bool:
    text = word.text.lower()
    if word.key in w.NOT_ADJECTIVE or word.text.isupper():
        return False
    if text.endswith(
        ("al", "ive", "ful", "less", "ous", "able", "ible", "ic", "ary", "ed", "ern", "ish", "ier", "iest")
    ):
        return text.endswith("ed") or usage.leading.get(word.key, 1.0) > 0.3  # noqa: PLR2004
    return usage.leading.get(word.key, 0.0) > 0.8  # noqa: PLR2004


def _is_number(text: str) -> bool:
    return any(character.isdigit() for character in text) and sum(map(str.isalpha, text)) < 2  # noqa: PLR2004
