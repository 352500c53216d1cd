"""Reading a folder again: the same findings, without reading again what did not change."""

import gc
import os
import pathlib
import random
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.dumps import Findings, read_folder
from newsletter.dumps.key_table import KeyMap, KeyTable
from newsletter.dumps.keys import keys_of, unpacked
from newsletter.dumps.store import temporary_store
from newsletter.model import Kind, Post, Span
from tests.dumps.build import page, prose, read_files

FIELDS = ("dumps", "posts", "duplicates", "left_out", "unreadable", "linked")
TITLES = ("Why the rota broke", "A new clinic opens", "Letters from the board", "What the pharmacist saw")


def article(seed: int) -> str:
    """A page of a dump: which one, with which ending, the seed says."""
    ways = random.Random(seed)
    text = prose(60, ways.randrange(6))
    teaser = page("A clinic that opens at dawn", f"{' '.join(prose(30, 200).split()[:25])}…", "Read More")
    endings = ("", "All of our news, all of the time!", "And that is that for now.", "Page 7 of 83", teaser)
    date = ways.choice(("4 May 2026", "11 May 2026", ""))
    return page(*filter(None, (ways.choice(TITLES), date, text, ways.choice(endings))))


def told(findings: Findings) -> dict[str, list[object]]:
    """All that findings say of a folder as it is now."""
    return {name: list(getattr(findings, name)) for name in FIELDS}


def spell(seed: int) -> bytes:
    """The bytes of a file of any kind."""
    kinds: tuple[Callable[[], bytes], ...] = (
        lambda: article(seed).encode(),
        lambda: article(seed).encode(),
        lambda: article(seed).encode(),
        lambda: b"\x89PNG\r\n\x1a\n\x00" + bytes([seed % 256]),
        lambda: b"",
        lambda: b'{"file": "0.txt", "url": "https://news.example.org/%d", "source": "S%d"}' % (seed % 3, seed % 2),
    )
    return kinds[seed % len(kinds)]()


def act(folder: pathlib.Path, step: tuple[str, int, int]) -> None:
    """Do one thing to a folder: write, remove, rename or touch a file."""
    what, where, seed = step
    path = folder / ("" if where % 3 else "sub") / ("manifest.jsonl" if seed % 6 == 5 else f"{where}.txt")
    path.parent.mkdir(exist_ok=True)
    if what == "write":
        path.write_bytes(spell(seed))
    elif path.exists():
        if what == "remove":
            path.unlink()
        elif what == "rename":
            path.rename(folder / f"{seed % 9}.txt")
        else:
            os.utime(path, (seed, seed))


DEEDS = st.sampled_from(("write", "write", "write", "remove", "rename", "touch"))
STEPS = st.lists(st.tuples(DEEDS, st.integers(0, 8), st.integers(0, 60)), max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=st.lists(STEPS, min_size=1, max_size=4))
def test_reading_again_finds_what_reading_for_the_first_time_finds(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[tuple[str, int, int]]]
) -> None:
    """Whatever happened to a folder between two runs, its catalogue says what the files say."""
    place = tmp_path_factory.mktemp("runs")
    folder = place / "dump"
    folder.mkdir()
    for steps in runs:
        for step in steps:
            act(folder, step)
        kept = told(read_folder(folder, place / "cache"))
        assert kept == told(read_folder(folder))
        assert kept == told(read_folder(folder, place / "cache"))


class Desk:
    """A dump directory with its cache, and a count of the files read."""

    def __init__(self, place: pathlib.Path) -> None:
        self.folder, self.cache = place / "dump", place / "cache"
        self.folder.mkdir()
        self.read = 0

    def drop(self, files: Mapping[str, str | bytes]) -> None:
        """Write files, as old as if they had lain there for a day."""
        read_files(self.folder, files)

    def look(self) -> Findings:
        """Read the folder; `read` says how many files had to be opened."""
        self.read = 0

        def on_progress(done: int, total: int | None) -> None:
            self.read = done

        return read_folder(self.folder, self.cache, on_progress=on_progress)

    def settle(self) -> Findings:
        """Look until the files' times are past doubt."""
        found = self.look()
        while self.read:
            found = self.look()
        return found

    @property
    def catalogue(self) -> pathlib.Path:
        """The one file of the cache that holds the findings."""
        return next(self.cache.glob("dumps-*.sqlite"))


@pytest.fixture
def desk(tmp_path: pathlib.Path) -> Desk:
    return Desk(tmp_path)


ONE, OTHER = page(TITLES[0], prose(90, 1)), page(TITLES[1], prose(90, 40))


def test_only_what_is_new_is_read(desk: Desk) -> None:
    """A folder of years costs what came in this week."""
    desk.drop({f"{at}.txt": OTHER.replace("clinic", f"clinic of {at}") for at in range(9)})
    desk.settle()
    desk.drop({"new.txt": ONE})
    found = desk.look()
    assert ("new.txt" in {post.span.file for post in found.posts}, desk.read) == (True, 1)


