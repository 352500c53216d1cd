"""Why a dump was read as it was: every line of it with its verdict beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from newsletter.dumps import Findings
from newsletter.model import LeftOut, Post


class Verdict(StrEnum):
    """What a line was taken for."""

    TITLE = "title"
    BODY = "post"
    META = "beside"
    DUPLICATE = "duplicate"
    LEFT_OUT = "left out"
    BLANK = "blank"


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgedLine:
    """One line of a dump, or one block of a form that has no lines (`number` is `None` there)."""

    number: int | None
    verdict: Verdict
    text: str
    reason: str = ""


def judge(findings: Findings, file: str, text: str) -> tuple[JudgedLine, ...]:
    """Every line of the file `file`, whose decoded text is `text`, in order.

    Forms without lines that a reader would know, such as HTML or (with no `text`) a WARC, are told block by block:
    posts first, then what was left out.
    """
    posts = [post for post in findings.posts if post.span.file == file]
    copies = [row for row in findings.duplicates if row.span.file == file]
    rest = [row for row in findings.left_out if row.span.file == file]
    titles = {post.id: post.title for post in findings.posts}
    spans = [row.span for row in posts] + [row.span for row in (*copies, *rest)]
    if not text or all(span.first_line is None for span in spans):
        return tuple(_blocks(posts, copies, rest, titles))
    return tuple(_lines(posts, copies, rest, titles, text.split("\n")))


def _lines(
    posts: Sequence[Post],
    copies: Sequence[LeftOut],
    rest: Sequence[LeftOut],
    titles: Mapping[str, str],
    lines: Sequence[str],
) -> Iterator[JudgedLine]:
    told: dict[int, tuple[Verdict, str]] = {}
    for post in posts:
        told |= {number: _within(post, lines[number - 1]) for number in _numbers(post, lines)}
    for row in copies:
        told |= {number: (Verdict.DUPLICATE, _of(row, titles)) for number in _numbers(row, lines)}
    for row in rest:
        told |= dict.fromkeys(_numbers(row, lines), (Verdict.LEFT_OUT, row.reason))
    for number, line in enumerate(lines, 1):
        verdict, reason = told.get(number, (Verdict.LEFT_OUT, "belongs to no post"))
        if not line.strip():
            verdict, reason = Verdict.BLANK, ""
        yield JudgedLine(number=number, verdict=verdict, text=line, reason=reason)


def _within(post: Post, line: str) -> tuple[Verdict, str]:
    words = _words(line)
    if words == _words(post.title):
        return Verdict.TITLE, ""
    if words and words in _words(post.text):
        return Verdict.BODY, ""
    return Verdict.META, f"with “{post.title}”"


def _blocks(
    posts: Sequence[Post], copies: Sequence[LeftOut], rest: Sequence[LeftOut], titles: Mapping[str, str]
) -> Iterator[JudgedLine]:
    for post in posts:
        date = f"{post.published.isoformat()} ({post.date_confidence})" if post.published else "undated"
        yield JudgedLine(number=None, verdict=Verdict.TITLE, text=post.title, reason=date)
        for line in post.text.split("\n"):
            if line.strip():
                yield JudgedLine(number=None, verdict=Verdict.BODY, text=line)
    for row in copies:
        yield JudgedLine(number=None, verdict=Verdict.DUPLICATE, text=row.text, reason=_of(row, titles))
    for row in rest:
        yield JudgedLine(number=None, verdict=Verdict.LEFT_OUT, text=row.text, reason=row.reason)


def _numbers(row: Post | LeftOut, lines: Sequence[str]) -> range:
    first = row.span.first_line
    if first is None:
        return range(0)
    return range(first, min(row.span.last_line or first, len(lines)) + 1)


def _of(row: LeftOut, titles: Mapping[str, str]) -> str:
    return f"copy of “{titles.get(row.duplicate_of or '', 'a post')}”"


def _words(text: str) -> str:
    return " ".join(text.split())
