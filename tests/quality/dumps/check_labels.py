"""Whether labels fit the files that they describe."""

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

from tests.quality.dumps.labels import Label, LabelledFile, body_lines


def complaints(path: Path, labelled: LabelledFile, root: Path) -> list[str]:
    """What does not fit, a line a fault; nothing where all is well."""
    raw: dict[str, Any] = json.loads(path.read_text("utf-8"))
    found = [f"the labels are not named for their file, {raw['file']}"] if path.stem != Path(raw["file"]).name else []
    for post, label in zip(raw["posts"], labelled.posts, strict=True):
        found += [f"{fault}: {(label.title or label.text)[:50]!r}" for fault in _post_faults(post, label)]
    if "furniture_lines" in raw:
        lines = (root / raw["file"]).read_bytes().decode("utf-8", "replace").replace("\r\n", "\n").split("\n")
        found += _line_faults(raw, lines)
    return found


def _post_faults(raw: dict[str, Any], label: Label) -> Iterator[str]:
    counted = label.text.split()
    if len(counted) != raw["n_words"]:
        yield f"{len(counted)} words and not {raw['n_words']}"
    if " ".join(counted[:8]) != raw["first_words"]:
        yield "the first words are others"
    if " ".join(counted[-8:]) != raw["last_words"]:
        yield "the last words are others"


def _line_faults(raw: dict[str, Any], lines: list[str]) -> Iterator[str]:
    taken: set[int] = set(raw["furniture_lines"])
    for post in raw["posts"]:
        title = [post["title_line"]] if post.get("title_line") else []
        own = {*body_lines(post), *post["meta_lines"], *title}
        if taken & own:
            yield f"lines {sorted(taken & own)} belong to two"
        if title and post["title"] not in lines[title[0] - 1]:
            yield f"line {title[0]} is not the title {post['title']!r}"
        taken |= own
    if blank := [number for number in taken if not lines[number - 1].strip()]:
        yield f"lines {blank} are blank"
    starts = [min(body_lines(post) or [post["start_line"]]) for post in raw["posts"]]
    if any(later <= earlier for earlier, later in pairwise(starts)):
        yield "the posts are not in the order of their lines"
