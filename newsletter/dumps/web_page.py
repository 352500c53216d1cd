"""Reads a saved web page: a single article, or a listing of many posts."""

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.findings import Contents, Draft, Page, Rest
from newsletter.dumps.html_beside import author_beside, date_in
from newsletter.dumps.html_body import Body, own_blocks
from newsletter.dumps.html_furniture import strip_furniture
from newsletter.dumps.html_listing import Listing, Section, find_listing, link_of
from newsletter.dumps.html_metadata import Metadata, absolute, read_metadata
from newsletter.dumps.html_root import content_root, main_heading, named_content, title_without_site
from newsletter.dumps.html_text import WebBlock, blocks_of, joined, parse
from newsletter.model import DateConfidence, Kind

LISTING_SHARE = 0.4
"""A listing holds at least this share of its page's text; related stories below an article hold less."""
ARTICLE_SHARE = 3.0
"""A page that says it is one article is believed unless its listing has so many times the words of all else."""
TEASER_WORDS, SHORT_TEASER_WORDS = 150, 80
"""A post of a listing that ends in "Read More" announces one; without it only a shorter one does."""

_CUT = ("…", "...", "[…]", "[...]")


def read(page: Page) -> Contents:
    """The posts of a web page and what of it belongs to none."""
    soup = parse(page.text)
    about = read_metadata(soup)
    beside = tuple(Rest(text=one.text, reason=one.reason) for one in strip_furniture(soup))
    listing = find_listing(soup)
    if listing is not None and _is_listing(soup, listing, about):
        drafts, rest = _listed(listing, about)
    else:
        drafts, rest = _single(soup, about)
    return Contents(drafts=drafts, rest=(*beside, *rest), url=about.url)


def _is_listing(soup: BeautifulSoup, listing: Listing, about: Metadata) -> bool:
    total = sum(block.words for block in blocks_of([soup]) if block.linked < block.words / 2)
    if about.is_article:
        return listing.words > ARTICLE_SHARE * max(1, total - listing.words)
    return listing.words >= LISTING_SHARE * total


def _listed(listing: Listing, about: Metadata) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    drafts: list[Draft] = []
    rest: list[Rest] = []
    for section in listing.sections:
        body = own_blocks(_content(section), _text(section.heading), section.heading)
        rest.extend(body.rest)
        if body.blocks:
            drafts.append(_listed_draft(section, body, about))
    return tuple(drafts), tuple(rest)


def _content(section: Section) -> list[WebBlock]:
    """The blocks of the element that is named as the post's content, where there is one, else all."""
    for element in section.elements:
        named = named_content(element)
        if named is not None and section.heading not in named.find_all(section.heading.name):
            return blocks_of([named])
    return blocks_of(section.elements)


def _listed_draft(section: Section, body: Body, about: Metadata) -> Draft:
    link = link_of(section.heading)
    date = date_in(section.elements)
    text = joined(body.blocks)
    most = TEASER_WORDS if body.cut or text.endswith(_CUT) else SHORT_TEASER_WORDS if link else 0
    return Draft(
        title=_text(section.heading),
        text=text,
        kind=Kind.TEASER if len(text.split()) < most else Kind.ARTICLE,
        url=absolute(link, about.url) if link else None,
        published=date,
        date_confidence=DateConfidence.BESIDE_TITLE if date else DateConfidence.NONE,
        author=author_beside(section.elements),
    )


def _single(soup: BeautifulSoup, about: Metadata) -> tuple[tuple[Draft, ...], tuple[Rest, ...]]:
    heading = main_heading(soup, about.titles)
    root = content_root(soup)
    title = _text(heading) if heading else title_without_site(about.titles)
    body = own_blocks(blocks_of([root]), title, heading)
    if not body.blocks:
        return (), body.rest
    if not title:
        return (), (*body.rest, Rest(text=joined(body.blocks), reason="no title above it"))
    return (_single_draft(title, joined(body.blocks), about, _around(heading, root)),), body.rest


def _single_draft(title: str, text: str, about: Metadata, near: list[Tag]) -> Draft:
    date = about.published or date_in(near)
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


def _around(heading: Tag | None, root: Tag) -> list[Tag]:
    """Where an article's date and author may stand: its head, what lies around that, its text."""
    parent = heading.parent if heading else None
    return [element for element in (parent, parent.parent if parent else None, root) if element is not None]


def _text(heading: Tag) -> str:
    return " ".join(heading.get_text(" ").split())
