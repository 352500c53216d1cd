"""What a batch tells about its words: which are verbs, adjectives and people, and how each is written.

No tagger is embedded. Closed lists, a word's ending and the words beside it, wherever it stands in the batch, tell
whether it can open or close a noun phrase: what follows "will" and "they" is a verb, what nearly always has a noun
after it is an adjective, a capitalised word beside "said" is a person.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from newsletter.summaries.rarity import rarity
from newsletter.themes import words as w
from newsletter.themes.reading import Clause, Reading, Word

LONGEST_NAME = 4
LONGEST_WORD = 25
SHORTEST_WORD = 2
BEFORE_VERB = (w.MODALS | w.PRONOUNS | {"who"}) - {"one", "her", "his", "to"}
AFTER_VERB = frozenset({"a", "an", "the", "its", "their", "our", "them", "it", "us"})
BEFORE_NOUN = w.DETERMINERS | frozenset({"of", "in", "on", "for", "by", "with", "new", "local", "joint"})
RARE_NAME = 6.0
VERBAL_SHARE = 0.34
NOUN_IN_ING = 0.3
"""Share of places after a determiner or the like from which "training" is a noun; "choosing" stays a verb."""
LEADING_ADJECTIVE, LEADING_ANY = 0.3, 0.8
"""Share of places with a noun after it from which a word that looks like an adjective, or any word, is one."""
ADJECTIVE_ENDINGS = ("al", "ive", "ful", "less", "ous", "able", "ible", "ic", "ary", "ern", "ish", "ier", "iest")


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a batch tells about its words, by key unless said otherwise."""

    spellings: Mapping[str, Mapping[str, int]]
    """Lower-case form -> how it is written inside sentences, with counts."""
    plurals: Mapping[str, str]
    """The form in the plural, where the batch has one."""
    verbal: Mapping[str, float]
    """Share of places where it is used like a verb."""
    nominal: Mapping[str, float]
    """Share of places where it follows a determiner or the like."""
    leading: Mapping[str, float]
    """Share of places where another word of weight follows directly, drawn towards a half where there are few."""
    people: frozenset[str]
    """Lower-case words that name somebody."""

    def spelled(self, word: Word) -> str:
        """Write a word as the batch does inside sentences."""
        forms = self.spellings.get(word.lower)
        if forms:
            return min(forms, key=lambda form: (-forms[form], form))
        return word.text if sum(map(str.isupper, word.text)) > 1 else word.lower

    def breaks(self, word: Word) -> bool:
        """Tell whether no noun phrase goes on over a word."""
        return word.lower in w.FUNCTION or self._is_no_noun(word)

    def can_open(self, word: Word) -> bool:
        """Tell whether a noun phrase may begin with a word."""
        return not self.breaks(word) and (not word.lower.endswith("ly") or word.lower in w.NOT_LY)

    def can_close(self, word: Word, *, alone: bool) -> bool:
        """Tell whether a noun phrase may end with a word, or with `alone` be that word."""
        if alone and self.is_action(word.key):
            return False
        return (
            self.can_open(word)
            and word.lower not in w.ADJECTIVES
            and word.lower not in self.people
            and not word.lower.endswith(("'s", "’s", "ed"))
            and not self._is_adjective(word)
        )

    def is_action(self, key: str) -> bool:
        """Tell "choosing" from "training"."""
        return key.endswith("ing") and self.nominal.get(key, 0.0) < NOUN_IN_ING

    def _is_no_noun(self, word: Word) -> bool:
        verbal = self.verbal.get(word.key, 0.0)
        return (
            word.lower in w.VERBAL
            or not SHORTEST_WORD <= len(word.text) <= LONGEST_WORD + word.text.count(" ") * LONGEST_WORD
            or sum(map(str.isalpha, word.text)) < SHORTEST_WORD
            or (verbal > VERBAL_SHARE and verbal > self.nominal.get(word.key, 0.0))
        )

    def _is_adjective(self, word: Word) -> bool:
        if word.key in w.NOT_ADJECTIVE or word.text.isupper():
            return False
        limit = LEADING_ADJECTIVE if word.lower.endswith(ADJECTIVE_ENDINGS) else LEADING_ANY
        return self.leading.get(word.key, 0.5) > limit


