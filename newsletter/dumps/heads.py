"""Where posts begin: the line that is each post's title, and the lines of date and author beside it.

A page alternates between text and runs of short lines. A run holds at most one title: the rest of it are menus, dates,
tags of the post before. So the likeliest line of each run is found first, and then whether it begins a post or only a
part of one.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.dumps.dates import DateLine
from newsletter.dumps.furniture import ENDS_POST, Reason
from newsletter.dumps.pieces import Piece, Role, prose_words
from newsletter.dumps.titles import Evidence, likeness, total
from newsletter.dumps.vocabulary import CARRIES_ON

THRESHOLD = 0.0
TYPICAL_SECTION = 220
"""Words below a heading at which its length says nothing: parts of posts are shorter, posts longer."""
PARAGRAPH_WORDS = 20
FAR_FROM_TEXT = 0.75
DATE_BELOW, DATE_ABOVE = 3.0, 2.5
MENU_LINES = 4
LABEL_WORDS = 3
"""A category beside a date has no more words than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """The beginning of a post, as places in the sequence of pieces."""

    title: int
    first: int
    """The title, or the date above it."""
    body: int
    """The first piece of text."""
    dated: DateLine | None
    author: str | None
    evidence: tuple[Evidence, ...]

    @property
    def score(self) -> float:
        """What all evidence adds up to."""
        return total(self.evidence)


@dataclass(frozen=True, slots=True)
class _Run:
    """Short lines, dates and furniture `[start, end)` that stand before text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Habits:
    """How this page writes its heads."""

    date_above: bool
    date_in_foot: bool
    dated_heads: bool
    gaps: bool
    archive: bool


def find_heads(pieces: Sequence[Piece]) -> tuple[Head, ...]:
    """The head of every post on the page, in order."""
    runs = _runs(pieces)
    habits = _habits(pieces, runs)
    heads = [head for run in runs if (head := _likeliest(pieces, run, habits)) is not None]
    weighed = [_weigh(pieces, heads, at, habits) for at in range(len(heads))]
    chosen = [head for head in weighed if head.score > THRESHOLD]
    return tuple(chosen)


def _runs(pieces: Sequence[Piece]) -> list[_Run]:
    """Every run that text follows and that holds a short line."""
    runs, start = [], None
    for at, piece in enumerate(pieces):
        if piece.role in {Role.PROSE, Role.ITEM}:
            if start is not None and any(one.role is Role.SHORT for one in pieces[start:at]):
                runs.append(_Run(start, at))
            start = None
        elif start is None:
            start = at
    return runs


def _habits(pieces: Sequence[Piece], runs: Sequence[_Run]) -> _Habits:
    above = below = 0
    for run in runs:
        roles = [piece.role for piece in pieces[run.start : run.end] if piece.role in {Role.SHORT, Role.DATE}]
        if Role.DATE in roles:
            at = roles.index(Role.DATE)
            below += Role.SHORT in roles[:at]
            above += at == 0 or roles[-1] is Role.SHORT
    dated = sum(any(one.role is Role.DATE for one in pieces[run.start : run.end]) for run in runs)
    first = runs[0] if runs else _Run(0, 0)
    first_dated = any(piece.role is Role.DATE for piece in pieces[: first.end])
    tail = pieces[_after_text(pieces) :]
    inside = sum(piece.block.gap_before for piece in pieces)
    return _Habits(
        date_above=above > below,
        date_in_foot=bool(dated) and not first_dated and any(piece.role is Role.DATE for piece in tail[:3]),
        dated_heads=(first_dated and dated > 1) or dated > len(runs) / 2,
        gaps=inside > len(pieces) / 2,
        archive=any(piece.reason is Reason.PAGINATION for piece in pieces),
    )


def _after_text(pieces: Sequence[Piece]) -> int:
    last = [at for at, piece in enumerate(pieces) if piece.role in {Role.PROSE, Role.ITEM}]
    return last[-1] + 1 if last else 0


def _likeliest(pieces: Sequence[Piece], run: _Run, habits: _Habits) -> Head | None:
    """The line of a run that reads most like a title."""
    places = [at for at in range(run.start, run.end) if pieces[at].role is Role.SHORT]
    rated = [(total(_in_run(pieces, run, at, habits)), -at, at) for at in places]
    title = max(rated)[2]
    date = _date_beside(pieces, run, title, habits)
    between = range(title + 1, run.end)
    author = next((piece.author for piece in pieces[title + 1 : run.end] if piece.author), None)
    first = title
    if date is not None and date < title:
        first = date
        author = author or pieces[date].author
    after_meta = [at for at in between if pieces[at].role is Role.SHORT and not _is_label(pieces, at, date)]
    return Head(
        title=title,
        first=first,
        body=min(after_meta, default=run.end),
        dated=pieces[date].dated if date is not None else None,
        author=author,
        evidence=_in_run(pieces, run, title, habits),
    )


def _is_label(pieces: Sequence[Piece], at: int, date: int | None) -> bool:
    """Whether a short line below a title is a category rather than the beginning of the text."""
    beside = date is not None and abs(at - date) == 1
    return beside and pieces[at].words <= LABEL_WORDS


def _in_run(pieces: Sequence[Piece], run: _Run, at: int, habits: _Habits) -> tuple[Evidence, ...]:
    """What a line's words and its place in its run say."""
    between = sum(piece.role is Role.SHORT for piece in pieces[at + 1 : run.end])
    date = _date_beside(pieces, run, at, habits)
    dated = 0.0 if date is None else DATE_BELOW if date > at else DATE_ABOVE
    before = pieces[at - 1] if at else None
    ended = before is not None and (before.reason in ENDS_POST or before.reason is Reason.SIDEBAR)
    alone = habits.gaps and pieces[at].block.gap_before and pieces[at].block.gap_after
    own = likeness(pieces[at].text)
    return (
        *own,
        Evidence(-FAR_FROM_TEXT * between, f"{between} lines from the text"),
        Evidence(dated, "a date beside it"),
        Evidence(1.0 if ended else 0.0, "the post before has ended"),
        Evidence(0.5 if alone else -0.5 if habits.gaps else 0.0, "between blank lines"),
    )


