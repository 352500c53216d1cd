"""Dumps of many records: each is read by itself, so that a broken one costs itself alone."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import replace
from urllib.parse import urlsplit

from newsletter.dumps.findings import Contents, Draft, Rest, excerpt
from newsletter.errors import DumpError
from newsletter.model import Kind

_log = logging.getLogger(__name__)


def broken(place: str, reason: str, *, line: int | None = None) -> Contents:
    """A record that could not be read, by its place ("line 7") and the reason."""
    return Contents(broken=(Rest(text="", reason=f"{place}: {reason}", first_line=line, last_line=line),))


def tried(read: Callable[[], Contents], place: str, *, line: int | None = None) -> Contents:
    """What a reader finds in one record, or that record as a broken one."""
    try:
        return read()
    except DumpError as error:
        return broken(place, str(error), line=line)
    except Exception as error:  # noqa: BLE001 - a reader's fault costs its record, not the file
        _log.warning("reader failed on a record: %s", type(error).__name__, exc_info=error)
        return broken(place, f"the reader failed ({type(error).__name__}): report this file", line=line)


def gathered(parts: Iterable[Contents], *, url: str | None = None) -> Contents:
    """All parts as one. Where going on fails, what was found until then is kept and the failure is named.

    Raises `DumpError` where nothing was found before.
    """
    drafts: list[Draft] = []
    rest: list[Rest] = []
    failed: list[Rest] = []
    try:
        for part in parts:
            drafts.extend(part.drafts)
            rest.extend(_shortened(one) for one in part.rest)
            failed.extend(part.broken)
    except DumpError as error:
        if not drafts:
            raise
        failed.append(Rest(text="", reason=str(error)))
    return Contents(drafts=tuple(drafts), rest=tuple(rest), broken=tuple(failed), url=url)


def _shortened(rest: Rest) -> Rest:
    # An archive of ten thousand pages has as many menus: only what the editor is shown of them is kept.
    return replace(rest, text=excerpt(rest.text))


def placed(
    contents: Contents, *, line: int | None = None, url: str | None = None, source: str | None = None
) -> Contents:
    """The contents of one record with the record's line, and with its address and source where they name none.

    An address is that of the record's only article; a page with several posts has one for none of them.
    """
    articles = [draft for draft in contents.drafts if draft.kind is Kind.ARTICLE]
    alone = articles[0] if len(articles) == 1 else None
    drafts = (
        replace(
            draft,
            first_line=line,
            last_line=line,
            url=draft.url or (url if draft is alone else None),
            source=draft.source or source,
        )
        for draft in contents.drafts
    )
    rest = (replace(one, first_line=line, last_line=line) for one in contents.rest)
    return replace(contents, drafts=tuple(drafts), rest=tuple(rest))


def host_of(url: str | None) -> str | None:
    """The host of an address without "www.", or `None` where there is none."""
    try:
        return (urlsplit((url or "").strip()).hostname or "").removeprefix("www.") or None
    except ValueError:
        return None
