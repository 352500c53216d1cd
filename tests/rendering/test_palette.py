"""Every colour can be read where it stands, whatever accent an editor chooses."""

import pytest

from newsletter.errors import RenderError
from newsletter.rendering.palette import READABLE, contrast, palettes


@pytest.mark.parametrize("accent", ["#0b5f66", "#005eb8", "#ffff00", "#ffffff", "#000000", "#e94f37", "#777777"])
def test_text_is_readable_in_light_and_dark(accent: str) -> None:
    """Text, links and the band at the top reach 4.5:1 on every ground."""
    light, dark = palettes(accent)
    for palette in (light, dark):
        for colour in (palette.ink, palette.muted, palette.accent):
            for ground in (palette.page, palette.sheet, palette.tint):
                assert contrast(colour, ground) >= READABLE
    assert contrast(light.sheet, light.accent) >= READABLE


def test_readable_accent_is_kept() -> None:
    """A colour from the house style is not changed without need."""
    assert palettes("#005eb8")[0].accent == "#005eb8"


def test_contrast_is_that_of_the_standard() -> None:
    """Black on white is 21:1."""
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("accent", ["teal", "#fff", "#12345g", "", "#0b5f66;x"])
def test_other_notations_are_refused(accent: str) -> None:
    """What is not a colour of six digits is named, with an example of one."""
    with pytest.raises(RenderError, match="#rrggbb"):
        palettes(accent)
