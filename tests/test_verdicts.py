"""Every line of a dump has a verdict, and the verdict is the one that the posts show."""

import gzip
from pathlib import Path

import pytest
from click.testing import CliRunner

from newsletter.cli import main
from newsletter.dumps import Findings, read_folder
from newsletter.verdicts import JudgedLine, Verdict, judge
from tests.conftest import SAMPLE

ARCHIVE = "2026-11-02/surgery-door-page-3.txt"
MENUS = "2026-11-09/between-practices.txt"
PAGE = "2026-11-16/between-practices.html"


@pytest.fixture(scope="module")
def findings() -> Findings:
    return read_folder(SAMPLE)


def judged(findings: Findings, file: str) -> tuple[JudgedLine, ...]:
    return judge(findings, file, (SAMPLE / file).read_text(encoding="utf-8"))


@pytest.mark.parametrize("file", [ARCHIVE, MENUS])
def test_every_line_is_there_once_and_in_order(findings: Findings, file: str) -> None:
    """The editor reads the file itself, with nothing added and nothing taken away."""
    lines = (SAMPLE / file).read_text(encoding="utf-8").split("\n")
    assert [(line.number, line.text) for line in judged(findings, file)] == list(enumerate(lines, 1))


def test_no_line_of_a_post_is_called_left_out(findings: Findings) -> None:
    """What readers will see is marked as such, what they will not is given with its reason."""
    told = {line.text: line for line in judged(findings, MENUS)}
    for post in (post for post in findings.posts if post.span.file == MENUS):
        assert told[post.title].verdict is Verdict.TITLE
        assert {told[text].verdict for text in post.text.split("\n") if text} == {Verdict.BODY}
    left_out = [line for line in told.values() if line.verdict is Verdict.LEFT_OUT]
    assert left_out
    assert all(line.reason for line in left_out)


def test_copies_name_the_post_that_stays(findings: Findings) -> None:
    """A duplicate is not lost: the line says of which post it is a copy."""
    copies = [line for line in judged(findings, ARCHIVE) if line.verdict is Verdict.DUPLICATE]
    assert {line.reason for line in copies} == {
        "copy of “Continuity is not nostalgia”",
        "copy of “The ARRS was never a workforce plan”",
    }


def test_a_page_without_lines_is_told_block_by_block(findings: Findings) -> None:
    """HTML has no lines that a reader would know; its posts come first, then what was left out."""
    told = judged(findings, PAGE)
    assert {line.number for line in told} == {None}
    titles = [line.text for line in told if line.verdict is Verdict.TITLE]
    assert titles == [post.title for post in findings.posts if post.span.file == PAGE]
    assert told[-1].verdict is Verdict.LEFT_OUT


def test_a_packed_dump_is_shown_unpacked(tmp_path: Path) -> None:
    """A crawler may pack its pages; the editor still reads lines."""
    (tmp_path / "page.txt.gz").write_bytes(gzip.compress((SAMPLE / ARCHIVE).read_bytes(), mtime=0))
    result = CliRunner().invoke(main, ["posts", str(tmp_path), "--why", str(tmp_path / "page.txt.gz")])
    assert result.exit_code == 0, result.stderr
    assert "title      Who will hold the neighbourhood contract?" in result.output


@pytest.mark.parametrize(("file", "told"), [("nothing.txt", "is no dump"), ("2026-11-09/courier-logo.txt", "picture")])
def test_a_file_that_was_not_read_says_why(file: str, told: str) -> None:
    """Asking about a file that holds nothing is answered, in one line."""
    result = CliRunner().invoke(main, ["posts", str(SAMPLE), "--why", file])
    assert (result.exit_code, told in result.stderr) == (1, True)


def test_colour_only_where_it_can_be_seen() -> None:
    """In a pipe there is nothing but text."""
    result = CliRunner().invoke(main, ["posts", str(SAMPLE), "--why", ARCHIVE])
    assert result.exit_code == 0
    assert "\x1b" not in result.output
    coloured = CliRunner().invoke(main, ["posts", str(SAMPLE), "--why", ARCHIVE], color=True)
    assert "\x1b[3" in coloured.output
