"""Text of a dump made fit to print: nothing invisible that could reorder, hide or break what stands around it.

Markup is not touched here; the templates escape it.
"""

import re
from urllib.parse import urlsplit

# Directional embeddings, overrides, isolates and marks (Trojan Source, CVE-2021-42574), zero-width spaces and joins of
# words, soft hyphens, annotation marks, variation-less fillers, and what cannot be encoded or exchanged at all.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
_CONTROL = re.compile("[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u0084\u0086-\u009f]")
# Joiners hold emoji families together and shape Persian and Indic words; between Latin letters they only hide.
_JOINER = re.compile("(?<![^\u0000-\u024f])[\u200c\u200d]|[\u200c\u200d](?![^\u0000-\u024f])")
# Tag characters are invisible text, except in the flags of England, Scotland and Wales.
_TAGS = re.compile("(\U0001f3f4[\U000e0020-\U000e007e]{1,6}\U000e007f)|[\U000e0000-\U000e007f]")
_WEB_SCHEMES = frozenset({"http", "https"})


def line(text: str) -> str:
    """Put the text on one line, with single spaces and without invisible characters."""
    visible = _CONTROL.sub(" ", _INVISIBLE.sub("", text))
    whole = _TAGS.sub(lambda match: match[1] or "", _JOINER.sub("", visible))
    return " ".join(whole.split())


def paragraphs(text: str) -> tuple[str, ...]:
    """Part a text at its blank lines into paragraphs, each on one line."""
    return tuple(cleaned for block in re.split(r"\n\s*\n", text) if (cleaned := line(block)))


def shortened(text: str, limit: int) -> str:
    """Cut the text at a word's end to at most `limit` characters, an ellipsis included."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at_a_word, _, _ = head.rpartition(" ")
    return (at_a_word or head).rstrip(" ,;:–—-") + "…"


def web_address(url: str | None) -> str | None:
    """Return the address if it is an absolute one of the web; `javascript:`, `//host` and the like are no links."""
    if not url:
        return None
    cleaned = _CONTROL.sub("", _INVISIBLE.sub("", url)).strip()
    try:
        parts = urlsplit(cleaned)
    except ValueError:
        return None
    usable = parts.scheme.lower() in _WEB_SCHEMES and parts.hostname and not re.search(r"\s", cleaned)
    return cleaned if usable else None
