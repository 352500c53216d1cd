"""The line that newspapers print between a title and its date: it begins the text, wherever its date stands."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from newsletter.dumps.furniture import Reason
from newsletter.dumps.pieces import Piece, Role
from newsletter.dumps.runs import TEXT, find_runs
from newsletter.dumps.vocabulary import SECTION_WORDS, is_name

MIN_TITLE_WORDS = 3
MIN_DECK_WORDS = 6
MAX_DECK_WORDS = 60
REACH = 3
"""A name and a job title may stand between a deck and its date."""
MAX_META = 14
LINK_WORDS = 4
MIN_ALIKE, MOST = 2, 0.6
"""Two short lines above a date may be anything once; a page that has them again and again prints decks."""
MANY_DATED = 3
"""A page with so many dates over text is no single article."""


def with_decks(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, each line between a title and its date told to be text, the first such paragraph below its date."""
    places = [at for at in range(1, len(pieces)) if _is_deck(pieces, at)]
    decks = set(places) if _are_usual(pieces, places) else set(places[:1]) if _is_only(pieces, places) else set()
    if decks:
        pieces = [_told(piece, at in decks, at - 1 in decks) for at, piece in enumerate(pieces)]
    return _first_below_its_date(_with_short_teasers(pieces))


def _told(piece: Piece, is_deck: bool, below_deck: bool) -> Piece:
    """A deck as text, a name below one as that of its author."""
    if is_deck:
        return replace(piece, role=Role.PROSE)
    if below_deck and piece.role is Role.SHORT and is_name(piece.text):
        return replace(piece, role=Role.BYLINE, author=piece.text)
    return piece


def _with_short_teasers(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces, a line between a title and "Read More" told to be text however short it is."""
    links = {at for at, piece in enumerate(pieces) if piece.reason is Reason.READ_MORE and piece.words <= LINK_WORDS}
    if len(links) < MIN_ALIKE:
        return list(pieces)
    return [
        replace(piece, role=Role.PROSE)
        if piece.role is Role.SHORT and at + 1 in links and at and pieces[at - 1].role in {Role.SHORT, Role.DATE}
        else piece
        for at, piece in enumerate(pieces)
    ]


def _is_deck(pieces: Sequence[Piece], at: int) -> bool:
    deck, title = pieces[at], pieces[at - 1]
    if deck.role is not Role.SHORT or title.role is not Role.SHORT:
        return False
    if deck.words < MIN_DECK_WORDS or title.words < MIN_TITLE_WORDS:
        return False
    if deck.block.gap_before > deck.block.gap_after or _is_menu(title.text):
        return False
    return _date_after(pieces, at) is not None


def _is_menu(line: str) -> bool:
    words = line.lower().split()
    return 2 * sum(word in SECTION_WORDS for word in words) >= len(words)


def _date_after(pieces: Sequence[Piece], at: int) -> int | None:
    """The place of the date or the byline near below a deck; only names and furniture may stand between."""
    for place in range(at + 1, min(at + 1 + REACH, len(pieces))):
        piece = pieces[place]
        if piece.role in {Role.DATE, Role.BYLINE} or piece.reason is Reason.META:
            return place
        if piece.role in TEXT or (piece.role is Role.SHORT and not is_name(piece.text)):
            return None
    return None


def _are_usual(pieces: Sequence[Piece], places: Sequence[int]) -> bool:
    """Whether most dates of the page have two lines above them, and the upper one is no label that comes again."""
    titles = {pieces[at - 1].text for at in places}
    headed = sum(
        before.role is Role.SHORT and (piece.dated is not None or piece.reason is Reason.META)
        for before, piece in pairwise(pieces)
    )
    return len(titles) >= MIN_ALIKE and MOST * len(places) <= len(titles) and MOST * headed <= len(places)


def _is_only(pieces: Sequence[Piece], places: Sequence[int]) -> bool:
    """Whether the first deck heads the page's only article: longer than its title, and nothing dated above."""
    if not places or pieces[places[0]].words <= pieces[places[0] - 1].words:
        return False
    dated = [run for run in find_runs(pieces) if any(piece.dated for piece in pieces[run.start : run.end])]
    return len(dated) < MANY_DATED and not any(one.role in TEXT or one.dated for one in pieces[: places[0]])


def _first_below_its_date(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces, the first paragraph of the page put below the date and the names that stand under it."""
    first = next((at for at, piece in enumerate(pieces) if piece.role in TEXT), None)
    if not first or pieces[first].words > MAX_DECK_WORDS or pieces[first - 1].role is not Role.SHORT:
        return tuple(pieces)
    if any(piece.dated for piece in pieces[:first]) or _date_after(pieces, first) is None:
        return tuple(pieces)
    end = next((at for at in range(first + 1, len(pieces)) if pieces[at].role in TEXT), None)
    if end is None or end - first > MAX_META or _holds_title(pieces[first + 1 : end]):
        return tuple(pieces)
    return (*pieces[:first], *pieces[first + 1 : end], pieces[first], *pieces[end:])


def _holds_title(pieces: Sequence[Piece]) -> bool:
    """Whether a short line follows the date: the title of the next post."""
    dates = [at for at, piece in enumerate(pieces) if piece.dated]
    below = pieces[dates[-1] + 1 :] if dates else pieces
    return any(piece.role is Role.SHORT and piece.words > 1 and not is_name(piece.text) for piece in below)
