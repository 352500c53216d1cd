"""Posts as JSON lines, for pipelines such as `newsletter posts --json | newsletter summarise --json`."""

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from newsletter.errors import NewsletterError
from newsletter.known import KnownPost
from newsletter.model import DateConfidence, Kind, Post, Span, Summary, Theme
from newsletter.rendering.view import passages

GAP = "[…]"


@dataclass(frozen=True, slots=True)
class Line:
    """One post as it came in, with everything else that its line said."""

    post: Post
    fields: dict[str, Any]


def post_line(known: KnownPost) -> str:
    """A post as one line of JSON."""
    post = known.post
    return _dump(
        {
            "id": post.id,
            "file": post.span.file,
            "title": post.title,
            "text": post.text,
            "published": post.published.isoformat() if post.published else None,
            "author": post.author,
            "url": post.url,
            "kind": post.kind.value,
            "status": known.status.value,
        }
    )


def read_lines(lines: Iterable[str], on_bad: Callable[[str], None]) -> Iterator[Line]:
    """Read posts back; `on_bad` gets one line for each line that holds no post, and the rest goes on."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield _line(json.loads(line))
        except (ValueError, NewsletterError) as error:
            on_bad(f"line {number}: left out: {error}")


def summary_line(line: Line, summary: Summary) -> str:
    """The line with `summary` and `sentences` added."""
    sentences = [
        {"text": sentence.text, "start": sentence.start, "end": sentence.end, "rank": sentence.rank}
        for sentence in summary.sentences
    ]
    return _dump(line.fields | {"summary": printed(summary), "sentences": sentences})


def theme_line(line: Line, theme: Theme | None) -> str:
    """The line with `theme` and `theme_name` added; both null for a post that fits nowhere."""
    return _dump(line.fields | {"theme": theme.id if theme else None, "theme_name": theme.name if theme else None})


def printed(summary: Summary) -> str:
    """The sentences in one line, with gaps shown."""
    return f" {GAP} ".join(passages(summary.sentences))


def _line(fields: Any) -> Line:
    if not isinstance(fields, dict):
        raise NewsletterError("is no JSON object")
    for name in ("id", "title", "text"):
        if not isinstance(fields.get(name), str):
            raise NewsletterError(f"its {name} is missing or no text")
    published = _date(fields.get("published"))
    post = Post(
        id=fields["id"],
        title=fields["title"],
        text=fields["text"],
        kind=Kind.TEASER if fields.get("kind") == Kind.TEASER else Kind.ARTICLE,
        source="unknown",
        span=Span(file=str(fields.get("file") or "")),
        url=fields.get("url"),
        published=published,
        date_confidence=DateConfidence.METADATA if published else DateConfidence.NONE,
        author=fields.get("author"),
    )
    return Line(post, fields)


def _date(value: Any) -> dt.date | None:
    if value in (None, ""):
        return None
    try:
        return dt.date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise NewsletterError(f"published is no ISO date: {value!r}") from error


def _dump(fields: dict[str, Any]) -> str:
    return json.dumps(fields, ensure_ascii=False)
