"""How fast a dump directory is read: against trafilatura, and a second time against `find`. Ratios of one run.

Usage: python benchmarks/dumps.py [FILES] [PAGES]     default: 100000 files of one post, 1000 archive pages

trafilatura is no dependency of the project; where it is not installed, its rows are left out.
"""

import importlib.util
import itertools
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
POSTS_A_PAGE = 8
FILES_A_FOLDER = 5000
LOOKS = 5
CHILD = """
import resource, sys, time
from pathlib import Path
from newsletter.dumps import read_folder
started = time.perf_counter()
found = read_folder(Path(sys.argv[1]), Path(sys.argv[2]))
print(len(found.posts), time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


class Writer:
    """Prose of invented words, as often repeated as words are; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self._ways = random.Random(seed)
        self._words = ["".join(self._syllables()) for _ in range(20_000)]
        self._weights = list(itertools.accumulate(1 / (rank + 10) for rank in range(len(self._words))))

    def _syllables(self) -> Iterator[str]:
        for _ in range(self._ways.randint(1, 4)):
            yield self._ways.choice("bcdfghlmnprstvw") + self._ways.choice("aeiou")
        yield self._ways.choice(("", "n", "s", "r"))

    def words(self, least: int, most: int) -> str:
        """So many words, the first in a capital."""
        count = self._ways.randint(least, most)
        return " ".join(self._ways.choices(self._words, cum_weights=self._weights, k=count)).capitalize()

    def paragraphs(self, count: int) -> list[str]:
        """So many paragraphs of three sentences."""
        return [" ".join(self.words(8, 22) + "." for _ in range(3)) for _ in range(count)]

    def post(self, paragraphs: int) -> tuple[str, str, list[str]]:
        """A title, a date and a text."""
        day = f"{self._ways.randint(1, 28)} {self._ways.choice(('May', 'June', 'July'))} 2026"
        return self.words(4, 8), day, self.paragraphs(paragraphs)


MENU = ("Home", "About us", "Our work", "News", "Events", "Blog", "Contact", "Join us", "Log in", "Search")
FOOT = ("Older posts", "Newer posts", "Page 3 of 84", "Privacy policy", "Cookies", "© 2026 The Example Trust")


def as_text(posts: list[tuple[str, str, list[str]]]) -> str:
    """An archive page as a crawler dumps its text."""
    blocks = [part for title, day, text in posts for part in (title, day, *text)]
    return "\n".join(MENU) + "\n\n" + "\n\n".join(blocks) + "\n\n" + "\n".join(FOOT) + "\n"


def as_html(posts: list[tuple[str, str, list[str]]]) -> str:
    """The same page as HTML."""
    menu = "".join(f'<li class="menu-item"><a href="/{at}/">{name}</a></li>' for at, name in enumerate(MENU))
    articles = "".join(
        f'<article class="post"><header><h2 class="entry-title"><a href="/news/{at}/">{title}</a></h2>'
        f'<time class="entry-date" datetime="2026-05-04">{day}</time></header>'
        f'<div class="entry-content">{"".join(f"<p>{one}</p>" for one in text)}</div>'
        '<footer class="entry-footer"><a href="/tag/news/" rel="tag">News</a></footer></article>'
        for at, (title, day, text) in enumerate(posts)
    )
    foot = "".join(f'<a href="/foot/{at}/">{line}</a> ' for at, line in enumerate(FOOT))
    return (
        f"<!DOCTYPE html><html><head><title>News</title></head><body><nav><ul>{menu}</ul></nav>"
        f'<main>{articles}</main><aside class="sidebar"><h3>Popular</h3></aside><footer>{foot}</footer></body></html>'
    )


def write_pages(folder: Path, count: int) -> tuple[Path, Path]:
    """The same archive pages as text and as HTML."""
    writer, text, html = Writer(1), folder / "text", folder / "html"
    text.mkdir()
    html.mkdir()
    for at in range(count):
        posts = [writer.post(4) for _ in range(POSTS_A_PAGE)]
        (text / f"{at:05}.txt").write_text(as_text(posts), encoding="utf-8")
        (html / f"{at:05}.html").write_text(as_html(posts), encoding="utf-8")
    return text, html


