"""Crawled pages as JSON: a page a line, or an array of pages."""

import datetime as dt
import gzip
import json
from collections.abc import Mapping

import pytest

from newsletter.model import DateConfidence, Kind
from tests.dumps.build import form, html, page, prose, read_bytes, titles


def record(at: int, **fields: object) -> dict[str, object]:
    return {"url": f"https://news.example.org/{at}", "title": f"Title number {at}", "text": prose(90, at), **fields}


def lines(*records: Mapping[str, object]) -> str:
    return "".join(json.dumps(one) + "\n" for one in records)


def test_records_give_posts_with_what_they_say() -> None:
    """Address, title, text, date and author are the record's; its line is named."""
    found = read_bytes(lines(record(1, date="2026-05-04T00:30:00+02:00", author="Ann Lee"), record(2)))
    first, second = found.drafts
    assert (first.title, first.text, first.url) == ("Title number 1", prose(90, 1), "https://news.example.org/1")
    assert (first.published, first.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.METADATA)
    assert (first.author, first.source, first.kind) == ("Ann Lee", "news.example.org", Kind.ARTICLE)
    assert (second.published, second.first_line) == (None, 2)


def test_day_of_the_crawl_is_no_date() -> None:
    """When a page was fetched says nothing of when it was published."""
    found = read_bytes(lines(record(1, fetched="2026-05-04", crawled_at="2026-05-04", timestamp=1_777_000_000)))
    assert found.drafts[0].published is None


def test_html_goes_through_the_reader_of_pages() -> None:
    """Menus of the page are left out; the address is the record's; the site's name is no part of the title."""
    body = f"<nav><a href='/'>Home</a></nav><article><h1>Title number 1</h1>{html(120, 1)}</article><footer>Us</footer>"
    made = {**record(1, title="Title number 1 | The Post"), "html": f"<html><body>{body}</body></html>"}
    del made["text"]
    draft = read_bytes(lines(made)).drafts[0]
    assert (draft.title, draft.text, draft.url) == ("Title number 1", prose(120, 1), "https://news.example.org/1")


def test_html_listing_resolves_its_links() -> None:
    """A listing page in a record gives several posts with addresses of their own."""
    cards = "".join(
        f'<article><h2><a href="/p{at}">Report {at} of all</a></h2>{html(120, at)}</article>' for at in (1, 2)
    )
    made = {"url": "https://news.example.org/list", "html": f"<html><body><main>{cards}</main></body></html>"}
    found = read_bytes(lines(made))
    assert [draft.url for draft in found.drafts] == ["https://news.example.org/p1", "https://news.example.org/p2"]
    assert [draft.text for draft in found.drafts] == [prose(120, 1), prose(120, 2)]


def test_piece_of_html_takes_the_title_of_its_record() -> None:
    """A body without a heading is the article that the record names."""
    made = {"title": "Title number 1", "html": html(90, 1)}
    assert [(draft.title, draft.text) for draft in read_bytes(lines(made)).drafts] == [("Title number 1", prose(90, 1))]


def test_text_with_sub_headings_stays_one_article() -> None:
    """A record with a title is one post, whatever short lines stand in it."""
    text = page(
        "Title number 1", "Posted on 4 May 2026 by Ann Lee", prose(90, 1), "What comes next", prose(90, 2), "Share this"
    )
    found = read_bytes(lines(record(1, text=text), record(2)))
    assert titles(found) == ["Title number 1", "Title number 2"]
    assert found.drafts[0].text == page(prose(90, 1), "What comes next", prose(90, 2)).strip()


def test_text_of_a_listing_gives_its_posts() -> None:
    """A crawled archive page under the archive's name is several posts."""
    text = page(*(part for at in (1, 2, 3) for part in (f"Board report {at} is out", f"{at} May 2026", prose(120, at))))
    found = read_bytes(lines(record(1, title="News archive", text=text), record(2)))
    assert titles(found)[:3] == ["Board report 1 is out", "Board report 2 is out", "Board report 3 is out"]
    assert [draft.first_line for draft in found.drafts] == [1, 1, 1, 2]


def test_broken_lines_cost_themselves_alone() -> None:
    """Each broken line is named; all others are read, whatever stands first."""
    deep = '{"a":' * 100_000
    text = '{"url": "https://a", "text": \n' + lines(record(1)) + deep + "\n[1]\nnot json\n" + lines(record(2))
    found = read_bytes(text)
    assert titles(found) == ["Title number 1", "Title number 2"]
    assert [one.first_line for one in found.broken] == [1, 3, 4, 5]
    assert "nested too deeply" in found.broken[1].reason


def test_line_longer_than_any_page_is_passed_over() -> None:
    """Fifty megabytes on one line are neither held nor read."""
    found = read_bytes((lines(record(1)) + '{"text": "' + "a" * 50_000_000 + '"}\n' + lines(record(2))).encode())
    assert titles(found) == ["Title number 1", "Title number 2"]
    assert [one.reason for one in found.broken] == ["line 2: longer than 16 MB: no page"]


@pytest.mark.parametrize("indent", [None, 2])
def test_array_gives_the_same_posts(indent: int | None) -> None:
    """An array on one line or on many is the same pages."""
    found = read_bytes(json.dumps([record(1), record(2)], indent=indent))
    assert [draft.text for draft in found.drafts] == [prose(90, 1), prose(90, 2)]


def test_array_with_a_broken_object_keeps_the_others() -> None:
    """A fault inside an array costs its object."""
    text = json.dumps([record(1), record(2), record(3)]).replace('"title": "Title number 2"', '"title": oh')
    found = read_bytes(text)
    assert titles(found) == ["Title number 1", "Title number 3"]
    assert len(found.broken) == 1


def test_envelope_and_single_object_are_opened() -> None:
    """Interfaces wrap their pages; a crawler may write one object a file."""
    assert titles(read_bytes(json.dumps({"count": 2, "results": [record(1), record(2)]}))) == [
        "Title number 1",
        "Title number 2",
    ]
    assert titles(read_bytes(json.dumps(record(1), indent=2))) == ["Title number 1"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_encodings_are_told_by_content(encoding: str) -> None:
    """Whatever wrote the lines, the words are the same."""
    text = json.dumps(record(1, title="Café visits"), ensure_ascii=False) + "\n" + lines(record(2))
    assert titles(read_bytes(text.encode(encoding))) == ["Café visits", "Title number 2"]


def test_gzipped_lines_that_break_off_keep_what_is_whole() -> None:
    """A download that was cut short is named and read as far as it goes."""
    whole = gzip.compress(lines(*(record(at) for at in range(40))).encode())
    assert len(read_bytes(whole).drafts) == 40
    found = read_bytes(whole[: len(whole) * 3 // 4])
    assert 10 < len(found.drafts) < 40
    assert "breaks off" in found.broken[-1].reason


def test_forms_are_told_by_content() -> None:
    """Prose in brackets is no JSON."""
    assert form(lines(record(1))) == "application/x-ndjson"
    assert form(json.dumps([record(1)])) == "application/json"
    assert form("[Update] The clinic has moved.\n\n" + prose(30)) == "text/plain"
    assert form("{curly} words\n\n" + prose(30)) == "text/plain"
