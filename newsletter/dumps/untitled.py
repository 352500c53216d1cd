"""Posts without a title: a date stands right above their text."""

from collections.abc import Sequence

from newsletter.dumps.pieces import CLOCK, Piece, Role
from newsletter.dumps.runs import TEXT, Head


def bare_dates(pieces: Sequence[Piece]) -> tuple[int, ...]:
    """The places of the dates with text right below them and no short line between them and the text above.

    A time beside the date is a comment's, unless all dates have one.
    """
    dated = [piece for piece in pieces if piece.dated]
    timed = all(CLOCK.search(piece.text) for piece in dated)
    places: list[int] = []
    date: int | None = None
    titled = False
    for at, piece in enumerate(pieces):
        if piece.role in TEXT:
            if date is not None and not titled:
                places.append(date)
            date, titled = None, False
        elif piece.role is Role.DATE and (timed or not CLOCK.search(piece.text)):
            # A menu may stand above the first date of a page.
            date, titled = at, titled and bool(places)
        elif piece.role is Role.SHORT:
            titled = True
    return tuple(places)


def with_untitled(pieces: Sequence[Piece], heads: Sequence[Head]) -> tuple[Head, ...]:
    """The heads, and those of posts without a title among them: their first words stand in for one."""
    taken = {at for head in heads for at in range(head.first, head.body + 1)}
    bodies = ((date, _text_below(pieces, date)) for date in bare_dates(pieces) if date not in taken)
    found = (
        Head(
            title=body,
            first=date,
            body=body,
            dated=pieces[date].dated,
            author=pieces[date].author,
            evidence=(),
        )
        for date, body in bodies
    )
    return tuple(sorted((*heads, *found), key=lambda head: head.first))


def _text_below(pieces: Sequence[Piece], date: int) -> int:
    return next(at for at in range(date, len(pieces)) if pieces[at].role in TEXT)
