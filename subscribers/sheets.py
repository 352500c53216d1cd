"""Tables as editors export them: CSV from Excel, Numbers, Google or a text editor.

Taken in stride: a byte-order mark, UTF-16, Windows-1252, commas, semicolons or tabs, `sep=;` on the first line,
blank lines, quoted fields with line breaks in them. A quote that is never closed costs its own line, not the rest.
"""

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from subscribers.errors import SubscriberError

_DELIMITERS = (",", ";", "\t")
_HEADINGS = {
    "e-mail": "email",
    "e-mail address": "email",
    "email address": "email",
    "email_address": "email",
    "full name": "name",
}
_ZIP = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A row with the cells that were asked for, or, in `broken`, why it could not be parted into cells."""

    number: int
    cells: dict[str, str] = field(default_factory=dict, repr=False)
    raw: str = field(default="", repr=False)
    broken: str = ""


def read_sheet(path: Path, columns: tuple[str, ...]) -> Iterator[Line]:
    """Read the rows below the heading, in order, blank ones left out. The first of `columns` must be in the heading."""
    lines = io.StringIO(_decode(path, _bytes(path)), newline="").readlines()
    top = _first_written(lines)
    if top == len(lines):
        return
    delimiter = max(_DELIMITERS, key=lambda one: _places(lines[top], one, columns).keys() >= {columns[0]})
    places = _places(lines[top], delimiter, columns)
    if columns[0] not in places:
        raise SubscriberError(f"{path}: the first line names no column {columns[0]!r}: make it {','.join(columns)}")
    for number, raw, cells, broken in _rows(lines, top + 1, delimiter):
        wanted = {column: cells[place] for column, place in places.items() if place < len(cells)}
        if broken or any(cell.strip() for cell in cells):
            yield Line(number=number, cells=wanted, raw=raw, broken=broken or _broken(wanted))


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        raise SubscriberError(f"{path}: there is no such file: make it, with the heading email,name") from None
    except OSError as error:
        raise SubscriberError(f"{path}: cannot be read ({error.strerror}): check its permissions") from error


def _decode(path: Path, content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", errors="replace")
    if content.startswith(_ZIP) or b"\x00" in content:
        raise SubscriberError(f"{path}: this is no text but a workbook or another binary file: save it as CSV first")
    return "".join(_text(line) for line in content.removeprefix(codecs.BOM_UTF8).splitlines(keepends=True))


def _text(line: bytes) -> str:
    # Line by line: one name pasted from elsewhere must not spoil the accents of all the others.
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _first_written(lines: list[str]) -> int:
    """Find the place of the heading: the first line that is neither blank nor Excel's `sep=`."""
    for place, line in enumerate(lines):
        if line.strip() and not line.lower().startswith("sep="):
            return place
    return len(lines)


def _places(heading: str, delimiter: str, columns: tuple[str, ...]) -> dict[str, int]:
    """Which cell each wanted column is; the first one wins where a heading stands twice."""
    titles = [" ".join(cell.split()).lower() for cell in next(csv.reader([heading], delimiter=delimiter), [])]
    known = [_HEADINGS.get(title, title) for title in titles]
    return {column: known.index(column) for column in columns if column in known}


def _rows(lines: list[str], start: int, delimiter: str) -> Iterator[tuple[int, str, list[str], str]]:
    """Line number, text, cells and fault of every row; after a fault reading goes on with the very next line."""
    while start < len(lines):
        reader = csv.reader(islice(lines, start, None), delimiter=delimiter, strict=True)
        taken = 0
        try:
            for cells in reader:
                yield start + taken + 1, lines[start + taken], cells, ""
                taken = reader.line_num
        except csv.Error:
            yield start + taken + 1, lines[start + taken], [], "a quotation mark is not closed or stands inside a cell"
            taken += 1
        start += taken


def _broken(cells: dict[str, str]) -> str:
    return "a cell runs over several lines" if any("\n" in cell.strip() for cell in cells.values()) else ""
