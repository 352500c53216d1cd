"""What is printed is worked out once, the same for both parts."""

import datetime as dt

import pytest

from newsletter.model import Kind, Section, Sentence
from newsletter.rendering import compile_issue
from newsletter.rendering.view import Look, PostView, passages, view
from tests.rendering.builders import MASTHEAD, entry, issue, one_post


def sentence(text: str, start: int) -> Sentence:
    return Sentence(text=text, start=start, end=start + len(text), rank=1)


def shown(**changes: object) -> PostView:
    return view(issue(Section(name="S", entries=(entry("T", **changes),))), MASTHEAD).sections[0].posts[0]


@pytest.mark.parametrize(
    ("gap", "printed"),
    [(1, ("One. Two.",)), (2, ("One. Two.",)), (4, ("One. Two.",)), (5, ("One.", "Two.")), (300, ("One.", "Two."))],
)
def test_a_gap_is_more_than_white_space(gap: int, printed: tuple[str, ...]) -> None:
    """Neighbours are printed together, also over a paragraph's end; where something was left out they are apart."""
    assert passages((sentence("One.", 10), sentence("Two.", 14 + gap))) == printed


def test_line_ends_within_a_sentence_are_spaces() -> None:
    """A sentence that ran over lines in the dump is printed on one."""
    assert passages((sentence("One\n  and\tmore.", 0),)) == ("One and more.",)


def test_undated_is_said() -> None:
    """A post without a date says so, rather than looking as if it were of today."""
    assert shown(published=None).when == ("undated", "4 min read")


def test_date_is_written_out() -> None:
    """Dates are written as people write them in the newsletter's language."""
    assert shown(published=dt.date(2018, 12, 4)).when[0] == "4 December 2018"


def test_author_is_not_repeated() -> None:
    """A blog named for its author is named once."""
    assert shown(source="Ben Example", author="ben example").by == ("Ben Example",)


@pytest.mark.parametrize("source", ["unknown", ""])
def test_unknown_source_is_not_printed(source: str) -> None:
    """A source is never invented; that it is missing is told to the editor, not to every reader."""
    assert shown(source=source).by == ()


@pytest.mark.parametrize(
    ("theme_id", "kinds", "look"),
    [
        ("t", (Kind.ARTICLE,), Look.THEME),
        (None, (Kind.ARTICLE, Kind.TEASER), Look.MORE),
        (None, (Kind.TEASER, Kind.TEASER), Look.BRIEF),
    ],
)
def test_sections_are_as_loud_as_they_deserve(theme_id: str | None, kinds: tuple[Kind, ...], look: Look) -> None:
    """Leftovers are quieter than themes, and teasers are compact."""
    posts = tuple(entry("T", kind=kind) for kind in kinds)
    assert view(issue(Section(name="S", theme_id=theme_id, entries=posts)), MASTHEAD).sections[0].look is look


def test_a_post_without_address_links_to_its_source() -> None:
    """A title leads to its post or nowhere; the source's home page stands behind the source's name."""
    home = "https://surgery-door.example.org/"
    assert (shown(url=None, source_url=home).url, shown(url=None, source_url=home).source_url) == (None, home)
    assert shown(url="https://x.example/a", source_url=home).source_url is None
    compiled = compile_issue(one_post(url=None, source_url=home), MASTHEAD)
    assert f'href="{home}"' in compiled.html
    assert home in compiled.text
