"""Takes out of a parsed page what is no post or what nobody sees. The tree it is given is changed."""

import re
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

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
CONTROLS = ("form", "button", "select", "input", "textarea", "label", "dialog")
FURNITURE = ("nav", "aside", "footer", "menu")
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
    for element in soup.find_all(SILENT):
        if not element.decomposed:
            element.decompose()
    removed: list[Removed] = []
    limit = MAX_SHARE * _paragraph_words(soup)
    for element in soup.find_all(True):
        if element.decomposed or element.name in SAFE:
            continue
        reason = _reason(element)
        if reason and (reason == "hidden text" or _paragraph_words(element) <= limit):
            text = clean(element.get_text(" "))
            element.decompose()
            if text:
                removed.append(Removed(text=text, reason=reason))
    return tuple(removed)


def _reason(element: Tag) -> str | None:
    if _is_hidden(element):
        return "hidden text"
    if element.name in CONTROLS:
        return "form"
    if element.name in FURNITURE or attribute(element, "role").lower() in _ROLES:
        return "menu" if element.name in {"nav", "menu"} else "beside the posts"
    if element.name == "header":
        # A page's own head; the head of a post holds its title.
        return None if element.find(["h1", "h2", "h3"]) or element.find_parent("article") else "menu"
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}".strip()
    if names and element.name not in {"article", "h1", "h2", "h3", "a", "p", "time"} and _NAMES.search(names):
        return "beside the posts"
    return None


def _is_hidden(element: Tag) -> bool:
    if element.has_attr("hidden") or attribute(element, "aria-hidden").lower() == "true":
        return True
    style = attribute(element, "style")
    if style and (_HIDDEN_STYLE.search(style) or (_WHITE.search(style) and "background" not in style)):
        return True
    return _HIDDEN_CLASS.search(attribute(element, "class")) is not None


def _paragraph_words(element: Tag) -> int:
    return sum(len(paragraph.get_text().split()) for paragraph in element.find_all("p"))
