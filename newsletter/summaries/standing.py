"""Whether a sentence can stand alone: what a reader of the summary alone would stumble over.

The faults matter more than the score: on opinion blogs the first three sentences give a rhetorical question in 43 % of
summaries, a dangling opener in 19 % and chatter in 14 %.
"""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from enum import StrEnum

from newsletter.summaries import wording
from newsletter.summaries.blocks import Form
from newsletter.summaries.quotations import open_after
from newsletter.summaries.sentences import TextSentence
from newsletter.themes.tfidf import terms

FEWEST_WORDS, MOST_WORDS = 6, 55
EARLY_CHARACTERS = 60
"""How far into a sentence a word that points back is taken to point at the sentence before."""
HEAD_WORDS = 3
"""Words after "this" or "these" among which its noun stands: "these financial challenges"."""
FLOURISH_WORDS, ARTICLE_SENTENCES = 11, 8
ANNOUNCING_WORDS = 8
"""So short a sentence that begins with a number of things only says that they follow."""
WHOLE_ITEM_WORDS = 12
MOSTLY_QUOTED = 0.5


class Fault(StrEnum):
    """A reason why a sentence should not be printed alone."""

    QUESTION = "question"
    UNFINISHED = "unfinished"
    UNBALANCED = "unbalanced quotation marks or brackets"
    QUOTED = "quotation without its speaker"
    INTRODUCTION = "introduces a list"
    ITEM = "list item"
    HEADING = "heading"
    SHORT = "short"
    LONG = "long"
    CHATTER = "chatter"
    PLATITUDE = "platitude"
    DANGLING = "dangling opener"
    LEANING = "leans on what was said before"
    UNNAMED = "somebody who was not introduced"
    DATED = "relative to an unknown day of writing"
    PERSONAL = "first person"
    LINK = "web address"
    SHOUTING = "capitals"


FOLLOWS = frozenset({Fault.DANGLING, Fault.LEANING, Fault.UNNAMED})
"""No fault in a sentence that is printed directly after the one before it."""
FORGIVEN: tuple[frozenset[Fault], ...] = (
    frozenset(),
    frozenset({Fault.PERSONAL}),
    frozenset({Fault.PERSONAL, Fault.DATED, Fault.LEANING}),
    frozenset({Fault.PERSONAL, Fault.DATED, Fault.LEANING, Fault.SHORT, Fault.LONG, Fault.PLATITUDE}),
)
"""What is forgiven, step by step, while fewer than two sentences can be chosen."""
LAST_RESORTS: tuple[frozenset[Fault], ...] = (
    FORGIVEN[-1] | {Fault.DANGLING, Fault.UNNAMED},
    FORGIVEN[-1] | FOLLOWS | {Fault.CHATTER, Fault.ITEM, Fault.SHOUTING, Fault.LINK},
    frozenset(Fault),
)
"""What is forgiven, step by step, while no sentence at all can be chosen."""


@dataclass(frozen=True, slots=True)
class Context:
    """What is known of a sentence's post."""

    title_terms: Set[str]
    surnames: Set[str]
    dated: bool
    cased: bool


def context_of(title: str, text: str, *, dated: bool) -> Context:
    """Gather what faults depend on beside the sentence itself."""
    surnames = frozenset(found[1] for found in wording.FULL_NAME.finditer(text))
    letters = [character for character in text[:5000] if character.isalpha()]
    cased = sum(character.isupper() for character in letters) < len(letters) / 2
    return Context(frozenset(terms(title)), surnames - set(title.split()), dated, cased)


def faults(sentences: Sequence[TextSentence], context: Context) -> tuple[frozenset[Fault], ...]:
    """Give each sentence's faults."""
    followers: list[TextSentence | None] = [*sentences[1:], None]
    return tuple(
        _faults(sentence, follower, context) | _closing(sentence, sentences)
        for sentence, follower in zip(sentences, followers, strict=True)
    )


def _faults(sentence: TextSentence, follower: TextSentence | None, context: Context) -> frozenset[Fault]:
    text = " ".join(sentence.text.split())
    checks = {
        Fault.QUESTION: _asks(text),
        Fault.UNFINISHED: _is_unfinished(text, context),
        Fault.UNBALANCED: _is_unbalanced(text),
        Fault.QUOTED: sentence.quoted or _speaks_for_nobody(text),
        Fault.INTRODUCTION: _introduces(text, sentence, follower),
        Fault.ITEM: sentence.form is Form.ITEM and not _is_whole_item(text),
        Fault.HEADING: sentence.form is Form.HEADING,
        Fault.SHORT: len(text.split()) < FEWEST_WORDS,
        Fault.LONG: len(text.split()) > MOST_WORDS,
        Fault.CHATTER: bool(wording.CHATTER.search(text)),
        Fault.PLATITUDE: bool(wording.PLATITUDE.search(text)),
        Fault.DANGLING: dangles(text, context.title_terms),
        Fault.LEANING: _leans(text, context.title_terms),
        Fault.UNNAMED: _is_unnamed(text, context),
        Fault.DATED: not context.dated and bool(wording.RELATIVE_DAY.search(text)),
        Fault.PERSONAL: _is_personal(text),
        Fault.LINK: bool(wording.PAGE_LINK.search(text)),
        Fault.SHOUTING: context.cased and text.isupper(),
    }
    return frozenset(fault for fault, found in checks.items() if found)


def _closing(sentence: TextSentence, sentences: Sequence[TextSentence]) -> frozenset[Fault]:
    """Take a short line without a figure that closes a whole article for a flourish."""
    closes = sentence.paragraph == sentences[-1].paragraph and len(sentences) >= ARTICLE_SENTENCES
    flourish = len(sentence.text.split()) <= FLOURISH_WORDS and not re.search(r"\d", sentence.text)
    return frozenset({Fault.PLATITUDE} if closes and flourish else ())


