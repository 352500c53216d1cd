"""Reads a whole dump directory: one bad file is reported, the rest goes on."""

import logging
import pathlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from newsletter.dumps import forms
from newsletter.dumps.copies import keep_one_each
from newsletter.dumps.dates import parse_date
from newsletter.dumps.findings import Contents, Draft, Findings, left_out
from newsletter.dumps.identity import canonical_url, fingerprints, post_id
from newsletter.dumps.manifest import Origin, read_manifest
from newsletter.dumps.opening import Hashed, open_dump
from newsletter.dumps.readers import read_contents
from newsletter.dumps.sniff import decode
from newsletter.dumps.walk import MANIFEST, FoundFile, walk
from newsletter.errors import DumpError
from newsletter.model import DateConfidence, Dump, Kind, LeftOut, Post, Span

UNKNOWN = "unknown"
NO_ORIGIN = Origin()
ONE_PAGE = frozenset({forms.PLAIN, forms.PAGE, forms.MARKDOWN, forms.MAIL})
"""Forms whose file is one page: the address and the name of the file are those of its article."""

_log = logging.getLogger(__name__)
_NAME_DATE = re.compile(r"(?P<date>(?:19|20)\d\d-\d\d-\d\d)[-_ ](?P<words>.+?)(?:\.\w+)*$")
_WORDS = re.compile(r"[^\W\d_]{3,}")


@dataclass(frozen=True, slots=True, kw_only=True)
class _ReadDump:
    dump: Dump
    contents: Contents


def read_folder(folder: pathlib.Path) -> Findings:
    """Every post under a folder once, what was left out and why, and what could not be read.

    Raises `DumpError` only when the folder itself is missing, no folder, or closed to us.
    """
    read: list[_ReadDump] = []
    unreadable: list[LeftOut] = []
    origins: dict[str, Origin] = {}
    for entry in walk(folder):
        if not isinstance(entry, FoundFile):
            unreadable.append(_unreadable(entry.path, entry.reason))
            continue
        try:
            if entry.name == MANIFEST:
                manifest = read_manifest(entry.path, decode(entry.read()).text)
                origins |= manifest.origins
                unreadable.extend(manifest.broken)
            else:
                read.append(_read_dump(entry))
        except DumpError as error:
            unreadable.append(_unreadable(entry.path, str(error)))
        except Exception as error:  # noqa: BLE001 - a reader's fault costs its file, not the issue
            _log.warning("reader failed on a dump: %s", type(error).__name__, exc_info=error)
            unreadable.append(_unreadable(entry.path, f"the reader failed ({type(error).__name__}): report this file"))
    return _findings(sorted(read, key=lambda one: one.dump.path), unreadable, origins)


def _read_dump(file: FoundFile) -> _ReadDump:
    with file.open() as raw:
        hashed = Hashed(raw)
        opened = open_dump(file.path, hashed)
        contents = read_contents(opened)
        digest = hashed.digest()
    return _ReadDump(
        dump=Dump(path=file.path, media_type=opened.form, sha256=digest, modified=file.modified), contents=contents
    )


def _findings(read: Sequence[_ReadDump], unreadable: Sequence[LeftOut], origins: dict[str, Origin]) -> Findings:
    found = [post for one in read for post in _posts(one, origins.get(one.dump.path, NO_ORIGIN))]
    kept = keep_one_each(found)
    broken = [left_out(one.dump.path, rest) for one in read for rest in one.contents.broken]
    return Findings(
        dumps=tuple(one.dump for one in read),
        posts=kept.posts,
        duplicates=kept.duplicates,
        left_out=tuple(left_out(one.dump.path, rest) for one in read for rest in one.contents.rest),
        unreadable=tuple(sorted([*unreadable, *broken], key=lambda one: (one.span.file, one.span.first_line or 0))),
    )


def _posts(read: _ReadDump, origin: Origin) -> list[Post]:
    contents, path = read.contents, read.dump.path
    articles = [draft for draft in contents.drafts if draft.kind is Kind.ARTICLE]
    alone = articles[0] if len(articles) == 1 else None
    of_one_page = read.dump.media_type in ONE_PAGE
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
    post = Post(
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
    return replace(post, id=post_id(fingerprints(post)[0]))


def _host(url: str | None) -> str | None:
    try:
        return (urlsplit(url or "").hostname or "").removeprefix("www.") or None
    except ValueError:
        return None


def _first_folder(path: str) -> str:
    first, _, rest = path.partition("/")
    return first if rest else UNKNOWN


def _unreadable(path: str, reason: str) -> LeftOut:
    return LeftOut(span=Span(file=path), text="", reason=reason)
