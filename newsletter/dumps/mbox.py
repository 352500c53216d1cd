"""Reads an mbox: the newsletter mails of a folder, one after the other, each by itself.

The standard library's `mailbox` opens files by their path, which may have been swapped for a link since the walk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from newsletter.dumps.findings import Contents
from newsletter.dumps.mail import read_message
from newsletter.dumps.opening import Opened
from newsletter.dumps.parts import broken, gathered, placed, tried
from newsletter.dumps.walk import MAX_FILE_BYTES

CHUNK = 65536
_FROM = re.compile(rb"From \S+.{0,200}\d\d:\d\d", re.DOTALL)
_QUOTED = re.compile(rb">+From ")


@dataclass(slots=True)
class _Mail:
    line: int
    parts: list[bytes]
    size: int = 0


def read(opened: Opened) -> Contents:
    """The posts of every mail."""
    return gathered(_mails(opened))


def _mails(opened: Opened) -> Iterator[Contents]:
    for mail in _split(opened):
        place = f"the mail on line {mail.line}"
        if mail.size > MAX_FILE_BYTES:
            yield broken(place, f"larger than {MAX_FILE_BYTES // 1024**2} MB: no newsletter", line=mail.line)
        elif mail.parts:
            found = b"".join(mail.parts)
            contents = tried(partial(read_message, found, opened.path), place, line=mail.line)
            yield placed(contents, line=mail.line)


def _split(opened: Opened) -> Iterator[_Mail]:
    """The mails without their "From " lines. Of one that is too large only the size is kept."""
    mail = _Mail(1, [])
    number, blank, begun = 1, True, True
    while line := opened.stream.readline(CHUNK):
        if begun and blank and _FROM.match(line):
            yield mail
            mail = _Mail(number, [])
        else:
            mail.size += len(line)
            if mail.size <= MAX_FILE_BYTES:
                mail.parts.append(line[1:] if _QUOTED.match(line) else line)
            else:
                mail.parts.clear()
        blank = begun and not line.strip()
        begun = line.endswith(b"\n")
        number += begun
    yield mail
