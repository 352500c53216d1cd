"""A whole dump directory: what is read, what is refused, which copy stays."""

import json
import os
import pathlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from newsletter.dumps import read_folder
from newsletter.errors import DumpError
from newsletter.model import DateConfidence
from tests.dumps.build import page, prose, read_files

ROOT = pathlib.Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "dump"

ARTICLE = page("Why the rota broke", prose(120, 1))


@pytest.mark.extra
@pytest.mark.skipif(not REAL.is_dir(), reason="the real dumps are not here")
def test_real_dumps_give_sixteen_posts() -> None:
    """The three real files hold 5, 5, and 1 article with 5 teasers."""
    found = read_folder(REAL)
    files = [post.span.file[:3] for post in found.posts]
    assert {name: files.count(name) for name in files} == {"000": 5, "001": 5, "004": 6}
    assert sum(post.published is not None for post in found.posts) == 6
    assert not any("Page 7 of 83" in post.text or "Read More" in post.text for post in found.posts)


def test_missing_folder_is_one_line_that_says_what_to_do(tmp_path: pathlib.Path) -> None:
    """A folder that is not there is the caller's error."""
    with pytest.raises(DumpError, match=r"does not exist: make it"):
        read_folder(tmp_path / "nowhere")


def test_file_in_place_of_a_folder_is_an_error(tmp_path: pathlib.Path) -> None:
    """A file is no dump directory."""
    (tmp_path / "file").write_text("text")
    with pytest.raises(DumpError, match="is not a folder"):
        read_folder(tmp_path / "file")


def test_empty_folder_holds_nothing_and_is_no_error(tmp_path: pathlib.Path) -> None:
    """Nothing found is an answer."""
    assert read_folder(tmp_path).posts == ()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "picture"),
        (b"%PDF-1.7 text", "PDF"),
        (bytes(range(256)) * 8, "binary"),
        (b'<?xml version="1.0"?><urlset><url><loc>https://news.example.org/</loc></url></urlset>', "no reader"),
    ],
)
def test_what_is_no_page_is_named_with_its_reason(tmp_path: pathlib.Path, content: bytes, reason: str) -> None:
    """One bad file is reported; the others are read."""
    found = read_files(tmp_path, {"bad.txt": content, "good.txt": ARTICLE})
    assert [post.span.file for post in found.posts] == ["good.txt"]
    assert [one.span.file for one in found.unreadable] == ["bad.txt"]
    assert reason in found.unreadable[0].reason


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_told_by_content(tmp_path: pathlib.Path, encoding: str) -> None:
    """The same post comes out of every encoding."""
    text = page("Café visits – a “new” start", "Ä café costs £4. " + prose(60))
    post = read_files(tmp_path, {"page.txt": text.encode(encoding)}).posts[0]
    assert post.title == "Café visits – a “new” start"
    assert post.text.startswith("Ä café costs £4.")


def test_links_fifos_and_hidden_files_are_not_opened(tmp_path: pathlib.Path) -> None:
    """Nothing outside the folder is read, and nothing that would hang."""
    (tmp_path / "outside.txt").write_text(ARTICLE)
    folder = tmp_path / "dump"
    folder.mkdir()
    (folder / "link.txt").symlink_to(tmp_path / "outside.txt")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.txt")
    (folder / ".hidden.txt").write_text(ARTICLE)
    found = read_folder(folder)
    assert found.posts == ()
    assert {one.span.file: one.reason for one in found.unreadable} == {
        "link.txt": "a link, which is not followed",
        "loop": "a link, which is not followed",
        "pipe.txt": "not a regular file",
    }


