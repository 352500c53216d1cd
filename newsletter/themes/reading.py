"""Posts -> clauses of words with what all spellings of a word share; written-out acronyms count as one word."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from newsletter.model import Post
from newsletter.themes import words as w
from newsletter.themes.tfidf import singular

WORD = re.compile(r"[^\W_]+(?:[’'&\-‑][^\W_]+)*")
CLAUSE_END = re.compile(r"[.!?:;,()\[\]{}“”\"«»•…|/\n\t–—。、！？，]| [-*] |[‘’'](?!\w)|(?<!\w)[‘’']")
SENTENCE_MARKS = '.!?:\n•“"‘'
READ_CHARACTERS = 5000
"""The opening of a post says what it is about; the rest costs time in a week of 500 posts."""
SHOUTING = 0.6
"""A text with a larger share of capitals among its letters says nothing about how its words are written."""
FEW_LETTERS = 8
SPELLED_FIRST = re.compile(r"((?:[A-Za-z’'-]+ ){2,7})\(([A-Z]{2,6}s?)\)")
ACRONYM_FIRST = re.compile(r"\b([A-Z]{2,6}s?) \(((?:[A-Za-z’'-]+ ?){2,7})\)")


@dataclass(frozen=True, slots=True)
class Word:
    """A word as a post writes it. `key` is lower case and singular; `opens` marks the first of a sentence."""

    text: str
    lower: str
    key: str
    opens: bool = False


Clause = tuple[Word, ...]
"""Words with no punctuation between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A post's title and opening as clauses, and the words of its author's name in lower case."""

    title: tuple[Clause, ...]
    body: tuple[Clause, ...]
    author: tuple[str, ...] = ()


def read(posts: Sequence[Post]) -> tuple[Reading, ...]:
    """Cut posts into clauses, with every acronym that the batch writes out taken as one word."""
    texts = [(_calm(post.title), _calm(post.text[:READ_CHARACTERS])) for post in posts]
    spelled = expansions("\n".join(text for pair in texts for text in pair if "(" in text))
    longest: dict[str, int] = {}
    for phrase in spelled:
        parts = phrase.split()
        longest[parts[0]] = max(longest.get(parts[0], 0), len(parts))
    return tuple(
        Reading(
            title=tuple(_joined(clause, spelled, longest) for clause in _clauses(title)),
            body=tuple(_joined(clause, spelled, longest) for clause in _clauses(body)),
            author=tuple(WORD.findall((post.author or "").lower())),
        )
        for post, (title, body) in zip(posts, texts, strict=True)
    )


def _calm(text: str) -> str:
    letters = [character for character in text if character.isalpha()]
    capitals = sum(character.isupper() for character in letters)
    return text.lower() if len(letters) > FEW_LETTERS and capitals > SHOUTING * len(letters) else text


def expansions(text: str) -> dict[str, str]:
    """Find acronyms written out, "integrated care system (ICS)" or the other way round: the words' keys -> acronym."""
    found: dict[str, str] = {}
    for match in SPELLED_FIRST.finditer(text):
        _record(found, match.group(2), match.group(1).split())
    for match in ACRONYM_FIRST.finditer(text):
        _record(found, match.group(1), match.group(2).split())
    return found


def _record(found: dict[str, str], acronym: str, spelled: Sequence[str]) -> None:
    letters = acronym.rstrip("s").lower()
    for first in range(len(spelled) - 1):
        run = spelled[first:]
        initials = "".join(part[0] for word in run for part in word.split("-") if part).lower()
        weighty = "".join(word[0] for word in run if word.lower() not in w.INNER).lower()
        if letters in {initials, weighty}:
            found.setdefault(" ".join(key_of(word) for word in run), key_of(acronym))
            return


@cache
def key_of(word: str) -> str:
    """Give what all spellings of a word share: lower case, singular, straight apostrophes and hyphens."""
    return singular(word.lower().replace("’", "'").replace("‑", "-"))


def _clauses(text: str) -> Iterator[Clause]:
    opens, last = True, 0
    for end in [*CLAUSE_END.finditer(text), None]:
        found = WORD.findall(text[last : end.start() if end else len(text)])
        if found:
            yield tuple(_word(part, opens and index == 0) for index, part in enumerate(found))
        opens = (end is not None and end.group() in SENTENCE_MARKS) or (opens and not found)
        last = end.end() if end else last


@cache
def _word(text: str, opens: bool) -> Word:
    return Word(text, text.lower(), key_of(text), opens)


def _joined(clause: Clause, spelled: Mapping[str, str], longest: Mapping[str, int]) -> Clause:
    """Take the words of a written-out acronym as one word with the acronym's key."""
    joined: list[Word] = []
    position = 0
    while position < len(clause):
        here = clause[position]
        for length in range(min(longest.get(here.key, 0), len(clause) - position), 1, -1):
            run = clause[position : position + length]
            acronym = spelled.get(" ".join(word.key for word in run))
            if acronym:
                text = " ".join(word.text for word in run)
                joined.append(Word(text, text.lower(), acronym, here.opens))
                position += length
                break
        else:
            joined.append(here)
            position += 1
    return tuple(joined)
