"""A parsed page's text as blocks: what a browser would show as a paragraph, an item or a heading of its own."""

import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import CData, Comment, Declaration, Doctype, NavigableString, ProcessingInstruction, Tag

from newsletter.dumps.blocks import clean, count_words
from newsletter.dumps.furniture import without_read_more

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
BLOCKS = frozenset(
    (
        *HEADINGS,
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "fieldset",
        ),
        *("figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "li", "main", "nav", "ol", "p"),
        *("pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "center"),
    )
)
MAX_DEPTH = 200
"""Far deeper than pages are by design; browsers stop at 512."""
_WRAPPER = re.compile(
    r"<(?P<end>/?)(?:div|span|section|article|ul|ol|dl|table|blockquote|center|aside|header|footer|main|nav|form|fieldset"
    r"|font|b|i|u|em|strong|small|big|sup|sub|ins|del|code|figure|details)\b[^<>]*>",
    re.IGNORECASE,
)
_CARD_PARTS = frozenset((*HEADINGS, "p", "div", "article", "section"))
_UNSEEN = (CData, Comment, Declaration, Doctype, ProcessingInstruction)


@dataclass(frozen=True, slots=True, kw_only=True)
class WebBlock:
    """A piece of text that stands by itself on a web page."""

    text: str
    element: Tag
    linked: int
    """How many of its words are links."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return count_words(self.text)

    @property
    def is_item(self) -> bool:
        """Whether it is an item of a list."""
        return within(self.element, "li") is not None

    @property
    def is_heading(self) -> bool:
        """Whether it is a heading of any level."""
        return within(self.element, *HEADINGS) is not None


def parse(text: str) -> BeautifulSoup:
    """The page as a tree."""
    return BeautifulSoup(_flatten(text), "lxml")


def _flatten(text: str) -> str:
    """The page without wrappers below the greatest depth: no page needs them, and each would cost the square of all."""
    depth = 0

    def keep(tag: re.Match[str]) -> str:
        nonlocal depth
        before = depth
        depth = max(0, depth - 1) if tag["end"] else depth + 1
        return " " if max(before, depth) > MAX_DEPTH else tag[0]

    return _WRAPPER.sub(keep, text)


def attribute(element: Tag, name: str) -> str:
    """An attribute's value on one line; empty where there is none."""
    value = element.get(name)
    return " ".join(value) if isinstance(value, list) else str(value or "")


def elements_in(root: Tag, names: Container[str] | None = None) -> list[Tag]:
    """The elements under another one in order, all or those with these names. Several times as fast as `find_all`."""
    found = (node for node in root.descendants if isinstance(node, Tag))
    return list(found) if names is None else [element for element in found if element.name in names]


def within(element: Tag, *names: str) -> Tag | None:
    """The element itself or its nearest ancestor that has one of these names."""
    if element.name in names:
        return element
    return next((parent for parent in element.parents if parent.name in names), None)


def is_inside(element: Tag, other: Tag) -> bool:
    """Whether an element is another one or stands in it."""
    return element is other or any(parent is other for parent in element.parents)


def blocks_of(roots: Iterable[Tag]) -> list[WebBlock]:
    """The blocks of several elements, in order."""
    return [block for root in roots for block in _blocks(root)]


def _blocks(root: Tag) -> Iterator[WebBlock]:
    buffer: list[str] = []
    linked = 0
    owner: Tag | None = None
    cards: dict[int, bool] = {}
    for node in root.descendants:
        if isinstance(node, Tag):
            if node.name not in BLOCKS and node.name != "br":
                continue
            breaks: Tag | None = None
        elif isinstance(node, NavigableString) and not isinstance(node, _UNSEEN):
            breaks = _owner(node, root)
        else:
            continue
        if owner is not None and breaks is not owner:
            yield from _block(buffer, owner, linked)
            buffer, linked = [], 0
        owner = breaks
        if isinstance(node, NavigableString):
            buffer.append(node)
            linked += count_words(node) if not node.isspace() and _within_link(node, root, cards) else 0
    if owner is not None:
        yield from _block(buffer, owner, linked)


def _owner(node: NavigableString, root: Tag) -> Tag:
    return next((parent for parent in node.parents if parent.name in BLOCKS or parent is root), root)


def _within_link(node: NavigableString, root: Tag, cards: dict[int, bool]) -> bool:
    """Whether a text stands in a link; a link around a whole card with blocks of its own is the card."""
    for parent in node.parents:
        if parent.name == "a":
            if id(parent) not in cards:
                cards[id(parent)] = any(isinstance(one, Tag) and one.name in _CARD_PARTS for one in parent.descendants)
            return not cards[id(parent)]
        if parent is root:
            return False
    return False


def _block(buffer: list[str], owner: Tag, linked: int) -> Iterator[WebBlock]:
    text = clean("".join(buffer))
    if text:
        yield WebBlock(text=text, element=owner, linked=linked)


def joined(blocks: Iterable[WebBlock]) -> str:
    """The text of a post: paragraphs parted by a blank line, the items of one list a line each."""
    parts: list[str] = []
    last_list: Tag | None = None
    for block in blocks:
        item = within(block.element, "li")
        a_list = within(item, "ul", "ol") if item else None
        text = without_read_more(block.text)[0]
        if parts:
            parts.append("\n" if a_list is not None and a_list is last_list else "\n\n")
        parts.append(f"• {text}" if item else text)
        last_list = a_list
    return re.sub(r"\n{3,}", "\n\n", "".join(parts)).strip()
