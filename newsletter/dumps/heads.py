"""Where posts begin: which of the likeliest lines begin a post, and which only a part of one.

Nothing on a bare page tells a sub-heading from a title but their company. So every line is weighed on all that speaks
for and against it: what stands above and below, how long the stretch is that it would head, how the others look.
"""

import math
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsletter.dumps.dates import DateLine
from newsletter.dumps.furniture import Reason
from newsletter.dumps.pieces import Piece, Role, capitals_share, prose_words
from newsletter.dumps.runs import TEXT, Habits, Head, find_runs, habits_of, likeliest
from newsletter.dumps.titles import MIN_CAPITALS, Evidence
from newsletter.dumps.vocabulary import CARRIES_ON

THRESHOLD = 1.4
"""On the sample dump the weakest title scores 3.6 and the strongest sub-heading 0.9. All weights here are judgement."""
TYPICAL_SECTION = 220
"""Words below a heading at which its length says nothing: parts of posts are shorter, posts longer."""
MOST_AGAINST, MOST_FOR, PER_DOUBLING = -2.5, 1.6, 1.4
DATED_LEAST = -0.5
"""A dated notice may well be one sentence."""
PARAGRAPH_WORDS = 20
MENU_LINES = 4
SURE = 3.5
"""What scores so much is a title whatever the others are, and shows how titles look here."""
MIN_SURE = 2
FULL_TITLE = 5.5
"""Where the lines have so many words in the mean, they are taken for titles: sub-headings tend to be shorter."""
MIN_FULL_TITLES = 4


@dataclass(frozen=True, slots=True)
class _Company:
    """What the likeliest lines of a page have in common."""

    full_titles: bool
    capitals: bool | None
    """Whether the sure titles are capitalised throughout; `None` where they differ or are too few."""


def find_heads(pieces: Sequence[Piece]) -> tuple[Head, ...]:
    """The head of every post on the page, in order."""
    chosen = [head for head in weigh_heads(pieces) if head.score > THRESHOLD]
    habits = habits_of(pieces, find_runs(pieces))
    if habits.date_in_foot:
        return tuple(_dated_below(pieces, chosen))
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
        yield replace(head, dated=own, author=head.author or (feet[0].author if feet else None))


def weigh_heads(pieces: Sequence[Piece]) -> tuple[Head, ...]:
    """Every likely head with all evidence for and against it."""
    runs = find_runs(pieces)
    habits = habits_of(pieces, runs)
    likely = [likeliest(pieces, run, habits) for run in runs]
    first = _Company(full_titles=_are_full(pieces, likely), capitals=None)
    weighed = _weigh_all(pieces, likely, habits, first)
    # Once more, now that it is known how the sure ones look and which are none: a post may begin with a sub-heading.
    sure = [head for head in weighed if head.score >= SURE]
    clear = [head for head, rated in zip(likely, weighed, strict=True) if rated.score > 0]
    return tuple(_weigh_all(pieces, clear, habits, replace(first, capitals=_capitals(pieces, sure))))


def _are_full(pieces: Sequence[Piece], heads: Sequence[Head]) -> bool:
    lengths = [pieces[head.title].words for head in heads]
    return len(lengths) >= MIN_FULL_TITLES and statistics.mean(lengths) >= FULL_TITLE


def _capitals(pieces: Sequence[Piece], sure: Sequence[Head]) -> bool | None:
    written = {capitals_share(pieces[head.title].text) >= MIN_CAPITALS for head in sure}
    return written.pop() if len(sure) >= MIN_SURE and len(written) == 1 else None


def _weigh_all(pieces: Sequence[Piece], heads: Sequence[Head], habits: Habits, company: _Company) -> list[Head]:
    weighed = []
    for at, head in enumerate(heads):
        section = pieces[head.body : heads[at + 1].first if at + 1 < len(heads) else len(pieces)]
        above = prose_words(pieces[heads[at - 1].body : head.first]) if at else 0
        evidence = (
            *head.evidence,
            *_of_neighbours(pieces, head),
            *_of_lengths(above, section, least=_least(head, section, habits)),
            *_of_habits(head, habits),
            *_of_company(pieces[head.title], company),
        )
        weighed.append(replace(head, evidence=tuple(one for one in evidence if one.points)))
    return weighed


def _of_neighbours(pieces: Sequence[Piece], head: Head) -> tuple[Evidence, ...]:
    text = pieces[head.body]
    before = next((pieces[at] for at in range(head.first - 1, -1, -1) if pieces[at].role in TEXT), None)
    first_word = text.text.split()[0].strip("“‘\"',.").lower()
    lines = sum(piece.role is Role.SHORT for piece in pieces[max(0, head.first - 2 * MENU_LINES) : head.first])
    return (
        Evidence(3.0 if before is None else 0.0, "first on the page"),
        Evidence(1.0 if text.words >= PARAGRAPH_WORDS else 0.0, "a paragraph below it"),
        Evidence(-2.0 if text.role is Role.ITEM else 0.0, "a list below it"),
        Evidence(-4.0 if text.text[0].islower() else 0.0, "the text below carries on its sentence"),
        Evidence(-0.8 if first_word in CARRIES_ON else 0.0, "the text below refers back"),
        Evidence(-3.0 if before and before.text[-1] in ":," else 0.0, "announced by the text above"),
        Evidence(-1.5 if lines > MENU_LINES and head.dated is None else 0.0, "below a menu"),
    )


def _of_lengths(above: int, section: Sequence[Piece], *, least: float) -> tuple[Evidence, ...]:
    if any(piece.cut or piece.reason is Reason.READ_MORE for piece in section):
        return (Evidence(2.0, "ends in Read More"),)
    below = prose_words(section)
    return (
        Evidence(max(least, _by_length(below)), f"{below} words below"),
        Evidence(max(least, _by_length(above)) / 2 if above else 0.0, f"{above} words above"),
    )


def _least(head: Head, section: Sequence[Piece], habits: Habits) -> float:
    dated_below = habits.date_in_foot and any(piece.dated for piece in section)
    return DATED_LEAST if head.dated or dated_below or habits.date_above else MOST_AGAINST


def _by_length(words: int) -> float:
    return max(MOST_AGAINST, min(MOST_FOR, PER_DOUBLING * math.log2(max(words, 1) / TYPICAL_SECTION)))


def _of_habits(head: Head, habits: Habits) -> tuple[Evidence, ...]:
    if head.dated:
        return (Evidence(1.0, "dated"),)
    return (
        Evidence(
            0.7 if habits.archive else -0.5, "a page of an archive" if habits.archive else "no page of an archive"
        ),
        Evidence(_undated(habits), "no date, where others here have one"),
    )


def _undated(habits: Habits) -> float:
    if habits.date_in_foot:
        return 0.0
    if habits.date_above:
        # One date may stand over all posts of a day.
        return -1.0
    if habits.dated > 1:
        return -4.0
    return -2.5 if habits.first_dated else 0.0


def _of_company(title: Piece, company: _Company) -> tuple[Evidence, ...]:
    full = company.full_titles and title.words >= MIN_FULL_TITLES
    capitals = capitals_share(title.text) >= MIN_CAPITALS
    unlike = company.capitals is not None and capitals is not company.capitals
    return (
        Evidence(1.2 if full else 0.0, "all here are as long as titles"),
        Evidence((-1.0 if company.capitals else -0.3) if unlike else 0.0, "the sure titles here are written otherwise"),
    )
