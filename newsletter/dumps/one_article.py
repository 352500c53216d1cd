"""A page with one article amid menus, side columns and comments: where its text lies, and which line is its title.

Between the titles of an archive little stands but text. Around a single article stand dozens of lines, many of which
look like titles of posts. So its text is sought first: the run of pieces with the most running text and the fewest
other lines. The title is the line above it that is most like it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from newsletter.dumps.cohesion import stems
from newsletter.dumps.dates import find_dates
from newsletter.dumps.furniture import ENDS_POST, Reason
from newsletter.dumps.identity import words
from newsletter.dumps.pieces import Piece, Role, prose_words
from newsletter.dumps.runs import TEXT, Head, Run, name_beside
from newsletter.dumps.titles import Evidence, likeness, total

MIN_WORDS, MIN_SHARE = 80, 0.3
"""A run of text is the page's article where it has so many words and so much of all."""
MIN_LINES = 12
"""Fewer lines of menus and furniture around it are not what a whole page has."""
MAX_ENDED = 1
"""Where more likely titles stand right below tags, comments or Read More, the page is an archive."""
MAX_OTHERS, MAX_OTHER = 0.5, 0.3
REACH = 45
"""A title stands no more lines than this above its text."""
LONG_TITLE = 30
MOST_WORDS = 80
"""A longer paragraph tells no more of its surroundings."""
REPEATED, DATED, BELOW_DATE, NAMED, APART = 2.0, 2.5, -2.0, 4.0, -0.02
"""Points for a title printed again, with a date or a name below it or above it, whose words the text speaks; and for
each line between it and the text."""
ABOVE_TITLE = 2
CLOSING = ".!?…”\"')"
FULL_TITLE, SHORT_TITLE = 1.0, -1.0
FULL_WORDS, MAX_TIMES = 5, 5
ENOUGH = 0.7
"""A caption is nothing but names from the text; a title says a little more."""
NEAR, ABOVE = 6, 12
"""How many lines below a title its date or byline stands, and above a caption."""

