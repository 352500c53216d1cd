"""Takes out of a parsed page what is no post or what nobody sees. The tree it is given is changed."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import PageElement, Tag

from newsletter.dumps.blocks import clean
from newsletter.dumps.html_text import attribute

SILENT = (
    "script",
    "style",
    "noscript",
    "template",
    "iframe",
    "svg",
    "object",
    "embed",
    "canvas",
    "audio",
    "video",
    "math",
    "head",
)
SCRIPT, HIDDEN = "script", "hidden text"
ALWAYS = frozenset((SCRIPT, HIDDEN))
CONTROLS = ("form", "button", "select", "input", "textarea", "label", "dialog")
BESIDE = "beside the posts"
NAMED_FREELY = frozenset(("article", "h1", "h2", "h3", "a", "p", "time"))
"""Small elements whose class tells their looks rather than their part on the page."""
SAFE = frozenset(("html", "body", "main"))
"""Their classes describe the whole page ("has-sidebar", "comments-open")."""
MAX_SHARE = 0.4
"""What holds more of the page's paragraphs than this is the page, whatever its class says."""

_HIDDEN_STYLE = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?:\.0*)?\s*(?:;|$)|font-size\s*:\s*0"
    r"|(?:left|top|text-indent)\s*:\s*-\d{3,}|clip\s*:\s*rect\(\s*0|(?:width|height)\s*:\s*[01](?:px)?\s*(?:;|$)",
    re.IGNORECASE,
)
_WHITE = re.compile(r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|white\b|transparent\b)", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader(?:-text|-only)?|visually-?hidden|visuallyhidden|element-invisible|hidden|hide|d-none"
    r"|is-hidden|u-hidden|offscreen|a11y-hidden|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|shares|sharing|sharedaddy|share-?bar|social|socials|addtoany|addthis|jp-relatedposts|related|relatedposts"
    r"|recommended|recommendations|comments?|commentlist|disqus\w*|respond|sidebar|side-bar|widgets?|cookies?|consent|gdpr|newsletter"
    r"|subscribe|subscription|signup|sign-up|optin|breadcrumbs?|crumbs|pagination|pager|paging|navigation|nav|navbar|menu|menus"
    r"|nav-links|post-navigation|tags|tag-?list|tagcloud|tags-links|cat-links|author-?box|author-?bio|about-?author|bio|promo|promos"
    r"|advert|adverts|advertisement|ad|ads|ad-?slot|sponsor|sponsored|footer|masthead|site-header|popup|modal|overlay|toolbar"
    r"|skip-?links?|skip|print|byline-share|most-?read|most-?popular|popular|trending|also-?like|read-?next|up-?next|more-?from|cta"
    r"|teaser-?list|infobox|rating|ratings|likes?|wpcnt|sd-block|meta-?nav|post-?tags|entry-footer|post-footer|edit-link|hatnote)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset(
    ("navigation", "complementary", "contentinfo", "banner", "search", "dialog", "alertdialog", "menu", "menubar")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A stretch that was taken out, and why."""

    text: str
    reason: str


def strip_furniture(soup: BeautifulSoup) -> tuple[Removed, ...]:
    """Take out scripts, hidden text, menus, side columns, share bars, comments and footers; say what was there."""
    removed: list[Removed] = []
    limit = MAX_SHARE * sum(len(one.get_text().split()) for one in soup.find_all("p") if not _is_hidden(one))
    node: PageElement | None = soup.contents[0] if soup.contents else None
    while node is not None:
        following = node.next_element
        reason = _reason(node) if isinstance(node, Tag) and node.name not in SAFE else None
        if isinstance(node, Tag) and reason and (reason in ALWAYS or _paragraph_words(node) <= limit):
            following = _after(node)
            text = clean(node.get_text(" "))
            node.decompose()
            if text and reason != SCRIPT:
                removed.append(Removed(text=text, reason=reason))
        node = following
    return tuple(removed)


def _after(element: Tag) -> PageElement | None:
    """What follows an element and all that is in it."""
    last: PageElement = element
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    return last.next_element


def _reason(element: Tag) -> str | None:
    """Why an element is furniture, or `None` for what may hold posts."""
    if element.name in SILENT:
        return SCRIPT
    if _is_hidden(element):
        return HIDDEN
    if element.name in CONTROLS:
        return "form"
    if element.name in {"nav", "menu"} or _is_page_head(element):
        return "menu"
    return BESIDE if _is_beside(element) else None


def _is_page_head(element: Tag) -> bool:
    """Whether it is the page's own head; the head of a post holds its title."""
    return element.name == "header" and not element.find(["h1", "h2", "h3"]) and not element.find_parent("article")


def _is_beside(element: Tag) -> bool:
    if element.name in {"aside", "footer"} or attribute(element, "role").lower() in _ROLES:
        return True
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}".strip()
    return bool(names) and element.name not in NAMED_FREELY and _NAMES.search(names) is not None


def _is_hidden(element: Tag) -> bool:
    if element.has_attr("hidden") or attribute(element, "aria-hidden").lower() == "true":
        return True
    style = attribute(element, "style")
    if style and (_HIDDEN_STYLE.search(style) or (_WHITE.search(style) and "background" not in style)):
        return True
    return _HIDDEN_CLASS.search(attribute(element, "class")) is not None


def _paragraph_words(element: Tag) -> int:
    return sum(len(paragraph.get_text().split()) for paragraph in element.find_all("p"))
