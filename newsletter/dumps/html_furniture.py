"""Takes out of a parsed page what is no post or what nobody sees. The tree it is given is changed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import NavigableString, PageElement, Tag

from newsletter.dumps.blocks import clean, count_words
from newsletter.dumps.html_evidence import keep_evidence
from newsletter.dumps.html_hidden import Sheet, is_hidden, read_sheet
from newsletter.dumps.html_text import attribute, elements_in

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
UNREAD = frozenset(("a", "button", "label", "option"))
HIDDEN = "hidden text"
CONTROLS = ("form", "button", "select", "input", "textarea", "label", "dialog")
BESIDE = "beside the posts"
NAMED_FREELY = frozenset(("article", "h1", "h2", "h3", "a", "p", "time"))
"""Small elements whose class tells their looks rather than their part on the page."""
SAFE = frozenset(("html", "body", "main"))
"""Their classes describe the whole page ("has-sidebar", "comments-open")."""
MAX_SHARE = 0.4
"""What holds more of the page's running text than this is the page, whatever its class says."""
MIN_VISIBLE_WORDS = 30
"""Where less is left to see, what is hidden is shown by the page's script, or was hidden when it was saved."""
RUN_WORDS = 8
"""A stretch of text without a link in it has as many words in a paragraph, and fewer in a menu."""

_NAMES = re.compile(
    r"(?:^|[\s_-])(?:share|shares|sharing|sharedaddy|share-?bar|social|socials|addtoany|addthis|jp-relatedposts|related|relatedposts"
    r"|recommended|recommendations|comments?|commentlist|disqus\w*|respond|sidebar|side-bar|widget-area|cookies?|consent|gdpr|newsletter"
    r"|subscribe|subscription|signup|sign-up|optin|breadcrumbs?|crumbs|pagination|pager|paging|navigation|nav|navbar|menu|menus"
    r"|nav-links|post-navigation|tags|tag-?list|tagcloud|tags-links|cat-links|author-?box|author-?bio|about-?author|bio|promo|promos"
    r"|advert|adverts|advertisement|ad|ads|ad-?slot|sponsor|sponsored|footer|masthead|site-header|popup|modal|overlay|toolbar"
    r"|skip-?links?|skip|print|byline-share|most-?read|most-?popular|popular|trending|also-?like|read-?next|up-?next|more-?from|cta"
    r"|teaser-?list|infobox|rating|ratings|likes?|wpcnt|sd-block|meta-?nav|post-?tags|entry-footer|post-footer|edit-link|hatnote|pull-?quotes?|paywall|reg-?wall|upsell|audio-?player|disclosure|jump|convertkit|mailchimp"
    r"|mc_embed\w*|lead-?magnet|opt-?in|yarpp|taboola|outbrain|zergnet|donate|donation|author-?info|author-?card|recirc"
    r"|partage|partager|publicite|teilen|werbung|anzeige|kommentare?|commentaires?|reacties|commenti|condividi|a-lire"
    r"|read-?also|inline-?related|story-?links|listen|save-?story)(?:$|[\s_-])"
    r"|(?:^|\s)(?:widgets?|auteur|autor|autore|pub|ad)(?:$|\s)",
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


def strip_furniture(soup: BeautifulSoup, heading: Tag | None = None) -> tuple[Removed, ...]:
    """Take out scripts, hidden text, menus, side columns, share bars, comments and footers; say what was there.

    What holds `heading`, the title of the page's article, with some text is no furniture.
    """
    sheet = read_sheet(soup)
    removed = [*_without_hidden(soup, sheet)]
    running = _running_words(soup)
    limit = MAX_SHARE * running.get(id(soup), 0)
    kept = {id(parent) for parent in heading.parents} if heading is not None else set()
    node: PageElement | None = soup.contents[0] if soup.contents else None
    while node is not None:
        following = node.next_element
        reason = _reason(node) if isinstance(node, Tag) and node.name not in SAFE else None
        if isinstance(node, Tag) and reason:
            words = running.get(id(node), 0)
            if words <= limit and not (id(node) in kept and words >= MIN_VISIBLE_WORDS):
                following = _after(node)
                keep_evidence(node)
                removed.extend(_taken_out(node, reason))
        node = following
    return tuple(removed)


def _without_hidden(soup: BeautifulSoup, sheet: Sheet) -> Iterator[Removed]:
    """Take out scripts first, then what nobody sees, as long as something stays to be seen."""
    for element in elements_in(soup, SILENT):
        if not element.decomposed:
            element.decompose()
    hidden = [element for element in elements_in(soup) if is_hidden(element, sheet)]
    if not hidden:
        return
    running = _running_words(soup)
    left = running.get(id(soup), 0)
    for element in hidden:
        words = running.get(id(element), 0)
        if element.decomposed or element.name in SAFE or (words and left - words < MIN_VISIBLE_WORDS):
            continue
        left -= words
        yield from _taken_out(element, HIDDEN)


def _taken_out(element: Tag, reason: str) -> Iterator[Removed]:
    text = clean(element.get_text(" "))
    element.decompose()
    if text:
        yield Removed(text=text, reason=reason)


def _running_words(soup: BeautifulSoup) -> dict[int, int]:
    """The words of running text in every element that has any, by the identity of the element."""
    found: dict[int, int] = {}
    for text in soup.descendants:
        words = count_words(text) if type(text) is NavigableString and len(text) > RUN_WORDS else 0
        if words >= RUN_WORDS and text.parent is not None and text.parent.name not in UNREAD:
            for parent in text.parents:
                found[id(parent)] = found.get(id(parent), 0) + words
    return found


def _after(element: Tag) -> PageElement | None:
    """What follows an element and all that is in it."""
    last: PageElement = element
    while isinstance(last, Tag) and last.contents:
        last = last.contents[-1]
    return last.next_element


def _reason(element: Tag) -> str | None:
    """Why an element is furniture, or `None` for what may hold posts."""
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