def test_nothing_new_opens_nothing(desk: Desk) -> None:
    """What cannot be opened any more is still known, as long as nothing happened to it."""
    desk.drop({"a.txt": ONE, "b.txt": b"%PDF-1.7 text"})
    before = desk.settle()
    assert told(desk.look()) == told(before)
    assert desk.read == 0


def test_an_edit_of_the_same_length_and_time_is_seen(desk: Desk) -> None:
    """Whoever sets a file's time back does not hide what was written."""
    desk.drop({"a.txt": ONE})
    os.utime(desk.folder / "a.txt", (1_700_000_000, 1_700_000_000))
    desk.settle()
    (desk.folder / "a.txt").write_text(ONE.replace("rota", "roof"))
    os.utime(desk.folder / "a.txt", (1_700_000_000, 1_700_000_000))
    assert desk.look().posts[0].title == "Why the roof broke"


def test_a_manifest_that_comes_later_is_heeded(desk: Desk) -> None:
    """Files that were read before their crawler wrote down where they are from get their source all the same."""
    desk.drop({"a.txt": ONE})
    desk.settle()
    desk.drop({"manifest.jsonl": '{"file": "a.txt", "url": "https://news.example.org/rota", "source": "The Post"}'})
    assert [(post.source, post.url) for post in desk.look().posts] == [("The Post", "https://news.example.org/rota")]
    (desk.folder / "manifest.jsonl").unlink()
    assert [(post.source, post.url) for post in desk.look().posts] == [("unknown", None)]


@pytest.mark.parametrize("name", ["a.txt.part", "a.html.crdownload", "a.txt~", "a.tmp"])
def test_a_name_for_unfinished_files_is_left_until_it_is_renamed(desk: Desk, name: str) -> None:
    """Half a page is no page."""
    desk.drop({name: ONE})
    found = desk.look()
    assert (len(found.posts), [row.span.file for row in found.unreadable]) == (0, [name])
    (desk.folder / name).rename(desk.folder / "a.txt")
    assert len(desk.look().posts) == 1


def test_the_catalogue_is_private(desk: Desk) -> None:
    """What a folder holds is its owner's alone."""
    desk.drop({"a.txt": ONE})
    desk.look()
    assert {path.stat().st_mode & 0o077 for path in (desk.cache, *desk.cache.iterdir())} == {0}


@pytest.mark.parametrize("damage", [b"", b"no database at all", b"SQLite format 3\x00" + b"\xff" * 5000])
def test_a_damaged_catalogue_is_made_anew(desk: Desk, damage: bytes) -> None:
    """A cache may be deleted or spoilt between two runs."""
    desk.drop({"a.txt": ONE, "b.txt": OTHER})
    before = told(desk.look())
    # As at the end of a run: SQLite maps a part of what it has open, and to cut that short crashes whoever reads it.
    gc.collect()
    for path in desk.cache.glob("dumps-*.sqlite*"):
        path.write_bytes(damage)
    assert told(desk.look()) == before
    assert told(desk.look()) == before


