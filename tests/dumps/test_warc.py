"""WARC: every page that a crawler was answered, and nothing else."""

import gzip
import pathlib

import pytest

from newsletter.errors import DumpError
from tests.dumps.build import form, html, page, prose, read_bytes, read_files, titles


def article(at: int) -> bytes:
    body = f"<nav><a href='/'>Home</a></nav><article><h1>Title number {at}</h1>{html(120, at)}</article>"
    return f"<html><head><title>Title number {at}</title></head><body>{body}</body></html>".encode()


def response(
    content: bytes, *, kind: str = "text/html; charset=utf-8", status: str = "200 OK", extra: str = ""
) -> bytes:
    return f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + content


def record(url: str, block: bytes, *, kind: str = "response", length: int | None = None) -> bytes:
    media = "application/http; msgtype=response" if kind == "response" else "text/plain"
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2026-05-04T00:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: {media}\r\nContent-Length: {length or len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def archive(*numbers: int) -> list[bytes]:
    return [record(f"https://news.example.org/{at}", response(article(at))) for at in numbers]


def test_pages_are_read_with_their_address_and_without_the_day_of_the_crawl(tmp_path: pathlib.Path) -> None:
    """Each response is a page of its own source; when it was fetched is no date."""
    parts = [record("urn:info", b"software: x\r\n", kind="warcinfo"), *archive(1, 2)]
    found = read_files(tmp_path, {"sub/crawl.bin": b"".join(parts)})
    assert [(post.title, post.text, post.url, post.source, post.published) for post in found.posts] == [
        (f"Title number {at}", prose(120, at), f"https://news.example.org/{at}", "news.example.org", None)
        for at in (1, 2)
    ]
    assert found.unreadable == ()


@pytest.mark.parametrize("whole", [True, False])
def test_packed_whole_or_by_record(whole: bool) -> None:
    """Both ways of packing an archive are read."""
    parts = archive(1, 2)
    packed = gzip.compress(b"".join(parts)) if whole else b"".join(gzip.compress(part) for part in parts)
    assert form(packed) == "application/warc"
    assert titles(read_bytes(packed)) == ["Title number 1", "Title number 2"]


def test_chunks_and_packed_answers_are_put_together() -> None:
    """What a server sent packed or in pieces is the same page."""
    packed = response(gzip.compress(article(1)), extra="Content-Encoding: gzip\r\n")
    pieces = (
        b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (article(2)[:500], article(2)[500:])) + b"0\r\n\r\n"
    )
    chunked = response(pieces, extra="Transfer-Encoding: chunked\r\n")
    found = read_bytes(record("https://a.example.org/1", packed) + record("https://a.example.org/2", chunked))
    assert [draft.text for draft in found.drafts] == [prose(120, 1), prose(120, 2)]


def test_what_is_no_page_is_counted_once() -> None:
    """Pictures, scripts and errors are named together, not one by one."""
    parts = [
        record("https://a.example.org/x.png", response(b"\x89PNG", kind="image/png")),
        record("https://a.example.org/y.png", response(b"\x89PNG", kind="image/png")),
        record("https://a.example.org/gone", response(article(3), status="404 Not Found")),
        *archive(1),
    ]
    found = read_bytes(b"".join(parts))
    assert titles(found) == ["Title number 1"]
    assert [rest.text for rest in found.rest if "no page" in rest.reason] == ["1 answered 404, 2 image/png"]


def test_texts_of_pages_are_read_too() -> None:
    """Common Crawl keeps pages as text in records of conversion."""
    text = page("Title number 1", prose(120, 1)).encode()
    found = read_bytes(record("https://a.example.org/1", text, kind="conversion"))
    assert [(draft.title, draft.url) for draft in found.drafts] == [("Title number 1", "https://a.example.org/1")]


def test_charset_of_the_answer_counts_where_it_fits() -> None:
    """A server's word is taken, and a wrong word does no harm."""
    text = article(1).decode().replace("Title number 1", "Łódź w maju")
    right = record("https://a.example.org/1", response(text.encode("iso-8859-2"), kind="text/html; charset=iso-8859-2"))
    wrong = record("https://a.example.org/2", response(text.encode(), kind="text/html; charset=utf-16"))
    assert titles(read_bytes(right + wrong)) == ["Łódź w maju"] * 2


def test_archive_that_breaks_off_keeps_what_is_whole() -> None:
    """The last record may be cut; those before it are read."""
    whole = b"".join(archive(1, 2, 3))
    found = read_bytes(whole[:-400])
    assert titles(found)[:2] == ["Title number 1", "Title number 2"]
    assert [one.reason for one in found.broken] == ["record 3: breaks off"]


def test_damage_costs_its_record() -> None:
    """After noise, a wrong length or a broken member the next record is found."""
    one, two, three = archive(1, 2, 3)
    noise = read_bytes(one + b"\x00\xffnoise\r\n" * 20 + two)
    assert (titles(noise), len(noise.broken)) == (["Title number 1", "Title number 2"], 1)
    short = read_bytes(one.replace(b"Content-Length: ", b"Content-Length: -") + two)
    assert (titles(short)[-1], bool(short.broken)) == ("Title number 2", True)
    members = [bytearray(gzip.compress(part)) for part in (one, two, three)]
    members[1][100:120] = bytes(20)
    packed = read_bytes(b"".join(bytes(member) for member in members))
    assert (titles(packed), bool(packed.broken)) == (["Title number 1", "Title number 3"], True)


def test_bombs_are_refused_and_what_came_before_is_kept() -> None:
    """Neither a packed archive nor a packed answer is unpacked past its cap."""
    bomb = gzip.compress(bytes(40_000_000))
    answer = record("https://a.example.org/b", response(bomb, extra="Content-Encoding: gzip\r\n"))
    found = read_bytes(answer + archive(1)[0])
    assert titles(found) == ["Title number 1"]
    assert "unpacks to more than 16 MB" in found.broken[0].reason
    padded = gzip.compress(archive(1)[0]) + gzip.compress(record("https://a.example.org/z", bytes(60_000_000)))
    later = read_bytes(padded)
    assert titles(later) == ["Title number 1"]
    assert "gzip bomb" in later.broken[-1].reason
    with pytest.raises(DumpError, match=r"gzip bomb|larger than 16 MB"):
        read_bytes(gzip.compress(b"word " * 20_000_000))