def write_files(folder: Path, count: int) -> Path:
    """Files of one post each, some thousands a folder."""
    writer = Writer(2)
    for at in range(count):
        place = folder / "many" / f"{at // FILES_A_FOLDER:03}"
        place.mkdir(parents=True, exist_ok=True)
        title, day, text = writer.post(3)
        (place / f"{at:06}.txt").write_text("\n\n".join((title, day, *text)) + "\n", encoding="utf-8")
    return folder / "many"


def cpu_seconds(work: Callable[[], object]) -> float:
    """CPU time of a piece of work, for the machine has other things to do."""
    started = time.process_time()
    work()
    return time.process_time() - started


def rates(folder: Path, pages: int) -> Iterator[tuple[str, str]]:
    """Megabytes a CPU-second: ours over whole folders, trafilatura's over the same HTML."""
    from newsletter.dumps import read_folder, readers  # noqa: F401 - loaded before the clock runs

    text, html = write_pages(folder, pages)
    of_text, of_html = (_rate(one, lambda one=one: read_folder(one)) for one in (text, html))  # type: ignore[misc]
    yield "text pages, MB a CPU-second", f"{of_text:.2f}"
    yield "HTML pages, MB a CPU-second", f"{of_html:.2f}"
    if importlib.util.find_spec("trafilatura"):
        from trafilatura import extract  # type: ignore[import-not-found, unused-ignore]

        theirs = _rate(html, lambda: [extract(one.read_text(encoding="utf-8")) for one in sorted(html.iterdir())])
        yield "trafilatura on the same HTML", f"{theirs:.2f}"
        yield "text against trafilatura (goal: 5 times)", f"{of_text / theirs:.1f} times"
        yield "HTML against trafilatura (goal: once)", f"{of_html / theirs:.1f} times"
    yield "peak memory of this process, trafilatura included", f"{_own_peak()} MB"


def _rate(folder: Path, work: Callable[[], object]) -> float:
    size = sum(one.stat().st_size for one in folder.iterdir())
    return size / 1e6 / cpu_seconds(work)


def _own_peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def second_looks(folder: Path, files: int) -> Iterator[tuple[str, str]]:
    """A folder read for the first time, then unchanged, each in a process of its own; and `find` over it."""
    many, cache = write_files(folder, files), folder / "cache"
    count, seconds, peak = _child(many, cache)
    yield f"first look at {files} files ({count} posts)", f"{seconds:.0f} s, peak memory {peak} MB (goal: 300)"
    _child(many, cache)
    looks = sorted(_timed(lambda: _child(many, cache)) for _ in range(LOOKS))
    inside = sorted(_child(many, cache)[1] for _ in range(LOOKS))
    finds = sorted(_timed(lambda: _find(many)) for _ in range(LOOKS))
    middle = LOOKS // 2
    yield "`find` over them", f"{finds[middle]:.2f} s"
    yield "second look, within Python", f"{inside[middle]:.2f} s, {inside[middle] / finds[middle]:.1f} times (goal: 4)"
    yield "second look, whole process", f"{looks[middle]:.2f} s, {looks[middle] / finds[middle]:.1f} times"
    yield "second look, peak memory", f"{_child(many, cache)[2]} MB"


def _child(folder: Path, cache: Path) -> tuple[int, float, int]:
    command = [sys.executable, "-c", CHILD, str(folder), str(cache)]
    count, seconds, peak = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.split()
    return int(count), float(seconds), int(peak)


def _find(folder: Path) -> None:
    command = ["find", str(folder), "-type", "f", "-printf", "%s %T@ %p\\n"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    """Print a table."""
    files, pages = (int(word) for word in (*sys.argv[1:], *("100000", "1000")[len(sys.argv) - 1 :]))
    with tempfile.TemporaryDirectory() as folder:
        # The second looks first: a process inherits the peak memory of the one that starts it.
        for what, figure in itertools.chain(second_looks(Path(folder), files), rates(Path(folder), pages)):
            print(f"{what:<52} {figure}", flush=True)


if __name__ == "__main__":
    main()
