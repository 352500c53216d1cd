"""A dump opened for its reader: unpacked where it is packed, its form told by its first bytes."""

import hashlib
import io
from dataclasses import dataclass
from typing import BinaryIO

from newsletter.dumps.findings import NO_HINTS, Hints
from newsletter.dumps.forms import form_of
from newsletter.dumps.gunzip import MAGIC, Gunzipped, Readable
from newsletter.dumps.sniff import SAMPLE, Decoded, decode
from newsletter.dumps.walk import MAX_FILE_BYTES
from newsletter.errors import DumpError


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What a reader gets: a name for its messages, and the bytes from their beginning."""

    path: str
    form: str
    stream: BinaryIO
    gunzipped: Gunzipped | None = None
    hints: Hints = NO_HINTS

    @property
    def damage(self) -> str | None:
        """What is wrong with its packing, known once it has been read."""
        return self.gunzipped.damage if self.gunzipped else None

    def whole(self) -> bytes:
        """All bytes of a dump that is one page.

        Raises `DumpError` where they are more than any page has.
        """
        found = self.stream.read(MAX_FILE_BYTES + 1)
        if len(found) > MAX_FILE_BYTES:
            raise DumpError(
                f"larger than {MAX_FILE_BYTES // 1024**2} MB: split it, or take it out of the dump directory"
            )
        return found

    def decoded(self) -> Decoded:
        """The same as text, and how it was got."""
        return decode(self.whole())

    def text(self) -> str:
        """The same as text."""
        return self.decoded().text


def open_dump(path: str, raw: Readable) -> Opened:
    """A dump by its bytes.

    Raises `DumpError` for what is empty, no text, or packed in a way that nothing reads.
    """
    head = raw.read(SAMPLE)
    stream = _rejoined(head, raw)
    gunzipped = None
    if head.startswith(MAGIC):
        gunzipped = Gunzipped(stream)
        inner = buffered(gunzipped)
        head = inner.read(SAMPLE)
        if not head and gunzipped.damage:
            raise DumpError("damaged gzip that holds nothing: fetch the file again")
        if head.startswith(MAGIC):
            raise DumpError("compressed twice: unpack it once")
        stream = _rejoined(head, inner)
    return Opened(path=path, form=form_of(head, whole=len(head) < SAMPLE), stream=stream, gunzipped=gunzipped)


class _Rejoined(io.RawIOBase):
    """The head that was looked at, then the rest."""

    def __init__(self, head: bytes, rest: Readable) -> None:
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        found = self._head[: len(buffer)]
        self._head = self._head[len(found) :]
        if not found:
            found = self._rest.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def _rejoined(head: bytes, rest: Readable) -> BinaryIO:
    return buffered(_Rejoined(head, rest))


def buffered(raw: io.RawIOBase) -> BinaryIO:
    """A raw stream with lines."""
    return io.BufferedReader(raw, SAMPLE)


class Hashed:
    """A stream that knows the hash of all that was read through it."""

    def __init__(self, raw: Readable) -> None:
        self._raw = raw
        self._hash = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""
        found = self._raw.read(size)
        self._hash.update(found)
        return found

    def digest(self) -> str:
        """The hash of the whole stream, what no reader asked for included."""
        while self.read(SAMPLE):
            pass
        return self._hash.hexdigest()
