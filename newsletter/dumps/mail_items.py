"""The posts of a newsletter mail's HTML: one under its subject, or several under headings of their own."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bs4.element import Tag

from newsletter.dumps import mail_furniture
from newsletter.dumps.findings import Contents, Draft, Rest
from newsletter.dumps.fragment import Fragment, kind_of, of_blocks, parse_part
from newsletter.dumps.furniture import Reason, furniture_reason
from newsletter.dumps.html_beside import author_beside, date_in
from newsletter.dumps.html_furniture import strip_furniture
from newsletter.dumps.html_listing import link_of
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.html_text import WebBlock, attribute, blocks_of, within
from newsletter.dumps.identity import words
from newsletter.model import DateConfidence, Kind

MAX_TITLE_WORDS = 25
MIN_ITEM_WORDS = 6
MIN_LINKED = 0.5
MIN_OPENING = 8
"""A title with fewer words below it, before the next heading, is the head of the letter."""
LONG_OPENING = 80
"""So many words above the first heading are a post's beginning rather than a greeting."""
ALIKE = 0.8
LARGE_PIXELS = 18
SHORT_WORDS = 80
MAX_LOOSE_WORDS = 12
BESIDE = 2
"""A date or a name stands in the first lines below a title; further down it is part of the text."""

_SIZE = re.compile(r"font-size\s*:\s*(\d{1,3})(?:\.\d+)?px", re.IGNORECASE)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_LARGE, _STRONG = 7, 8
_DAY = re.compile(r"[^\W\d_]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? [^\W\d_]{3,9}")
READ_MORE = Reason.READ_MORE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Head:
    at: int
    level: int
    link: str | None
    words: int
    """How many words of text stand below it, up to the next heading of any level."""


def read_html(html: str, subject: str, sender: str = "") -> Contents:
    """The posts of a mail's HTML part; the date and the sender are the mail's to tell."""
    soup = parse_part(html)
    beside = [Rest(text=one.text, reason=one.reason) for one in strip_furniture(soup)]
    blocks = blocks_of([soup])
    own = [
        block
        for block in blocks[: mail_furniture.foot([block.text for block in blocks])]
        if not mail_furniture.is_furniture(block.text) and not _is_sender(block, sender)
    ]
    kept = {id(block) for block in own}
    beside += [Rest(text=block.text, reason=Reason.FOOTER.value) for block in blocks if id(block) not in kept]
    heads = list(_heads(own))
    items = _items(own, heads, subject)
    drafts, rest = _several(own, heads, items) if items else _one(own, heads, subject)
    return Contents(drafts=drafts, rest=(*beside, *rest))


def _is_sender(block: WebBlock, sender: str) -> bool:
    """Whether a line is the sender's name, or a day of this year beside it."""
    name = re.split(r"\s+(?:from|at|via|of)\s+", sender)[0]
    return (name != "" and words(block.text) == words(name)) or _DAY.fullmatch(block.text) is not None


def _heads(blocks: Sequence[WebBlock]) -> Iterator[_Head]:
    levels = [_level(block) for block in blocks]
    for at, level in enumerate(levels):
        if not level:
            continue
        end = next((later for later in range(at + 1, len(blocks)) if levels[later]), len(blocks))
        below = [block for block in blocks[at + 1 : end] if furniture_reason(block.text) is None]
        more = _more_link(blocks[at + 1 : end])
        link = link_of(blocks[at].element) if blocks[at].linked else None
        yield _Head(at=at, level=level, link=link or more, words=sum(block.words for block in below))


def _level(block: WebBlock) -> int:
    """How high a heading stands: its own level, below these what is only set large or bold; nought for text."""
    if block.words > MAX_TITLE_WORDS or furniture_reason(block.text) or within(block.element, "li"):
        return 0
    heading = within(block.element, *_LEVELS)
    if heading is not None:
        return _LEVELS[heading.name]
    if block.text[-1] in ".,;:":
        return 0
    dress = _dress(block)
    size = _SIZE.search(dress)
    if size and int(size[1]) >= LARGE_PIXELS:
        return _LARGE
    return _STRONG if _BOLD.search(dress) or _all_strong(block) else 0


def _dress(block: WebBlock) -> str:
    """The styles of a block and of what holds all its text."""
    inner = [one for one in block.element.find_all(["span", "a", "font", "strong", "b"]) if _same(one, block)]
    return ";".join(attribute(one, "style") for one in (*inner, block.element))


def _all_strong(block: WebBlock) -> bool:
    return any(_same(one, block) for one in block.element.find_all(["strong", "b"]))


def _same(element: Tag, block: WebBlock) -> bool:
    return " ".join(element.get_text().split()) == block.text


def _more_link(blocks: Sequence[WebBlock]) -> str | None:
    """Where the "Read more" of an item leads."""
    for block in blocks:
        for link in block.element.find_all("a", href=True) if block.linked else ():
            text = " ".join(link.get_text(" ").split())
            if text and text in block.text and furniture_reason(text) is READ_MORE:
                return attribute(link, "href")
    return None


