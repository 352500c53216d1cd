"""The objects of JSON lines, of a JSON array or of one JSON document, one by one; a broken one is named."""

import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from newsletter.dumps.sniff import decode
from newsletter.dumps.walk import MAX_FILE_BYTES
from newsletter.errors import DumpError

TOO_LONG = f"longer than {MAX_FILE_BYTES // 1024**2} MB: no page"
NO_JSON = "no JSON object"
MAX_BROKEN = 100
"""Each broken object may cost a look at all that follows."""
_NEXT = re.compile(r"\}[\s,]{0,64}(?=\{)")

Fields = dict[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One object and the line it begins on, or why there is none."""

    line: int
    fields: Fields | None
    reason: str = ""


def lines(stream: BinaryIO) -> Iterator[Value]:
    """An object a line; a line of more than 16 MB is passed over without being held."""
    first = stream.read(4)
    rejoined = _utf8(first, stream)
    number = 0
    while found := rejoined.readline(MAX_FILE_BYTES + 1):
        number += 1
        if len(found) > MAX_FILE_BYTES:
            while found and not found.endswith(b"\n"):
                found = rejoined.readline(MAX_FILE_BYTES)
            yield Value(line=number, fields=None, reason=TOO_LONG)
        elif found.strip(b" \t\r\n\x00,[]\x1e"):
            yield _parsed(found, number)


def _utf8(first: bytes, stream: BinaryIO) -> BinaryIO:
    """The stream from its beginning; UTF-16, which has no lines of bytes, is read whole."""
    if first.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in first:
        return io.BytesIO(decode(first + stream.read(MAX_FILE_BYTES)).text.encode())
    start = io.BytesIO(first.removeprefix(b"\xef\xbb\xbf") + stream.readline(MAX_FILE_BYTES + 1))
    return _Two(start, stream)  # type: ignore[return-value]


class _Two:
    """The lines of one stream, then those of another."""

    def __init__(self, one: BinaryIO, other: BinaryIO) -> None:
        self._one, self._other = one, other

    def readline(self, most: int) -> bytes:
        return self._one.readline(most) or self._other.readline(most)


def _parsed(found: bytes, number: int) -> Value:
    try:
        value = json.loads(decode(found).text.strip().strip("\x1e,"), strict=False)
    except DumpError as error:
        return Value(line=number, fields=None, reason=str(error))
    except (ValueError, RecursionError) as error:
        return Value(line=number, fields=None, reason=why(error))
    return Value(line=number, fields=value if isinstance(value, dict) else None, reason=NO_JSON)


def why(error: Exception) -> str:
    """What is wrong with a piece of JSON."""
    if isinstance(error, RecursionError):
        return "JSON that is nested too deeply"
    if isinstance(error, json.JSONDecodeError):
        return f"broken JSON ({error.msg})"
    return "broken JSON"


def document(text: str) -> Iterator[Value]:
    """The objects of an array, of several documents one after the other, or the one object."""
    decoder = json.JSONDecoder(strict=False)
    line, counted, failed = 1, 0, 0
    at = text.find("{")
    while at >= 0 and failed < MAX_BROKEN:
        line += text.count("\n", counted, at)
        counted = at
        try:
            value, at = decoder.raw_decode(text, at)
            yield Value(line=line, fields=value)
        except (ValueError, RecursionError) as error:
            failed += 1
            yield Value(line=line, fields=None, reason=why(error))
            following = _NEXT.search(text, max(at + 1, getattr(error, "pos", 0) - 1))
            at = following.end() if following else len(text)
        at = text.find("{", at)
