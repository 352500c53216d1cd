"""The likeliest title in each run of short lines, with the date and the author beside it.

A page alternates between text and runs of short lines. A run holds at most one title: the rest of it are menus, dates,
tags of the post before.
"""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from newsletter.dumps.dates import DateLine
from newsletter.dumps.furniture import ENDS_POST, Reason
from newsletter.dumps.identity import words
from newsletter.dumps.pieces import Piece, Role
from newsletter.dumps.titles import Evidence, likeness, total
from newsletter.dumps.vocabulary import is_name

FAR_FROM_TEXT, PAIRED = 1.0, 0.5
"""What each line between a title and its text costs: less where there are only two, a title and a sub-heading."""
PAIR = 2
DATE_BELOW, DATE_ABOVE = 3.0, 2.5
NAMED = 50.0
"""What the settings say outweighs all else."""
REACH = 60
"""A title stands no more lines than this above its text, however long the menu above it is."""
LABEL_WORDS = 3
"""A category beside a date has no more words than this."""

FOOT_LINES = 2
MIN_FOOTED = 2
"""So many posts with a foot show that all of them have one."""

TEXT = frozenset({Role.PROSE, Role.ITEM})
FOOT = ENDS_POST - {Reason.PAGINATION}
BELOW_PAGE = frozenset({Reason.PAGINATION, Reason.SIDEBAR, Reason.FOOTER})
MOST = 0.6


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
class Run:
    """Short lines, dates and furniture `[start, end)` that stand before text."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page writes the heads of its posts."""

    date_above: bool
    date_in_foot: bool
    dated: int
    """How many runs hold a date."""
    first_dated: bool
    usual_gap: int
    """The blank lines between two paragraphs."""
    archive: bool
    """Whether the page says that it is one of several."""
    footed: int
    """How many runs begin with what stands at the foot of a post: its tags, its comments, who wrote it."""
    tail: int
    """The place below which no post is dated, and the first sign that the page has ended; the end where none is."""
    columned: bool
    """Whether most runs hold what elsewhere stands below the last post: a side column's heading, page numbers."""


