"""Lists for people: what a folder holds, which themes posts fall into, which rows of a list are bad."""

from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from newsletter.dumps import Findings
from newsletter.dumps.forms import PLAIN
from newsletter.dumps.opening import open_dump
from newsletter.errors import DumpError
from newsletter.known import KnownPost, changes
from newsletter.model import LeftOut
from newsletter.stages import Found
from newsletter.themes import Grouping
from newsletter.verdicts import Verdict, judge
from subscribers import Roll

_TITLE_WIDTH = 78
_MOST_GONE = 20
_STYLES: Mapping[Verdict, Mapping[str, Any]] = {
    Verdict.TITLE: {"fg": "green", "bold": True},
    Verdict.BODY: {},
    Verdict.META: {"fg": "cyan"},
    Verdict.DUPLICATE: {"fg": "yellow"},
    Verdict.LEFT_OUT: {"fg": "red"},
    Verdict.BLANK: {},
}


def posts(found: Found) -> Iterator[str]:
    """Every post under its file, then duplicates, what was left out and what was not read, each with its reason."""
    findings = found.findings
    for file, members in groupby(found.known, key=lambda known: known.post.span.file):
        yield _printable(file)
        for known in members:
            yield f"  {_post(known)}"
            yield from (f"    {_printable(line)}" for line in _changes(known))
    titles = {post.id: post.title for post in findings.posts}
    for heading, rows in (("Duplicates", findings.duplicates), ("Left out", findings.left_out)):
        if rows:
            yield f"\n{heading}"
            yield from (f"  {_left_out(row, titles)}" for row in rows)
    yield from _about_stories(found.findings, titles)
    yield from unreadable(found)
    yield ""
    yield (
        f"{len(findings.dumps)} dumps, {len(found.known)} posts ({found.known.unused_count} for the next issue),"
        f" {len(findings.duplicates)} duplicates, {len(findings.left_out)} stretches left out,"
        f" {len(findings.unreadable)} files not read"
    )


def why(found: Found, folder: Path, file: str) -> Iterator[str]:
    """One dump with each line's verdict beside it, in colour; `file` is a path, or relative to `folder`."""
    name = _relative(folder, file)
    refused = next((row.reason for row in found.findings.unreadable if row.span.file == name), None)
    if refused:
        raise DumpError(f"{file}: not read: {refused}")
    form = next((dump.media_type for dump in found.findings.dumps if dump.path == name), None)
    if form is None:
        raise DumpError(f"{file}: is no dump of {folder}: `newsletter posts` lists them")
    for line in judge(found.findings, name, _text(folder / name) if form == PLAIN else ""):
        number = "" if line.number is None else str(line.number)
        reason = click.style(f"  ({line.reason})", dim=True) if line.reason else ""
        verdict = "" if line.verdict is Verdict.BLANK else line.verdict.value
        yield click.style(f"{number:>5}  {verdict:<9}  {_printable(line.text)}", **_STYLES[line.verdict]) + reason


def _text(path: Path) -> str:
    with path.open("rb") as raw:
        return open_dump(path.name, raw).text()


def _relative(folder: Path, file: str) -> str:
    path = Path(file)
    inside = (path if path.is_absolute() else Path.cwd() / path).resolve()
    return inside.relative_to(folder.resolve()).as_posix() if inside.is_relative_to(folder.resolve()) else file


def unreadable(found: Found) -> Iterator[str]:
    """The dumps that could not be read, and why."""
    return (f"Not read: {_printable(row.span.file)}: {row.reason}" for row in found.findings.unreadable)


def themes(grouping: Grouping, titles: Mapping[str, str]) -> Iterator[str]:
    """The posts' titles under their themes, leftovers last."""
    for theme in grouping.themes:
        yield f"{theme.name}  ({', '.join(theme.keywords)})"
        yield from (f"  {titles[post_id]}" for post_id in theme.post_ids)
    if grouping.leftover:
        yield "More this week"
        yield from (f"  {titles[post_id]}" for post_id in grouping.leftover)


def roll(checked: Roll) -> Iterator[str]:
    """The bad rows of a list by line, then the count of good ones. For the editor's terminal: it shows addresses."""
    for row in checked.bad_rows:
        yield f"line {row.line}: {row.reason}: {_printable(row.value)}"
    yield f"{len(checked.rows)} good rows, {len(checked.bad_rows)} bad ones"


def _post(known: KnownPost) -> str:
    post = known.post
    when = f"{post.published.isoformat()} ({post.date_confidence})" if post.published else "undated"
    where = f"  used in {known.issue_id}" if known.issue_id else ""
    title = _printable(post.title)
    short = title if len(title) <= _TITLE_WIDTH else title[: _TITLE_WIDTH - 1] + "…"
    return f"{known.status:<8} {post.kind:<8} {short}  · {when} · {len(post.text.split())} words{where}"


def _changes(known: KnownPost) -> tuple[str, ...]:
    return changes(known.earlier_text, known.post.text) if known.earlier_text is not None else ()


def _about_stories(findings: Findings, titles: Mapping[str, str]) -> Iterator[str]:
    """What two sources tell alike, and what a source took back."""
    if findings.linked:
        yield "\nOne story in two sources"
        yield from (f"  {_printable(titles[one])} / {_printable(titles[other])}" for one, other in findings.linked)
    if findings.vanished:
        yield "\nNo longer in the folder"
        yield from (f"  {_printable(each.title)}  ({_printable(each.file)})" for each in findings.vanished[:_MOST_GONE])
        if len(findings.vanished) > _MOST_GONE:
            yield f"  and {len(findings.vanished) - _MOST_GONE} more"


def _left_out(row: LeftOut, titles: Mapping[str, str]) -> str:
    same = titles.get(row.duplicate_of or "")
    reason = f"{row.reason}: {_printable(same)}" if same else row.reason
    return f"{_place(row)}  {_printable(row.text)}  ({reason})"


def _place(row: LeftOut) -> str:
    span = row.span
    if span.first_line is None:
        return _printable(span.file)
    last = f"–{span.last_line}" if span.last_line not in (None, span.first_line) else ""
    return f"{_printable(span.file)}:{span.first_line}{last}"


def _printable(text: str) -> str:
    # A dump's names and titles must not move the cursor or colour the terminal.
    return "".join(character if character.isprintable() else "�" for character in text)
