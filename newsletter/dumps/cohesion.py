"""How much two stretches of a page speak of the same things: the parts of one post share their rarer words.

After Hearst, "TextTiling" (1997), with sections in place of windows; stems are beginnings of words, so that it works in
any language that writes words apart.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

STEM = 6
MIN_LETTERS = 4

_STEM = re.compile(rf"(?<![^\W\d_])[^\W\d_]{{{MIN_LETTERS},{STEM}}}")


def stems(text: str) -> Counter[str]:
    """The beginnings of the longer words of a text, with how often each stands there."""
    return Counter(_STEM.findall(text.lower()))


@dataclass(frozen=True)
class Sections:
    """The stretches of a page between its likely headings."""

    stems: tuple[Counter[str], ...]

    @cached_property
    def _rarity(self) -> dict[str, float]:
        """What in few sections counts more; what all share says nothing. Squared, as both sides carry it."""
        held = Counter(stem for section in self.stems for stem in section)
        return {stem: math.log((len(self.stems) + 1) / count) ** 2 for stem, count in held.items()}

    def likeness(self, first: int, second: int) -> float:
        """From 0 to 1: how much of their rarer words two sections share."""
        one, other = self.stems[first], self.stems[second]
        shared = sum(
            math.sqrt(count * other[stem]) * self._rarity[stem] for stem, count in one.items() if stem in other
        )
        whole = math.sqrt(self._weights[first] * self._weights[second])
        return shared / whole if whole else 0.0

    def share(self, title: str, section: int) -> float:
        """From 0 to 1: how many of a title's longer words a section speaks."""
        found = stems(title)
        return sum(stem in self.stems[section] for stem in found) / max(1, len(found))

    @cached_property
    def _weights(self) -> tuple[float, ...]:
        rarity = self._rarity
        return tuple(sum(count * rarity[stem] for stem, count in section.items()) for section in self.stems)


def sections_of(texts: Sequence[str]) -> Sections:
    """The sections with these texts."""
    return Sections(tuple(stems(text) for text in texts))
