"""The labels of dumps: which posts a file holds, where they start and end, and what on the page is furniture."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TYPOGRAPHY = str.maketrans("‘’‚‛“”„«»–—−‐‑\u00a0", '\'\'\'\'"""""----- ')
BULLET = re.compile(r"^(?:[\s#>*•·▪◦_`|]+|[-+]\s+|\d{1,3}[.)]\s+)+")
WORD = re.compile(r"[^\W_]+")


def normal(text: str | None) -> str:
    """A line as it is compared: case, quotes, dashes, white space, invisible marks and bullets make no difference."""
    return BULLET.sub("", run(text)).strip(" *_#|`")


def run(text: str | None) -> str:
    """A text as it is searched: as `normal`, but its beginning is left alone."""
    shown = "".join(
        mark for mark in unicodedata.normalize("NFKC", text or "") if unicodedata.category(mark) not in {"Cf"}
    )
    return " ".join(shown.translate(TYPOGRAPHY).replace("…", "...").casefold().split())


def words(text: str | None) -> list[str]:
    return WORD.findall(run(text))


@dataclass(frozen=True, kw_only=True)
class Label:
    """One post as a person found it."""

    title: str | None
    also: tuple[str, ...] = ()
    """Other titles that would be right."""
    text: str
    words: tuple[str, ...]
    date: str | None = None
    author: str | None = None
    dating: bool = True
    """Whether dates are judged: on a page that shows a day without its year, none is wrong and none is asked for."""
    optional: bool = False
    """Neither asked for nor punished: a date with a title and nothing else, say."""
    opening: tuple[tuple[str, ...], int] | None = None
    """Where the form has lines: the words from the post's first line on, and before which of them it may start."""


@dataclass(frozen=True, kw_only=True)
class LabelledFile:
    """One file with its posts, and every line on it that is nobody's."""

    file: str
    form: str
    posts: tuple[Label, ...]
    furniture: frozenset[str]
    glued: tuple[str, ...]
    """Furniture that stands on the last line of a body, "Read More" for one."""


def read_label(path: Path, root: Path) -> LabelledFile:
    """One file of labels; `root` is where the files stand that are labelled."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    lines = _lines(root / raw["file"]) if "furniture_lines" in raw else None
    posts = tuple(_post(post, lines) for post in raw["posts"])
    return LabelledFile(
        file=raw["file"],
        form=raw["shape"],
        posts=posts,
        furniture=_furniture(raw.get("furniture", []), posts),
        glued=tuple(mark for mark in (normal(one["text"]) for one in raw.get("glued", [])) if len(mark) >= 6),
    )


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").split("\n")


def _post(raw: Mapping[str, Any], lines: list[str] | None) -> Label:
    text: str = raw["text"] if raw.get("text") is not None else _body(raw, lines or [])
    return Label(
        title=raw["title"],
        also=tuple(raw.get("title_alt", ())),
        text=text,
        words=tuple(words(text)),
        date=raw["date"],
        author=raw["author"],
        dating=not raw.get("no_date", False),
        optional=raw["kind"] == "optional",
        opening=None if lines is None else _opening(raw, lines),
    )


def body_lines(raw: Mapping[str, Any]) -> list[int]:
    """The numbers of a post's body lines; they count from 1."""
    return [number for first, last in raw["body_lines"] for number in range(first, last + 1)]


def _body(raw: Mapping[str, Any], lines: list[str]) -> str:
    return "\n".join(lines[number - 1] for number in body_lines(raw))


def _opening(raw: Mapping[str, Any], lines: list[str]) -> tuple[tuple[str, ...], int]:
    body = body_lines(raw)
    title = [raw["title_line"]] if raw.get("title_line") else []
    own = [*body, *raw["meta_lines"], *title]
    last = min(body, default=max(own))
    first = min(number for number in own if number <= last)
    head = words("\n".join(lines[first - 1 : last]))
    return (*head, *words("\n".join(lines[last : last + 60]))), len(head)


def _furniture(raw: list[str], posts: tuple[Label, ...]) -> frozenset[str]:
    """Lines that would be a fault in a body; what a post says itself is none."""
    own = {normal(line) for post in posts for line in post.text.split("\n")} | {normal(post.title) for post in posts}
    text = "\n".join(run(post.text) for post in posts)
    marks = {normal(line) for line in raw}
    return frozenset(m for m in marks if len(m) >= 2 and m not in own and not (len(m) >= 20 and m in text))
