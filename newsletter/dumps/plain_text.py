"""Reads plain text: one article, titles and bodies one after the other, or a whole page with its menus."""

import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile

from newsletter.dumps.blocks import split_blocks
from newsletter.dumps.date_order import is_month_first
from newsletter.dumps.decks import with_decks
from newsletter.dumps.findings import Contents, Draft, Page, excerpt
from newsletter.dumps.furniture import Reason
from newsletter.dumps.heads import find_heads
from newsletter.dumps.identity import words
from newsletter.dumps.left_over import left_over
from newsletter.dumps.one_article import Article, find_article
from newsletter.dumps.pieces import Piece, Role, judge, prose_words
from newsletter.dumps.runs import TEXT, Head
from newsletter.model import DateConfidence, Kind

TEASER_WORDS = 150
"""What ends in "Read More" after so few words only announces an article."""
SIDEBAR_WORDS = 100
TAIL = 3
"""How many lines below a teaser its "Read More" may stand."""
MIN_ALIKE = 3
"""So many posts without furniture within them show how posts look here."""
MAX_BROKEN = 0.3
TEASER_PARAGRAPHS = 2
"""Among teasers so short every one ends at its first furniture, not the last alone."""
MIN_DATED = 2
"""One date above untitled text may be any; several part it."""
STOPS = {
    **dict.fromkeys(
        (Reason.SHARE, Reason.TAGS, Reason.COMMENTS, Reason.SIGN_UP, Reason.COOKIES, Reason.MENU, Reason.META), 1.0
    ),
    Reason.SIDEBAR: 0.5,
    Reason.END: 0.5,
    Reason.FOOTER: 0.3,
    Reason.READ_MORE: 0.3,
    Reason.PAGINATION: 0.2,
    Reason.COMMENT: 0.0,
}
"""Furniture ends a post whose text so far is at least this share of the text below it. Share buttons stand within
articles as well, page numbers hardly ever."""
ARCHIVE_POSTS = 3
FOOT = frozenset({Reason.SIDEBAR, Reason.FOOTER, Reason.PAGINATION, Reason.SIGN_UP, Reason.COOKIES})
"""Where so many posts are dated, the last of them ends at the first line of these, however short it is."""
MAX_READ_MORE_WORDS = 4
"""A longer "Read more" names another article and stands within this one."""


def read(page: Page) -> Contents:
    """The posts of a text dump and the lines that belong to none."""
    month_first = is_month_first(page.text, page.hints.language)
    pieces = with_decks(judge(split_blocks(page.text), page.hints, month_first=month_first))
    heads = find_heads(pieces)
    article = find_article(pieces, heads)
    if article:
        return _single(pieces, article, heads)
    untitled = _untitled_stretches(pieces, heads)
    if len(untitled) >= MIN_DATED and len(untitled) >= sum(head.dated is not None for head in heads):
        return _parted_by_dates(pieces, heads)
    return _headed(pieces, heads)


def _single(pieces: Sequence[Piece], article: Article, heads: Sequence[Head]) -> Contents:
    """The page's only article, and the dated teasers around it."""
    body = [at for at in range(article.start, article.end) if pieces[at].role in {*TEXT, Role.SHORT}]
    dated = pieces[article.date].dated if article.date is not None else None
    first = min(article.title, article.start if article.date is None else article.date)
    own = Draft(
        title=pieces[article.title].text,
        text=_text([pieces[at] for at in body]),
        kind=Kind.ARTICLE,
        first_line=pieces[first].block.first_line,
        last_line=pieces[body[-1]].block.last_line,
        published=dated.date if dated else None,
        date_confidence=DateConfidence.BESIDE_TITLE if dated else DateConfidence.NONE,
        author=article.author,
    )
    # Only what is dated is told apart from the many lines around an article.
    outside = [head for head in heads if head.dated and (head.first >= article.end or head.body < first)]
    found = _found(pieces, outside, [*(head.first for head in outside), first, len(pieces)], sidebar=-1)
    used = {*body, article.title, *({article.date} if article.date is not None else ()), *found.used}
    drafts = sorted([own, *found.drafts], key=lambda draft: draft.first_line or 0)
    return Contents(drafts=tuple(drafts), rest=tuple(left_over(pieces, used, found.reasons)))


