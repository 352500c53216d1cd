"""Where posts begin: which of the likeliest lines begin a post, and which only a part of one.

Nothing on a bare page tells a sub-heading from a title but their company. So every line is weighed on all that speaks
for and against it: what stands above and below, how long the stretch is that it would head, how the others look.
"""

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise, takewhile

from newsletter.dumps.cohesion import Sections, sections_of
from newsletter.dumps.dates import DateLine
from newsletter.dumps.furniture import Reason
from newsletter.dumps.pieces import Piece, Role, prose_words
from newsletter.dumps.runs import (
    TEXT,
    Habits,
    Head,
    find_runs,
    habits_of,
    has_foot,
    is_below_page,
    likeliest,
    run_above,
)
from newsletter.dumps.titles import Evidence
from newsletter.dumps.untitled import with_untitled
from newsletter.dumps.vocabulary import CARRIES_ON

THRESHOLD = 0.7
"""Points are log odds: fitted to 240 pages put together from 42 real articles, whole and cut short, and to the labelled
pages, then rounded. What those pages do not have (dates, menus, Read More) is judgement."""
ALONE, PER_RIVAL, PER_DENSITY = 5.0, -1.3, -0.8
"""The more likely lines a page has, and the more text to each, the more of them are sub-headings."""
TYPICAL_SECTION = 150
"""Words below a heading at which its length says nothing."""
MOST_AGAINST, MOST_FOR, PER_DOUBLING = -0.8, 0.8, 0.4
NOTICE_WORDS = 30
"""A stretch of fewer words is a notice of its own rather than a part of a post."""
NAMED_ABOVE, NAMED_BELOW, LIKE_ABOVE = -2.1, 1.8, -1.3
"""A title names what is told below it; a sub-heading takes up what is told above it as well."""
MAX_TEASER, REACH_OF_LINK, LINK_WORDS = 150, 4, 4
"""A teaser has fewer words, and its "Read More" stands so near below it and is as short as that."""
PER_LENGTH = 0.7
"""Titles are longer than the sub-headings beside them."""
MENU_LINES = 4
ELSEWHERE = frozenset({Reason.SIDEBAR, Reason.SIGN_UP, Reason.FOOTER})
MANY_TIMES = 4
"""A title stands on its page once or twice, in a list and on a button for sharing; a site's name everywhere."""
MIN_DATED_ABOVE = 2
MIN_LINKED = 2
"""One "Read more" may head a list of links; several end teasers."""


@dataclass(frozen=True, slots=True)
class _Company:
    """The likeliest lines of a page, with the text that each would head."""

    heads: tuple[Head, ...]
    sections: tuple[tuple[Piece, ...], ...]
    told: Sections
    prior: float
    usual_words: float
    first_words: int
    beginnings: tuple[str, ...]
    printed: Counter[str]
    """How often each short line stands on the page."""
    linked: int
    """How many of them end in "Read More"."""


def find_heads(pieces: Sequence[Piece]) -> tuple[Head, ...]:
    """The head of every post on the page, in order."""
    chosen = [head for head in weigh_heads(pieces) if head.score > THRESHOLD]
    habits = habits_of(pieces, find_runs(pieces))
    if habits.date_in_foot:
        return tuple(_dated_below(pieces, chosen))
    if habits.date_above and sum(head.first < head.title for head in chosen) >= MIN_DATED_ABOVE:
        return tuple(_dated_above(with_untitled(pieces, chosen)))
    return tuple(_dated_above(chosen) if habits.date_above else chosen)


def _dated_above(heads: Sequence[Head]) -> Iterator[Head]:
    """The heads, those without a date below the date that stands over the posts of a day."""
    day: DateLine | None = None
    for head in heads:
        day = head.dated or day
        yield replace(head, dated=day)


