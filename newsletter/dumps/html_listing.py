"""Finds the several posts of a listing page by their headings, which all look alike."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.html_text import HEADINGS, attribute, blocks_of, elements_in, is_inside

MIN_POSTS = 2
MIN_LINKED = 0.6
"""Headings of posts on a listing lead to the posts; sub-headings lead nowhere."""
MIN_WORDS = 4
"""A post on a listing has a line of text at least; a menu with headings has none."""
MOST_FULL = 0.6
PARAGRAPH_WORDS = 8

_NUMBERED = re.compile(r"\d|^(?:category|tag|status|format|type|odd|even|first|last|active|sticky|has)-?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One post of a listing: its heading and the elements that hold it."""

    heading: Tag
    elements: tuple[Tag, ...]
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Sections that belong together."""

    sections: tuple[Section, ...]
    linked: float
    """The share of headings that lead somewhere else, or that stand in an `<article>` of their own."""

    @property
    def words(self) -> int:
        """The words of all posts together."""
        return sum(section.words for section in self.sections)


def named_listing(headings: Sequence[Tag]) -> Listing | None:
    """The listing below headings that the settings name, whatever they lead to."""
    listing = _listing(headings) if len(headings) >= MIN_POSTS else None
    return listing if listing and len(listing.sections) >= MIN_POSTS else None


def find_listing(soup: BeautifulSoup) -> Listing | None:
    """The listing with the most text, or `None` where no two headings are alike."""
    groups: dict[tuple[str, ...], list[Tag]] = defaultdict(list)
    for heading in elements_in(soup, HEADINGS):
        if heading.get_text(strip=True):
            groups[_signature(heading)].append(heading)
    listings = [_listing(headings) for headings in groups.values() if len(headings) >= MIN_POSTS]
    fit = [one for one in listings if one.linked >= MIN_LINKED and len(one.sections) >= MIN_POSTS]
    return max(fit, key=lambda one: one.words, default=None)


def _signature(heading: Tag) -> tuple[str, ...]:
    parent = heading.parent
    return (heading.name, _classes(heading), parent.name if parent else "", _classes(parent) if parent else "")


def _classes(element: Tag) -> str:
    return " ".join(sorted(name for name in attribute(element, "class").split() if not _NUMBERED.search(name)))


def _listing(headings: Sequence[Tag]) -> Listing:
    held = Counter(id(parent) for heading in headings for parent in heading.parents)
    held.update(id(heading) for heading in headings)
    found = [_section(heading, _stretch(heading, held)) for heading in headings]
    full = [section for section in found if section.words >= MIN_WORDS]
    # Where most have text, a post of one word ("Dentist.") is a post as well.
    sections = tuple(found if len(full) >= MOST_FULL * len(found) else full)
    linked = sum(link_of(heading) is not None for heading in headings)
    own = {id(heading.find_parent("article")) for heading in headings if heading.find_parent("article")}
    return Listing(sections=sections, linked=max(linked, len(own)) / len(headings))


def _stretch(heading: Tag, held: Counter[int]) -> tuple[Tag, ...]:
    """The widest element that holds this heading alone, and where it has no text the siblings up to the next one."""
    widest = heading
    for parent in heading.parents:
        if held[id(parent)] > 1:
            break
        widest = parent
    stretch = [widest]
    if _section(heading, (widest,)).words < MIN_WORDS:
        for sibling in widest.next_siblings:
            if held[id(sibling)]:
                break
            if isinstance(sibling, Tag):
                stretch.append(sibling)
    return tuple(stretch)


def _section(heading: Tag, elements: tuple[Tag, ...]) -> Section:
    blocks = [block for block in blocks_of(elements) if not is_inside(block.element, heading)]
    words = sum(block.words for block in blocks if block.words >= PARAGRAPH_WORDS and block.linked < block.words / 2)
    return Section(heading=heading, elements=elements, words=words)


def link_of(heading: Tag) -> str | None:
    """Where a heading leads: the link that is most of it, or the one around it."""
    own = heading.get_text(" ").split()
    links = heading.find_all("a", href=True)
    link = max(links, key=lambda one: len(one.get_text(" ").split()), default=None)
    if link is None or 2 * len(link.get_text(" ").split()) < len(own):
        link = heading.find_parent("a", href=True)
    href = attribute(link, "href") if isinstance(link, Tag) else ""
    return href if href and not href.startswith(("#", "javascript:", "mailto:")) else None
