"""Sentences are cut where a reader would, and each knows its exact place."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.summaries.blocks import Form
from newsletter.summaries.sentences import split


@pytest.mark.parametrize(
    "sentences",
    [
        ["Dr. Amina Cole spoke first.", "Prof. J. R. Hart did not."],
        ["Rooms cost more, e.g. in Leeds.", "That is, i.e. rent."],
        ["No. 10 said no.", "It meant it."],
        ["See p. 11, 3.6 and fig. 2 of the report.", "Then read p11, 3.6."],
        ["A jab costs £1.50.", "The list has 3.6 million names."],
        ["It opens at 8 a.m. on Mondays and shuts at 6.30 p.m.", "The phones do not."],
        ["Hill Ltd. and Vale Inc. merged.", "The U.K. office closed."],
        ["This is Plan B.", "The board liked Plan A."],
        ["North vs. South is an old story.", "It is told at St. Bride’s."],
        ["“We are full,” she said.", "“Come back in May.”", "Nobody did."],
        ["They called it “a gift”.", "It was not."],
        ["“Why us?” he asked.", "Nobody knew!", "Silence…", "Then it rang."],
        ["He waited... and waited.", "The hub (open since May. And busy) was shut."],
        ["The page is at www.example.org/a.b and works.", "Version 2.0 does, too."],
        ["In Sept. 2025 it began.", "By Jan. 5 it was over."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(sentences: list[str]) -> None:
    """Abbreviations, initials, numbers, quotations and brackets do not break a sentence."""
    assert [found.text for found in split("  ".join(sentences))] == sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The hub works, she said.“A lot of it is luck.”", ["The hub works, she said.", "“A lot of it is luck.”"]),
        ('The hub works, she said."A lot is luck."', ["The hub works, she said.", '"A lot is luck."']),
        ("It was over.The board had gone.", ["It was over.", "The board had gone."]),
    ],
)
def test_a_missing_space_still_parts_two_sentences(text: str, expected: list[str]) -> None:
    """Crawled pages lose the space after a quotation or a full stop."""
    assert [found.text for found in split(text)] == expected


def test_headings_and_items_are_known_as_such() -> None:
    """They are not sentences of the argument."""
    text = "What we found\n\nThree things matter:\n\n• Money\n• People, and\nmore people\n\n1. Stop. Then start again."
    assert [(found.form, found.text) for found in split(text)] == [
        (Form.HEADING, "What we found"),
        (Form.PROSE, "Three things matter:"),
        (Form.ITEM, "Money"),
        (Form.ITEM, "People, and\nmore people"),
        (Form.ITEM, "Stop."),
        (Form.ITEM, "Then start again."),
    ]


def test_a_heading_run_into_its_text_stands_alone() -> None:
    """ "Leadership.  Does the network …" is a heading and a question."""
    found = split("Leadership.  Does the network have a leader who listens?")
    assert [one.text for one in found] == ["Leadership.", "Does the network have a leader who listens?"]


def test_wrapped_lines_are_one_sentence_and_short_lines_are_not() -> None:
    """A page wrapped at 40 columns reads as its author wrote it."""
    text = "The board met on Monday and agreed on\nthe map, which everybody had seen before.\nIt then went home."
    assert [found.text for found in split(text)] == [
        "The board met on Monday and agreed on\nthe map, which everybody had seen before.",
        "It then went home.",
    ]


def test_a_quotation_stays_open_over_sentences_and_paragraphs() -> None:
    """What stands inside it is somebody's words, though no mark is on it."""
    text = "Cole said: “We are full. We have no room.\n\n“And no money. None at all.” The board listened."
    assert [(found.quoted, found.text) for found in split(text)] == [
        (False, "Cole said: “We are full."),
        (True, "We have no room."),
        (True, "“And no money."),
        (True, "None at all.”"),
        (False, "The board listened."),
    ]


def test_a_quotation_whose_end_was_forgotten_does_not_swallow_the_post() -> None:
    """The next paragraph that opens a quotation of its own starts afresh."""
    found = split("He said “no.\n\nThe board met. It called the map “a start”.")
    assert [one.quoted for one in found] == [False, False, False]


def test_other_scripts_are_cut_at_their_own_full_stops() -> None:
    """A post in another language is not one giant sentence."""
    assert len(split("这是第一句。这是第二句。")) == 2
    assert len(split("هل هذا سؤال؟ نعم هو سؤال. شكرا")) == 3


@given(st.text(alphabet="aB .?!…\n“”‘’\"'()•1-。é", max_size=200))
def test_any_text_is_cut_without_loss(text: str) -> None:
    """Sentences are in order, do not overlap, and leave out only space and list markers."""
    found = split(text)
    assert all(text[one.start : one.end] == one.text and one.text == one.text.strip() for one in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    gaps = "".join(
        text[a:b] for a, b in zip([0, *(one.end for one in found)], [*(o.start for o in found), None], strict=True)
    )
    assert not set(gaps) & set("Bé“”‘?!")
