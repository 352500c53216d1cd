"""The scorer itself: what counts as found, as right and as leaked."""

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path

import pytest

from newsletter.model import Kind, Post, Span
from tests.quality.dumps.labels import LabelledFile, read_label
from tests.quality.dumps.score import Scores, scores, tally

PAGE = """Menu
The heron
4 May 2014
It stood in the weir all day and did not move an inch.
The otter
It was only there for a moment and nobody had a camera. Read More
Accept all cookies"""
RIGHT = {
    "The heron": "It stood in the weir all day and did not move an inch.",
    "The otter": "It was only there for a moment and nobody had a camera.",
}


@pytest.fixture
def labelled(tmp_path: Path) -> LabelledFile:
    heron = {"title": "The heron", "date": "2014-05-04", "title_line": 2, "meta_lines": [3], "body_lines": [[4, 4]]}
    otter = {"title": "The otter", "date": None, "title_line": 5, "meta_lines": [], "body_lines": [[6, 6]]}
    labels = {
        "file": "page.txt",
        "shape": "archive_txt",
        "posts": [{**one, "author": None, "kind": "article"} for one in (heron, otter | {"text": RIGHT["The otter"]})],
        "furniture": ["Menu", "Accept all cookies"],
        "furniture_lines": [1, 7],
        "glued": [{"text": "Read More"}],
    }
    (tmp_path / "page.txt").write_text(PAGE, "utf-8")
    (tmp_path / "page.json").write_text(json.dumps(labels), "utf-8")
    return read_label(tmp_path / "page.json", tmp_path)


def post(title: str, text: str) -> Post:
    return Post(id=title, title=title, text=text, kind=Kind.ARTICLE, source="", span=Span(file="page.txt"))


def test_all_right_is_all_right_but_the_date(labelled: LabelledFile) -> None:
    got = scores(tally(labelled, [post(title, text) for title, text in RIGHT.items()]))
    assert got == Scores(title=1, start=1, end=1, body=1, leaked=0, dates_right=0, dates_invented=0, authors=1)


def test_a_missed_post_costs_recall_and_its_body(labelled: LabelledFile) -> None:
    got = scores(tally(labelled, [post("The heron", RIGHT["The heron"])]))
    assert got.title == pytest.approx(2 / 3)
    assert got.body == 0.5


def test_a_menu_taken_for_a_post_costs_precision_and_leaks(labelled: LabelledFile) -> None:
    posts = [*(post(title, text) for title, text in RIGHT.items()), post("Menu", "Accept all cookies")]
    got = scores(tally(labelled, posts))
    assert got.title == pytest.approx(4 / 5)
    assert got.leaked == pytest.approx(1 / 3)


def test_furniture_glued_to_the_last_sentence_leaks(labelled: LabelledFile) -> None:
    got = scores(tally(labelled, [post("The otter", RIGHT["The otter"] + " Read More")]))
    assert got.leaked == 1


def test_two_posts_in_one_have_a_wrong_end(labelled: LabelledFile) -> None:
    got = scores(tally(labelled, [post("The heron", "\n\n".join(RIGHT.values()))]))
    assert got.start == pytest.approx(2 / 3)
    assert got.end == 0


def test_a_start_at_the_date_line_is_right_and_one_in_the_menu_is_not(labelled: LabelledFile) -> None:
    dated = post("The heron", "4 May 2014\n" + RIGHT["The heron"])
    assert tally(labelled, [dated])["starts"] == 1
    assert tally(labelled, [post("The heron", "Accept all cookies\n" + dated.text)])["starts"] == 0


def test_a_date_given_to_an_undated_post_is_invented(labelled: LabelledFile) -> None:
    guessed = replace(post("The otter", RIGHT["The otter"]), published=dt.date(2014, 5, 4))
    assert scores(tally(labelled, [guessed])).dates_invented == 1


def test_another_typography_is_the_same_title(labelled: LabelledFile) -> None:
    assert tally(labelled, [post("  THE\u00a0HERON ", RIGHT["The heron"])])["titles"] == 1
