"""Builders for dumps: prose of any length, and folders of files."""

import io
import pathlib
from collections.abc import Mapping

from newsletter.dumps import Findings, plain_text, read_folder, web_page
from newsletter.dumps.findings import Contents, Page
from newsletter.dumps.opening import open_dump
from newsletter.dumps.readers import read_contents

_WHO = ("The clinic", "A nurse", "Our board", "The pharmacist", "One practice", "The network", "A patient", "The trust")
_DOES = ("has moved", "can count", "will answer", "may share", "had lost", "should write", "keeps open", "pays for")
_WHAT = (
    "the paper records",
    "all calls",
    "its old rooms",
    "a second form",
    "three rotas",
    "every letter",
    "the winter plan",
)
_WHERE = (
    *("by the river", "in Ashby", "at night", "without any help", "before spring", "on Mill Lane"),
    *("for a whole year", "again", "near the station", "in two weeks", "with its neighbours"),
)


def prose(words: int, seed: int = 0) -> str:
    """Paragraphs of about so many words, different for each seed."""
    paragraphs, count, at = [], 0, seed
    while count < words:
        paragraph = " ".join(_sentence(at * 3 + step, seed) for step in range(3))
        paragraphs.append(paragraph)
        count += len(paragraph.split())
        at += 1
    return "\n\n".join(paragraphs)


def _sentence(at: int, seed: int) -> str:
    turn = at * 17 + seed * 29
    parts = (
        _WHO[turn % 8],
        _DOES[(turn // 3 + seed) % 8],
        _WHAT[(turn + at) % 7],
        _WHERE[(turn // 2) % 11],
        "and",
        "then",
    )
    return " ".join((*parts, _DOES[(turn + 5) % 8], _WHAT[(turn // 5) % 7], _WHERE[(turn + seed) % 11])) + "."


def page(*parts: str) -> str:
    """Parts with a blank line between each two."""
    return "\n\n".join(parts) + "\n"


def read_text(text: str, path: str = "page.txt") -> Contents:
    """What the reader of plain text finds."""
    return plain_text.read(Page(path=path, text=text))


def read_html(text: str, path: str = "page.html") -> Contents:
    """What the reader of web pages finds."""
    return web_page.read(Page(path=path, text=text))


def titles(contents: Contents) -> list[str]:
    """The titles in order."""
    return [draft.title for draft in contents.drafts]


def read_files(folder: pathlib.Path, files: Mapping[str, str | bytes]) -> Findings:
    """What a folder of these files holds."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_folder(folder)


def read_bytes(content: str | bytes, path: str = "dump") -> Contents:
    """What the reader that fits these bytes finds."""
    found = content if isinstance(content, bytes) else content.encode()
    return read_contents(open_dump(path, io.BytesIO(found)))


def form(content: str | bytes) -> str:
    """The form that these bytes are taken for."""
    found = content if isinstance(content, bytes) else content.encode()
    return open_dump("dump", io.BytesIO(found)).form


def html(words: int, seed: int = 0) -> str:
    """The same prose as `prose`, as paragraphs of HTML."""
    return "".join(f"<p>{paragraph}</p>" for paragraph in prose(words, seed).split("\n\n"))
