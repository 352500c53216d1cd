"""What is seen in Chromium: readable, in both schemes, on every screen."""

from collections.abc import Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from newsletter.rendering import compile_issue
from tests.rendering.builders import MASTHEAD, hostile, realistic

pytestmark = pytest.mark.browser

# Each text with the ground it really stands on, as a contrast ratio (WCAG 2.2), and its size in pixels.
TEXTS = """() => {
  const parse = (c) => c.match(/[\\d.]+/g).map(Number);
  const linear = (v) => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
  const light = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
  const ground = (e) => {
    for (; e; e = e.parentElement) {
      const c = parse(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c;
    }
    return [255, 255, 255];
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !e.checkVisibility({ opacityProperty: true })) continue;
    const style = getComputedStyle(e);
    const [a, b] = [light(parse(style.color)), light(ground(e))].sort((x, y) => y - x);
    found.push([walker.currentNode.data.trim(), (a + 0.05) / (b + 0.05), parseFloat(style.fontSize)]);
  }
  return found;
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    page = chromium.new_page()
    yield page
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_can_be_read(page: Page, scheme: Literal["light", "dark"]) -> None:
    """4.5:1 or more and 14 pixels or more, wherever it really stands."""
    page.emulate_media(color_scheme=scheme)
    page.set_content(compile_issue(realistic(), MASTHEAD).html)
    texts = page.evaluate(TEXTS)
    assert len(texts) > 70
    assert [text for text in texts if text[1] < 4.5] == []
    assert [text for text in texts if text[2] < 14] == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ground_follows_the_scheme(page: Page, scheme: Literal["light", "dark"]) -> None:
    """In the dark no light area is left, and the other way round."""
    page.emulate_media(color_scheme=scheme)
    page.set_content(compile_issue(realistic(), MASTHEAD).html)
    grounds = page.evaluate(
        "[...document.querySelectorAll('body, .page, .sheet, .foot, .note')]"
        ".map((e) => Math.max(...getComputedStyle(e).backgroundColor.match(/\\d+/g).slice(0, 3)))"
    )
    assert all(brightest < 60 if scheme == "dark" else brightest > 220 for brightest in grounds)


@pytest.mark.parametrize("width", [320, 375, 700])
@pytest.mark.parametrize("which", [realistic, hostile], ids=["realistic", "hostile"])
def test_nobody_scrolls_sideways(page: Page, width: int, which: type) -> None:
    """Five hundred letters without a space break, also on a small phone."""
    page.set_viewport_size({"width": width, "height": 800})
    page.set_content(compile_issue(which(), MASTHEAD).html)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_links_can_be_touched(page: Page) -> None:
    """A finger needs 24 pixels (WCAG 2.2, 2.5.8), but for links within a sentence."""
    page.set_viewport_size({"width": 375, "height": 800})
    page.set_content(compile_issue(realistic(), MASTHEAD).html)
    heights = page.evaluate("[...document.querySelectorAll('h3 a')].map((a) => a.closest('h3').offsetHeight)")
    assert min(heights) >= 22
