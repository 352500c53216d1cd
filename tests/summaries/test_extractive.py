"""Two or three of a post's own sentences say what it says."""

import datetime as dt
import random
import time
import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from newsletter.model import Kind, Post, Span, Summary
from newsletter.summaries import summarise, summarise_all
from newsletter.themes.tfidf import terms

BODY = """\
Every board in the county now has a map of its neighbourhoods. Last week I wrote about how it was drawn. What is next?

Practices need a shared visiting team, because one nurse alone cannot see 40 housebound patients a week. They have asked
the board to pay for it. The board has £120,000 for such teams and has promised an answer by March.

“We cannot wait. Our nurses are leaving,” said Ann Cole, who manages the largest surgery in the county.

The reasons are simple:

• Falling income
• Old buildings

A visiting team that five practices share costs each of them less than half a nurse. But nobody has found a room for it.
Practices that have tried a shared team in other counties report 30% fewer emergency visits.

The map is a start. Working together is what it is all about."""


class WordEncoder:
    """Vectors of hashed words: as quick as they are simple."""

    name = "words"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for term in terms(text):
                rows[row, zlib.crc32(term.encode("utf-8", "replace")) % 64] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        lengths[lengths == 0] = 1
        unit: NDArray[np.float32] = rows / lengths
        return unit


def a_post(
    text: str = BODY, *, title: str = "Practices want a shared visiting team", kind: Kind = Kind.ARTICLE
) -> Post:
    return Post(id="p", title=title, text=text, kind=kind, source="blog", span=Span(file="a.txt"))


def texts_of(summary: Summary) -> list[str]:
    return [sentence.text for sentence in summary.sentences]


def test_a_summary_is_two_or_three_whole_sentences_with_their_places() -> None:
    """Each is found again at its offsets; they are in source order, and ranked."""
    summary = summarise(a_post(), WordEncoder())
    assert 2 <= len(summary.sentences) <= 3
    assert summary.words <= 75
    assert summary.method == "extractive"
    assert all(BODY[one.start : one.end] == one.text for one in summary.sentences)
    assert [one.start for one in summary.sentences] == sorted(one.start for one in summary.sentences)
    assert sorted(one.rank for one in summary.sentences) == list(range(1, len(summary.sentences) + 1))


def test_nothing_that_cannot_stand_alone_is_chosen() -> None:
    """No question, no chatter, no list item, no quotation without speaker, no flourish."""
    chosen = " ".join(texts_of(summarise(a_post(), WordEncoder(), words=200)))
    for fragment in (
        "?",
        "I wrote",
        "Falling income",
        "simple:",
        "Our nurses",
        "The map is a start",
        "all about",
    ):
        assert fragment not in chosen


def test_an_opener_that_leans_is_printed_only_after_the_sentence_before_it() -> None:
    """ "They have asked" may follow "Practices need", and nothing else."""
    for words in range(10, 200, 10):
        chosen = texts_of(summarise(a_post(), WordEncoder(), words=words))
        leaning = [place for place, text in enumerate(chosen) if text.startswith("They have asked")]
        assert 0 not in leaning
        assert all(chosen[place - 1].startswith("Practices need") for place in leaning)


@pytest.mark.parametrize("words", [15, 25, 40, 60, 100])
def test_a_budget_of_words_is_never_exceeded(words: int) -> None:
    """`words` counts whole sentences, as many as fit."""
    summary = summarise(a_post(), WordEncoder(), words=words)
    assert 0 < summary.words <= words


def test_a_budget_smaller_than_any_sentence_gives_the_shortest_sound_one() -> None:
    """One sentence is better than none."""
    summary = summarise(a_post(), WordEncoder(), words=3)
    assert len(summary.sentences) == 1
    assert summary.sentences[0].text.endswith(".")


def test_the_same_thing_is_not_said_twice() -> None:
    """A post that repeats a paragraph is summarised once."""
    text = "\n\n".join(["Practices in the county will share one visiting team from April this spring."] * 9)
    assert len(summarise(a_post(text), WordEncoder()).sentences) == 1


def test_no_more_than_a_quarter_of_a_longer_post_is_quoted() -> None:
    """A summary does not replace the post."""
    text = " ".join(
        f"Practice {n} in the county has {n} nurses and shares one of them with others." for n in range(2, 18)
    )
    assert summarise(a_post(text), WordEncoder()).words <= len(text.split()) / 4