def _dated_below(pieces: Sequence[Piece], heads: Sequence[Head]) -> Iterator[Head]:
    """The heads with the date at the foot of their posts."""
    ends = [*(head.first for head in heads), len(pieces)][1:]
    for head, end in zip(heads, ends, strict=True):
        feet = [piece for piece in pieces[head.body : end] if piece.dated]
        own = head.dated or (feet[0].dated if feet else None)
        author = next((piece.author for piece in pieces[head.body : end] if piece.author), None)
        yield replace(head, dated=own, author=head.author or author)


def weigh_heads(pieces: Sequence[Piece]) -> tuple[Head, ...]:
    """Every likely head with all evidence for and against it."""
    runs = find_runs(pieces)
    habits = habits_of(pieces, runs)
    heads = [likeliest(pieces, run, habits) for run in runs]
    if not heads:
        return ()
    # Where the settings name titles, nothing else is one.
    heads = [head for head in heads if pieces[head.title].named] or heads
    company = _company(pieces, heads)
    return tuple(
        replace(head, evidence=tuple(one for one in _all_evidence(pieces, company, at, habits) if one.points))
        for at, head in enumerate(heads)
    )


def _company(pieces: Sequence[Piece], heads: Sequence[Head]) -> _Company:
    ends = [*(head.first for head in heads), len(pieces)][1:]
    sections = tuple(tuple(pieces[head.body : end]) for head, end in zip(heads, ends, strict=True))
    told = sections_of([" ".join(piece.text for piece in section if piece.role in TEXT) for section in sections])
    density = sum(map(prose_words, sections)) / len(sections)
    lengths = [pieces[head.title].words for head in heads]
    return _Company(
        heads=tuple(heads),
        sections=sections,
        told=told,
        prior=ALONE + PER_RIVAL * math.log2(len(heads)) + PER_DENSITY * math.log2(max(density, 1) / TYPICAL_SECTION),
        usual_words=statistics.median(lengths),
        first_words=lengths[0],
        beginnings=tuple(_first_word(pieces[head.title]) for head in heads),
        printed=Counter(piece.text for piece in pieces if piece.role is Role.SHORT),
        linked=sum(map(_ends_in_read_more, sections)),
    )


def _all_evidence(pieces: Sequence[Piece], company: _Company, at: int, habits: Habits) -> tuple[Evidence, ...]:
    head, section = company.heads[at], company.sections[at]
    above = prose_words(company.sections[at - 1]) if at else 0
    return (
        *head.evidence,
        *_of_neighbours(pieces, head, ended=has_foot(pieces, run_above(pieces, head.title), habits)),
        *_of_lengths(above, section, linked=company.linked >= MIN_LINKED or not habits.first_dated),
        *_of_habits(pieces, head, habits),
        *_of_company(pieces[head.title], company, at),
        Evidence(-8.0 if _is_list_entry(pieces, head) else 0.0, "its text stands elsewhere"),
        Evidence(-3.0 if company.printed[pieces[head.title].text] >= MANY_TIMES else 0.0, "the name of the site"),
    )


