"""MJML to HTML, with every way in which it can fail turned into one line."""

import re
from xml.etree import ElementTree

from newsletter.errors import RenderError

_EXCERPT = 60


def to_html(mjml: str) -> str:
    """Turn MJML into HTML that fetches no font and holds no comment but those that Outlook needs.

    Raises `RenderError` for what cannot be read, and for tags that MJML does not know and would pass on as they are.
    """
    html = _converted(mjml)
    unknown = re.search(r"</?(mj-[\w-]+|mjml)\b", html)
    if unknown:
        raise RenderError(f"The templates use <{unknown[1]}> in a place where MJML does not know it: correct the tag.")
    return html


def _converted(mjml: str) -> str:
    from mjml import mjml2html

    try:
        return mjml2html(mjml, disable_comments=True, fonts={})
    except ValueError as error:
        raise RenderError(_reason(mjml, str(error))) from error
    except BaseException as error:
        # mjml-python 1.4 panics on some unescaped text, with a BaseException that has no importable name.
        if type(error).__name__ != "PanicException":
            raise
        raise RenderError(_reason(mjml, "MJML gave up on it, often for an unescaped '>'")) from error


def _reason(mjml: str, complaint: str) -> str:
    """MJML says no line; an XML parser does, for most of what is wrong."""
    place = _place(mjml)
    where = f" near line {place[0]} of it, {place[1]!r}" if place else ""
    return f"The templates give MJML that cannot be read{where} ({complaint}): look for an unclosed or misspelt tag."


def _place(mjml: str) -> tuple[int, str] | None:
    try:
        ElementTree.fromstring(re.sub(r"&\w+;", "", mjml))  # noqa: S314 (ours, and expat refuses entity bombs)
    except ElementTree.ParseError as error:
        number, _ = error.position
        lines = mjml.splitlines() or [""]
        return number, lines[min(number, len(lines)) - 1].strip()[:_EXCERPT]
    return None