def _asks(text: str) -> bool:
    own_words = wording.QUOTATION.sub("", text)
    return bool(re.search(r"[?？؟]", own_words) or re.search(r"[?？؟][\"”’')\]]*$", text))


def _is_whole_item(text: str) -> bool:
    """Tell an item that is a sentence from a fragment that only its list makes one."""
    words = text.split()
    return len(words) >= WHOLE_ITEM_WORDS and bool(wording.FINITE.search(text)) and not words[0].endswith("ing")


def _is_unfinished(text: str, context: Context) -> bool:
    opening = text.lstrip("“‘\"'([£$€")[:1]
    finished = re.search(r"[.!。！।۔][\"”’')\]»」』”）]*$", text) and not re.search(r"(?:\.\.|…)[\"”’')\]]*$", text)
    return not finished or not opening.isalnum() or (context.cased and opening.islower()) or text[0] in "(["


def _is_unbalanced(text: str) -> bool:
    brackets = any(text.count(left) != text.count(right) for left, right in ("()", "[]", "{}", "“”"))
    return brackets or bool(open_after(text, 0, len(text)) or text.count('"') % 2)


def _speaks_for_nobody(text: str) -> bool:
    quoted = sum(len(found.group()) for found in wording.QUOTATION.finditer(text))
    opens = text[0] in '“"‘' and quoted > len(text) / 4
    return (opens or quoted > MOSTLY_QUOTED * len(text)) and not wording.ATTRIBUTION.search(text)


def _introduces(text: str, sentence: TextSentence, follower: TextSentence | None) -> bool:
    if len(text.split()) <= ANNOUNCING_WORDS and wording.ANNOUNCES.match(text):
        return True
    before_list = follower is not None and follower.form is Form.ITEM and sentence.form is not Form.ITEM
    return text.rstrip("\"”’')").endswith((":", ";", ",")) or (
        before_list and bool(re.search(r"\b(?:these|following|below|steps|ways|reasons|things|are)\b", text))
    )


def dangles(text: str, known: Set[str]) -> bool:
    """Whether a sentence opens by leaning on one before it; `known` are terms that the reader has seen in the title."""
    if wording.CONNECTIVE.match(text):
        return True
    if wording.EXPLETIVE.match(text):
        return False
    if wording.ANAPHOR.match(text):
        # Even where the title explains it: printed after a gap, "This" reads as pointing to what was left out.
        return True
    early = text[:EARLY_CHARACTERS]
    return _points_back(text, early, known) or _pronoun_comes_first(early)


def _points_back(text: str, early: str, known: Set[str]) -> bool:
    pointing = [found for found in wording.DEMONSTRATIVE.finditer(early) if not _is_time(text, found)]
    return any(not _is_known(text, found.end(), known | set(terms(text[: found.start()]))) for found in pointing)


def _is_known(text: str, place: int, known: Set[str]) -> bool:
    return any(term in known and len(term) > HEAD_WORDS for term in terms(text[place : place + 80])[:HEAD_WORDS])


def _is_time(text: str, found: re.Match[str]) -> bool:
    return bool(re.match(r"\s+(?:week|month|year|summer|winter|spring|autumn|decade|days)\b", text[found.end() :]))


def _pronoun_comes_first(early: str) -> bool:
    if wording.IT_AFTER_PLURAL.match(early) or wording.PRONOUN_IN_SUBJECT.match(early):
        return True
    found = wording.THING_PRONOUN.search(early)
    if found is None or wording.EXPLETIVE.match(early[found.start() :]):
        return False
    before = early[: found.start()]
    return not wording.ANTECEDENT.search(before) and not re.search(r"\s[A-Z]", before)


def _leans(text: str, known: Set[str]) -> bool:
    """Look for what points back less openly: an early "also", a late "this" that stands for a whole thought."""
    if wording.LEANS_INSIDE.search(text[: 2 * EARLY_CHARACTERS]) or wording.RELATIVE_TO_A_DATE.search(text):
        return True
    late = [found for found in wording.DEMONSTRATIVE.finditer(text, EARLY_CHARACTERS) if not _is_time(text, found)]
    return any(
        not _is_known(text, found.end(), known | set(terms(text[: found.start()])))
        and not re.search(r"(?:,|and|but|that|because|as|when|if|which|so|for) $", text[: found.start()])
        for found in late
    )


def _is_unnamed(text: str, context: Context) -> bool:
    speakers = {name for found in wording.SURNAME_SPEAKS.finditer(text) for name in found.groups() if name}
    introduced = {found[1] for found in wording.FULL_NAME.finditer(text)}
    if speakers & context.surnames - introduced:
        return True
    own_words = wording.QUOTATION.sub("", text)
    if (speaker := wording.PRONOUN_SPEAKS.search(own_words)) is not None and not introduced:
        return not _names_a_person(own_words[: speaker.start()])
    pronoun = wording.PERSONAL_PRONOUN.search(own_words)
    return pronoun is not None and not _names_a_person(own_words[: pronoun.start()])


def _names_a_person(before: str) -> bool:
    return bool(
        wording.FULL_NAME.search(before)
        or re.search(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Professor|Sir|Dame|Lord|Lady|Cllr)\b", before)
        or re.search(r"\b(?:a|an|the|one|any|every|each|no|his|her) (?:[a-z-]+ ){0,3}[a-z]{3,}\b", before)
        or re.search(rf"\b{wording.NAME}\b", before[1:])
    )


def _is_personal(text: str) -> bool:
    return bool(wording.FIRST_PERSON.search(wording.QUOTATION.sub("", text)))
