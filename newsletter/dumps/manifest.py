"""A crawler's `manifest.jsonl`: one JSON object a line that says where each file came from."""

import json
import posixpath
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.dumps.findings import excerpt
from newsletter.model import LeftOut, Span

MAX_LINE = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """What a manifest says of one file."""

    url: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The origins by path, relative to the dump directory, and the lines that could not be read."""

    origins: dict[str, Origin]
    broken: tuple[LeftOut, ...] = ()


def read_manifest(path: str, text: str) -> Manifest:
    """The origins that the manifest at `path` gives; its files are named relative to its own folder."""
    origins: dict[str, Origin] = {}
    broken = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        entry = _entry(line)
        if entry is None:
            span = Span(file=path, first_line=number, last_line=number)
            broken.append(LeftOut(span=span, text=excerpt(line), reason="a manifest line that is no JSON object"))
            continue
        name = entry.get("file")
        if name:
            file = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
            origins[file] = Origin(url=entry.get("url"), source=entry.get("source"))
    return Manifest(origins=origins, broken=tuple(broken))


def _entry(line: str) -> dict[str, str] | None:
    if len(line) > MAX_LINE:
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return dict(_texts(found)) if isinstance(found, dict) else None


def _texts(found: dict[object, object]) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(key, str) and isinstance(value, str) and value.strip():
            yield key, value.strip()
