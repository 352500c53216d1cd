"""One spelling for every address."""

import re
import unicodedata

from email_validator import EmailNotValidError, validate_email

LONGEST_NAME = 200
"""Characters of a name that are kept: a header line with more would be folded in odd places."""

_INVISIBLE = "\u200b\u2060\ufeff"
_JOINERS = "\u200c\u200d"
"""Persian names and some emoji are spelled with them."""

_ADDRESS_LIKE = re.compile(r"[^\s<>()\[\],;:\"']+@[^\s<>()\[\],;:\"']+")


def normalise(value: str) -> str:
    """Spell an address as it is stored and mailed to; raises `ValueError` with the reason for what is none.

    The domain becomes lower case and ASCII; what stands before the @ is left as its owner writes it.
    """
    try:
        found = validate_email(value.strip().strip(_INVISIBLE), check_deliverability=False)
    except EmailNotValidError as error:
        raise ValueError(str(error).rstrip(".")) from None
    return f"{found.local_part}@{found.ascii_domain.lower()}"


def key(address: str) -> str:
    """Give what two spellings of one mailbox share: no provider tells Ann@ from ann@, and nobody wants two copies."""
    return unicodedata.normalize("NFC", address).casefold()


def tidy_name(value: str) -> str:
    """Put a name on one line, without control and direction marks or the quote that shields Excel from formulas."""
    letters = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in value)
    plain = "".join(letter for letter in letters if letter in _JOINERS or unicodedata.category(letter)[0] != "C")
    name = " ".join(unicodedata.normalize("NFC", plain).split())
    if name[:1] == "'" and name[1:2] in {"=", "+", "-", "@"}:
        name = name[1:]
    return name[:LONGEST_NAME].rstrip()


def address_like(value: str) -> tuple[str, ...]:
    """Find whatever in the text looks like an address, usable or not, as keys."""
    return tuple(key(found) for found in _ADDRESS_LIKE.findall(value))
