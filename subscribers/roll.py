"""From the editor's list to the rows that can be used."""

from pathlib import Path

from subscribers.addresses import key, normalise, tidy_name
from subscribers.model import BadRow, Roll, Row
from subscribers.sheets import Line, read_sheet


def read_roll(path: Path) -> Roll:
    """Read a CSV with the heading `email,name`; other columns are ignored, and so is the order of these two.

    Rows that cannot be used are named with their line and the reason, and left out; of several rows with one address
    the first counts. Raises `SubscriberError` where the file as a whole cannot be used.
    """
    rows: list[Row] = []
    bad_rows: list[BadRow] = []
    duplicates: list[BadRow] = []
    first_line: dict[str, int] = {}
    for line in read_sheet(path, ("email", "name")):
        row = _row(line)
        if isinstance(row, BadRow):
            bad_rows.append(row)
        elif (first := first_line.setdefault(key(row.address), row.line)) != row.line:
            duplicates.append(BadRow(line=row.line, reason=f"the same address as in line {first}", value=row.address))
        else:
            rows.append(row)
    return Roll(rows=tuple(rows), bad_rows=tuple(bad_rows), duplicates=tuple(duplicates))


def _row(line: Line) -> Row | BadRow:
    value = line.cells.get("email", "").strip()
    if line.broken or not value:
        return BadRow(line=line.number, reason=line.broken or "the address is missing", value=line.raw.strip())
    try:
        return Row(line=line.number, address=normalise(value), name=tidy_name(line.cells.get("name", "")))
    except ValueError as error:
        return BadRow(line=line.number, reason=str(error), value=value)
