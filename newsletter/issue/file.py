"""The issue file: the readable TOML that *is* the issue, and the only input of render, preview, send and archive."""

import datetime as dt
import tomllib
from pathlib import Path
from typing import Annotated, Any

import tomlkit
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from tomlkit.items import AoT, Table

from newsletter.errors import NewsletterError
from newsletter.model import Entry, Issue, Kind, NotIncluded, Section, Sentence, Summary


def to_toml(issue: Issue) -> str:
    """Write an issue as TOML: the same issue always gives the same bytes."""
    document = tomlkit.document()
    document.add(tomlkit.comment(f"{issue.newsletter}, {issue.id}: this file is the issue."))
    for key in ("id", "period", "number", "date", "newsletter", "subject", "preheader", "intro"):
        document.add(key, getattr(issue, key))
    document.add("section", _tables(_section(section) for section in issue.sections))
    for key, rows in (("held", issue.held), ("left_out", issue.left_out)):
        if rows:
            document.add(key, _tables(_not_included(row) for row in rows))
    return tomlkit.dumps(document)


def from_toml(text: str, name: str) -> Issue:
    """Read an issue file; `name` is what errors call it. Unknown keys and broken values raise `NewsletterError`."""
    try:
        return _IssueRow.model_validate(tomllib.loads(text)).issue()
    except tomllib.TOMLDecodeError as error:
        raise NewsletterError(f"{name}: is not valid TOML: {error}") from error
    except ValidationError as error:
        # A misspelt key is both unknown and missing: the unknown one is what the editor can see.
        first = min(error.errors(include_url=False), key=lambda each: each["type"] != "extra_forbidden")
        place = ".".join(str(part) for part in first["loc"])
        raise NewsletterError(f"{name}: {place}: {first['msg']}") from error


def read(path: Path) -> Issue:
    """Read the issue file at `path`."""
    try:
        return from_toml(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as error:
        raise NewsletterError(f"{path}: the issue file cannot be read ({error.__class__.__name__})") from error


def _tables(rows: Any) -> AoT:
    tables = tomlkit.aot()
    for row in rows:
        tables.append(row)
    return tables


def _table(**values: object) -> Table:
    table = tomlkit.table()
    for key, value in values.items():
        if value is not None and value != "":
            table.add(key, value)
    return table


def _section(section: Section) -> Table:
    table = _table(name=section.name, theme_id=section.theme_id, continues=section.continues)
    table.add("post", _tables(_entry(entry) for entry in section.entries))
    return table


def _entry(entry: Entry) -> Table:
    table = _table(
        id=entry.post_id,
        title=entry.title,
        kind=entry.kind.value,
        source=entry.source,
        author=entry.author,
        published=entry.published,
        url=entry.url,
        source_url=entry.source_url,
        reading_minutes=entry.reading_minutes,
        note=entry.note,
        method=entry.summary.method,
    )
    sentences = tomlkit.array()
    for sentence in entry.summary.sentences:
        row = tomlkit.inline_table()
        row.update({"text": sentence.text, "start": sentence.start, "end": sentence.end, "rank": sentence.rank})
        sentences.append(row)
    table.add("summary", sentences.multiline(True))
    return table


def _not_included(row: NotIncluded) -> Table:
    return _table(id=row.post_id, title=row.title, reason=row.reason, until=row.until)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _SentenceRow(_Row):
    text: str
    start: Annotated[int, Field(ge=0)]
    end: Annotated[int, Field(ge=0)]
    rank: Annotated[int, Field(ge=1)]


class _EntryRow(_Row):
    id: str
    title: str
    kind: Kind
    source: str
    method: str
    summary: tuple[_SentenceRow, ...]
    reading_minutes: Annotated[int, Field(ge=1)] = 1
    author: str | None = None
    published: dt.date | None = None
    url: str | None = None
    source_url: str | None = None
    note: str = ""

    def entry(self) -> Entry:
        sentences = tuple(Sentence(**row.model_dump()) for row in self.summary)
        return Entry(
            post_id=self.id,
            summary=Summary(post_id=self.id, sentences=sentences, method=self.method),
            **self.model_dump(exclude={"id", "method", "summary"}),
        )


class _SectionRow(_Row):
    name: str
    theme_id: str | None = None
    continues: str | None = None
    post: tuple[_EntryRow, ...]

    def section(self) -> Section:
        entries = tuple(row.entry() for row in self.post)
        return Section(name=self.name, theme_id=self.theme_id, continues=self.continues, entries=entries)


class _NotIncludedRow(_Row):
    id: str
    title: str
    reason: str
    until: dt.date | None = None

    def not_included(self) -> NotIncluded:
        return NotIncluded(post_id=self.id, **self.model_dump(exclude={"id"}))


class _IssueRow(_Row):
    id: str
    period: str
    number: Annotated[int, Field(ge=1)]
    date: dt.date
    newsletter: str
    subject: str
    preheader: str
    intro: str
    section: tuple[_SectionRow, ...]
    held: tuple[_NotIncludedRow, ...] = ()
    left_out: tuple[_NotIncludedRow, ...] = ()

    def issue(self) -> Issue:
        return Issue(
            sections=tuple(row.section() for row in self.section),
            held=tuple(row.not_included() for row in self.held),
            left_out=tuple(row.not_included() for row in self.left_out),
            **self.model_dump(exclude={"section", "held", "left_out"}),
        )
