"""The readers by form. A new form is one module with a `read`, one line here and one in `forms`."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from newsletter.dumps import (
    feed,
    forms,
    json_feed,
    json_pages,
    mail,
    markdown,
    mbox,
    plain_text,
    warc,
    web_page,
    wordpress,
)
from newsletter.dumps.findings import Contents, Page, Rest
from newsletter.dumps.opening import Opened
from newsletter.errors import DumpError

Reader = Callable[[Opened], Contents]


def _of_text(read: Callable[[Page], Contents]) -> Reader:
    def of_page(opened: Opened) -> Contents:
        decoded = opened.decoded()
        contents = read(Page(path=opened.path, text=decoded.text, hints=opened.hints))
        return replace(contents, repaired=decoded.repaired)

    return of_page


READERS: Mapping[str, Reader] = {
    forms.PLAIN: _of_text(plain_text.read),
    forms.PAGE: _of_text(web_page.read),
    forms.FEED: feed.read,
    forms.JSON_FEED: json_feed.read,
    forms.JSON: json_pages.read_document,
    forms.JSON_LINES: json_pages.read_lines,
    forms.WORDPRESS: wordpress.read,
    forms.MARKDOWN: markdown.read,
    forms.WARC: warc.read,
    forms.MAIL: mail.read,
    forms.MBOX: mbox.read,
}


def reader_for(media_type: str) -> Reader:
    """The reader of a form.

    Raises `DumpError` where there is none.
    """
    reader = READERS.get(media_type)
    if reader is None:
        raise DumpError(f"no reader for {media_type} yet: put the pages themselves into the dump directory")
    return reader


def read_contents(opened: Opened) -> Contents:
    """What a dump holds, and where its packing is damaged."""
    contents = reader_for(opened.form)(opened)
    if opened.damage is None:
        return contents
    return replace(contents, broken=(*contents.broken, Rest(text="", reason=opened.damage)))