def _headed(pieces: Sequence[Piece], heads: Sequence[Head]) -> Contents:
    """The posts below these titles."""
    sidebar = next((at for at, piece in enumerate(pieces) if piece.reason is Reason.SIDEBAR), len(pieces))
    found = _found(pieces, heads, [*(head.first for head in heads), len(pieces)], sidebar=sidebar)
    return Contents(drafts=tuple(found.drafts), rest=tuple(left_over(pieces, found.used, found.reasons)))


@dataclass(frozen=True, slots=True)
class _Found:
    """Posts, the pieces that they use, and why those right below them are left out."""

    drafts: list[Draft]
    used: set[int]
    reasons: dict[int, str]


def _found(pieces: Sequence[Piece], heads: Sequence[Head], stops: Sequence[int], *, sidebar: int) -> _Found:
    """The posts below these titles, each up to the next stop."""
    ends = [min(stop for stop in stops if stop > head.first) for head in heads]
    last = heads[-1] if sum(head.dated is not None for head in heads) >= ARCHIVE_POSTS else None
    found = _Found([], set(), {})
    bodies = _cut_alike(
        [_body_from(pieces, head.body, end, head, archive=head is last) for head, end in zip(heads, ends, strict=True)]
    )
    for head, body, end in zip(heads, bodies, ends, strict=True):
        if not body:
            continue
        found.drafts.append(_draft(pieces, head, body, beside=head.first > sidebar))
        found.used.update({*body, head.title, *_meta(pieces, head)})
        found.reasons.update(dict.fromkeys(range(body[-1] + 1, end), "after the post"))
    return found


def _untitled_stretches(pieces: Sequence[Piece], heads: Sequence[Head]) -> list[int]:
    """The places of dates that text follows at once, and that belong to no title."""
    titled = {id(head.dated) for head in heads}
    own = [at for at, piece in enumerate(pieces) if piece.role not in {Role.FURNITURE, Role.BYLINE}]
    return [
        at
        for at, after in pairwise(own)
        if pieces[at].role is Role.DATE and id(pieces[at].dated) not in titled and pieces[after].role in TEXT
    ]


def _parted_by_dates(pieces: Sequence[Piece], heads: Sequence[Head]) -> Contents:
    """The posts of a page with a date above each: the first words stand in for titles that are not there."""
    titled = {id(head.dated): head for head in heads if head.dated}
    dates = [at for at, piece in enumerate(pieces) if piece.role is Role.DATE]
    drafts: list[Draft] = []
    used: set[int] = set()
    for date, end in zip(dates, [*dates, len(pieces)][1:], strict=True):
        head = titled.get(id(pieces[date].dated))
        body = _body_from(pieces, head.body if head else date + 1, end, head, archive=end == len(pieces))
        if body:
            drafts.append(_draft(pieces, head, body, beside=False) if head else _untitled(pieces, date, body))
            used |= {date, *body, *({head.title} if head else ())}
    return Contents(drafts=tuple(drafts), rest=tuple(left_over(pieces, used, {})))


def _untitled(pieces: Sequence[Piece], date: int, body: Sequence[int]) -> Draft:
    dated = pieces[date].dated
    return Draft(
        title=excerpt(pieces[body[0]].text),
        text=_text([pieces[at] for at in body]),
        kind=Kind.ARTICLE,
        first_line=pieces[date].block.first_line,
        last_line=pieces[body[-1]].block.last_line,
        published=dated.date if dated else None,
        date_confidence=DateConfidence.BESIDE_TITLE,
        author=pieces[date].author,
    )


def _cut_alike(bodies: Sequence[list[int]]) -> list[list[int]]:
    """The bodies, cut at the furniture within them where hardly another holds any: what follows is the page's."""
    found = [body for body in bodies if body]
    broken = sum(_first_break(body) > 0 for body in found)
    if len(found) <= MIN_ALIKE or broken > MAX_BROKEN * len(found):
        return list(bodies)
    teasers = statistics.median(map(len, found)) <= TEASER_PARAGRAPHS
    ends = [_first_break(body) if teasers or body is bodies[-1] else 0 for body in bodies]
    return [body[: end or len(body)] for body, end in zip(bodies, ends, strict=True)]