def find_runs(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """Every run that text follows and that holds a short line."""
    runs: list[Run] = []
    start = 0
    for at, piece in enumerate(pieces):
        if piece.role in TEXT:
            start = max(start, at - REACH)
            if any(one.role is Role.SHORT for one in pieces[start:at]):
                runs.append(Run(start, at))
            start = at + 1
    return tuple(runs)


def _tail(pieces: Sequence[Piece], runs: Sequence[Run]) -> int:
    last = max(at for at, run in enumerate(runs) if _has_date(pieces[run.start : run.end]))
    below = (run for run in runs[last + 1 :] if is_below_page(pieces, run))
    return next((run.start for run in below), len(pieces))


def run_above(pieces: Sequence[Piece], title: int) -> Run:
    """What stands between the last text and a title."""
    least = max(0, title - REACH)
    start = next((at + 1 for at in range(title - 1, least - 1, -1) if pieces[at].role in TEXT), least)
    return Run(start, title)


def habits_of(pieces: Sequence[Piece], runs: Sequence[Run]) -> Habits:
    """What the heads of a page have in common."""
    above = below = 0
    for run in runs:
        roles = [piece.role for piece in pieces[run.start : run.end] if piece.role in {Role.SHORT, Role.DATE}]
        if Role.DATE in roles:
            below += Role.SHORT in roles[: roles.index(Role.DATE)]
            above += roles[0] is Role.DATE or roles[-1] is Role.SHORT
    first_dated = bool(runs) and _has_date(pieces[runs[0].start : runs[0].end])
    dated = sum(_has_date(pieces[run.start : run.end]) for run in runs)
    texts = [at for at, piece in enumerate(pieces) if piece.role in TEXT]
    tail = pieces[texts[-1] + 1 :] if texts else ()
    columned = sum(is_below_page(pieces, run) for run in runs[1:]) > MOST * len(runs[1:]) > MOST
    return Habits(
        date_above=above > below,
        date_in_foot=bool(dated) and not first_dated and _has_date(tail[:3]),
        dated=dated,
        first_dated=first_dated,
        usual_gap=_usual_gap(pieces),
        archive=any(piece.reason is Reason.PAGINATION for piece in pieces),
        footed=sum(_begins_with_foot(pieces, run) for run in runs),
        tail=len(pieces) if columned or not dated else _tail(pieces, runs),
        columned=columned,
    )


def has_foot(pieces: Sequence[Piece], run: Run, habits: Habits) -> bool:
    """Whether a post ended at the beginning of a run as posts end here, and the page goes on."""
    return (
        habits.footed >= MIN_FOOTED
        and _begins_with_foot(pieces, run)
        and (habits.columned or not is_below_page(pieces, run))
    )


def is_below_page(pieces: Sequence[Piece], run: Run) -> bool:
    """Whether page numbers, a side column or a footer stand in a run below text."""
    return run.start > 0 and any(piece.reason in BELOW_PAGE for piece in pieces[run.start : run.end])


def _begins_with_foot(pieces: Sequence[Piece], run: Run) -> bool:
    foot = pieces[run.start : min(run.start + FOOT_LINES, run.end)]
    return run.start > 0 and any(piece.reason in FOOT for piece in foot)


def _has_date(pieces: Sequence[Piece]) -> bool:
    return any(piece.role is Role.DATE for piece in pieces)


def _usual_gap(pieces: Sequence[Piece]) -> int:
    gaps = [piece.block.gap_before for piece in pieces[1:] if piece.role is Role.PROSE]
    return statistics.mode(gaps) if gaps else 0


def likeliest(pieces: Sequence[Piece], run: Run, habits: Habits) -> Head:
    """The head whose title is the line of a run that reads most like one."""
    places = [at for at in range(run.start, run.end) if pieces[at].role is Role.SHORT]
    title = max(_first_of_each(pieces, places), key=lambda at: (total(_in_run(pieces, run, at, habits)), -at))
    date = _date_beside(pieces, run, title, habits)
    first = title if date is None else min(title, date)
    beside = (*pieces[title + 1 : run.end], *pieces[first:title])
    below = [at for at in range(title + 1, run.end) if pieces[at].role is Role.SHORT]
    return Head(
        title=title,
        first=first,
        body=next((at for at in below if not _is_label(pieces, at, date)), run.end),
        dated=pieces[date].dated if date is not None else None,
        author=next((piece.author for piece in beside if piece.author), name_beside(pieces, title, date, run)),
        evidence=_in_run(pieces, run, title, habits),
    )


def name_beside(pieces: Sequence[Piece], title: int, date: int | None, run: Run) -> str | None:
    """The name on a line of its own between a title and its date, or right below the date."""
    if date is None or date < title:
        return None
    places = [*range(date - 1, title, -1), *range(date + 1, min(date + 2, run.end))]
    return next((pieces[at].text for at in places if pieces[at].role is Role.SHORT and is_name(pieces[at].text)), None)


def _first_of_each(pieces: Sequence[Piece], places: Sequence[int]) -> list[int]:
    """The places without those where a title is printed once more; where others stand between, a list has it first."""
    kept: dict[tuple[str, ...], int] = {}
    for at in places:
        title = tuple(words(pieces[at].text))
        first = kept.get(title)
        if first is None or any(piece.role not in {Role.DATE, Role.BYLINE} for piece in pieces[first + 1 : at]):
            kept[title] = at
    return list(kept.values())


def _is_label(pieces: Sequence[Piece], at: int, date: int | None) -> bool:
    """Whether a short line below a title is a category rather than the beginning of the text."""
    return date is not None and abs(at - date) == 1 and pieces[at].words <= LABEL_WORDS


def _in_run(pieces: Sequence[Piece], run: Run, at: int, habits: Habits) -> tuple[Evidence, ...]:
    """What a line's words and its place in its run say."""
    between = sum(piece.role is Role.SHORT for piece in pieces[at + 1 : run.end])
    date = _date_beside(pieces, run, at, habits)
    before = pieces[at - 1] if at else None
    ended = before is not None and (before.reason in ENDS_POST or before.reason is Reason.SIDEBAR)
    foot = habits.date_in_foot and before is not None and before.role is Role.DATE
    return (
        *likeness(pieces[at].text),
        Evidence(NAMED if pieces[at].named else 0.0, "a title by the settings"),
        Evidence(-(PAIRED if _is_pair(pieces, run) else FAR_FROM_TEXT) * between, f"{between} lines from the text"),
        Evidence(_by_date(at, date, habits), "a date beside it"),
        Evidence(-2.0 if date is not None and _is_byline(pieces, at, date) else 0.0, "a name between title and date"),
        Evidence(
            3.5 if has_foot(pieces, run, habits) else 2.0 if foot else 1.5 if ended else 0.0,
            "the post before has ended",
        ),
        Evidence(_by_gaps(pieces[at], habits), "the blank lines around it"),
    )


def _by_date(at: int, date: int | None, habits: Habits) -> float:
    if date is None:
        return 0.0
    if habits.date_above:
        return DATE_BELOW if date < at else DATE_ABOVE / 2
    return DATE_BELOW if date > at else DATE_ABOVE


def _is_byline(pieces: Sequence[Piece], at: int, date: int) -> bool:
    above = pieces[at - 1] if at else None
    titled = above is not None and above.role is Role.SHORT and above.words > LABEL_WORDS
    return date == at + 1 and titled and is_name(pieces[at].text)


def _is_pair(pieces: Sequence[Piece], run: Run) -> bool:
    """Whether a run is two short lines below the text of a post, and nothing else."""
    inside = pieces[run.start : run.end]
    return run.start > 0 and len(inside) == PAIR and all(piece.role is Role.SHORT for piece in inside)


def _by_gaps(piece: Piece, habits: Habits) -> float:
    block = piece.block
    if block.gap_before > habits.usual_gap:
        return 1.2
    if not habits.usual_gap:
        return 0.0
    return 0.5 if block.gap_before and block.gap_after else -0.5


def _date_beside(pieces: Sequence[Piece], run: Run, at: int, habits: Habits) -> int | None:
    """The place of the date line that belongs to a title, or `None`."""
    title = words(pieces[at].text)
    below = _next_date(pieces, range(at + 1, run.end), title)
    above = None if habits.date_in_foot else _next_date(pieces, range(at - 1, run.start - 1, -1), title)
    if above is not None and _is_of_title_above(pieces, above, habits):
        above = None
    prefer_above = habits.date_above and above is not None
    return above if prefer_above or below is None else below


def _is_of_title_above(pieces: Sequence[Piece], date: int, habits: Habits) -> bool:
    """Whether a date belongs to the line above it, as dates do on this page."""
    if habits.date_above or habits.dated < MIN_FOOTED or not date:
        return False
    above = pieces[date - 1]
    return above.role is Role.SHORT and above.words > LABEL_WORDS


def _next_date(pieces: Sequence[Piece], places: range, title: Sequence[str]) -> int | None:
    """The first date in reach: bylines, furniture, the title once more and one label may stand between."""
    labels = 0
    for at in places:
        if pieces[at].role is Role.DATE:
            return at
        if pieces[at].role is Role.SHORT and words(pieces[at].text) != title:
            labels += 1
            if labels > 1 or pieces[at].words > LABEL_WORDS:
                return None
    return None