def _date_beside(pieces: Sequence[Piece], run: _Run, at: int, habits: _Habits) -> int | None:
    """The place of the date line that belongs to a title, or `None`."""
    below = _next_date(pieces, range(at + 1, run.end))
    above = None if habits.date_in_foot else _next_date(pieces, range(at - 1, run.start - 1, -1))
    prefer_above = habits.date_above and above is not None
    return above if prefer_above or below is None else below


def _next_date(pieces: Sequence[Piece], places: range) -> int | None:
    """The first date in reach: bylines, furniture and one label may stand between."""
    labels = 0
    for at in places:
        if pieces[at].role is Role.DATE:
            return at
        if pieces[at].role is Role.SHORT:
            labels += 1
            if labels > 1 or pieces[at].words > LABEL_WORDS:
                return None
    return None


def _weigh(pieces: Sequence[Piece], heads: Sequence[Head], at: int, habits: _Habits) -> Head:
    """A head with the evidence of what stands before and after it."""
    head = heads[at]
    start = head.first
    end = heads[at + 1].first if at + 1 < len(heads) else len(pieces)
    before_start = heads[at - 1].body if at else 0
    below = prose_words(pieces[head.body : end])
    above = prose_words(pieces[before_start:start])
    evidence = (
        *head.evidence,
        *_of_neighbours(pieces, head, above),
        *_of_lengths(above, below, teaser=_ends_cut(pieces[head.body : end])),
        *_of_habits(head, habits),
    )
    return Head(
        title=head.title,
        first=head.first,
        body=head.body,
        dated=head.dated,
        author=head.author,
        evidence=tuple(one for one in evidence if one.points),
    )


def _ends_cut(section: Sequence[Piece]) -> bool:
    return any(piece.cut or piece.reason is Reason.READ_MORE for piece in section)


def _of_neighbours(pieces: Sequence[Piece], head: Head, above: int) -> tuple[Evidence, ...]:
    text = pieces[head.body] if head.body < len(pieces) else None
    before = next((piece for piece in reversed(pieces[: head.first]) if piece.role in {Role.PROSE, Role.ITEM}), None)
    first_word = text.text.split()[0].strip("“‘\"',.").lower() if text else ""
    lines = sum(piece.role is Role.SHORT for piece in pieces[max(0, head.first - 2 * MENU_LINES) : head.first])
    return (
        Evidence(3.0 if not above and before is None else 0.0, "first on the page"),
        Evidence(1.0 if text and text.words >= PARAGRAPH_WORDS else 0.0, "a paragraph below it"),
        Evidence(-2.0 if text and text.role is Role.ITEM else 0.0, "a list below it"),
        Evidence(-4.0 if text and text.text[0].islower() else 0.0, "the text below carries on its sentence"),
        Evidence(-0.8 if first_word in CARRIES_ON else 0.0, "the text below refers back"),
        Evidence(-3.0 if before and before.text[-1] in ":," else 0.0, "announced by the text above"),
        Evidence(-1.5 if lines > MENU_LINES and head.dated is None else 0.0, "below a menu"),
    )


def _of_lengths(above: int, below: int, *, teaser: bool) -> tuple[Evidence, ...]:
    if teaser:
        return (Evidence(2.0, "ends in Read More"),)
    return (
        Evidence(_by_length(below), f"{below} words below"),
        Evidence(_by_length(above) / 2 if above else 0.0, f"{above} words above"),
    )


def _by_length(words: int) -> float:
    return max(-2.5, min(1.6, 1.4 * math.log2(max(words, 1) / TYPICAL_SECTION)))


def _of_habits(head: Head, habits: _Habits) -> tuple[Evidence, ...]:
    undated = habits.dated_heads and head.dated is None
    return (
        Evidence(-4.0 if undated else 0.0, "no date, where other titles here have one"),
        Evidence(1.0 if head.dated else 0.0, "dated"),
        Evidence(0.7 if habits.archive else 0.0, "a page of an archive"),
    )
