"""Quotations: what stands between quotation marks must be the source's very words."""

import re
from collections.abc import Iterator, Sequence

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.words import Line

QUOTATION = re.compile(r'"([^"]+)"|(?<![\w])\'([^\']*(?:\w\'\w[^\']*)*)\'(?!\w)')
GAP = re.compile(r"\.\.\.|…|\[[^\]]*\]")
LETTERS = re.compile(r"[^\W_]+")


def altered_quotations(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a quotation that is not, word for word, in the sources."""
    whole = " ".join(_words(" ".join(source.text for source in sources)))
    for found in QUOTATION.finditer(line.text):
        quotation = found[1] or found[2] or ""
        if not all(_stands_in(part, whole) for part in GAP.split(quotation)):
            yield Doubt(kind=Kind.QUOTATION, words=quotation)


def _stands_in(part: str, whole: str) -> bool:
    return f" {' '.join(_words(part))} " in f" {whole} "


def _words(text: str) -> list[str]:
    return [found.group().lower() for found in LETTERS.finditer(text)]