def test_nothing_relative_to_a_day_comes_from_an_undated_post() -> None:
    """ "Last month" of which year?"""
    text = BODY.replace(
        "Practices need a shared visiting team,", "Practices asked last month for a shared visiting team,"
    )
    assert not any("last month" in chosen for chosen in texts_of(summarise(a_post(text), WordEncoder(), words=90)))


def test_a_teaser_keeps_its_own_lines_without_calls() -> None:
    """Its lines are all there is; a poll and the question that leads to it are not for e-mail."""
    text = "Half of all rooms are damp. A survey asked 97 practices. So what would you do? Vote at www.example.org"
    summary = summarise(a_post(text, kind=Kind.TEASER), WordEncoder())
    assert texts_of(summary) == ["Half of all rooms are damp.", "A survey asked 97 practices."]
    assert summary.method == "quoted"


def test_a_short_post_is_quoted() -> None:
    """There is nothing to shorten."""
    text = "The hub opens in May. It has two nurses."
    assert texts_of(summarise(a_post(text), WordEncoder())) == ["The hub opens in May.", "It has two nurses."]


def test_an_empty_post_has_an_empty_summary() -> None:
    """No sentence, and a method that says so."""
    assert summarise(a_post(""), WordEncoder()) == Summary(post_id="p", sentences=(), method="none")


def test_summaries_do_not_depend_on_the_company_of_a_post() -> None:
    """Alone, or between others in any order: the same summary."""
    posts = [a_post(), a_post(BODY[200:]), a_post("Short.", title="")]
    alone = [summarise(post, WordEncoder()) for post in posts]
    assert list(summarise_all(posts, WordEncoder())) == alone
    assert list(summarise_all(posts[::-1], WordEncoder())) == alone[::-1]


ODD_TEXTS = {
    "one giant sentence": "practice nurse money " * 20_000,
    "no spaces": "a" * 200_000,
    "full stops without spaces": "Abc." * 50_000,
    "only full stops": "." * 100_000,
    "only quotation marks": "“" * 50_000,
    "all capitals": "THE PRACTICES OF THE COUNTY SHARE A NURSE. THE BOARD PAYS FOR HER ROOM AND HER CAR. " * 10,
    "right to left": "يجب على العيادات أن تعمل معا من أجل المرضى. هل هذا سؤال؟ " * 20,
    "only links": "https://example.org/a\nhttps://example.org/b",
    "only a list": "• Falling income\n• Rising demand\n• Old buildings\n" * 20,
    "only questions": "Is this a question? Is that another one? " * 20,
    "half characters": "A bad \ud800 character stands in this sentence of the post. " * 20,
    "no capitals": "the practice was open and nobody came. then the nurse went home because of rain. " * 10,
}


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_odd_text_gets_a_sound_summary_or_a_quoted_line(text: str) -> None:
    """Never a crash, never nothing, never a page."""
    summary = summarise(a_post(text), WordEncoder())
    assert 1 <= len(summary.sentences) <= 3
    assert sum(len(one.text) for one in summary.sentences) <= 1000
    assert all(text[one.start : one.end] == one.text for one in summary.sentences)


def test_a_post_of_200_000_words_takes_seconds() -> None:
    """Time grows with the length, not with its square."""
    chooser = random.Random(1)
    words = [
        "practice",
        "network",
        "patient",
        "doctor",
        "nurse",
        "contract",
        "board",
        "meeting",
        "team",
        "hub",
        "money",
    ]
    text = " ".join(" ".join(chooser.choices(words, k=18)).capitalize() + "." for _ in range(11_100))
    start = time.process_time()
    summary = summarise(a_post(text), WordEncoder())
    assert time.process_time() - start < 20
    assert summary.words <= 75


def test_a_dated_post_may_speak_of_its_day() -> None:
    """With a date beside it, "this week" is worth more than nothing."""
    text = "The board met this week and closed five rooms. " + "Why did it do that to us all? " * 12
    post = a_post(text)
    dated = Post(id="p", title="", text=text, kind=post.kind, source="", span=post.span, published=dt.date(2026, 11, 2))
    assert texts_of(summarise(dated, WordEncoder())) == ["The board met this week and closed five rooms."]