def test_names_with_newlines_and_odd_bytes_are_read(tmp_path: pathlib.Path) -> None:
    """A file's name cannot stop the run."""
    (tmp_path / "two\nlines.txt").write_text(ARTICLE)
    (pathlib.Path(os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.txt"))).write_text(
        page("Another title here", prose(90, 4))
    )
    found = read_folder(tmp_path)
    assert len(found.posts) == 2
    assert all(post.span.file.encode() for post in found.posts)


@contextmanager
def without_rights(folder: pathlib.Path) -> Iterator[None]:
    """As somebody who is not root, for root may read everything."""
    if os.geteuid() != 0:
        yield
        return
    for above in (folder, *folder.parents[:-2]):
        above.chmod(0o755)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_closed_file_is_named(tmp_path: pathlib.Path) -> None:
    """A file without permission is reported with what to do."""
    (tmp_path / "closed.txt").write_text(ARTICLE)
    (tmp_path / "closed.txt").chmod(0)
    with without_rights(tmp_path):
        assert "permission denied" in read_folder(tmp_path).unreadable[0].reason


def test_one_long_line_does_not_stall(tmp_path: pathlib.Path) -> None:
    """A line of megabytes is read in time that grows with its length only."""
    found = read_files(
        tmp_path, {"long.txt": "word " * 400_000, "digits.txt": "1" * 1_000_000, "marks.txt": "<" * 1_000_000}
    )
    assert found.posts == ()
    assert len(found.dumps) == 3


def test_file_over_the_cap_is_refused(tmp_path: pathlib.Path) -> None:
    """What is too large to be a page is named, not read."""
    with (tmp_path / "huge.txt").open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    assert "larger than 16 MB" in read_folder(tmp_path).unreadable[0].reason


def test_same_post_in_two_files_is_one(tmp_path: pathlib.Path) -> None:
    """The copy in the folder of the later day stays."""
    found = read_files(tmp_path, {"2026-11-02/a.txt": ARTICLE, "2026-11-09/a.txt": ARTICLE})
    assert [post.span.file for post in found.posts] == ["2026-11-09/a.txt"]
    assert [(one.span.file, one.duplicate_of) for one in found.duplicates] == [("2026-11-02/a.txt", found.posts[0].id)]


def test_teaser_of_an_article_that_is_there_is_a_copy_of_it(tmp_path: pathlib.Path) -> None:
    """An article that is there whole is not announced as well."""
    opening = " ".join(prose(120, 1).split()[:20])
    teaser = page("Why the rota broke", "4 May 2026", f"{opening}…", "Read More")
    found = read_files(
        tmp_path, {"article.txt": page("Why the rota broke", "4 May 2026", prose(120, 1)), "list.txt": teaser}
    )
    assert [post.span.file for post in found.posts] == ["article.txt"]
    assert [one.span.file for one in found.duplicates] == ["list.txt"]


def test_manifest_tells_source_and_address(tmp_path: pathlib.Path) -> None:
    """What the crawler wrote down about a file is the source and the address of its article."""
    line = {"file": "page.txt", "url": "https://news.example.org/rota", "source": "The Post"}
    found = read_files(tmp_path / "dump", {"page.txt": ARTICLE, "manifest.jsonl": json.dumps(line) + "\nbroken\n"})
    assert [(post.source, post.url) for post in found.posts] == [("The Post", "https://news.example.org/rota")]
    assert [one.span.first_line for one in found.unreadable] == [2]


@pytest.mark.parametrize(("path", "source"), [("a.txt", "unknown"), ("blog/deep/a.txt", "blog")])
def test_source_falls_back_to_the_first_folder(tmp_path: pathlib.Path, path: str, source: str) -> None:
    """Without a manifest and an address the folder says where a post is from."""
    assert read_files(tmp_path, {path: ARTICLE}).posts[0].source == source


def test_date_in_a_name_counts_only_with_the_title(tmp_path: pathlib.Path) -> None:
    """A date before the title's words is the post's; a date alone may be the day of the crawl."""
    named = read_files(tmp_path / "a", {"2026-05-04-why-the-rota-broke.txt": ARTICLE}).posts[0]
    crawled = read_files(tmp_path / "b", {"2026-05-04_0017.txt": ARTICLE}).posts[0]
    assert (str(named.published), named.date_confidence) == ("2026-05-04", DateConfidence.FILE_NAME)
    assert (crawled.published, crawled.date_confidence) == (None, DateConfidence.NONE)


def test_order_of_files_on_the_disk_changes_nothing(tmp_path: pathlib.Path) -> None:
    """The same files give the same findings, whichever was written first."""
    files = {f"{at}.txt": page(f"Title number {at} of many", prose(90, at)) for at in range(6)}
    one = read_files(tmp_path / "one", files)
    other = read_files(tmp_path / "other", dict(reversed(files.items())))
    assert (one.posts, one.duplicates, one.left_out) == (other.posts, other.duplicates, other.left_out)
