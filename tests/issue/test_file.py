"""The issue file is the issue: written and read back it is the same, and a mistake in it is named."""

import dataclasses
import datetime as dt
import tomllib

import pytest

from newsletter.errors import NewsletterError
from newsletter.issue import file
from newsletter.issue.compose import compose
from newsletter.model import Issue, NotIncluded
from tests.issue.builders import edition, post, selection, summary, teaser, theme


def issue() -> Issue:
    posts = [
        post("a1", title='“Quoted” \\ and "plain" – 100 %', url="https://example.org/?a=1&b=2", author="Dr. Ann Low"),
        post("a2", published=None, text="One.\n\n• a list\n• of two\n\n'''odd''' # text"),
        teaser("t1"),
    ]
    made = compose(selection(*posts), [summary(each) for each in posts], [theme("Estates", "a1", "a2")], edition())
    held = (NotIncluded(post_id="h1", title="Held", reason="comes next time", until=dt.date(2026, 12, 7)),)
    return dataclasses.replace(made, held=held)


def test_an_issue_is_read_back_as_written() -> None:
    """Nothing is lost or changed on the way through the file, and writing again gives the same bytes."""
    text = file.to_toml(issue())
    assert file.from_toml(text, "x.toml") == issue()
    assert file.to_toml(file.from_toml(text, "x.toml")) == text


def test_every_sentence_keeps_its_place_in_the_source() -> None:
    """The proof of a summary is in the file: each sentence with its offsets."""
    first = tomllib.loads(file.to_toml(issue()))["section"][0]["post"][0]["summary"][0]
    assert first == {"text": "Practices share a pharmacist.", "start": 0, "end": 29, "rank": 1}


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (("subject = ", "sujet = "), "sujet"),
        (("number = 3", "number = 0"), "number"),
        (("date = 2026-11-16", 'date = "soon"'), "date"),
        (("[[section]]", "[[section"), "TOML"),
    ],
)
def test_a_mistake_is_named_in_one_line(change: tuple[str, str], named: str) -> None:
    """An editor's slip stops the run with the place where it is, and never becomes another issue."""
    with pytest.raises(NewsletterError) as error:
        file.from_toml(file.to_toml(issue()).replace(*change, 1), "2026-W47.toml")
    assert "2026-W47.toml" in str(error.value)
    assert named in str(error.value)
    assert "\n" not in str(error.value)
