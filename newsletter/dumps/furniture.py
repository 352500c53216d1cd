"""What is on a page and is no post: told by the words that stand alone on a line, which `furniture.txt` lists."""

import re
from enum import StrEnum
from functools import cache, lru_cache
from importlib.resources import files

from newsletter.dumps.dates import is_part_of_date

MAX_LINE = 240
"""Cookie notices are the longest furniture; whatever is longer is judged as prose."""


class Reason(StrEnum):
    """Why a line is furniture, as the editor reads it."""

    READ_MORE = "Read More"
    PAGINATION = "pagination"
    SHARE = "share buttons"
    TAGS = "tags"
    COMMENTS = "comment count"
    COMMENT = "readers' comment"
    COOKIES = "cookie notice"
    SIGN_UP = "newsletter box"
    FOOTER = "footer"
    SIDEBAR = "sidebar heading"
    META = "date, author or reading time"
    MENU = "menu"
    PICTURE = "picture"
    END = "below the article's end"
    RULE = "dividing line"
    HIDDEN = "hidden text"
    DROPPED = "dropped by the settings"


ENDS_POST = frozenset({Reason.READ_MORE, Reason.PAGINATION, Reason.SHARE, Reason.TAGS, Reason.COMMENTS, Reason.META})
"""What stands below a post: whatever follows is a new one or none."""

_DECORATION = " \t[]()«»‹›<>→←↑↓▲▼►▶▸▾◂◄◀➔⟶*•·|+#–—-…_=~"


_PARTS = re.compile(r"\s*[|•·∙»«›‹→←/–—~]\s*")
MAX_PARTS = 8


@cache
def _compiled() -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    listed: dict[Reason, list[str]] = {}
    reason = Reason.RULE
    for line in files("newsletter.dumps").joinpath("furniture.txt").read_text("utf-8").splitlines():
        if heading := re.fullmatch(r"\[(?P<reason>[^]]+)\]", line):
            reason = Reason(heading["reason"])
        elif line and not line.startswith("#"):
            listed.setdefault(reason, []).append(line.replace(" ", r"\s+"))
    return tuple((reason, re.compile("|".join(found), re.IGNORECASE)) for reason, found in listed.items())


@lru_cache(maxsize=8192)
def furniture_reason(line: str) -> Reason | None:
    """Why a whole line is furniture, or `None` for what may belong to a post."""
    if len(line) > MAX_LINE:
        return None
    bare = line.strip(_DECORATION)
    if not bare:
        return Reason.RULE
    return _reason(bare) or (_reason(line) if bare != line else None) or _reason(bare.rstrip(": ")) or _of_parts(bare)


def _reason(bare: str) -> Reason | None:
    return next((reason for reason, pattern in _compiled() if pattern.fullmatch(bare)), None)


def _of_parts(bare: str) -> Reason | None:
    """The reason of "Comments (8) | TrackBack (0)" and the like, where every part is furniture by itself."""
    parts = [part.strip(_DECORATION) for part in _PARTS.split(bare)]
    if not 1 < len(parts) <= MAX_PARTS:
        return None
    reasons = [_reason(part) or (Reason.META if is_part_of_date(part) else None) for part in parts if part]
    return reasons[0] if all(reasons) and reasons else None


_GLUED = re.compile(
    r"(?<=[.!?…”\"'\]\u2019])\s*[\[(]?(?:read (?:the )?(?:more|full (?:story|article|post))|continue reading"
    r"|weiterlesen|lire la suite|lees (?:meer|verder)|leggi tutto|mehr lesen|en savoir plus|continua a leggere)\b"
    r"[^.!?]{0,80}[\])»›>→.…\s]*$"
    r"|(?<=[.!?…\]”\"])\s*[\[(]?(?:more|mehr|meer|plus|altro|suite|weiter)\s*(?:\.\.\.|…|[»›→\])>]+)$",
    re.IGNORECASE,
)


def without_read_more(paragraph: str) -> tuple[str, bool]:
    """A paragraph without the "Read More" glued to its last sentence, and whether there was one."""
    tail = paragraph[-160:]
    match = _GLUED.search(tail)
    if match is None:
        return paragraph, False
    return paragraph[: len(paragraph) - len(tail) + match.start()].rstrip(), True