def _items(blocks: Sequence[WebBlock], heads: Sequence[_Head], subject: str) -> list[_Head]:
    """The headings of the posts, or none where the mail is one post."""
    full = [head for head in heads if head.words >= MIN_ITEM_WORDS]
    levels: dict[int, list[_Head]] = defaultdict(list)
    for head in full:
        levels[head.level].append(head)
    linked = [head for head in full if head.link]
    several = [level for level in levels.values() if len(level) > 1]
    by_link = [level for level in several if sum(head.link is not None for head in level) >= MIN_LINKED * len(level)]
    if by_link and len(linked) > 1:
        inner = {head.level for level in by_link for head in level}
        return [head for head in full if head.link or head.level in inner]
    most = max(several, key=lambda level: (len(level), -level[0].level), default=[])
    return [] if not most or _is_one(blocks, heads, most, subject) else most


def _is_one(blocks: Sequence[WebBlock], heads: Sequence[_Head], parts: Sequence[_Head], subject: str) -> bool:
    """Whether headings without links are the parts of one post: its title is the subject, or it begins above them."""
    first = parts[0].at
    above = [head for head in heads if head.at < first and head.level < parts[0].level]
    if mail_furniture.names_edition(subject):
        return False
    if any(alike(blocks[head.at].text, subject) and head.words >= MIN_OPENING for head in above):
        return True
    opening = sum(block.words for block in blocks[:first] if furniture_reason(block.text) is None)
    return opening >= LONG_OPENING


def alike(one: str, other: str) -> bool:
    """Whether most words of the shorter of two titles stand in the other."""
    first, second = set(words(one)), set(words(other))
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) >= ALIKE * shorter


def _several(
    blocks: Sequence[WebBlock], heads: Sequence[_Head], items: Sequence[_Head]
) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    drafts: list[Draft] = []
    last = _last(blocks, items[-1].at + 1)
    own = (*blocks[: items[0].at], *blocks[last:])
    rest = [Rest(text=block.text, reason="the newsletter's own words") for block in own]
    for item in items:
        end = _end(heads, items, item, last)
        below = blocks[item.at + 1 : end]
        fragment = of_blocks(below, blocks[item.at].text)
        rest.extend(fragment.rest)
        if fragment.text:
            drafts.append(_draft(blocks[item.at], below, fragment, item.link))
    return tuple(drafts), tuple(rest)


def _last(blocks: Sequence[WebBlock], start: int) -> int:
    """Where the last item ends: above the farewell and above lines that are no sentence, such as an address."""
    last = start + mail_furniture.farewell([block.text for block in blocks[start:]])
    while last > start + 1 and _is_loose(blocks[last - 1]):
        last -= 1
    return last


def _is_loose(block: WebBlock) -> bool:
    ends = block.text[-1] in ".!?…:”\"')" or block.is_item or block.is_heading
    return not ends and block.words <= MAX_LOOSE_WORDS and furniture_reason(block.text) is not READ_MORE


def _end(heads: Sequence[_Head], items: Sequence[_Head], item: _Head, last: int) -> int:
    """An item ends where the next one or a heading as high begins, with or without text of its own."""
    starts = {one.at for one in items}
    return next(
        (head.at for head in heads if head.at > item.at and (head.at in starts or head.level <= item.level)), last
    )


def _draft(head: WebBlock, below: Sequence[WebBlock], fragment: Fragment, link: str | None) -> Draft:
    elements = [block.element for block in below[:BESIDE] if not block.is_item]
    date = date_in(elements)
    short = link is not None and len(fragment.text.split()) < SHORT_WORDS
    return Draft(
        title=head.text,
        text=fragment.text,
        kind=Kind.TEASER if short else kind_of(fragment, whole=True),
        url=absolute(link, None) if link else None,
        published=date,
        date_confidence=DateConfidence.BESIDE_TITLE if date else DateConfidence.NONE,
        author=author_beside(elements),
    )


def _one(
    blocks: Sequence[WebBlock], heads: Sequence[_Head], subject: str
) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    """The one post: from below its heading on, where the mail shows one; its title is the subject else."""
    shown = [head for head in heads if alike(blocks[head.at].text, subject)]
    alone = [head for head in heads if head.level == 1 and head.words >= MIN_ITEM_WORDS]
    head = next(iter(shown), alone[0] if len(alone) == 1 else None)
    start = head.at + 1 if head else 0
    title = blocks[head.at].text if head else subject
    fragment = of_blocks(blocks[start:], title)
    above = tuple(Rest(text=block.text, reason="above the post") for block in blocks[: max(0, start - 1)])
    if not fragment.text or not title:
        return (), (*above, *fragment.rest, Rest(text=title or fragment.text, reason="no title above it"))
    elements = [block.element for block in blocks]
    draft = Draft(
        title=title,
        text=fragment.text,
        kind=kind_of(fragment, whole=True),
        url=absolute(head.link, None) if head and head.link else None,
        author=author_beside(elements),
    )
    return (draft,), (*above, *fragment.rest)
