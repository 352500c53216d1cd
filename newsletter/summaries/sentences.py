"""A post's text -> its sentences, each with its exact place.

Rules for English prose as it is dumped from web pages; other scripts are cut at their own full stops. All rules look at
most a few hundred characters around, so a text of any size takes time in proportion to its length.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsletter.summaries.blocks import Block, Form, blocks
from newsletter.summaries.quotations import NOTHING_OPEN, double_marks, goes_on, open_after, opens_at

END = re.compile(r"(?P<mark>[.!?…؟۔]+)(?P<close>[\"”’')\]»]*)|[。！？।]+[」』”）]*")


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEVER_LAST = _listed(
    "dr mr mrs ms mx prof st messrs rev hon gen col lt sgt capt cllr gov sen fr e.g i.e eg ie cf vs viz ca approx incl"
)
"""Abbreviations that something always follows."""
BEFORE_NUMBER = _listed(
    "no nos p pp para paras fig figs ch vol sec reg jan feb mar apr jun jul aug sep sept oct nov dec"
)
"""Abbreviations when a digit follows, words otherwise: "No. 10", "they said no."."""
SOMETIMES_LAST = _listed("inc ltd co corp plc u.s u.k u.n e.u a.m p.m ph.d m.d dept al jr sr")
"""Abbreviations that end a sentence only if the next word is one that opens sentences."""
OPENERS = _listed(
    "The A An In It Its This That These Those He She They We You I But And However For At On After Before If When While"
    " As By There Some Many Most More All Our Their His Her What Why How Who Where So Now Then To From With Since"
)
NEAR = 300
"""Characters that are searched for an open bracket's partner."""
INITIALS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
ENUMERATOR = re.compile(r"\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})")
GLUED_BEFORE = re.compile(r"[a-z]{2}$")
GLUED_AFTER = re.compile(r"[“‘\"(]?[A-Z][a-z]*[\s’]")
LOWER_NAME = re.compile(r"[a-z][A-Z]")
GOES_ON = ",;:)–—-&"


@dataclass(frozen=True, slots=True)
class TextSentence:
    """A sentence where it stands: `text == whole[start:end]`.

    `paragraph` counts blocks from 0; `quoted` says that it begins inside a quotation that an earlier sentence opened.
    """

    text: str
    start: int
    end: int
    form: Form
    paragraph: int
    quoted: bool = False


def split(text: str) -> tuple[TextSentence, ...]:
    """Cut a text into sentences, list items and headings, in the order of the text."""
    marks = double_marks(text)
    cased = any(character.isupper() for character in text)
    sentences: list[TextSentence] = []
    opened = NOTHING_OPEN
    for number, block in enumerate(blocks(text)):
        opened = opened if opened == "“" and goes_on(text, block.start, marks) else NOTHING_OPEN
        for start, end in _cuts(text, block, marks, cased):
            sentences.append(TextSentence(text[start:end], start, end, block.form, number, bool(opened)))
            opened = open_after(text, start, end, opened)
    return tuple(sentences)


def _cuts(text: str, block: Block, marks: Sequence[int], cased: bool) -> Iterator[tuple[int, int]]:
    start = block.start
    for found in END.finditer(text, block.start, block.end):
        end = _end_with_closers(text, found, block.start, marks)
        if end < block.end and _ends_sentence(text, start, found, end, cased=cased):
            yield start, end
            start = _skip_space(text, end)
    if start < block.end:
        yield start, block.end


def _skip_space(text: str, place: int) -> int:
    while text[place].isspace():
        place += 1
    return place


def _end_with_closers(text: str, found: re.Match[str], start: int, marks: Sequence[int]) -> int:
    """Leave a straight quotation mark that opens the next sentence to that sentence."""
    closers = found["close"] or ""
    if '"' not in closers:
        return found.end()
    place = found.end("mark") + closers.index('"')
    return place if opens_at(text, start, place, marks) else found.end()


def _ends_sentence(text: str, start: int, found: re.Match[str], end: int, *, cased: bool) -> bool:
    if not found["mark"]:
        return True
    if not text[end].isspace():
        return _is_glued(text, start, found, end)
    following = text[end : min(end + NEAR, found.endpos)].lstrip()
    if not following or following[0] in GOES_ON:
        return False
    if cased and following[0].islower() and not LOWER_NAME.match(following):
        return False
    if _inside_brackets(text[max(start, end - NEAR) : end], text[end : min(found.endpos, end + NEAR)]):
        return False
    return found["mark"] != "." or bool(found["close"]) or _is_full_stop(text, start, found.start(), following)


def _is_glued(text: str, start: int, found: re.Match[str], end: int) -> bool:
    """Tell "said.“A lot" and "end.The next" from "www.example.org" and "3.6"."""
    before = text[max(start, found.start() - 40) : found.start()]
    token = before.split()[-1] if before.split() else ""
    if not GLUED_BEFORE.search(before) or any(sign in token for sign in "/@.") or token.startswith("www"):
        return False
    return bool(GLUED_AFTER.match(text, end))


def _inside_brackets(before: str, after: str) -> bool:
    closing, opening = after.find(")"), after.find("(")
    return before.rfind("(") > before.rfind(")") and closing >= 0 and not 0 <= opening < closing


def _is_full_stop(text: str, start: int, place: int, following: str) -> bool:
    before = text[max(start, place - 20) : place]
    word = re.split(r"[\s(\[“‘\"—–]", before)[-1]
    low = word.lower()
    if low in NEVER_LAST or (low in BEFORE_NUMBER and following[0].isdigit()):
        return False
    if start + len(word) == place and ENUMERATOR.fullmatch(word):
        return False
    if low in SOMETIMES_LAST or (INITIALS.fullmatch(word) and word != "I" and word[0].isupper()):
        return following.split(maxsplit=1)[0].rstrip(",") in OPENERS
    return True
