"""Gzip, unpacked as it is read and never past its caps; what is whole in a damaged file still comes out."""

import io
import zlib
from typing import Protocol

from newsletter.dumps.walk import MAX_STREAM_BYTES
from newsletter.errors import DumpError

MAGIC = b"\x1f\x8b\x08"
MAX_RATIO = 250
"""Web pages shrink to a tenth, the dullest log to a hundredth; a bomb reaches a thousand."""
RATIO_COUNTS_FROM = 4 * 1024 * 1024
CHUNK = 65536
_GZIP = 31
"""zlib's name for "gzip, the largest window"."""


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Gunzipped(io.RawIOBase):
    """The bytes that a gzip stream stands for, of all its members.

    A stream that breaks off ends early and a damaged member costs itself alone: `damage` then says so. Reading raises
    `DumpError` where the stream unpacks to more than any dump.
    """

    def __init__(self, packed: Readable) -> None:
        self.damage: str | None = None
        self._packed = packed
        self._member = zlib.decompressobj(_GZIP)
        self._waiting = b""
        self._taken = self._given = 0
        self._begun = self._ended = False

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]
        """Fill a buffer; nought is the end."""
        found = b""
        while not found and not self._ended:
            found = self._next(len(buffer))
        self._given += len(found)
        if self._given > RATIO_COUNTS_FROM and self._given > MAX_RATIO * self._taken:
            raise DumpError(f"a gzip bomb, over {MAX_RATIO} times its size: take it out of the dump directory")
        if self._given > MAX_STREAM_BYTES:
            raise DumpError(f"unpacks to more than {MAX_STREAM_BYTES // 1024**2} MB: split it")
        buffer[: len(found)] = found
        return len(found)

    def _next(self, most: int) -> bytes:
        if not self._waiting and not self._refill():
            return b""
        try:
            self._begun = True
            found = self._member.decompress(self._waiting, most)
        except zlib.error as error:
            self.damage = f"damaged gzip ({error}): what is whole was read; fetch the file again"
            self._to_next_member(self._waiting[1:])
            return b""
        self._waiting = self._member.unconsumed_tail
        if self._member.eof:
            self._to_next_member(self._member.unused_data)
        return found

    def _refill(self) -> bool:
        self._waiting = self._packed.read(CHUNK)
        self._taken += len(self._waiting)
        if not self._waiting:
            self._ended = True
            if self._begun and self.damage is None:
                self.damage = "gzip that breaks off: what is there was read; fetch the file again"
        return bool(self._waiting)

    def _to_next_member(self, rest: bytes) -> None:
        """Go on where the next member begins: at once, or after padding or damage."""
        self._member, self._begun = zlib.decompressobj(_GZIP), False
        while True:
            at = rest.find(MAGIC)
            if at >= 0:
                self._waiting = rest[at:]
                return
            more = self._packed.read(CHUNK)
            self._taken += len(more)
            if not more:
                self._waiting, self._ended = b"", True
                return
            rest = rest[-len(MAGIC) + 1 :] + more
