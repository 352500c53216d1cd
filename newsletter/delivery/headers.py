"""Header lines, written by hand.

The standard library's `EmailMessage` encodes List-Unsubscribe as soon as an address in it is longer than a line, and
what is encoded there is no longer an address (RFC 2047 §5; python/cpython#85725). So each kind of header is spelled
here, and every value passes one guard.
"""

import re
from collections.abc import Iterable
from email.header import Header

from newsletter.errors import PermanentError

LONGEST_LINE = 998
"""Octets without the line break, RFC 5322 §2.1.1."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ADDRESS = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+")
_PLAIN_PHRASE = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]*")
_FOLD_AT = 76


def guarded(header: str, value: str) -> str:
    """Return the value if it can stand in a header: no line break or control character, ASCII's or Unicode's."""
    if found := _CONTROL.search(value):
        raise PermanentError(f"{header} holds the control character U+{ord(found[0]):04X}: take it out")
    return value


def line(header: str, value: str) -> bytes:
    """Spell a header whose value stands as it is: raw, on one line, however long."""
    content = f"{header}: {guarded(header, value)}".encode()
    if len(content) > LONGEST_LINE:
        raise PermanentError(f"{header} is longer than {LONGEST_LINE} octets: shorten it")
    return content


def unstructured(header: str, value: str) -> bytes:
    """Spell a header of free text: folded, and encoded where it is not ASCII."""
    return f"{header}: {_encoded(header, guarded(header, value).strip())}".encode("ascii")


def mailbox(header: str, name: str, address: str) -> bytes:
    """Spell a header with one mailbox; a name that is not ASCII is encoded, the address never."""
    if not _ADDRESS.fullmatch(guarded(header, address)):
        raise PermanentError(f"{header} holds what is not one plain address: correct it")
    phrase = _phrase(header, guarded(header, name).strip())
    if not phrase:
        return line(header, address)
    last = f"{header}: {phrase}".rpartition("\n")[2]
    gap = " " if len(last) + len(address) + 3 <= _FOLD_AT else "\r\n "
    return f"{header}: {phrase}{gap}<{address}>".encode()


def named_list(name: str, list_id: str) -> bytes:
    """Spell List-Id (RFC 2919): a readable name and the id that never changes."""
    phrase = _phrase("List-Id", guarded("List-Id", name).strip())
    return f"List-Id: {phrase}{phrase and ' '}<{guarded('List-Id', list_id)}>".encode("ascii")


def block(lines: Iterable[bytes]) -> bytes:
    """Join header lines and close them with the blank one that ends a header."""
    return b"".join(one + b"\r\n" for one in lines) + b"\r\n"


def _phrase(header: str, name: str) -> str:
    if not name.isascii() or "=?" in name:
        return _encoded(header, name)
    if _PLAIN_PHRASE.fullmatch(name):
        return name
    return '"' + name.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _encoded(header: str, value: str) -> str:
    charset = "us-ascii" if value.isascii() and "=?" not in value else "utf-8"
    return Header(value, charset, header_name=header, maxlinelen=_FOLD_AT).encode(linesep="\r\n")
