"""Where on a page with one article its title and its text stand."""

import re
from collections.abc import Sequence

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.html_listing import link_of
from newsletter.dumps.html_text import attribute, blocks_of
from newsletter.dumps.identity import words

LINK_SHARE = 0.6
MIN_ROOT_SHARE = 0.3
"""An element that is named as the content but holds less of the page's text is a summary of it."""
PARAGRAPH_WORDS = 25

CONTENT = re.compile(
    r"(?:^|\s)(?:entry-content|post-content|article-content|article-body|article__body|articlebody|post-body|rich-text"
    r"|post__content|story-body|story-content|blog-content|blog-post-content|single-content|td-post-content|content-body"
    r"|body-content|field--name-body|node__content|post_content|post-entry|entry|article__content|entry-summary"
    r"|post-excerpt|e-content)(?:\s|$)",
    re.IGNORECASE,
)
_TEXTS = frozenset(("p", "li", "blockquote", "pre"))
_SITE = re.compile(r"\s+[|–—·»«:-]+\s+")


def main_heading(soup: BeautifulSoup, titles: Sequence[str]) -> Tag | None:
    """The heading that is the article's title: what the page calls itself, else its first unlinked `<h1>`."""
    told = {tuple(words(title)) for title in (*titles, title_without_site(titles))}
    headings: list[Tag] = [heading for heading in soup.find_all(["h1", "h2"]) if heading.get_text(strip=True)]
    for heading in headings:
        if tuple(words(heading.get_text(" "))) in told:
            return heading
    first = [heading for heading in headings if heading.name == "h1"]
    unlinked = [heading for heading in first if link_of(heading) is None]
    likely = unlinked or first or headings
    return likely[0] if likely else None


def title_without_site(titles: Sequence[str]) -> str:
    """What a page calls itself, without the name of its site where only the `<title>` tells."""
    if not titles:
        return ""
    parts = _SITE.split(titles[0])
    return max(parts, key=len) if len(set(titles)) == 1 else titles[0]


def content_root(soup: BeautifulSoup) -> Tag:
    """The element that holds the article's text: named as such, else where its paragraphs are densest."""
    total = _text_words(soup)
    for group in (_named(soup), soup.find_all("article"), soup.find_all("main")):
        best: Tag | None = max(group, key=_text_words, default=None)
        if best is not None and _text_words(best) >= MIN_ROOT_SHARE * total:
            return best
    return _densest(soup) or soup


def _named(soup: BeautifulSoup) -> list[Tag]:
    return [*soup.find_all(itemprop="articleBody"), *soup.find_all(class_=CONTENT)]


def _text_words(element: Tag) -> int:
    return sum(block.words for block in blocks_of([element]) if block.element.name in _TEXTS)


def _densest(soup: BeautifulSoup) -> Tag | None:
    """The element whose children and grandchildren hold most paragraphs."""
    scores: dict[int, float] = {}
    elements: dict[int, Tag] = {}
    for block in blocks_of([soup]):
        if block.words < PARAGRAPH_WORDS or block.linked > block.words * LINK_SHARE:
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
