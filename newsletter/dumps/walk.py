"""The files of a dump directory, opened.

Only regular files are opened, each through the descriptor of its own folder and never through a link, so that neither a
link planted in the folder nor one swapped in while it is read leads out of it. A FIFO or a device is not opened at all.
"""

import datetime as dt
import os
import pathlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from newsletter.errors import DumpError

MAX_FILE_BYTES = 16 * 1024 * 1024
"""Hundreds of times an ordinary page. Anything larger is no page, and no mail may wait for it."""

MAX_STREAM_BYTES = 1024**3
"""The largest file of many pages, packed or not: a crawler starts a new WARC at this size."""

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFile:
    """A regular file; `read` and `open` work only while its folder is open."""

    path: str
    name: str
    folder: int
    size: int
    modified: dt.datetime

    def read(self) -> bytes:
        """The file's bytes.

        Raises `DumpError` where it cannot be read, is too large or was swapped for something else.
        """
        if self.size > MAX_FILE_BYTES:
            raise DumpError(
                f"larger than {MAX_FILE_BYTES // 1024**2} MB: split it, or take it out of the dump directory"
            )
        with self.open() as file:
            found = file.read(MAX_FILE_BYTES + 1)
        if len(found) > MAX_FILE_BYTES:
            raise DumpError("grows while it is read: it is read once its writer has finished")
        return found

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The file as a stream of bytes.

        Raises `DumpError` where it cannot be read, is larger than any archive or was swapped for something else.
        """
        if self.size > MAX_STREAM_BYTES:
            raise DumpError(
                f"larger than {MAX_STREAM_BYTES // 1024**2} MB: split it, or take it out of the dump directory"
            )
        try:
            with _open(self.name, self.folder) as file:
                yield file
        except PermissionError as error:
            raise DumpError("permission denied: let this user read it") from error
        except OSError as error:
            raise DumpError(f"cannot be read ({error.strerror}): look at the file or take it out") from error


def check_folder(folder: pathlib.Path) -> None:
    """Raise `DumpError` where the dump directory is missing, no folder, or closed to us."""
    if not folder.exists():
        raise DumpError(f"The dump directory {folder} does not exist: make it, or name another with --dump.")
    if not folder.is_dir():
        raise DumpError(f"The dump directory {folder} is not a folder: name the folder that the dumps lie in.")
    try:
        next(folder.iterdir(), None)
    except OSError as error:
        raise DumpError(
            f"The dump directory {folder} cannot be opened ({error.strerror}): let this user read it."
        ) from error


def _open(name: str, folder: int) -> BinaryIO:
    # O_NONBLOCK: opening must not wait for a writer, should a FIFO have taken the file's place since the walk.
    descriptor = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
    file = os.fdopen(descriptor, "rb")
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        file.close()
        raise DumpError("not a regular file any more: look at the folder's writer")
    return file


def shown(path: pathlib.PurePath) -> str:
    """The path as text that can be printed and stored, even where its bytes are no UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "replace")
