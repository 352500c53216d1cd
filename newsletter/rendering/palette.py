"""The colours of the e-mail, in the light and in the dark, all readable on what they stand on."""

import colorsys
import re
from dataclasses import dataclass, replace

from newsletter.errors import RenderError

# WCAG 2.2, success criterion 1.4.3, for text of any size.
READABLE = 4.5
# Light text on dark looks dimmer than the ratio says: level AAA keeps links from sinking into the background.
_READABLE_IN_THE_DARK = 7.0
# A colour that is strong on paper glares on a dark screen.
_CALMED = 0.6
_STEPS = 40
# sRGB (IEC 61966-2-1) is linear up to here.
_LINEAR_BELOW = 0.04045


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
    warm: str
    """One line of warmth under the band at the top; no text stands in it or on it."""
    accent: str


_LIGHT = Palette(
    page="#f3eee4",
    sheet="#fffdf8",
    tint="#f9f4ea",
    rule="#e3dac9",
    ink="#20292b",
    muted="#5a625f",
    warm="#e0a84e",
    accent="",
)
_DARK = Palette(
    page="#101516",
    sheet="#1a2122",
    tint="#20292a",
    rule="#3a4444",
    ink="#ece7dc",
    muted="#aab2ad",
    warm="#e0a84e",
    accent="",
)


def palettes(accent: str) -> tuple[Palette, Palette]:
    """Return the light and the dark palette; the accent stays as it is where it can be read."""
    if not re.fullmatch("#[0-9a-fA-F]{6}", accent):
        raise RenderError(f"The accent colour {accent!r} is not of the form #rrggbb: write it like #0b5f66.")
    light = replace(_LIGHT, accent=_readable(_LIGHT, accent, 0.0, READABLE))
    calm = _with_lightness(accent, 0.0, 0.0, _CALMED)
    dark = replace(_DARK, accent=_readable(_DARK, calm, 1.0, _READABLE_IN_THE_DARK))
    return light, dark


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _readable(palette: Palette, colour: str, towards: float, ratio: float) -> str:
    """Return the colour itself, or the nearest one towards black (0) or white (1) that reads well on all grounds."""
    grounds = (palette.page, palette.sheet, palette.tint)
    candidates = (_with_lightness(colour, towards, step / _STEPS, 1.0) for step in range(_STEPS + 1))
    return next(each for each in candidates if all(contrast(each, ground) >= ratio for ground in grounds))


def _with_lightness(colour: str, towards: float, share: float, saturation_kept: float) -> str:
    """Keep the hue and move the lightness by a share of the way."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    lightness += (towards - lightness) * share
    moved = colorsys.hls_to_rgb(hue, lightness, saturation * saturation_kept)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in moved)


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(channel / 255) for channel in _channels(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= _LINEAR_BELOW else float(((channel + 0.055) / 1.055) ** 2.4)
