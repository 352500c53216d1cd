"""Reads a WARC (ISO 28500): each page that a crawler was answered, with the address it asked for as evidence.

Records are parted here and parsed by warcio: a damaged record costs itself alone, and none is larger in memory than the
largest page.
"""

import io
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from typing import BinaryIO

from newsletter.dumps.findings import Contents, Rest
from newsletter.dumps.opening import Opened
from newsletter.dumps.pages import decode_as, read_page
from newsletter.dumps.parts import broken, gathered, tried
from newsletter.dumps.walk import MAX_FILE_BYTES
from newsletter.errors import DumpError

MAGIC = b"WARC/"
MAX_HEADER = 65536
MAX_RECORD = 2 * MAX_FILE_BYTES
CHUNK = 65536
MAX_DIGITS = 16
OK = range(200, 300)
WITH_PAGES = frozenset({"response", "resource", "conversion"})
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Record:
    """A record's bytes, its headers in front, or why they are not all there."""

    found: bytes
    fault: str = ""


def read(opened: Opened) -> Contents:
    """The posts of every page in the archive."""
    return gathered(_pages(opened))


def _pages(opened: Opened) -> Iterator[Contents]:
    others: Counter[str] = Counter()
    for number, record in enumerate(_records(opened.stream), start=1):
        place = f"record {number}"
        if record.fault:
            yield broken(place, record.fault)
        if record.found:
            part = tried(partial(_page, record.found, opened.path, others), place)
            yield replace(part, broken=()) if record.fault else part
    if others:
        counts = ", ".join(f"{count} {what}" for what, count in sorted(others.items()))
        yield Contents(rest=(Rest(text=counts, reason="records that hold no page"),))


def _records(stream: BinaryIO) -> Iterator[_Record]:
    """The records one after the other; after damage, from the next line that begins one."""
    lost = False
    while line := stream.readline(CHUNK):
        if not line.startswith(MAGIC):
            if line.strip(b"\r\n\x00") and not lost:
                lost = True
                yield _Record(found=b"", fault="damaged here, read on from the next record")
            continue
        lost = False
        header = _header(line, stream)
        length = _length(header)
        if length is None:
            yield _Record(found=b"", fault="no Content-Length")
        elif length > MAX_RECORD:
            _skip(stream, length)
            if b"response" in header:
                yield _Record(found=b"", fault=f"larger than {MAX_RECORD // 1024**2} MB: no page")
        else:
            content = stream.read(length)
            yield _Record(found=header + content, fault="breaks off" if len(content) < length else "")


def _header(line: bytes, stream: BinaryIO) -> bytes:
    parts, size = [line], len(line)
    while size < MAX_HEADER and (line := stream.readline(MAX_HEADER)):
        parts.append(line)
        size += len(line)
        if not line.strip():
            break
    return b"".join(parts)


def _length(header: bytes) -> int | None:
    for line in header.split(b"\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit() and len(value.strip()) < MAX_DIGITS:
            return int(value)
    return None


def _skip(stream: BinaryIO, length: int) -> None:
    while length > 0 and (found := stream.read(min(CHUNK, length))):
        length -= len(found)


def _page(found: bytes, path: str, others: Counter[str]) -> Contents:
    """The posts of one record; what is no page is counted."""
    from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped]
    from warcio.recordloader import ArcWarcRecordLoader  # type: ignore[import-untyped]
    from warcio.statusandheaders import StatusAndHeadersParserException  # type: ignore[import-untyped]

    try:
        record = ArcWarcRecordLoader().parse_record_stream(io.BytesIO(found), known_format="warc")
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError) as error:
        raise DumpError("a damaged head") from error
    http = record.http_headers
    kind = (http.get_header("Content-Type") if http else record.rec_headers.get_header("Content-Type")) or ""
    media, _, parameters = kind.partition(";")
    url = (record.rec_headers.get_header("WARC-Target-URI") or "").strip("<> ")
    if record.rec_type not in WITH_PAGES:
        return Contents()
    if http and not (http.get_statuscode().isdigit() and int(http.get_statuscode()) in OK):
        others[f"answered {http.get_statuscode()[:3]}"] += 1
        return Contents()
    if media.strip().lower() not in PAGES:
        others[media.strip().lower()[:40] or "without a type"] += 1
        return Contents()
    return read_page(path, decode_as(_content(record.content_stream()), _charset(parameters)), url)


def _content(stream: BinaryIO) -> bytes:
    """What a server sent, unpacked and its chunks joined."""
    found = bytearray()
    while part := stream.read(CHUNK):
        found += part
        if len(found) > MAX_FILE_BYTES:
            raise DumpError(f"unpacks to more than {MAX_FILE_BYTES // 1024**2} MB: no page")
    return bytes(found)


def _charset(parameters: str) -> str | None:
    name, _, value = parameters.strip().partition("=")
    return value.partition(";")[0].strip() if name.strip().lower() == "charset" and value else None
