"""Templates can be replaced one by one, and a broken one is named by file and line."""

from pathlib import Path

import pytest

from newsletter.errors import RenderError
from newsletter.rendering import compile_issue
from newsletter.rendering.environment import underlined, wrapped
from tests.rendering.builders import MASTHEAD, one_post


def replaced(folder: Path, name: str, content: str) -> Path:
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")
    return folder


def test_one_partial_is_replaced(tmp_path: Path) -> None:
    """A folder that holds one partial changes that, and the rest is as packaged."""
    folder = replaced(tmp_path, "partials/contents.mjml.j2", "")
    compiled = compile_issue(one_post(), MASTHEAD, templates=folder)
    assert 'href="#section-1"' not in compiled.html
    assert compiled.text == compile_issue(one_post(), MASTHEAD).text


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("ok\n{% for %}\n", 2),
        ("ok\n\n{{ issue.nonsense }}\n", 3),
        ("{{ nobody }}", 1),
        ("\n{{ issue | unknown_filter }}", 2),
        ("\n\n\n{{ 1 + 'a' }}", 4),
        ("\n{{ 1 / 0 }}", 2),
        ('\n{% include "partials/none.j2" %}', 2),
    ],
)
def test_broken_template_is_named(tmp_path: Path, content: str, line: int) -> None:
    """File and line, in one line, so that an editor finds it."""
    folder = replaced(tmp_path, "partials/footer.mjml.j2", content)
    with pytest.raises(RenderError) as caught:
        compile_issue(one_post(), MASTHEAD, templates=folder)
    assert f"{folder}/partials/footer.mjml.j2, line {line}" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_template_that_is_not_text_is_an_error(tmp_path: Path) -> None:
    """A file in another encoding is reported, not printed as nonsense."""
    (tmp_path / "issue.txt.j2").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(RenderError, match=r"issue\.txt\.j2"):
        compile_issue(one_post(), MASTHEAD, templates=tmp_path)


def test_missing_folder_is_an_error(tmp_path: Path) -> None:
    """A misspelt folder is not taken for "as packaged"."""
    with pytest.raises(RenderError, match="no folder"):
        compile_issue(one_post(), MASTHEAD, templates=tmp_path / "none")


def test_address_stays_whole_when_wrapped() -> None:
    """A link broken over lines cannot be followed."""
    url = "https://example.org/" + "a-b/" * 30
    assert url in wrapped(f"See {url} for more.", 2).split()


def test_heading_is_underlined_in_its_width() -> None:
    """A long heading wraps, and the stroke is as long as its longest line."""
    *lines, stroke = underlined("word " * 30, "-").splitlines()
    assert len(stroke) == max(map(len, lines)) <= 72
