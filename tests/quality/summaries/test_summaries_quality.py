"""Summaries of the sample dump against the sentences that an editor would print, with pinned scores.

A lower score is a step back; a higher one is written down here.
"""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest

from newsletter.dumps import read_folder
from newsletter.model import Kind, Post, Summary
from newsletter.summaries import summarise_all
from newsletter.themes.vectors import UniversalEncoder

ROOT = Path(__file__).parents[3]
ACCEPTED = 0.44
"""Share of printed sentences that are among the editor's three to five of a post (of about twenty)."""
ON_THE_POINT = 0.83
"""Share of summaries with at least one of them."""
DANGLING = re.compile(r"(?:But|However|So|This|These|They|It is this|Consequently|Second|In this way|He|She)\b")


class Label(NamedTuple):
    pick: frozenset[str]
    never: frozenset[str]


def plain(text: str) -> str:
    return " ".join(text.split())


def labels() -> dict[str, Label]:
    posts = json.loads(Path(__file__).with_name("sample.json").read_text(encoding="utf-8"))["posts"]
    return {
        post["title"]: Label(frozenset(map(plain, post["pick"])), frozenset(map(plain, post["never"])))
        for post in posts
    }


def printed(summary: Summary) -> list[str]:
    return [plain(sentence.text) for sentence in summary.sentences]


@pytest.fixture(scope="module")
def summaries() -> list[tuple[Post, Summary]]:
    posts = [post for post in read_folder(ROOT / "examples" / "dump").posts if post.kind is Kind.ARTICLE]
    return list(zip(posts, summarise_all(posts, UniversalEncoder()), strict=True))


@pytest.fixture(scope="module")
def labelled(summaries: list[tuple[Post, Summary]]) -> list[tuple[Label, list[str]]]:
    known = labels()
    return [(known[post.title], printed(summary)) for post, summary in summaries if post.title in known]


def test_the_labelled_posts_are_found(labelled: list[tuple[Label, list[str]]]) -> None:
    """The labels and the sample dump belong together."""
    assert len(labelled) >= 0.9 * len(labels())


def test_an_editor_would_have_chosen_the_same(labelled: list[tuple[Label, list[str]]]) -> None:
    """The share of printed sentences that are the editor's does not fall."""
    hits = [text in label.pick for label, texts in labelled for text in texts]
    assert sum(hits) / len(hits) >= ACCEPTED


def test_a_summary_comes_to_the_point(labelled: list[tuple[Label, list[str]]]) -> None:
    """Hardly a summary without one of the editor's sentences."""
    hits = [not label.pick.isdisjoint(texts) for label, texts in labelled]
    assert sum(hits) / len(hits) >= ON_THE_POINT


def test_no_forbidden_sentence_is_printed(labelled: list[tuple[Label, list[str]]]) -> None:
    """Not one question, dangling opener, heading, chatter or platitude that the editor marked."""
    assert [text for label, texts in labelled for text in texts if text in label.never] == []


def test_every_summary_has_two_or_three_sentences_in_75_words(summaries: list[tuple[Post, Summary]]) -> None:
    """The form of a summary holds for each article of the sample."""
    assert all(2 <= len(summary.sentences) <= 3 and summary.words <= 75 for _, summary in summaries)


def test_no_summary_opens_with_a_word_that_points_back(summaries: list[tuple[Post, Summary]]) -> None:
    """The first sentence printed has none before it."""
    assert [texts[0] for _, summary in summaries if (texts := printed(summary)) and DANGLING.match(texts[0])] == []


@pytest.mark.extra
def test_real_posts_give_no_question_and_no_chatter() -> None:
    """The same holds for the crawled pages that the project was started for."""
    folder = ROOT.parent / "shared" / "dump"
    if not folder.is_dir():
        pytest.skip("the crawled pages are not part of the project")
    posts = [post for post in read_folder(folder).posts if post.kind is Kind.ARTICLE]
    texts = [printed(summary) for summary in summarise_all(posts, UniversalEncoder())]
    assert not any(text.endswith("?") or "I wrote" in text for some in texts for text in some)
    assert not any(DANGLING.match(some[0]) for some in texts)
