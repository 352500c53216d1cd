"""What each block of a text dump seems to be before any title is chosen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import groupby

from newsletter.dumps.blocks import Block, count_words, is_item
from newsletter.dumps.dates import DateLine, author_beside, byline, date_line, is_part_of_date
from newsletter.dumps.findings import NO_HINTS, Hints
from newsletter.dumps.furniture import Reason, furniture_reason, without_read_more
from newsletter.dumps.glued import unglued
from newsletter.dumps.prose import is_prose

MIN_LABELLED = 3


class Role(StrEnum):
    """What a block seems to be."""

    PROSE = "prose"
    ITEM = "list item"
    DATE = "date"
    BYLINE = "byline"
    FURNITURE = "furniture"
    SHORT = "short line"
    """A title, a sub-heading, a menu entry, a closing cry: only its surroundings tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A block and what it seems to be."""

    block: Block
    role: Role
    words: int
    dated: DateLine | None = None
    author: str | None = None
    reason: Reason | None = None
    cut: bool = False
    """Whether a "Read More" was glued to its end."""
    named: bool = False
    """Whether the settings say that it is a title."""

    @property
    def text(self) -> str:
        """The block's text."""
        return self.block.text


def judge(blocks: Sequence[Block], hints: Hints = NO_HINTS, *, month_first: bool = False) -> tuple[Piece, ...]:
    """Every block with its role, readers' comments and unmarked list items told apart."""
    parts = (part for block in blocks for part in unglued(block))
    pieces = [_told(part, hints) or _piece(part, month_first) for part in parts]
    return _without_comments(_with_plain_lists(pieces))


def _told(block: Block, hints: Hints) -> Piece | None:
    """What the settings say of a line."""
    words = count_words(block.text)
    if any(pattern.search(block.text) for pattern in hints.drop):
        return Piece(block=block, role=Role.FURNITURE, words=words, reason=Reason.DROPPED)
    if hints.title and hints.title.search(block.text):
        return Piece(block=block, role=Role.SHORT, words=words, named=True)
    return None


def _piece(block: Block, month_first: bool) -> Piece:
    text, cut = without_read_more(block.text)
    if cut and text:
        block = replace(block, text=text)
    words = count_words(block.text)
    # Dates first: 2026-05-04 is made of the same signs as the numbers of pages.
    dated = date_line(block.text, month_first=month_first)
    if dated:
        return Piece(block=block, role=Role.DATE, words=words, dated=dated, author=dated.author)
    reason = furniture_reason(block.text) or (Reason.META if is_part_of_date(block.text) else None)
    if reason:
        author = author_beside(block.text) if reason in {Reason.META, Reason.COMMENTS} else None
        return Piece(block=block, role=Role.FURNITURE, words=words, reason=reason, author=author)
    if is_item(block.text):
        return Piece(block=block, role=Role.ITEM, words=words, cut=cut)
    author = byline(block.text)
    if author:
        return Piece(block=block, role=Role.BYLINE, words=words, author=author)
    role = Role.PROSE if cut or is_prose(block.text) else Role.SHORT
    return Piece(block=block, role=role, words=words, cut=cut)


def _with_plain_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Short lines right below "such as:" and without a blank line between them are its list items."""
    done: list[Piece] = []
    listing = False
    for piece in pieces:
        before = done[-1] if done else None
        if piece.role is not Role.SHORT or before is None:
            listing = False
        elif before.role is Role.PROSE and before.text.endswith(":"):
            listing = _opens_list(piece)
        elif piece.block.gap_before:
            listing = False
        done.append(replace(piece, role=Role.ITEM) if listing and not piece.named else piece)
    return _with_labelled_lists(done)


def _with_labelled_lists(pieces: list[Piece]) -> list[Piece]:
    """Several lines such as "Plot 19: 296" one after the other are a list."""
    done: list[Piece] = []
    for labelled, group in groupby(pieces, key=lambda piece: piece.role is Role.SHORT and ": " in piece.text):
        lines = list(group)
        is_list = labelled and len(lines) >= MIN_LABELLED and not any(piece.named for piece in lines)
        done += [replace(piece, role=Role.ITEM) for piece in lines] if is_list else lines
    return done


def _opens_list(piece: Piece) -> bool:
    return not piece.block.gap_after or piece.text[0].islower()


_VERBS = (
    r"(?:says|said|wrote|writes|commented|replied|schreibt|schrieb|sagt|meint|a dit|dit|écrit|zegt|schreef|schrijft"
    r"|dice|scrive|ha detto|ha scritto)"
)
_SAYS = re.compile(
    rf".{{1,50}}?\s(?i:{_VERBS})\b\s*:.{{0,60}}|(?:[A-Z@][\w.'’-]*\s){{1,4}}(?i:{_VERBS})\b(?:.{{0,50}}\d.{{0,20}}:?)?$"
)
CLOCK = re.compile(r"\d{1,2}[:.h]\d{2}\b(?!\.\d)|\bago$", re.IGNORECASE)
_POSTED = re.compile(r"(?:posted|published|veröffentlicht|publié|geplaatst|gepubliceerd|pubblicato)\b", re.IGNORECASE)
_SUBMITTED = re.compile(r"(?:submitted|posted|published|written|created)\b", re.IGNORECASE)
_AFTER_COMMENTS = frozenset({Reason.SIDEBAR, Reason.FOOTER, Reason.PAGINATION, Reason.READ_MORE, Reason.COOKIES})
MAX_NAME_WORDS = 4


def _without_comments(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """What readers wrote below a post is furniture, however much it looks like a post with a name and a date."""
    done: list[Piece] = []
    commenting = False
    for at, piece in enumerate(pieces):
        if commenting and (piece.reason in _AFTER_COMMENTS or _opens_post(piece)):
            commenting = False
        elif not commenting:
            commenting = _opens_comments(pieces, at)
        is_text = piece.role is not Role.FURNITURE
        done.append(replace(piece, role=Role.FURNITURE, reason=Reason.COMMENT) if commenting and is_text else piece)
    return tuple(done)


def _opens_post(piece: Piece) -> bool:
    """Whether a line says outright when a post was published; comments only bear a time."""
    return piece.role is Role.DATE and _POSTED.match(piece.text) is not None and not CLOCK.search(piece.text)


def _opens_comments(pieces: Sequence[Piece], at: int) -> bool:
    piece = pieces[at]
    lone = piece.role in {Role.SHORT, Role.PROSE} and piece.words <= 2 * MAX_NAME_WORDS
    if lone and _SAYS.match(piece.text):
        return True
    if piece.reason is not Reason.COMMENTS or at + 2 >= len(pieces):
        return False
    name, when = pieces[at + 1], pieces[at + 2]
    if name.reason is Reason.META and name.words > 1 and is_part_of_date(name.text):
        return True
    named = name.role in {Role.SHORT, Role.BYLINE} and name.words <= MAX_NAME_WORDS
    by_itself = CLOCK.search(when.text) is not None and not _SUBMITTED.match(when.text)
    return named and when.role is Role.DATE and by_itself


def prose_words(pieces: Iterable[Piece]) -> int:
    """How many words of text stand in these pieces."""
    return sum(piece.words for piece in pieces if piece.role in {Role.PROSE, Role.ITEM})
