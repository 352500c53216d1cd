"""What a mail server's answers mean (RFC 5321 §4.2), and how they may be quoted."""

import re

SERVICE_CLOSING = 421
"""The server is about to hang up, on everybody."""

GO_AHEAD = 354
"""The server waits for the message."""

_NEEDS_LOGIN = {530, 534, 535, 538}
_LONGEST_QUOTE = 200
_SHORTEST_NAME = 3
_ADDRESS = re.compile(r"[^\s<>()\[\]\"',;:]+@[^\s<>()\[\]\"',;:]+")
_QUEUED = re.compile(rb"queued as ([\w.-]+)", re.IGNORECASE)
_RELAY = re.compile(rb"\brelay", re.IGNORECASE)


def is_positive(code: int) -> bool:
    """Whether the server agreed."""
    return code // 100 == 2  # noqa: PLR2004


def is_temporary(code: int) -> bool:
    """Whether the server asks us to come back."""
    return code // 100 == 4  # noqa: PLR2004


def is_permanent(code: int) -> bool:
    """Whether the server will not change its mind."""
    return code // 100 == 5  # noqa: PLR2004


def wants_login(code: int) -> bool:
    """Whether it is us who are refused, for want of a login that the server takes."""
    return code in _NEEDS_LOGIN


def will_not_relay(code: int, reply: bytes) -> bool:
    """Whether the server says that it does not send on for us, or not to that recipient's domain."""
    return is_permanent(code) and _RELAY.search(reply) is not None


def queue_id(reply: bytes) -> str | None:
    """Find the name under which the server's own log knows the message, where it says so."""
    found = _QUEUED.search(reply)
    return found[1].decode("ascii", errors="replace") if found else None


def scrubbed(code: int, reply: bytes, address: str = "") -> str:
    """Quote an answer on one short line, without any address and without the name that `address` begins with."""
    text = " ".join(reply.decode("utf-8", errors="replace").split())
    text = _ADDRESS.sub("[address]", "".join(letter for letter in text if letter.isprintable()))
    name = address.rpartition("@")[0] or address
    if len(name) >= _SHORTEST_NAME:
        text = re.sub(re.escape(name), "[name]", text, flags=re.IGNORECASE)
    return f"{code} {text}"[:_LONGEST_QUOTE].rstrip()
