"""Whatever bytes lie in the folder: each reader gives posts or one clear line, within its caps."""

import gzip
import json
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.dumps.sniff import decode
from newsletter.errors import DumpError
from tests.dumps import test_feed, test_mail, test_warc, test_wordpress
from tests.dumps.build import html, page, prose, read_bytes, titles

CALM = settings(derandomize=True, max_examples=40, deadline=None, database=None)

SEEDS: dict[str, bytes] = {
    "rss": test_feed.rss(test_feed.item("One & two", "a", full=html(30, 1)), test_feed.item("Two", "b")).encode(),
    "json feed": json.dumps(
        {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": "1", "title": "A", "content_html": html(30)}]}
    ).encode(),
    "json lines": b"".join(
        json.dumps({"url": f"https://a/{at}", "title": "A", "text": prose(20, at), "date": "2026-05-04"}).encode()
        + b"\n"
        for at in range(3)
    ),
    "json": json.dumps([{"title": "A", "html": html(20)}, {"title": "B", "text": prose(20)}], indent=1).encode(),
    "yaml": f"---\ntitle: A b\nx: &a [1, {{b: 2}}]\ny: *a\n---\n# A\n\n* b\n\n{prose(20)}".encode(),
    "toml": f'+++\ntitle = "A b"\n[x]\ny = 1\n+++\n{prose(20)}'.encode(),
    "pelican": f"Title: A b\nDate: 2026-05-04\n\n{prose(20)}".encode(),
    "wordpress": test_wordpress.wxr(
        test_wordpress.item("One", html(20)), test_wordpress.item("Two", prose(20))
    ).encode(),
    "mail": test_mail.mail("A b", text=prose(20), page=test_mail.letter(test_mail.item(1, 20), test_mail.item(2, 20))),
    "mbox": b"From a@b Mon May  4 00:30:00 2026\n" + test_mail.mail("A b", text=prose(20)).replace(b"\r\n", b"\n"),
    "warc": b"".join(test_warc.archive(1, 2)),
    "gzip": gzip.compress(page("A title here", prose(40)).encode()),
    "warc.gz": b"".join(map(gzip.compress, test_warc.archive(1, 2))),
}
Cut = tuple[float, int, bytes]
NASTY = st.sampled_from(
    (
        b"\x00",
        b"\xff\xfe",
        b"<",
        b"]]>",
        b"<![CDATA[",
        b'"',
        b"}",
        b"[" * 300,
        b"\n\n",
        b"\r",
        b"---\n",
        b"&x;",
        b"{" * 300,
    )
)
CUTS = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), st.one_of(NASTY, st.binary(max_size=8))), max_size=4)


def changed(found: bytes, cuts: list[Cut]) -> bytes:
    """Bytes with stretches replaced."""
    for share, length, put in cuts:
        at = int(share * len(found))
        found = found[:at] + put + found[at + length :]
    return found


def check(found: bytes) -> None:
    """Posts that keep the promises of the record, or one line that says what is wrong."""
    try:
        contents = read_bytes(found)
    except DumpError as error:
        assert len(str(error).splitlines()) == 1  # noqa: PT017 - whether it is raised depends on the bytes
        return
    assert not any("report this file" in one.reason for one in contents.broken)
    for draft in contents.drafts:
        assert draft.title.strip()
        assert draft.text.strip() == draft.text != ""
        assert "\n\n\n" not in draft.text


@pytest.mark.parametrize("form", SEEDS)
@CALM
@given(cuts=CUTS)
def test_damaged_files_of_every_form(form: str, cuts: list[Cut]) -> None:
    """No damage makes a reader fail: it gives what is left or says what is wrong."""
    check(changed(SEEDS[form], cuts))


@pytest.mark.parametrize("form", SEEDS)
def test_files_cut_short_anywhere(form: str) -> None:
    """A file may end at any byte."""
    whole = SEEDS[form]
    for at in range(1, len(whole), max(1, len(whole) // 60)):
        check(whole[:at])


@CALM
@given(
    found=st.binary(max_size=400),
    start=st.sampled_from((b"", b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00", b"{", b"<rss", b"---\n")),
)
def test_any_bytes(found: bytes, start: bytes) -> None:
    """Neither does noise, whatever it begins like."""
    check(start + found)


@pytest.mark.parametrize(
    "found",
    [
        b'<rss version="2.0"><channel>' + b"<a>" * 400_000,
        b"<rss><channel><item><description>" + b"<![CDATA[" * 100_000,
        b'{"a":' * 300_000,
        b"[" * 500_000,
        b'[{"title": "' + b'}, {"' * 100_000,
        b"---\ntitle: a\nx: " + b"[" * 30_000 + b"\n---\ntext\n",
        b"---\ntitle: a\n---\n" + b"[" * 400_000,
        b"---\ntitle: a\n---\n" + b"{{< " * 200_000,
        b"From: a@b.example.org\nSubject: x\nTo: " + b"<a@b>, " * 100_000 + b"\n\n" + b"# a\n" * 50_000,
        b"WARC/1.0\r\n" * 100_000,
        b"WARC/1.0\r\nContent-Length: 9999999999999\r\n\r\n" * 1000,
        gzip.compress(gzip.compress(bytes(100_000_000))),
        b"<!-- " * 200_000 + b"<rss>",
    ],
    ids=lambda found: repr(found[:24]),
)
def test_bombs_end_soon(found: bytes) -> None:
    """Depth, repetition and promises of size cost seconds at most; the suite's time shows it."""
    check(found)


def lines() -> bytes:
    one = {"url": "https://a.example.org/", "title": "Menu", "text": "", "padding": "x" * 50_000}
    last = json.dumps({"title": "Why the rota broke", "text": prose(60, 1)}).encode()
    return (json.dumps(one).encode() + b"\n") * 600 + last


def archive() -> bytes:
    picture = test_warc.record("https://a.example.org/a.png", test_warc.response(b"x" * 50_000, kind="image/png"))
    return picture * 600 + test_warc.archive(1)[0]


def box() -> bytes:
    attached = b"Content-Type: image/png\nContent-Disposition: attachment\n\n" + b"x" * 50_000
    mark = b"\n\nFrom a@b Mon May  4 00:30:00 2026\n"
    letter = test_mail.mail("Why the rota broke", text=prose(60, 1)).replace(b"\r\n", b"\n")
    return (mark + b"From: a@b.example.org\nSubject: a\n" + attached) * 600 + mark + letter


@pytest.mark.parametrize("made", [lines, archive, box])
def test_memory_does_not_grow_with_the_file(made: Callable[[], bytes]) -> None:
    """Thirty megabytes of records that hold no post leave no trace."""
    found = made()
    tracemalloc.start()
    contents = read_bytes(found)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(titles(contents)) == 1
    assert peak < 4_000_000


def test_a_picture_amid_a_text_costs_its_own_lines_only() -> None:
    """A crawler that glued a picture into a page loses none of the page's posts."""
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(range(14, 60))
    decoded = decode(b"A title\n" + b"Some text of the page. " * 20 + b"\n" + picture + b"\nAnother title\n")
    assert (decoded.text.split("\n")[0], decoded.text.split("\n")[-2]) == ("A title", "Another title")
    assert decoded.repaired
    assert "IHDR" not in decoded.text
