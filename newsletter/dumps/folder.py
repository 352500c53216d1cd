"""Reads a whole dump directory: one bad file is reported, the rest goes on."""

import logging
import pathlib
import re
import sqlite3
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

from newsletter.dumps import forms
from newsletter.dumps.catalogue import discard, stored, writing
from newsletter.dumps.entries import ReadDump
from newsletter.dumps.findings import NO_HINTS, Contents, Draft, Findings
from newsletter.dumps.identity import canonical_url
from newsletter.dumps.manifest import Origin
from newsletter.dumps.opening import Hashed, open_dump
from newsletter.dumps.refresh import Progress, Read, is_unchanged, refresh
from newsletter.dumps.rows import findings_of
from newsletter.dumps.rules import SourceRule, digest_of, rule_for
from newsletter.dumps.settle import settle
from newsletter.dumps.store import code_version
from newsletter.dumps.walk import FoundFile
from newsletter.model import DateConfidence, Dump, Kind, Post, Span

UNKNOWN = "unknown"
ONE_PAGE = frozenset({forms.PLAIN, forms.PAGE, forms.MARKDOWN, forms.MAIL})
"""Forms whose file is one page: the address and the name of the file are those of its article."""

_log = logging.getLogger(__name__)
_NAME_DATE = re.compile(r"(?P<date>(?:19|20)\d\d-\d\d-\d\d)[-_ ](?P<words>.+?)(?:\.\w+)*$")
_WORDS = re.compile(r"[^\W\d_]{3,}")


def read_folder(
    folder: pathlib.Path,
    cache: pathlib.Path | None = None,
    *,
    rules: Sequence[SourceRule] = (),
    on_progress: Progress | None = None,
) -> Findings:
    """Every post under a folder once, what was left out and why, and what could not be read.

    With a `cache`, files that did not change since they were read are not read again; the findings are the same.
    `rules` say of odd sources which files are theirs and how they are read.
    `on_progress` is told how many files were read of how many that have to be.

    Raises `DumpError` only when the folder itself is missing, no folder, or closed to us.
    """
    version = code_version() + digest_of(rules)
    read = partial(_read_dump, rules=rules)
    known = stored(folder, cache, version)
    try:
        if known is not None and is_unchanged(known, folder):
            return findings_of(known)
    except sqlite3.Error:
        discard(folder, cache)
    known = None
    try:
        return _read_anew(folder, cache, version, read, on_progress)
    except sqlite3.Error as error:
        _log.warning("the catalogue of dumps is damaged and made anew: %s", error)
        discard(folder, cache)
        return _read_anew(folder, None, version, read, on_progress)


def _read_anew(
    folder: pathlib.Path, cache: pathlib.Path | None, version: str, read: Read, on_progress: Progress | None
) -> Findings:
    with writing(folder, cache, version) as catalogue:
        refresh(catalogue, folder, read, on_progress)
        settle(catalogue)
        catalogue.hold()
    return findings_of(catalogue)


def _read_dump(file: FoundFile, origin: Origin, *, rules: Sequence[SourceRule] = ()) -> ReadDump:
    rule = rule_for(rules, file.path, origin.source or _host(origin.url) or _first_folder(file.path))
    dump, contents = _read(file, rule, origin)
    if rule is None and (rule := rule_for(rules, file.path, _host(contents.url))) is not None:
        # Only now did the page say whose it is.
        dump, contents = _read(file, rule, origin)
    if rule is not None and rule.claims(file.path):
        origin = replace(origin, source=rule.source)
    return ReadDump(dump=dump, posts=tuple(_posts(dump, contents, origin)), rest=contents.rest, broken=contents.broken)


def _read(file: FoundFile, rule: SourceRule | None, origin: Origin) -> tuple[Dump, Contents]:
    # The readers and their libraries take half a second to load, and most runs have nothing to read.
    from newsletter.dumps.readers import read_contents

    hints = rule.hints if rule else NO_HINTS
    hints = replace(hints, base_url=hints.base_url or origin.url)
    with file.open() as raw:
        hashed = Hashed(raw)
        opened = replace(open_dump(file.path, hashed), hints=hints)
        contents = read_contents(opened)
        digest = hashed.digest()
    found = (*(draft.title + draft.text for draft in contents.drafts), *(rest.text for rest in contents.rest))
    dump = Dump(
        path=file.path,
        media_type=opened.form,
        sha256=digest,
        modified=file.modified,
        characters=sum(map(len, found)),
        repaired=contents.repaired,
    )
    return dump, contents


def _posts(dump: Dump, contents: Contents, origin: Origin) -> list[Post]:
    path = dump.path
    articles = [draft for draft in contents.drafts if draft.kind is Kind.ARTICLE]
    alone = articles[0] if len(articles) == 1 else None
    of_one_page = dump.media_type in ONE_PAGE
    source = (_host(origin.url) if of_one_page else None) or _host(contents.url)
    posts = []
    for draft in contents.drafts:
        own = _completed(draft, path, origin) if draft is alone and of_one_page else draft
        posts.append(_post(own, path, origin.source or own.source or source or _host(own.url) or _first_folder(path)))
    return posts


def _completed(draft: Draft, path: str, origin: Origin) -> Draft:
    """The only article of a file, with the address and the date that are the file's own."""
    if draft.url is None and origin.url and canonical_url(origin.url):
        draft = replace(draft, url=origin.url)
    date = _date_of_name(path, draft.title)
    if draft.published is None and date is not None:
        from newsletter.dumps.dates import parse_date

        draft = replace(draft, published=parse_date(date), date_confidence=DateConfidence.FILE_NAME)
    return draft


def _date_of_name(path: str, title: str) -> str | None:
    """The date before a name made of the title's words. A date alone may be the day of the crawl."""
    match = _NAME_DATE.match(pathlib.PurePosixPath(path).name)
    if match is None:
        return None
    named, told = set(_WORDS.findall(match["words"].lower())), set(_WORDS.findall(title.lower()))
    return match["date"] if named and len(named & told) * 2 >= len(named) else None


def _post(draft: Draft, path: str, source: str) -> Post:
    return Post(
        id="",
        title=draft.title,
        text=draft.text,
        kind=draft.kind,
        source=source,
        span=Span(file=path, first_line=draft.first_line, last_line=draft.last_line),
        url=draft.url,
        published=draft.published,
        date_confidence=draft.date_confidence,
        author=draft.author,
    )


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _first_folder(path: str) -> str:
    first, _, rest = path.partition("/")
    return first if rest else UNKNOWN