class _Counts:
    """Counters that one pass over a batch fills."""

    def __init__(self) -> None:
        self.spellings: dict[str, Counter[str]] = {}
        self.keys: dict[str, str] = {}
        self.all: Counter[str] = Counter()
        self.verbal: Counter[str] = Counter()
        self.nominal: Counter[str] = Counter()
        self.leading: Counter[str] = Counter()
        self.people: Counter[str] = Counter()

    def add(self, before: Word | None, word: Word, after: Word | None) -> None:
        if not word.opens or sum(map(str.isupper, word.text)) > 1:
            self.spellings.setdefault(word.lower, Counter())[word.text] += 1
        self.keys[word.lower] = word.key
        self.all[word.key] += 1
        self.verbal[word.key] += _is_verb(before, word, after)
        self.nominal[word.key] += before is not None and before.lower in BEFORE_NOUN
        self.leading[word.key] += after is not None and after.lower not in w.FUNCTION and after.lower not in w.VERBAL


def observe(readings: Iterable[Reading]) -> Usage:
    """Count how a batch uses its words."""
    counts = _Counts()
    for reading in readings:
        counts.people.update(reading.author)
        for clause in reading.body:
            for before, word, after in zip((None, *clause), clause, (*clause[1:], None), strict=False):
                counts.add(before, word, after)
        for clause in reading.body + reading.title:
            counts.people.update(_people(clause))
    in_lower_case = {form for forms in counts.spellings.values() for form in forms if form.islower()}
    return Usage(
        spellings=counts.spellings,
        plurals=_plurals(counts),
        verbal={key: counts.verbal[key] / count for key, count in counts.all.items()},
        nominal={key: counts.nominal[key] / count for key, count in counts.all.items()},
        leading={key: (counts.leading[key] + 0.5) / (count + 1) for key, count in counts.all.items()},
        people=frozenset(counts.people.keys() - in_lower_case),
    )


def _plurals(counts: _Counts) -> dict[str, str]:
    forms = (form for form, key in sorted(counts.keys.items()) if form not in (key, f"{key}'s", f"{key}’s"))
    return {counts.keys[form]: form for form in forms if " " not in form}


def _is_verb(before: Word | None, word: Word, after: Word | None) -> bool:
    """Tell a verb by the word before it or, after "to" and where it could be either, by its object."""
    if before is None:
        return False
    if before.lower in BEFORE_VERB:
        return True
    object_follows = after is not None and after.lower in AFTER_VERB
    either = word.lower in w.AMBIGUOUS
    if before.lower == "to":
        return either or object_follows
    return (
        either and before.lower not in BEFORE_NOUN and (object_follows or (after is not None and after.lower == "to"))
    )


def _people(clause: Clause) -> Iterator[str]:
    """Give the lower-case words of a clause that name a person."""
    named = [word.text[:1].isupper() and not word.text.isupper() for word in clause] + [False, False, False]
    for index, word in enumerate(clause):
        given = word.lower in w.GIVEN_NAMES and named[index] and named[index + 1]
        if given or word.lower in w.HONORIFICS:
            followers = (
                [index] * given + [index + 1] * named[index + 1] + [index + 2] * all(named[index + 1 : index + 3])
            )
            yield from (clause[follower].lower for follower in followers)
        elif word.lower in w.SPEAKING:
            alone = index == 1 or not clause[index - 2].text[:1].isupper()
            if index and named[index - 1] and (alone or _is_rare(clause[index - 1])):
                yield clause[index - 1].lower
            if named[index + 1]:
                yield clause[index + 1].lower


def _is_rare(word: Word) -> bool:
    """Tell a surname from the last word of a body's name ("the Environment Agency said")."""
    return rarity(word.lower) > RARE_NAME


def runs(clause: Clause, usage: Usage) -> Iterator[tuple[int, int]]:
    """Give where a clause has runs that look like noun phrases, of at most `LONGEST_NAME` words: first word, end."""
    for first, opening in enumerate(clause):
        if not usage.can_open(opening):
            continue
        length = 0
        for last in range(first, len(clause)):
            word = clause[last]
            length += 1 + word.text.count(" ")
            if length > LONGEST_NAME or _ends(clause, last, usage):
                break
            if usage.can_close(word, alone=first == last):
                yield first, last + 1


def _ends(clause: Clause, index: int, usage: Usage) -> bool:
    """A small word may stand inside a name, but not two in a row."""
    word = clause[index]
    if word.lower in w.INNER:
        return clause[index - 1].lower in w.FUNCTION
    return usage.breaks(word)
