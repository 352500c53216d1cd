"""Reading a folder again: the same findings, without reading again what did not change."""

import os
import pathlib
import random
import sqlite3
import stat
import threading
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsletter.dumps import Findings, read_folder
from tests.dumps.build import page, prose

FIELDS = ("dumps", "posts", "duplicates", "left_out", "unreadable", "linked")
TITLES = ("Why the rota broke", "A new clinic opens", "Letters from the board", "What the pharmacist saw")


def article(seed: int) -> str:
    """A page of a dump: which one, with which ending, the seed says."""
    ways = random.Random(seed)  # noqa: S311 - no secret
    text = prose(60, ways.randrange(6))
    endings = ("", "Get our letter every Friday", "And that is that for now.", "Page 7 of 83")
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


STEPS = st.lists(
    st.tuples(st.sampled_from(("write", "write", "write", "remove", "rename", "touch")), st.integers(0, 8), st.integers(0, 60)),
    max_size=6,
)


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