def _first_break(body: Sequence[int]) -> int:
    """How many paragraphs stand above the first furniture within a body; 0 where none does."""
    return next((count for count, (at, after) in enumerate(pairwise(body), start=1) if after > at + 1), 0)


def _meta(pieces: Sequence[Piece], head: Head) -> set[int]:
    places = {*range(head.first, head.title), *range(head.title + 1, head.body)}
    return {at for at in places if pieces[at].role in {Role.DATE, Role.BYLINE}}


def _body_from(pieces: Sequence[Piece], start: int, end: int, head: Head | None, *, archive: bool) -> list[int]:
    """The places of a post's paragraphs."""
    title = words(pieces[head.title].text) if head else []
    body: list[int] = []
    for at in range(start, end):
        piece = pieces[at]
        if not body and (head is None or at != head.title) and words(piece.text) == title:
            continue
        if piece.role is Role.FURNITURE:
            if body and _is_over(pieces, body, range(at, end), archive=archive):
                break
        elif body or piece.role not in {Role.DATE, Role.BYLINE}:
            body.append(at)
            if piece.cut and _is_over(pieces, body, range(at, end), archive=archive):
                break
    while body and _is_tail(pieces[body[-1]]):
        body.pop()
    return body


def _is_over(pieces: Sequence[Piece], body: Sequence[int], rest: range, *, archive: bool) -> bool:
    """Whether the first of the rest, a piece of furniture or a paragraph with "Read More", ends the post."""
    piece = pieces[rest[0]]
    share = STOPS.get(Reason.READ_MORE if piece.cut else piece.reason or Reason.RULE)
    if share is None:
        return False
    if archive and piece.reason in FOOT:
        return True
    if piece.reason is Reason.READ_MORE and piece.words > MAX_READ_MORE_WORDS:
        share = 1.0
    after = sum(pieces[at].words for at in rest[1:] if pieces[at].role is Role.PROSE)
    return prose_words(pieces[at] for at in body) >= share * after


def _is_tail(piece: Piece) -> bool:
    """A short line without any closing mark at the end of a post is the page's: a category, a link."""
    if piece.role is Role.SHORT:
        return piece.text[-1] not in ".!?…”\"')" and ": " not in piece.text
    return piece.role in {Role.DATE, Role.BYLINE}


def _draft(pieces: Sequence[Piece], head: Head, body: Sequence[int], *, beside: bool) -> Draft:
    return Draft(
        title=excerpt(pieces[head.title].text) if head.title == head.body else pieces[head.title].text,
        text=_text([pieces[at] for at in body]),
        kind=Kind.TEASER if _is_teaser(pieces, head, body, beside=beside) else Kind.ARTICLE,
        first_line=pieces[head.first].block.first_line,
        last_line=pieces[body[-1]].block.last_line,
        published=head.dated.date if head.dated else None,
        date_confidence=DateConfidence.BESIDE_TITLE if head.dated else DateConfidence.NONE,
        author=head.author or _author_below(pieces, body[-1]),
    )


def _author_below(pieces: Sequence[Piece], last: int) -> str | None:
    """Who posted it, where that is said at the foot of a post."""
    foot = takewhile(lambda piece: piece.role is Role.FURNITURE, pieces[last + 1 : last + 1 + TAIL])
    return next((piece.author for piece in foot if piece.author), None)


def _is_teaser(pieces: Sequence[Piece], head: Head, body: Sequence[int], *, beside: bool) -> bool:
    """Whether a post only announces an article: it ends in "Read More", or stands dated and short in a side column."""
    length = prose_words(pieces[at] for at in body)
    tail = pieces[body[-1] : body[-1] + 1 + TAIL]
    if any(piece.cut or piece.reason is Reason.READ_MORE for piece in tail) and length < TEASER_WORDS:
        return True
    return beside and head.dated is not None and length < SIDEBAR_WORDS


def _text(pieces: Sequence[Piece]) -> str:
    """Paragraphs parted by a blank line, the items of a list a line each."""
    parts = [pieces[0].text]
    for before, piece in pairwise(pieces):
        same_list = before.role is Role.ITEM and piece.role is Role.ITEM
        parts.append(("\n" if same_list else "\n\n") + piece.text)
    return "".join(parts)
