"""Reads a saved web page: a single article, or a listing of many posts."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps import plain_text
from newsletter.dumps.blocks import clean, count_words
from newsletter.dumps.date_order import is_month_first
from newsletter.dumps.dates import date_line, find_dates
from newsletter.dumps.findings import Contents, Draft, Hints, Page, Rest
from newsletter.dumps.furniture import Reason
from newsletter.dumps.html_beside import author_beside, date_in
from newsletter.dumps.html_body import Body, own_blocks
from newsletter.dumps.html_furniture import strip_furniture
from newsletter.dumps.html_listing import Listing, Section, find_listing, link_of, named_listing
from newsletter.dumps.html_metadata import Metadata, absolute, read_metadata
from newsletter.dumps.html_root import content_root, is_paragraph, main_heading, named_content, title_without_site
from newsletter.dumps.html_text import HEADINGS, WebBlock, blocks_of, is_inside, joined, parse
from newsletter.model import DateConfidence, Kind

LISTING_SHARE = 0.4
"""A listing holds at least this share of its page's text; related stories below an article hold less."""
ARTICLE_SHARE = 3.0
"""A page that says it is one article is believed unless its listing has so many times the words of all else."""
TEASER_WORDS, SHORT_TEASER_WORDS = 150, 80
"""A post of a listing that ends in "Read More" announces one; without it only a shorter one does."""

MIN_DATED, DATED_SHARE, MIN_COVERED, MAX_LARGEST = 3, 0.75, 0.6, 0.6
"""Lines make an archive where so many posts, and nearly all of them, have a date; where they hold so much of the page's
text; and where the largest has no more of theirs than that: an article with dated teasers beside it has more."""
MAX_LABEL_WORDS = 25
REACH = 6
"""How many lines below a title its date may stand."""

_CUT = ("…", "...", "[…]", "[...]")


def read(page: Page) -> Contents:
    """The posts of a web page and what of it belongs to none."""
    soup = parse(page.text)
    about = read_metadata(soup, page.hints.base_url)
    named = _named_titles(soup, page.hints)
    heading = named[0] if named else main_heading(soup, about.titles)
    dropped = _dropped(soup, page.hints)
    beside = (*dropped, *(Rest(text=one.text, reason=one.reason) for one in strip_furniture(soup, heading)))
    view = _View(about, is_month_first(page.text, page.hints.language or about.language), page.path)
    listing = named_listing(named) or find_listing(soup)
    blocks = blocks_of([soup])
    if listing is not None and _is_listing(blocks, listing, about):
        drafts, rest = _listed(listing, view)
    else:
        drafts, rest = _as_text(blocks, view) or _single(soup, blocks, heading, view)
    return Contents(drafts=drafts, rest=(*beside, *rest), url=about.url)


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of the page before its posts are read."""

    about: Metadata
    month_first: bool
    path: str


def _named_titles(soup: BeautifulSoup, hints: Hints) -> list[Tag]:
    """The elements whose text the settings name as a title."""
    if hints.title is None:
        return []
    return [block.element for block in blocks_of([soup]) if hints.title.search(block.text)]


def _dropped(soup: BeautifulSoup, hints: Hints) -> tuple[Rest, ...]:
    """Take out the lines that the settings drop."""
    blocks = blocks_of([soup]) if hints.drop else []
    dropped = [block for block in blocks if any(pattern.search(block.text) for pattern in hints.drop)]
    for block in dropped:
        for text in block.element.find_all(string=True):
            if clean(text) and clean(text) in block.text:
                text.extract()
    return tuple(Rest(text=block.text, reason=Reason.DROPPED.value) for block in dropped)


def _is_listing(blocks: Sequence[WebBlock], listing: Listing, about: Metadata) -> bool:
    total = sum(block.words for block in blocks if block.linked < block.words / 2)
    if about.is_article:
        return listing.words > ARTICLE_SHARE * max(1, total - listing.words)
    return listing.words >= LISTING_SHARE * total


def _as_text(blocks: Sequence[WebBlock], view: _View) -> tuple[tuple[Draft, ...], tuple[Rest, ...]] | None:
    """The posts of a page whose titles are no headings, or that has none: told by its lines, as in a text dump."""
    short = (block.text for block in blocks if block.words <= MAX_LABEL_WORDS)
    if view.about.is_article or sum(bool(find_dates(text)) for text in short) < MIN_DATED:
        return None
    text = "\n\n".join(f"• {block.text}" if block.is_item else block.text for block in blocks)
    language = "en-US" if view.month_first else "en-GB"
    found = plain_text.read(Page(path=view.path, text=text, hints=Hints(language=language)))
    if not _is_archive(found, sum(block.words for block in blocks if is_paragraph(block))):
        return None
    drafts = tuple(replace(draft, first_line=None, last_line=None) for draft in found.drafts)
    return drafts, tuple(replace(rest, first_line=None, last_line=None) for rest in found.rest)


def _is_archive(found: Contents, total: int) -> bool:
    """Whether nearly all posts are dated, they are the page, and none of them is an article with teasers around it."""
    dated = sum(draft.published is not None for draft in found.drafts)
    lengths = [count_words(draft.text) for draft in found.drafts]
    return (
        dated >= max(MIN_DATED, DATED_SHARE * len(lengths))
        and sum(lengths) >= MIN_COVERED * total
        and max(lengths) <= MAX_LARGEST * sum(lengths)
    )


def _listed(listing: Listing, view: _View) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    drafts: list[Draft] = []
    rest: list[Rest] = []
    day: dt.date | None = None
    headings = frozenset(id(section.heading) for section in listing.sections)
    for section in listing.sections:
        body = own_blocks(_content(section), _text(section.heading), section.heading)
        rest.extend(body.rest)
        headed = _day_heading(section, view, headings)
        own = date_in(section.elements, month_first=view.month_first)
        # A day stands over all its posts, but only where it is a heading: elsewhere it is the first post's own.
        day = headed or (None if own else day)
        if body.blocks:
            drafts.append(_listed_draft(section, body, own or day, view))
    return tuple(drafts), tuple(rest)


def _day_heading(section: Section, view: _View, others: frozenset[int]) -> dt.date | None:
    """The date in a heading of its own between the post before and this one."""
    above = section.heading.find_previous(HEADINGS)
    while isinstance(above, Tag) and id(above) not in others:
        line = date_line(_text(above), month_first=view.month_first)
        if line:
            return line.date
        above = above.find_previous(HEADINGS)
    return None


def _content(section: Section) -> list[WebBlock]:
    """The blocks of the element that is named as the post's content, where there is one, else all."""
    for element in section.elements:
        named = named_content(element)
        if named is not None and section.heading not in named.find_all(section.heading.name):
            return blocks_of([named])
    return blocks_of(section.elements)


