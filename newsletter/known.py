"""Posts found against posts known: the database gives a post its lasting id and says what is new.

A post is recognised by its fingerprints; a text without a URL that was edited is recognised by its likeness to the last
version that was seen. What went out, or was set aside as backlog, is not new again.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import backlog, post_aliases, post_versions, posts
from newsletter.dumps.identity import fingerprints, words
from newsletter.dumps.laid_out import lay_out
from newsletter.dumps.rows import Rows, post_of
from newsletter.model import Post, PostStatus
from newsletter.recognition import Recognition, sha256_of

BATCH = 400
MOST_CHANGES = 12
"""Lines of a change that an editor is shown; past these it is another text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPost:
    """A post under its lasting id. `issue_id` names the issue that it went out in, or is reserved for."""

    post: Post
    status: PostStatus
    issue_id: str | None = None
    earlier_text: str | None = None
    """The last version seen, where this one differs from it."""

    @property
    def unused(self) -> bool:
        """Whether it may go into the next issue."""
        return self.issue_id is None and self.status is not PostStatus.BACKLOG


class Known(Sequence[KnownPost]):
    """Posts as the database knows them, in the order found: counted in bulk, read only where somebody looks."""

    def __init__(self, found: Rows[Post], recognition: Recognition) -> None:
        self._recognition = recognition
        self._rows = Rows(
            found.catalogue,
            found.name,
            _known_post,
            more=", marks.id, marks.status, marks.issue_id, marks.earlier",
            beside=f"LEFT JOIN {recognition.marks} marks ON marks.place = listed.position",
        )

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[KnownPost]:
        return iter(self._rows)

    def __getitem__(self, at: Any) -> Any:
        return self._rows[at]

    @property
    def unused(self) -> Iterator[KnownPost]:
        """The posts that may go into the next issue."""
        return self._rows.where("marks.issue_id IS NULL AND marks.status IS NOT 'backlog'")

    @property
    def changed(self) -> Iterator[KnownPost]:
        """The posts whose text is another one than it was."""
        return self._rows.where("marks.status = 'changed'")

    @property
    def unrecorded(self) -> Iterator[KnownPost]:
        """The posts of which the database does not know all yet."""
        return self._rows.where("marks.recorded IS NOT 1")

    @property
    def counts(self) -> Mapping[PostStatus, int]:
        """How many posts there are of each status."""
        marked = self._recognition.counts()
        marked[PostStatus.NEW] += len(self) - marked.total()
        return marked

    @property
    def unused_count(self) -> int:
        """How many may go into the next issue."""
        return len(self) - self._recognition.spent()


def recognise(
    connection: Connection | None, found: Iterable[Post], *, newsletter: str, cache: Path | None = None
) -> Known:
    """Give every post its lasting id and status, in the order found. Reads only; without a database all are new.

    What is known of texts is kept in `cache`, so that it need not be worked out in every run.
    """
    rows = found if isinstance(found, Rows) else lay_out(found)
    recognition = Recognition(rows.catalogue)
    if connection is not None:
        recognition.recognise(connection, newsletter, cache)
    return Known(rows, recognition)


def record(connection: Connection, known: Iterable[KnownPost], *, now: dt.datetime) -> None:
    """Write down what was seen: new posts, further fingerprints, new versions of a text."""
    rest = iter(known.unrecorded if isinstance(known, Known) else known)
    while batch := [each.post for each in islice(rest, BATCH)]:
        _record(connection, batch, now)


def set_aside(connection: Connection, known: Iterable[KnownPost], *, newsletter: str) -> int:
    """Put unused posts into the backlog of a newsletter: shown, never sent by itself. Returns how many."""
    rest = iter(known.unused if isinstance(known, Known) else (each for each in known if each.unused))
    count = 0
    while batch := [{"newsletter": newsletter, "post_id": each.post.id} for each in islice(rest, BATCH)]:
        connection.execute(backlog.insert(), batch)
        count += len(batch)
    return count


def changes(earlier: str, now: str) -> tuple[str, ...]:
    """What was taken out of a text and what came in, line by line: `- ` before the one, `+ ` before the other.

    Typography and white space alone are no change.
    """
    before, after = _pieces(earlier), _pieces(now)
    compared = SequenceMatcher(None, [" ".join(words(one)) for one in before], [" ".join(words(one)) for one in after])
    lines: list[str] = []
    for kind, first, last, new_first, new_last in compared.get_opcodes():
        if kind != "equal":
            lines += [f"- {one}" for one in before[first:last]] + [f"+ {one}" for one in after[new_first:new_last]]
    left = len(lines) - MOST_CHANGES
    return (*lines[:MOST_CHANGES], f"and {left} more") if left > 0 else tuple(lines)


def _pieces(text: str) -> list[str]:
    """The sentences of a text, each line's by itself."""
    # The summaries' rules for sentences: an abbreviation must not make a change of two.
    from newsletter.summaries.sentences import split

    return [sentence.text for sentence in split(text)]


def _known_post(*columns: Any) -> KnownPost:
    *post, lasting_id, status, issue_id, earlier = columns
    return KnownPost(
        post=post_of(lasting_id or post[0], *post[1:]),
        status=PostStatus(status or PostStatus.NEW),
        issue_id=issue_id,
        earlier_text=earlier,
    )


def _record(connection: Connection, batch: Sequence[Post], now: dt.datetime) -> None:
    new = {post.id: _row(post) | {"first_seen": now} for post in reversed(batch)}
    _add(connection, posts, {(post_id,): row for post_id, row in new.items()}, posts.c.id)
    aliases = {
        (one,): {"fingerprint": one, "post_id": post.id} for post in reversed(batch) for one in fingerprints(post)
    }
    _add(connection, post_aliases, aliases, post_aliases.c.fingerprint)
    versions = {
        (post.id, sha256_of(post.text)): {
            "post_id": post.id,
            "sha256": sha256_of(post.text),
            "text": post.text,
            "seen": now,
        }
        for post in batch
    }
    _add(connection, post_versions, versions, post_versions.c.post_id, post_versions.c.sha256)


def _add(connection: Connection, table: sa.Table, rows: Mapping[Any, Mapping[str, Any]], *key: sa.Column[Any]) -> None:
    """Insert the rows whose key is not there yet."""
    there = {tuple(row) for row in connection.execute(sa.select(*key).where(key[0].in_({one[0] for one in rows})))}
    missing = [row for one, row in rows.items() if one not in there]
    if missing:
        connection.execute(table.insert(), missing)


def _row(post: Post) -> dict[str, object]:
    return {
        "id": post.id,
        "kind": post.kind.value,
        "title": post.title,
        "source": post.source,
        "url": post.url,
        "published": post.published,
        "file": post.span.file,
    }
