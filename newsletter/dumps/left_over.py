"""The lines of a text dump that belong to no post, with the reason that the editor reads."""

from collections.abc import Iterator, Mapping, Sequence, Set

from newsletter.dumps.findings import Rest
from newsletter.dumps.furniture import Reason
from newsletter.dumps.pieces import Piece, Role


def left_over(pieces: Sequence[Piece], used: Set[int], reasons: Mapping[int, str]) -> Iterator[Rest]:
    """What belongs to no post, neighbours with the same reason as one."""
    group: list[Piece] = []
    reason = ""
    for at, piece in enumerate(pieces):
        now = "" if at in used else _why(piece, reasons.get(at))
        if group and now != reason:
            yield _joined(group, reason)
            group = []
        if now:
            group.append(piece)
        reason = now
    if group:
        yield _joined(group, reason)


def _why(piece: Piece, near: str | None) -> str:
    if piece.reason:
        return piece.reason.value
    return near or {Role.DATE: "a date without a post", Role.SHORT: Reason.MENU.value}.get(
        piece.role, "no title above it"
    )


def _joined(group: Sequence[Piece], reason: str) -> Rest:
    return Rest(
        text=" ".join(piece.text for piece in group),
        reason=reason,
        first_line=group[0].block.first_line,
        last_line=group[-1].block.last_line,
    )
