"""Per-source settings: what an editor says of an odd site is done, and nothing else changes."""

import pathlib
import re

from newsletter.dumps import read_folder
from newsletter.dumps.findings import Hints
from newsletter.dumps.rules import SourceRule
from tests.dumps.build import page, prose

ODD = "=== one ===\n\nThe first story is short. It ends here.\n\n=== two ===\n\nThe second one is too. So does it.\n"


def write(folder: pathlib.Path, **files: str) -> pathlib.Path:
    for name, text in files.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def rule(source: str, *files: str, **hints: object) -> SourceRule:
    return SourceRule(source=source, files=files, hints=Hints(**hints))  # type: ignore[arg-type]


def test_a_title_pattern_names_the_titles(tmp_path: pathlib.Path) -> None:
    """A site whose titles look like nothing else is read once its editor says what they look like."""
    rules = [rule("Odd", "odd*", title=re.compile(r"^=== .* ===$"))]
    found = read_folder(write(tmp_path, odd=ODD), rules=rules)
    assert [post.title for post in found.posts] == ["=== one ===", "=== two ==="]
    assert {post.source for post in found.posts} == {"Odd"}


def test_a_dropped_line_is_in_no_post_and_said(tmp_path: pathlib.Path) -> None:
    """What the settings drop is left out with that reason."""
    text = page("Why the rota broke", prose(120, 1)) + "\n\nGet well soon, says our sponsor.\n"
    rules = [rule("Odd", "*.txt", drop=(re.compile("sponsor"),))]
    found = read_folder(write(tmp_path, odd=text), rules=rules)
    assert "sponsor" not in found.posts[0].text
    assert [row.reason for row in found.left_out if "sponsor" in row.text] == ["dropped by the settings"]


def test_a_rule_is_for_its_own_files(tmp_path: pathlib.Path) -> None:
    """Another source's files are read as ever."""
    text = page("Why the rota broke", prose(120, 1))
    found = read_folder(write(tmp_path, mine=text), rules=[rule("Odd", "odd*", drop=(re.compile("."),))])
    assert [post.title for post in found.posts] == ["Why the rota broke"]
    assert found.posts[0].source == "unknown"


def test_a_rule_follows_the_source_that_a_page_names(tmp_path: pathlib.Path) -> None:
    """A source that only its pages name is still read by its rule."""
    html = (
        "<html><head><link rel='canonical' href='https://odd.example/a'><title>A rota</title></head><body><article>"
        f"<h1>Why the rota broke</h1><p>{prose(80, 1)}</p><p>Get well, says our sponsor.</p></article></body></html>"
    )
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    found = read_folder(tmp_path, rules=[rule("odd.example", drop=(re.compile("sponsor"),))])
    assert found.posts
    assert all("sponsor" not in post.text for post in found.posts)


def test_other_rules_read_the_files_again(tmp_path: pathlib.Path) -> None:
    """A changed setting holds at once, though no file has changed."""
    (tmp_path / "dump").mkdir()
    dump, cache = write(tmp_path / "dump", odd=ODD), tmp_path / "cache"
    before = read_folder(dump, cache).posts
    after = read_folder(dump, cache, rules=[rule("Odd", "odd*", title=re.compile("^==="))]).posts
    assert len(after) == 2
    assert list(read_folder(dump, cache).posts) == list(before)


def test_relative_links_start_from_where_the_manifest_says(tmp_path: pathlib.Path) -> None:
    """A saved listing page no longer knows its address; the crawler that saved it does."""
    cards = "".join(
        f"<article><h2><a href='/news/{at}'>Story {at} of this week</a></h2><p>{prose(60, at)}</p></article>"
        for at in range(3)
    )
    (tmp_path / "list.html").write_text(f"<html><body><main>{cards}</main></body></html>", encoding="utf-8")
    line = '{"file": "list.html", "url": "https://news.example/latest/"}\n'
    (tmp_path / "manifest.jsonl").write_text(line, encoding="utf-8")
    found = read_folder(tmp_path)
    assert [post.url for post in found.posts] == [f"https://news.example/news/{at}" for at in range(3)]