_COSTS = {
    Role.DATE: -15.0,
    Role.BYLINE: -5.0,
    Role.SHORT: -12.0,
}
_REASON_COSTS = {
    Reason.END: -60.0,
    Reason.FOOTER: -50.0,
    Reason.SIDEBAR: -40.0,
    Reason.COMMENTS: -25.0,
    Reason.COMMENT: -40.0,
    Reason.PAGINATION: -15.0,
    Reason.TAGS: -20.0,
    Reason.SIGN_UP: -10.0,
    Reason.COOKIES: -20.0,
    Reason.RULE: 0.0,
    Reason.PICTURE: -1.0,
    Reason.META: -4.0,
    Reason.SHARE: -3.0,
    Reason.READ_MORE: -8.0,
    Reason.MENU: -6.0,
}
_META = frozenset({Role.DATE, Role.BYLINE})
MIN_PARAGRAPH = 9
_END = re.compile(r"[.!?…:;][\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Article:
    """The places of a single article in the sequence of pieces; its text is `[start, end)`."""

    title: int
    date: int | None
    author: str | None
    start: int
    end: int


def find_article(pieces: Sequence[Piece], heads: Sequence[Head]) -> Article | None:
    """The page's only article, or `None` where the page is an archive or has nothing around its text."""
    start, end = _densest_run(pieces)
    start = _from_dated_title(pieces, heads, start, end)
    inside = prose_words(pieces[start:end])
    around = sum(piece.role in {Role.SHORT, Role.FURNITURE} for piece in (*pieces[:start], *pieces[end:]))
    if inside < MIN_WORDS or inside < MIN_SHARE * prose_words(pieces) or around < MIN_LINES:
        return None
    if _is_archive(pieces, heads, start, end):
        return None
    title = _title(pieces, start, end)
    if title is None:
        return None
    near = list(_near(title, start))
    date = next((at for at in near if pieces[at].role is Role.DATE), None)
    named = next((pieces[at].author for at in near if pieces[at].author), None)
    author = named or name_beside(pieces, title, date, Run(max(0, title - ABOVE_TITLE), start))
    return Article(title=title, date=date, author=author, start=start, end=_with_cry(pieces, end))


def _with_cry(pieces: Sequence[Piece], end: int) -> int:
    """The end of the text with the closing lines below it: what ends in a closing mark is no link."""
    while end < len(pieces) and pieces[end].role is Role.SHORT and pieces[end].text[-1] in CLOSING:
        end += 1
    return end


def _from_dated_title(pieces: Sequence[Piece], heads: Sequence[Head], start: int, end: int) -> int:
    """Where the text begins: below the only dated title in it, if little stands above that."""
    dated = [head for head in heads if head.dated and start < head.first < end and not _is_beside(pieces, head)]
    if len(dated) != 1:
        return start
    above, below = prose_words(pieces[start : dated[0].first]), prose_words(pieces[dated[0].body : end])
    return dated[0].body if above < MAX_OTHERS * below else start


def _is_archive(pieces: Sequence[Piece], heads: Sequence[Head], start: int, end: int) -> bool:
    """Whether dated titles stand amid the text, or one elsewhere has much text: comments and teasers have little."""
    own = [head for head in heads if not _is_beside(pieces, head)]
    inside = [head for head in own if start < head.first < end]
    ended = [head for head in inside if pieces[head.first - 1].reason in ENDS_POST]
    dates = [at for at in range(start, end - 1) if pieces[at].role is Role.DATE and pieces[at + 1].role is Role.PROSE]
    if any(head.dated for head in inside) or len(ended) > MAX_ENDED or len(dates) > MAX_ENDED:
        return True
    ends = [*(head.first for head in heads), len(pieces)][1:]
    others = (
        prose_words(pieces[head.body : stop])
        for head, stop in zip(heads, ends, strict=True)
        if head.dated and (head.first >= end or stop <= start)
    )
    return max(others, default=0) > MAX_OTHER * prose_words(pieces[start:end])


def _is_beside(pieces: Sequence[Piece], head: Head) -> bool:
    """Whether a line stands below the heading of a list of other articles."""
    above = takewhile(lambda piece: piece.role not in TEXT, reversed(pieces[: head.first]))
    return any(piece.reason is Reason.SIDEBAR for piece in above)


def _densest_run(pieces: Sequence[Piece]) -> tuple[int, int]:
    """The run of pieces with the largest sum of points (Kadane)."""
    best, best_run, now, start = 0.0, (0, 0), 0.0, 0
    for at, piece in enumerate(pieces):
        points = _points(piece)
        if now <= 0:
            now, start = 0.0, at
        now += points
        if now > best:
            best, best_run = now, (start, at + 1)
    return best_run


def _points(piece: Piece) -> float:
    if piece.role is Role.FURNITURE:
        return _REASON_COSTS.get(piece.reason or Reason.RULE, -6.0)
    if piece.role in _COSTS:
        return _COSTS[piece.role]
    if piece.role is Role.ITEM:
        return min(MOST_WORDS, piece.words) / 2 if piece.words >= MIN_PARAGRAPH else -0.5
    if piece.words >= MIN_PARAGRAPH:
        return float(min(MOST_WORDS, piece.words))
    return piece.words / 2 if _END.search(piece.text) else -3.0


def _near(title: int, start: int) -> Iterator[int]:
    """Where date and author stand: between title and text, else right above the title."""
    yield from range(title + 1, start)
    yield from range(title - 1, max(-1, title - 1 - ABOVE_TITLE), -1)


def _title(pieces: Sequence[Piece], start: int, end: int) -> int | None:
    told = stems(" ".join(piece.text for piece in pieces[start:end]))
    times = Counter(tuple(words(piece.text)) for piece in pieces if piece.words <= LONG_TITLE)
    likely = [at for at in range(max(0, start - REACH), start) if _may_be_title(pieces[at])]
    if not likely:
        return None
    return max(likely, key=lambda at: (total(_evidence(pieces, at, start, told, times)), at))


def _may_be_title(piece: Piece) -> bool:
    return piece.role is Role.SHORT or (piece.role is Role.PROSE and 2 < piece.words <= LONG_TITLE)  # noqa: PLR2004


def _evidence(
    pieces: Sequence[Piece], at: int, start: int, told: Counter[str], times: Counter[tuple[str, ...]]
) -> tuple[Evidence, ...]:
    piece = pieces[at]
    own = stems(piece.text)
    share = sum(stem in told for stem in own) / max(1, len(own))
    between = pieces[at + 1 : start]
    dated = any(one.role in _META for one in between[:NEAR])
    below = not dated and any(one.role in _META for one in pieces[max(0, at - ABOVE) : at])
    again = piece.words >= FULL_WORDS and 1 < times[tuple(words(piece.text))] <= MAX_TIMES
    return (
        *likeness(piece.text),
        Evidence(FULL_TITLE if piece.words >= FULL_WORDS else SHORT_TITLE, "its length"),
        Evidence(REPEATED if again else 0.0, "printed again"),
        Evidence(DATED if dated else BELOW_DATE if below else 0.0, "a date or a name near it"),
        Evidence(NAMED * min(1.0, share / ENOUGH) * min(1.0, len(own) / 3), "named in the text"),
        Evidence(-1.5 if piece.text.isupper() and piece.words >= FULL_WORDS else 0.0, "a row of headings"),
        Evidence(APART * sum(one.role is not Role.DATE for one in between), "far from the text"),
        Evidence(
            (-3.0 if piece.text[-1] in ".:" else -1.0) if piece.role is Role.PROSE else 0.0, "reads like a sentence"
        ),
        Evidence(-3.0 if find_dates(piece.text) or piece.text.endswith(")") else 0.0, "a date or a credit in it"),
        Evidence(-NAMED if _is_list(pieces, at) else 0.0, "amid a menu"),
    )


def _is_list(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a line of few words stands between others of few words."""
    around = [one for one in (*pieces[max(0, at - 2) : at], *pieces[at + 1 : at + 3]) if one.role is Role.SHORT]
    return pieces[at].words <= 3 and len(around) >= 3 and all(one.words <= 3 for one in around)  # noqa: PLR2004
