"""Which blocks of a web page are a post's own text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4.element import Tag

from newsletter.dumps.dates import byline, date_line, is_part_of_date
from newsletter.dumps.findings import Rest
from newsletter.dumps.furniture import Reason, furniture_reason, without_read_more
from newsletter.dumps.html_text import WebBlock, attribute, is_inside, within
from newsletter.dumps.identity import words

MAX_LABEL_WORDS = 25
RUNNING_WORDS = 8
ENDS = {Reason.SIDEBAR: 1.0, Reason.END: 1.0, Reason.COMMENTS: 1.0, Reason.SIGN_UP: 2.0, Reason.TAGS: 2.0}
"""Furniture that ends a post whose text so far is so many times the text below it."""
ALL_LINKS = 0.8

_LABEL_CLASS = re.compile(
    r"(?:^|[\s_-])(?:meta|byline|dateline|tags?|category|categories|kicker|eyebrow|label|date|author|topic|read-?time|more"
    r"|timestamp)(?:$|[\s_-])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Body:
    """A post's blocks, what stood between them, and whether a "Read More" says that there is more elsewhere."""

    blocks: tuple[WebBlock, ...]
    rest: tuple[Rest, ...]
    cut: bool


def own_blocks(blocks: Sequence[WebBlock], title: str, heading: Tag | None) -> Body:
    """From below the heading on, without labels, furniture and what follows the post's end."""
    kept: list[WebBlock] = []
    rest: list[Rest] = []
    cut = False
    own = list(_below(blocks, heading))
    left = sum(map(_running, own))
    read = 0
    for at, block in enumerate(own):
        reason = furniture_reason(block.text) or (Reason.META if is_part_of_date(block.text) else None)
        cut = cut or reason is Reason.READ_MORE or without_read_more(block.text)[1]
        if reason in ENDS and read and read >= ENDS[reason] * (left - read):
            rest.extend(Rest(text=one.text, reason="after the post") for one in own[at:])
            break
        read += _running(block)
        if _is_beside(block, title, started=bool(kept)):
            continue
        why = _left_out(block, reason, started=bool(kept))
        if why is None:
            kept.append(block)
        else:
            rest.append(Rest(text=block.text, reason=why))
    while kept and (kept[-1].is_heading or _is_all_links(kept[-1])):
        rest.append(Rest(text=kept.pop().text, reason="after the post"))
    return Body(tuple(kept), tuple(rest), cut)


def _running(block: WebBlock) -> int:
    """The words of a block of running text."""
    return block.words if block.words >= RUNNING_WORDS and block.linked < block.words / 2 else 0


def _below(blocks: Sequence[WebBlock], heading: Tag | None) -> Sequence[WebBlock]:
    if heading is None:
        return blocks
    places = [at for at, block in enumerate(blocks) if is_inside(block.element, heading)]
    return blocks[places[-1] + 1 :] if places else blocks


def _is_beside(block: WebBlock, title: str, *, started: bool) -> bool:
    """Whether a block is the title again, or the line of date and author, which the post carries elsewhere."""
    if not started and words(block.text) == words(title):
        return True
    return date_line(block.text) is not None or byline(block.text) is not None


def _left_out(block: WebBlock, reason: Reason | None, *, started: bool) -> str | None:
    """Why a block is not part of the text, or `None` where it is."""
    if reason and (block.linked or not block.is_item):
        return reason.value
    classes = attribute(block.element, "class")
    if block.words <= MAX_LABEL_WORDS and _LABEL_CLASS.search(classes) and not block.is_heading:
        return "label"
    if not started and _is_all_links(block):
        return Reason.MENU.value
    return Reason.PICTURE.value if within(block.element, "figcaption") else None


def _is_all_links(block: WebBlock) -> bool:
    return block.words <= MAX_LABEL_WORDS and block.words > 0 and block.linked >= ALL_LINKS * block.words
