"""Which elements of a page a reader cannot see: by their style, their class, or the page's own style sheet."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.html_text import attribute

MAX_SHEET = 300_000
"""Style sheets saved into a page can be megabytes; what hides text by hand stands early or in a small one."""
_HIDING = re.compile(
    r"display\s*:\s*none|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<![-\w])(?:left|right|top|bottom|text-indent|margin-left|margin-top)\s*:\s*-\d{3,}"
    r"|(?<![-\w])clip\s*:\s*rect\(\s*(?:0|1px)|clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(0)"
    r"|transform\s*:\s*(?:scale\(\s*0\s*\)|translate[xy]?\(\s*-\d{4,})",
    re.IGNORECASE,
)
_SEE_THROUGH = re.compile(
    r"(?<![-\w])opacity\s*:\s*0?\.?0+\s*(?:!important\s*)?(?:;|$)|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE
)
_SHRUNK = re.compile(
    r"(?<![-\w])(?:max-)?(?:width|height)\s*:\s*[01](?:px)?\s*(?:!important\s*)?(?:;|$)", re.IGNORECASE
)
_CUT_OFF = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
_MOVING = re.compile(r"transform|transition|animation|will-change", re.IGNORECASE)
"""What fades in when it is scrolled to begins unseen, and is meant to be read."""
_WHITE = re.compile(
    r"(?<![-\w])color\s*:\s*(?:#fff(?:fff)?\b|#fefefe\b|white\b|transparent\b|rgba?\(\s*255\s*,\s*255\s*,\s*255\b"
    r"|rgba\([^)]{0,40},\s*0(?:\.0+)?\s*\))",
    re.IGNORECASE,
)
_BACKGROUND = re.compile(r"background|hero|banner|cover|jumbotron|dark|overlay|bg-|btn|button", re.IGNORECASE)
"""White letters on what looks like this are there to be read."""
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|screen-reader(?:-text|-only)?|visually-?hidden|visuallyhidden|element-invisible|hidden|hide|d-none"
    r"|is-hidden|u-hidden|offscreen|a11y-hidden|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]*)?(?P<mark>[.#])(?P<name>[\w-]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The classes and ids that a page's own style sheet hides."""

    classes: frozenset[str] = frozenset()
    ids: frozenset[str] = frozenset()


def read_sheet(soup: BeautifulSoup) -> Sheet:
    """What the page's `<style>` elements hide by a plain `.class` or `#id`, whatever the screen."""
    found: dict[str, set[str]] = {".": set(), "#": set()}
    text = "\n".join(style.get_text() for style in soup.find_all("style") if "print" not in attribute(style, "media"))
    text = text[:MAX_SHEET]
    for selectors, style in _rules(_COMMENT.sub(" ", text)):
        matches = map(_SELECTOR.fullmatch, (one.strip() for one in selectors.split(","))) if _hides(style) else ()
        for match in filter(None, matches):
            found[match["mark"]].add(match["name"])
    return Sheet(classes=frozenset(found["."]), ids=frozenset(found["#"]))


def is_hidden(element: Tag, sheet: Sheet) -> bool:
    """Whether an element is kept from the eyes of a reader."""
    if not element.attrs:
        return False
    if element.has_attr("hidden") or attribute(element, "aria-hidden").lower() == "true":
        return True
    style = attribute(element, "style")
    if style and (_hides(style) or _is_white_on_white(element, style)):
        return True
    names = attribute(element, "class")
    if _HIDDEN_CLASS.search(names) or attribute(element, "id") in sheet.ids:
        return True
    return bool(sheet.classes) and not sheet.classes.isdisjoint(names.split())


def _rules(sheet: str) -> Iterator[tuple[str, str]]:
    """The selectors and declarations of a sheet, but for those that depend on a printer or a width."""
    depth = start = 0
    selectors = ""
    for brace in _BRACE.finditer(sheet):
        inside = sheet[start : brace.start()]
        if brace[0] == "{":
            selectors = inside if not depth and "@" not in inside else ""
            depth += 1
        else:
            if depth == 1 and selectors:
                yield selectors.rpartition(";")[2], inside
            depth, selectors = max(0, depth - 1), ""
        start = brace.end()


def _hides(style: str) -> bool:
    if _HIDING.search(style):
        return True
    if _SEE_THROUGH.search(style):
        return _MOVING.search(style) is None
    return _SHRUNK.search(style) is not None and _CUT_OFF.search(style) is not None


def _is_white_on_white(element: Tag, style: str) -> bool:
    if not _WHITE.search(style):
        return False
    return not any(
        _BACKGROUND.search(f"{attribute(one, 'style')} {attribute(one, 'class')}")
        for one in (element, *element.parents)
    )
