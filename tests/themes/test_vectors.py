"""A sentence's vector is the same whoever asks, and is computed once."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from newsletter.themes.vectors import CACHE_FILE, CachedEncoder, UniversalEncoder, open_encoder

SENTENCES = (
    "Practices in Leeds will share a visiting team from April.",
    "The hub answers letters for five surgeries.",
    "Nurses asked for longer appointments, and got them.",
    "Ein Satz auf Deutsch.",
)


class CountingEncoder:
    """A small encoder that notes what it was asked."""

    def __init__(self, name: str = "counting") -> None:
        self.name = name
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.array([[len(text), text.count("e"), 1.0] for text in texts], dtype=np.float32)
        unit: NDArray[np.float32] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


@pytest.fixture(scope="module")
def universal() -> UniversalEncoder:
    return UniversalEncoder()


def test_rows_have_length_one_and_texts_without_words_are_zero(universal: UniversalEncoder) -> None:
    """Similarities are plain products; a line of dashes is similar to nothing."""
    rows = universal.encode([*SENTENCES, "", " — … "])
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows[:-2], axis=1), 1, atol=1e-5)
    assert not rows[-2:].any()


def test_a_vector_does_not_depend_on_its_neighbours(universal: UniversalEncoder) -> None:
    """Alone, in a batch, or in another order: the same bytes."""
    batch = universal.encode(SENTENCES)
    assert universal.encode(SENTENCES[::-1])[::-1].tobytes() == batch.tobytes()
    assert b"".join(universal.encode([text]).tobytes() for text in SENTENCES) == batch.tobytes()


def test_a_vector_does_not_depend_on_the_number_of_threads() -> None:
    """One thread or four: the same bytes."""
    code = (
        "import hashlib; from newsletter.themes.vectors import open_encoder;"
        f"print(hashlib.sha256(open_encoder(None).encode({SENTENCES!r}).tobytes()).hexdigest())"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "OPENBLAS_NUM_THREADS": threads, "PYTHONHASHSEED": threads},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for threads in ("1", "4")
    }
    assert len(digests) == 1


def test_similar_sentences_are_closer_than_unlike_ones(universal: UniversalEncoder) -> None:
    """The encoder knows meaning, not only words."""
    home, same, other = universal.encode(
        [
            "GPs want longer appointments.",
            "Family doctors ask for more time with patients.",
            "The train to York is late.",
        ]
    )
    assert home @ same > home @ other + 0.2


def test_what_is_cached_is_not_encoded_again(tmp_path: Path) -> None:
    """A second encoder on the same folder asks only for what is new, and gives the same rows."""
    first, second = CountingEncoder(), CountingEncoder()
    rows = CachedEncoder(first, tmp_path).encode([*SENTENCES, SENTENCES[0]])
    again = CachedEncoder(second, tmp_path).encode([*SENTENCES, SENTENCES[0], "new"])
    assert first.asked == list(SENTENCES)
    assert second.asked == ["new"]
    assert again[:-1].tobytes() == rows.tobytes()


def test_two_encoders_do_not_share_vectors(tmp_path: Path) -> None:
    """The encoder's name is part of the key."""
    CachedEncoder(CountingEncoder("one"), tmp_path).encode(SENTENCES)
    other = CountingEncoder("two")
    CachedEncoder(other, tmp_path).encode(SENTENCES)
    assert other.asked == list(SENTENCES)


def test_fresh_and_cached_vectors_are_equal(tmp_path: Path, universal: UniversalEncoder) -> None:
    """An issue is the same with and without a cache."""
    cached = CachedEncoder(universal, tmp_path)
    plain = universal.encode(SENTENCES).tobytes()
    assert cached.encode(SENTENCES).tobytes() == plain
    assert cached.encode(SENTENCES).tobytes() == plain


def test_a_corrupt_cache_is_started_afresh(tmp_path: Path) -> None:
    """Garbage in the file costs time, nothing else, and the next run is cached again."""
    (tmp_path / CACHE_FILE).write_bytes(b"this is no database" * 100)
    CachedEncoder(CountingEncoder(), tmp_path).encode(SENTENCES)
    again = CountingEncoder()
    CachedEncoder(again, tmp_path).encode(SENTENCES)
    assert again.asked == []


def test_a_cache_that_cannot_be_written_is_done_without(tmp_path: Path) -> None:
    """Vectors come even where the folder is a file."""
    (tmp_path / "cache").write_text("in the way")
    rows = CachedEncoder(CountingEncoder(), tmp_path / "cache").encode(SENTENCES)
    assert rows.shape == (4, 3)


def test_the_cache_is_private(tmp_path: Path) -> None:
    """Nobody else on the machine reads what was crawled."""
    CachedEncoder(CountingEncoder(), tmp_path / "own" / "cache").encode(SENTENCES)
    assert (tmp_path / "own" / "cache" / CACHE_FILE).stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "own" / "cache").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "own").stat().st_mode & 0o777 == 0o700


def test_nothing_to_encode_gives_no_rows(tmp_path: Path) -> None:
    """An empty week is no special case."""
    assert len(open_encoder(None).encode([])) == 0
    assert len(open_encoder(tmp_path).encode([])) == 0


def test_five_hundred_cached_sentences_take_milliseconds_and_no_model(tmp_path: Path) -> None:
    """The preview opens at once: the weights stay on disk."""
    texts = [f"Sentence {number} of many." for number in range(500)]
    CachedEncoder(CountingEncoder(UniversalEncoder.name), tmp_path).encode(texts)
    encoder = open_encoder(tmp_path)
    start = time.process_time()
    encoder.encode(texts)
    assert time.process_time() - start < 0.1
    assert not hasattr(encoder, "_model")
    assert "_model" not in vars(vars(encoder)["_encoder"])


def test_two_processes_may_write_at_once(tmp_path: Path) -> None:
    """Neither fails, and what both wrote can be read."""
    code = (
        "import sys; from pathlib import Path; from newsletter.themes.vectors import CachedEncoder;"
        "from tests.themes.test_vectors import CountingEncoder;"
        "[CachedEncoder(CountingEncoder(), Path(sys.argv[1])).encode([f'{sys.argv[2]} {n} {i}' for i in range(20)])"
        " for n in range(20)]"
    )
    root = Path(__file__).parents[2]
    writers = [subprocess.Popen([sys.executable, "-c", code, str(tmp_path), name], cwd=root) for name in ("a", "b")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    reader = CountingEncoder()
    CachedEncoder(reader, tmp_path).encode([f"{name} {n} {i}" for name in "ab" for n in range(20) for i in range(20)])
    assert reader.asked == []
