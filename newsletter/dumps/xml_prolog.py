"""What stands before the root of an XML document: the only place where entities are declared."""

import re
from dataclasses import dataclass

from newsletter.errors import DumpError

MAX_SKIPPED = 1000
_SPACES = re.compile(r"\s*")
_NAME = re.compile(r"<([\w:.-]{1,100})")
_ENDS = {"<!--": "-->", "<?": "?>", "<!": ">"}
_DOCTYPE = re.compile(r"<!doctype\b[^\[>]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Root:
    """The first element's name in lower case, empty where it was not reached, and its tag."""

    name: str
    tag: str
    subset: bool
    """Whether a document type with declarations of its own stands before it."""


def root_of(text: str) -> Root:
    """The root of a document, in time that grows with what stands before it only."""
    at = 0
    for _ in range(MAX_SKIPPED):
        at = _after_spaces(text, at)
        doctype = _DOCTYPE.match(text, at)
        if doctype and text.startswith("[", doctype.end()):
            return Root(name="", tag="", subset=True)
        end = _ENDS.get(text[at : at + 4]) or _ENDS.get(text[at : at + 2])
        found = text.find(end, at) if end else -1
        if end is None or found < 0:
            break
        at = found + len(end)
    name = _NAME.match(text, at)
    return Root(name=name[1].lower() if name else "", tag=text[at : text.find(">", at) + 1], subset=False)


def _after_spaces(text: str, at: int) -> int:
    found = _SPACES.match(text, at)
    return found.end() if found else at


def refuse_entities(text: str) -> None:
    """Refuse XML that declares entities of its own.

    Raises `DumpError`: a few such lines can unpack to gigabytes or name a file of this machine.
    """
    if root_of(text).subset:
        raise DumpError("XML that declares entities, which no feed needs: take it out of the dump directory")
