"""One page out of an archive of pages, with the address it was fetched from as evidence."""

from html import escape

from newsletter.dumps import plain_text, web_page
from newsletter.dumps.findings import Contents, Page
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.parts import host_of, placed
from newsletter.dumps.sniff import decode, media_type


def decode_as(found: bytes, charset: str | None) -> str:
    """The text of bytes: as their server said where that fits, else by content."""
    if charset and charset.lower().strip("\"'") not in {"iso-8859-1", "latin-1", "latin1", "us-ascii", "utf-7"}:
        try:
            return decode(found.decode(charset.strip("\"' ")).encode()).text
        except (LookupError, ValueError):
            pass
    return decode(found).text


def read_page(path: str, text: str, url: str | None, *, line: int | None = None) -> Contents:
    """The posts of one page. What it says of itself goes before the address it was fetched from."""
    where = absolute(url, None) if url else None
    if media_type(text) == "text/html":
        # A page without a canonical link of its own takes its links from where it was fetched.
        known = f'\n<link rel="canonical" href="{escape(where)}">' if where else ""
        contents = web_page.read(Page(path=path, text=text + known))
    else:
        contents = plain_text.read(Page(path=path, text=text))
    return placed(contents, line=line, url=where, source=host_of(where))