def _listed_draft(section: Section, body: Body, date: dt.date | None, view: _View) -> Draft:
    link = link_of(section.heading)
    text = joined(body.blocks)
    most = TEASER_WORDS if body.cut or text.endswith(_CUT) else SHORT_TEASER_WORDS if link else 0
    return Draft(
        title=_text(section.heading),
        text=text,
        kind=Kind.TEASER if len(text.split()) < most else Kind.ARTICLE,
        url=absolute(link, view.about.base) if link else None,
        published=date,
        date_confidence=DateConfidence.BESIDE_TITLE if date else DateConfidence.NONE,
        author=author_beside(section.elements),
    )


def _single(
    soup: BeautifulSoup, blocks: Sequence[WebBlock], heading: Tag | None, view: _View
) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    root = content_root(soup, blocks)
    alive = heading if heading is not None and not heading.decomposed else None
    title = _text(alive) if alive else title_without_site(view.about.titles)
    body = own_blocks(blocks_of([root]), title, alive)
    if not body.blocks:
        return (), body.rest
    if not title:
        return (), (*body.rest, Rest(text=joined(body.blocks), reason="no title above it"))
    near = [*_below(blocks, alive), *_around(alive, root)]
    return (_single_draft(title, joined(body.blocks), near, view),), body.rest


def _single_draft(title: str, text: str, near: list[Tag], view: _View) -> Draft:
    about = view.about
    date = about.published or date_in(near, month_first=view.month_first)
    confidence = DateConfidence.METADATA if about.published else DateConfidence.BESIDE_TITLE
    return Draft(
        title=title,
        text=text,
        kind=Kind.ARTICLE,
        url=about.url,
        published=date,
        date_confidence=confidence if date else DateConfidence.NONE,
        author=about.author or author_beside(near),
    )


def _below(blocks: Sequence[WebBlock], heading: Tag | None) -> list[Tag]:
    """The short lines right below a title, wherever on the page they stand."""
    places = [at for at, block in enumerate(blocks) if heading is not None and is_inside(block.element, heading)]
    lines = blocks[places[-1] + 1 : places[-1] + 1 + REACH] if places else ()
    return [block.element for block in takewhile(lambda one: one.words <= MAX_LABEL_WORDS, lines)]


def _around(heading: Tag | None, root: Tag) -> list[Tag]:
    """Where an article's date and author may stand: its head, what lies around that, its text."""
    parent = heading.parent if heading else None
    return [element for element in (parent, parent.parent if parent else None, root) if element is not None]


def _text(heading: Tag) -> str:
    return " ".join(heading.get_text(" ").split())
