"""The colours of the e-mail, in the light and in the dark, all readable on what they stand on."""

import re
from dataclasses import dataclass, replace

from newsletter.errors import RenderError

# WCAG 2.2, success criterion 1.4.3, for text of any size.
READABLE = 4.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Design tokens: what stands behind the text, and the text."""

    page: str
    """Around the sheet and behind the footer."""
    sheet: str
    tint: str
    """Behind what should look quieter: sections without a theme, and notes."""
    rule: str
    ink: str
    muted: str
    accent: str


def palettes(accent: str) -> tuple[Palette, Palette]:
    """The light and the dark palette; the accent is kept where it can be read and moved towards the ink where not."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", accent):
        raise RenderError(f"The accent colour {accent!r} is not of the form #rrggbb: write it like #0b5f66.")
    light = Palette(
        page="#f3eee4", sheet="#fffdf8", tint="#f9f4ea", rule="#e3dac9", ink="#20292b", muted="#5a625f", accent=accent
    )
    dark = Palette(
        page="#101516", sheet="#1a2122", tint="#20292a", rule="#3a4444", ink="#ece7dc", muted="#aab2ad", accent=accent
    )
    return _with_readable_accent(light, "#000000"), _with_readable_accent(dark, "#ffffff")


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _with_readable_accent(palette: Palette, towards: str) -> Palette:
    grounds = (palette.page, palette.sheet, palette.tint)
    mixed = (_mix(palette.accent, towards, share / 20) for share in range(21))
    accent = next(colour for colour in mixed if all(contrast(colour, ground) >= READABLE for ground in grounds))
    return replace(palette, accent=accent)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _mix(colour: str, towards: str, share: float) -> str:
    pairs = zip(_channels(colour), _channels(towards), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
