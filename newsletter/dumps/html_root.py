"""Where on a page with one article its title and its text stand."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.html_listing import link_of
from newsletter.dumps.html_text import WebBlock, attribute, elements_in
from newsletter.dumps.identity import words

LINK_SHARE = 0.6
MIN_ROOT_SHARE = 0.3
"""An element that is named as the content but holds less of the page's text is a summary of it."""
PARAGRAPH_WORDS = 25
SENTENCE_WORDS = 6
MIN_TITLE_WORDS = 2
MIN_GAIN, MAX_JUNK = 0.3, 0.5
"""Articles cut in two by an advertisement stand in several elements of one kind: the one around them is the root where
it holds so much more text, and at most half as many words of links and labels on top."""

CONTENT = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|article-content|article-body|article__body|articlebody|post-body|rich-text"
    r"|post__content|story-body|story-content|blog-content|blog-post-content|single-content|td-post-content|content-body"
    r"|body-content|field--name-body|node__content|post_content|post-entry|entry|article__content|entry-summary"
    r"|post-excerpt|e-content)(?:\s|$)",
    re.IGNORECASE,
)
_SITE = re.compile(r"\s+[|–—·»«:-]+\s+")


def main_heading(soup: BeautifulSoup, titles: Sequence[str]) -> Tag | None:
    """The heading that is the article's title: what the page calls itself, else its first unlinked `<h1>`."""
    told = {tuple(words(title)) for title in (*titles, title_without_site(titles))} - {()}
    headings: list[Tag] = [heading for heading in elements_in(soup, ("h1", "h2", "h3")) if heading.get_text(strip=True)]
    said = [(heading, tuple(words(heading.get_text(" ")))) for heading in headings]
    exact = [heading for heading, text in said if text in told]
    if exact:
        return next((heading for heading in exact if link_of(heading) is None), exact[0])
    # "Harvest, with marrows | The Post: a blog" names the heading and more, and the site's own heading too.
    within = [heading for heading, text in said if any(_holds(title, text) for title in told)]
    first = [heading for heading in headings if heading.name == "h1"]
    for group in ([one for one in within if not _is_logo(one)], first):
        unlinked = [heading for heading in group if not _is_logo(heading) and link_of(heading) is None]
        if unlinked:
            return unlinked[0]
    likely = within or first or [heading for heading in headings if heading.name == "h2"]
    return likely[0] if likely else None


def _holds(title: tuple[str, ...], heading: tuple[str, ...]) -> bool:
    """Whether a title says what a heading says, beside the name of the site."""
    size = len(heading)
    return size >= MIN_TITLE_WORDS and any(title[at : at + size] == heading for at in range(len(title) - size + 1))


def _is_logo(heading: Tag) -> bool:
    """Whether a heading is the site's own: it leads to the first page."""
    link = link_of(heading)
    return link is not None and re.fullmatch(r"(?:https?://[^/]+)?/?(?:index\.\w+)?", link) is not None


def title_without_site(titles: Sequence[str]) -> str:
    """What a page calls itself, without the name of its site where only the `<title>` tells."""
    if not titles:
        return ""
    parts = _SITE.split(titles[0])
    return max(parts, key=len) if len(set(titles)) == 1 else titles[0]


def content_root(soup: BeautifulSoup, blocks: Sequence[WebBlock]) -> Tag:
    """The element that holds the article's text: named as such or where its paragraphs are densest, and all of it."""
    weights = _weigh(blocks)
    total = weights.text.get(id(soup), 0)
    for group in (_named(soup), soup.find_all("article"), soup.find_all("main")):
        best: Tag | None = max(group, key=lambda one: weights.text.get(id(one), 0), default=None)
        if best is not None and weights.text.get(id(best), 0) >= MIN_ROOT_SHARE * total:
            return _whole(best, weights)
    densest = _densest(blocks)
    return _whole(densest, weights) if densest is not None else soup


@dataclass(frozen=True, slots=True)
class _Weights:
    """By the identity of each element: the words of its paragraphs, and of its links and labels."""

    text: dict[int, int]
    beside: dict[int, int]


def _weigh(blocks: Sequence[WebBlock]) -> _Weights:
    text: dict[int, int] = {}
    beside: dict[int, int] = {}
    for block in blocks:
        linked = block.linked > block.words * LINK_SHARE
        if block.is_heading and not linked:
            continue
        into = text if is_paragraph(block) or (block.is_item and not linked) else beside
        for element in (block.element, *block.element.parents):
            into[id(element)] = into.get(id(element), 0) + block.words
    return _Weights(text, beside)


def is_paragraph(block: WebBlock) -> bool:
    """Whether a block is a piece of running text rather than links or a label."""
    if block.is_heading or block.linked > block.words * LINK_SHARE:
        return False
    return block.words >= PARAGRAPH_WORDS or (block.words >= SENTENCE_WORDS and block.text[-1] in ".!?:;…”\"'。！？।")


def _whole(root: Tag, weights: _Weights) -> Tag:
    """The root, or the nearest element around it that holds much more of the text and not much besides."""
    best = root
    for parent in root.parents:
        gained = weights.text.get(id(parent), 0) - weights.text.get(id(best), 0)
        junk = weights.beside.get(id(parent), 0) - weights.beside.get(id(best), 0)
        if gained >= MIN_GAIN * weights.text.get(id(best), 0) and junk <= MAX_JUNK * gained:
            best = parent
    return best


def _named(soup: BeautifulSoup) -> list[Tag]:
    return [
        element
        for element in elements_in(soup)
        if element.attrs
        and (attribute(element, "itemprop") == "articleBody" or CONTENT.search(attribute(element, "class")))
    ]


def _densest(blocks: Sequence[WebBlock]) -> Tag | None:
    """The element whose children and grandchildren hold most paragraphs."""
    scores: dict[int, float] = {}
    elements: dict[int, Tag] = {}
    for block in blocks:
        if not is_paragraph(block):
            continue
        own = block.element.name in {"div", "section", "td", "article"}
        parent = block.element if own else block.element.parent
        for weight in (1.0, 0.5):
            if parent is None:
                break
            elements[id(parent)] = parent
            scores[id(parent)] = scores.get(id(parent), 0.0) + weight * block.words
            parent = parent.parent
    return elements[max(scores, key=lambda key: scores[key])] if scores else None


def named_content(element: Tag) -> Tag | None:
    """The element within that is named as a post's content."""
    if CONTENT.search(attribute(element, "class")):
        return element
    found = element.find(class_=CONTENT)
    return found if isinstance(found, Tag) else None