def _is_list_entry(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a dated title only stands last in a list of them, and the text below is of something else."""
    text = next(at for at in range(head.title, len(pieces)) if pieces[at].role in TEXT or at + 1 == len(pieces))
    run = run_above(pieces, head.title)
    if not run.start or head.title >= text:
        return False
    between = pieces[head.title + 1 : text]
    if any(piece.reason in ELSEWHERE for piece in between):
        return True
    inside = pieces[run.start : text]
    pairs = sum(one.role is Role.SHORT and two.role is Role.DATE for one, two in pairwise(inside))
    return pairs > 1 and pieces[text - 1].role is not Role.DATE


def _of_neighbours(pieces: Sequence[Piece], head: Head, *, ended: bool) -> tuple[Evidence, ...]:
    text = pieces[head.body]
    before = next((pieces[at] for at in range(head.first - 1, -1, -1) if pieces[at].role in TEXT), None)
    first_word = text.text.split()[0].strip("“‘\"',.").lower()
    above = takewhile(
        lambda piece: piece.role not in TEXT, reversed(pieces[max(0, head.first - 2 * MENU_LINES) : head.first])
    )
    lines = sum(piece.role is Role.SHORT for piece in above)
    return (
        Evidence(1.2 if before is None else 0.0, "first on the page"),
        Evidence(-0.5 if text.role is Role.ITEM else 0.0, "a list below it"),
        Evidence(-4.0 if text.text[0].islower() else 0.0, "the text below carries on its sentence"),
        Evidence(-0.8 if first_word in CARRIES_ON and not ended else 0.0, "the text below refers back"),
        Evidence(-3.0 if before and before.text[-1] == ":" else 0.0, "announced by the text above"),
        Evidence(-1.5 if before and before.text[-1] == "," else 0.0, "the text above breaks off"),
        Evidence(-1.5 if lines > MENU_LINES and head.dated is None else 0.0, "below a menu"),
    )


def _of_lengths(above: int, section: Sequence[Piece], *, linked: bool) -> tuple[Evidence, ...]:
    below = prose_words(section)
    if linked and below < MAX_TEASER and _ends_in_read_more(section):
        return (Evidence(2.0, "ends in Read More"),)
    return (
        Evidence(_by_length(below), f"{below} words below"),
        Evidence(_by_length(above) if above else 0.0, f"{above} words above"),
        Evidence(0.7 if below < NOTICE_WORDS else 0.0, "a notice"),
    )


def _ends_in_read_more(section: Sequence[Piece]) -> bool:
    texts = [at for at, piece in enumerate(section) if piece.role in TEXT]
    tail = section[texts[-1] : texts[-1] + REACH_OF_LINK] if texts else ()
    return any(piece.cut or (piece.reason is Reason.READ_MORE and piece.words <= LINK_WORDS) for piece in tail)


def _by_length(words: int) -> float:
    return max(MOST_AGAINST, min(MOST_FOR, PER_DOUBLING * math.log2(max(words, 1) / TYPICAL_SECTION)))


def _of_habits(pieces: Sequence[Piece], head: Head, habits: Habits) -> tuple[Evidence, ...]:
    if head.dated:
        return (Evidence(1.0, "dated"),)
    run = run_above(pieces, head.title)
    footed = has_foot(pieces, run, habits)
    below = head.title >= habits.tail or (is_below_page(pieces, run) and not habits.columned)
    return (
        Evidence(_undated(habits) / (2 if footed else 1), "no date, where others here have one"),
        Evidence(-2.5 if below else 0.0, "below the end of the page"),
    )


def _undated(habits: Habits) -> float:
    if habits.date_in_foot:
        return 0.0
    if habits.date_above:
        # One date may stand over all posts of a day.
        return -1.0
    return -5.0 if habits.dated > 1 or habits.first_dated else 0.0


def _first_word(title: Piece) -> str:
    return title.text.split()[0].lower()


def _of_company(title: Piece, company: _Company, at: int) -> tuple[Evidence, ...]:
    told, words = company.told, title.words + 1
    above = at - 1 if at else None
    alike = at > 1 and _first_word(title) == company.beginnings[at - 1]
    return (
        Evidence(-0.7 if alike else 0.0, "begins as the line above it"),
        Evidence(company.prior, f"{len(company.heads)} likely lines here"),
        Evidence(PER_LENGTH * math.log2(words / (company.usual_words + 1)), "its length beside the others'"),
        Evidence(PER_LENGTH * min(0.0, math.log2(words / (company.first_words + 1))), "shorter than the first title"),
        Evidence(NAMED_BELOW * told.share(title.text, at), "named in the text below"),
        Evidence(NAMED_ABOVE * told.share(title.text, above) if above is not None else 0.0, "named in the text above"),
        Evidence(LIKE_ABOVE * told.likeness(at, above) if above is not None else 0.0, "the text above is of the same"),
    )
