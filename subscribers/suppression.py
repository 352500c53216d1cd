"""Addresses that must not be mailed, from a file that the editor keeps: `email` and, if wanted, `reason`.

Whatever can be made out in the file suppresses: a row that is no proper address is reported and suppresses all the same
what in it looks like one. To mail somebody who asked us not to is worse than to leave somebody out.
"""

from dataclasses import dataclass, field
from pathlib import Path

from subscribers.addresses import address_like, key, normalise
from subscribers.errors import SubscriberError
from subscribers.model import BadRow
from subscribers.sheets import Line, read_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppressed:
    """The suppressed addresses: `address in suppressed`, whatever its capitals."""

    keys: frozenset[str] = field(default=frozenset(), repr=False)
    bad_rows: tuple[BadRow, ...] = ()

    def __contains__(self, address: str) -> bool:
        return key(address) in self.keys

    def __len__(self) -> int:
        return len(self.keys)


def read_suppressed(path: Path) -> Suppressed:
    """Read the file; a missing one suppresses nobody. Raises `SubscriberError` for one that cannot be understood."""
    try:
        path.stat()
    except FileNotFoundError:
        return Suppressed()
    except OSError as error:
        raise SubscriberError(f"{path}: cannot be read ({error.strerror}): check its permissions") from error
    keys: set[str] = set()
    bad_rows: list[BadRow] = []
    for line in read_sheet(path, ("email", "reason")):
        value = line.cells.get("email", "").strip() or line.raw.strip()
        keys.update(address_like(value), [key(value)])
        try:
            keys.add(key(normalise(value)))
        except ValueError as error:
            bad_rows.append(_bad(line, value, str(error)))
    return Suppressed(keys=frozenset(keys), bad_rows=tuple(bad_rows))


class SuppressionFile:
    """Asks the file each time, so that whoever is added while an issue goes out gets it no more.

    The file is read again only when it changed. One that vanishes or cannot be understood half-way brings nobody back;
    what was known stays.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = self._look()
        self._suppressed = read_suppressed(path)

    def __call__(self, address: str) -> bool:
        """Whether the address must not be mailed, as of now."""
        stamp = self._look()
        if stamp not in {None, self._stamp}:
            self._refresh(stamp)
        return address in self._suppressed

    def _refresh(self, stamp: tuple[int, int, int] | None) -> None:
        try:
            latest = read_suppressed(self._path)
        except SubscriberError:
            return
        self._suppressed, self._stamp = latest, stamp

    def _look(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size, found.st_ino


def _bad(line: Line, value: str, reason: str) -> BadRow:
    return BadRow(line=line.number, reason=line.broken or reason, value=value)