def test_a_catalogue_cut_short_is_made_anew(desk: Desk) -> None:
    """The disk was full, or the machine went down."""
    desk.drop({f"{at}.txt": page(f"Title {at} of many", prose(90, at)) for at in range(20)})
    before = told(desk.look())
    gc.collect()
    for ending in ("-wal", "-shm"):
        pathlib.Path(f"{desk.catalogue}{ending}").unlink(missing_ok=True)
    with desk.catalogue.open("r+b") as file:
        file.truncate(desk.catalogue.stat().st_size // 2)
    assert told(desk.look()) == before


def test_without_a_place_to_write_it_goes_on(desk: Desk, tmp_path: pathlib.Path) -> None:
    """A cache is a convenience."""
    desk.drop({"a.txt": ONE})
    (tmp_path / "file").write_text("in the way")
    desk.cache = tmp_path / "file" / "cache"
    assert len(desk.look().posts) == 1


def test_two_at_once_find_the_same(desk: Desk) -> None:
    """A preview while the week's run is at work disturbs neither."""
    desk.drop({f"{at}.txt": page(f"Title {at} of many", prose(60, at)) for at in range(30)})
    with ThreadPoolExecutor(4) as pool:
        several = list(pool.map(lambda _: told(read_folder(desk.folder, desk.cache)), range(4)))
    assert all(one == several[0] for one in several)
    assert len(several[0]["posts"]) == 30


def test_findings_stay_as_they_were_when_the_folder_goes_on(desk: Desk) -> None:
    """A run's findings are one state of the folder, whoever reads it anew meanwhile."""
    desk.drop({"a.txt": ONE})
    found = desk.look()
    (desk.folder / "a.txt").unlink()
    desk.drop({"b.txt": OTHER})
    assert [post.title for post in desk.look().posts] == [TITLES[1]]
    assert [post.title for post in found.posts] == [TITLES[0]]


def test_what_is_gone_is_told(desk: Desk) -> None:
    """An editor hears of a post that its source took back, not of one that moved or was edited."""
    desk.drop({"a.txt": ONE, "b.txt": OTHER, "c.txt": page(TITLES[2], prose(90, 83))})
    desk.look()
    (desk.folder / "a.txt").unlink()
    (desk.folder / "b.txt").rename(desk.folder / "moved.txt")
    desk.drop({"c.txt": page(TITLES[2], prose(90, 83) + " One word more.")})
    found = desk.look()
    assert [(one.title, one.file) for one in found.vanished] == [(TITLES[0], "a.txt")]
    desk.drop({"back.txt": ONE})
    assert list(desk.look().vanished) == []


STORY = "The county will close two of its five night clinics in March because it cannot staff them."


def test_one_story_of_two_sources_is_linked(tmp_path: pathlib.Path) -> None:
    """Two papers that tell the same story stay two posts, and the editor sees that they belong together."""
    told_alike = " ".join(prose(120, 1).split()[:45])
    files = {
        "post/a.txt": page("Night clinics to close in March", "4 May 2026", f"{STORY} {told_alike} {prose(70, 3)}"),
        "echo/b.txt": page("Two night clinics close in March", "5 May 2026", f"{told_alike} {STORY} {prose(90, 20)}"),
    }
    found = read_files(tmp_path, files)
    assert len(found.posts) == 2
    assert [set(pair) for pair in found.linked] == [{post.id for post in found.posts}]


BOX = "All of our news, all of the time!"


def with_box(at: int, line: str = BOX) -> str:
    return page(f"The story of number {at} here", f"{at + 1} May 2026", prose(90, at * 5), line)


def test_a_line_below_most_posts_of_a_source_is_furniture(tmp_path: pathlib.Path) -> None:
    """What a site prints below every post is no part of any."""
    found = read_files(tmp_path, {f"blog/{at}.txt": with_box(at) for at in range(4)})
    assert len(found.posts) == 4
    assert not any(BOX in post.text for post in found.posts)
    assert {(row.text, row.reason) for row in found.left_out} >= {(BOX, "repeats over the files of blog")}


def test_a_line_repeated_by_copies_of_one_post_stays(tmp_path: pathlib.Path) -> None:
    """A page that was dumped every week repeats all of its lines."""
    closing = "And that is that for now."
    found = read_files(tmp_path, {f"blog/2026-11-{at:02}/a.txt": with_box(1, closing) for at in (2, 9, 16, 23)})
    assert [post.text.endswith(closing) for post in found.posts] == [True]


def test_a_line_below_few_posts_stays(tmp_path: pathlib.Path) -> None:
    """A habit of the author is no furniture of the site."""
    closing = "And that is that for now."
    files = {f"blog/{at}.txt": with_box(at, closing if at < 3 else f"So much for the {at} tales.") for at in range(9)}
    assert sum(post.text.endswith(closing) for post in read_files(tmp_path, files).posts) == 3


def beside(at: int, date: str = "") -> str:
    """An article with a teaser of another one below it."""
    teaser = ("A clinic that opens at dawn", date, f"{' '.join(prose(30, 200).split()[:25])}…", "Read More")
    day = f"{at + 1} May 2026" if date else ""
    return page(f"The story of number {at} here", *filter(None, (day, prose(200, at * 5), *teaser)))


def test_a_blurb_beside_most_articles_of_a_source_is_furniture(tmp_path: pathlib.Path) -> None:
    """Related reading that is printed everywhere is no news; where it is dated, it is one teaser."""
    undated = read_files(tmp_path / "a", {f"blog/{at}.txt": beside(at) for at in range(4)})
    assert {post.kind for post in undated.posts} == {Kind.ARTICLE}
    assert sum(row.reason == "repeats over the files of blog" for row in undated.left_out) == 4
    dated = read_files(tmp_path / "b", {f"blog/{at}.txt": beside(at, "2 May 2026") for at in range(4)})
    assert [post.kind for post in dated.posts].count(Kind.TEASER) == 1


def test_keys_find_the_same_in_memory_and_on_disk() -> None:
    """A small folder and a large one are judged alike, crowded keys included."""
    store = temporary_store("CREATE TABLE held (key INTEGER, place INTEGER, PRIMARY KEY (key, place))", "")
    on_disk, in_memory = KeyTable(store), KeyMap()
    for place in range(200):
        text = prose(30, place % 7) + f" Number {place}."
        post = Post(id="", title=f"Title {place % 90}", text=text, kind=Kind.ARTICLE, source="", span=Span(file=""))
        keys = unpacked(keys_of(post).packed())
        holders = on_disk.holders(keys)
        assert {key: list(value) for key, value in in_memory.holders(keys).items()} == holders
        on_disk.add(place, keys, holders, announced=True)
        in_memory.add(place, keys, holders, announced=True)
