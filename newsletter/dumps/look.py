"""A look at a dump directory that reads no file: names and their facts, folder by folder.

A folder's signature stands for the names in it and the size, times and inode of each, so that a folder in which nothing
happened is known by comparing one value. What is opened later is opened through the descriptor of its own folder.
"""

import hashlib
import marshal
import os
import pathlib
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from newsletter.dumps.walk import check_folder, shown

MAX_DEPTH = 100
"""Folders within folders; crawlers that mirror addresses stay below 20."""
UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".crdownload", ".download", ".filepart", ".swp", "~")
"""Endings that browsers, downloaders and editors give to what they have not finished."""

_LINK = "a link, which is not followed"
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_LARGEST = (1 << 63) - 1
_KIND = 0o170000


class Facts(NamedTuple):
    """What the file system tells of a name. Times are in nanoseconds."""

    name: str
    mode: int
    size: int
    modified: int
    changed: int
    inode: int


_Told = tuple[str, int, int, int, int, int]
"""The same as a plain tuple: a folder may hold a hundred thousand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Folder:
    """One folder of the dump directory. `path` is relative to it, empty for itself; `names` are in order."""

    path: str
    names: list[_Told] = field(default_factory=list)
    closed: str | None = None
    """Why it could not be looked into."""

    @property
    def signature(self) -> bytes:
        """The same as long as nothing happened in it."""
        # Format 2 of marshal is a plain image of the values, and three times as fast to make as their `repr`.
        return hashlib.blake2b(marshal.dumps((self.closed, self.names), 2), digest_size=16).digest()

    @property
    def files(self) -> Iterator[Facts]:
        """The files that may be read."""
        return (one for one in map(Facts._make, self.names) if stat.S_ISREG(one.mode) and _is_finished(one.name))

    @property
    def refused(self) -> Iterator[tuple[str, str]]:
        """What is not opened, and why."""
        if self.closed:
            yield shown(pathlib.PurePath(self.path)), self.closed
        for one in map(Facts._make, self.names):
            reason = _refusal(one)
            if reason:
                yield shown(pathlib.PurePath(self.path, one.name)), reason


def _is_finished(name: str) -> bool:
    return not name.endswith(UNFINISHED)


def _refusal(one: Facts) -> str | None:
    if stat.S_ISLNK(one.mode):
        return _LINK
    if stat.S_ISDIR(one.mode):
        return None
    if not stat.S_ISREG(one.mode):
        return "not a regular file" if one.mode else "cannot be read (it went away)"
    if not _is_finished(one.name):
        return "still being written, by its name: it is read once it has its own"
    return None


def look(folder: pathlib.Path) -> Iterator[Folder]:
    """Every folder under a dump directory, itself first, the others in the order of their names.

    Raises `DumpError` when the dump directory itself is missing, no folder, or closed to us.
    """
    check_folder(folder)
    # The dump directory itself may be a link: whoever set it up chose so.
    root = os.open(folder, _FOLDER & ~os.O_NOFOLLOW)
    open_folders: list[tuple[int, str, list[str]]] = []
    try:
        yield from _entered(root, "", open_folders)
        while open_folders:
            descriptor, path, waiting = open_folders[-1]
            if not waiting:
                os.close(descriptor)
                open_folders.pop()
                continue
            name = waiting.pop()
            yield from _child(descriptor, os.path.join(path, name), name, open_folders)  # noqa: PTH118 - not opened
    finally:
        for descriptor, _, _ in open_folders:
            os.close(descriptor)


def _child(above: int, path: str, name: str, open_folders: list[tuple[int, str, list[str]]]) -> Iterator[Folder]:
    if len(open_folders) > MAX_DEPTH:
        yield Folder(path=path, closed=f"a folder more than {MAX_DEPTH} deep, which is not opened")
        return
    try:
        descriptor = os.open(name, _FOLDER, dir_fd=above)
    except OSError as error:
        yield Folder(path=path, closed=f"a folder that cannot be opened ({error.strerror})")
        return
    yield from _entered(descriptor, path, open_folders)


def _entered(descriptor: int, path: str, open_folders: list[tuple[int, str, list[str]]]) -> Iterator[Folder]:
    waiting: list[str] = []
    open_folders.append((descriptor, path, waiting))
    names = _told(descriptor)
    waiting.extend(name for name, mode, *_ in reversed(names) if stat.S_ISDIR(mode))
    yield Folder(path=path, names=names)


def _told(descriptor: int) -> list[_Told]:
    """The names in an open folder, in order, hidden ones left out."""
    with os.scandir(descriptor) as entries:
        return sorted(_facts(entry) for entry in entries if entry.name[0] != ".")


def _facts(entry: os.DirEntry[str]) -> _Told:
    try:
        told = entry.stat(follow_symlinks=False)
    except OSError:
        return (entry.name, 0, 0, 0, 0, 0)
    mode = told.st_mode
    if mode & _KIND == stat.S_IFDIR:
        # What happens in a folder is that folder's own matter.
        return (entry.name, mode, 0, 0, 0, 0)
    return (entry.name, mode, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino & _LARGEST)


def facts_of(name: str, told: os.stat_result) -> Facts:
    """What a name's status says."""
    return Facts(name, told.st_mode, told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino & _LARGEST)


@contextmanager
def inside(folder: pathlib.Path, parts: Sequence[str]) -> Iterator[int]:
    """The descriptor of a folder within the dump directory, reached through no link.

    Raises `OSError` where it is not there any more.
    """
    descriptor = os.open(folder, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for part in parts:
            below = os.open(part, _FOLDER, dir_fd=descriptor)
            os.close(descriptor)
            descriptor = below
        yield descriptor
    finally:
        os.close(descriptor)
