"""What the gate reports."""

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What about a written sentence is not in its sources."""

    NUMBER = "number"
    MONEY = "money"
    PERCENTAGE = "percentage"
    DATE = "date"
    NAME = "name"
    ROLE = "role"
    NEGATION = "negation"
    OPPOSITE = "opposite"
    CERTAINTY = "certainty"
    QUOTATION = "quotation"
    UNSUPPORTED = "unsupported"


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """One thing that a sentence says and its sources do not. `words` are the sentence's own."""

    kind: Kind
    words: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.words}"
