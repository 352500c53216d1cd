"""The readers by media type. A new form is one module with a `read` and one line here."""

from collections.abc import Callable, Mapping

from newsletter.dumps import plain_text, web_page
from newsletter.dumps.findings import Contents, Page
from newsletter.errors import DumpError

Reader = Callable[[Page], Contents]

READERS: Mapping[str, Reader] = {
    "text/plain": plain_text.read,
    "text/html": web_page.read,
}


def reader_for(media_type: str) -> Reader:
    """The reader of a form.

    Raises `DumpError` where there is none.
    """
    reader = READERS.get(media_type)
    if reader is None:
        raise DumpError(f"no reader for {media_type} yet: put the pages themselves into the dump directory")
    return reader
