"""Posts found against posts known: the database gives a post its lasting id and says what is new.

A post is recognised by its fingerprints; a text without a URL that was edited is recognised by its likeness to the last
version that was seen. What went out, or was set aside as backlog, is not new again.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import backlog, issue_posts, issues, post_aliases, post_versions, posts
from newsletter.dumps.identity import ShingleIndex, fingerprints, is_same, words
from newsletter.model import Kind, Post, PostStatus, Span


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


def recognise(connection: Connection | None, found: Iterable[Post], *, newsletter: str) -> tuple[KnownPost, ...]:
    """Give every post its lasting id and status, in the order found. Reads only; without a database all are new."""
    if connection is None:
        return tuple(KnownPost(post=post, status=PostStatus.NEW) for post in found)
    memory = _Memory(connection, newsletter)
    return tuple(memory.recognise(post) for post in found)


def record(connection: Connection, known: Iterable[KnownPost], *, now: dt.datetime) -> None:
    """Write down what was seen: new posts, further fingerprints, new versions of a text."""
    seen = set(connection.scalars(sa.select(posts.c.id)))
    aliases = set(connection.scalars(sa.select(post_aliases.c.fingerprint)))
    versions = {tuple(row) for row in connection.execute(sa.select(post_versions.c.post_id, post_versions.c.sha256))}
    for post in (each.post for each in known):
        if post.id not in seen:
            connection.execute(posts.insert().values(first_seen=now, **_row(post)))
            seen.add(post.id)
        for fingerprint in set(fingerprints(post)) - aliases:
            connection.execute(post_aliases.insert().values(fingerprint=fingerprint, post_id=post.id))
            aliases.add(fingerprint)
        version = (post.id, _sha256(post.text))
        if version not in versions:
            row = {"post_id": version[0], "sha256": version[1], "text": post.text, "seen": now}
            connection.execute(post_versions.insert().values(row))
            versions.add(version)


def set_aside(connection: Connection, known: Iterable[KnownPost], *, newsletter: str) -> int:
    """Put unused posts into the backlog of a newsletter: shown, never sent by itself. Returns how many."""
    rows = [{"newsletter": newsletter, "post_id": each.post.id} for each in known if each.unused]
    if rows:
        connection.execute(backlog.insert(), rows)
    return len(rows)


class _Memory:
    """What the database knows of posts, read once a run."""

    def __init__(self, connection: Connection, newsletter: str) -> None:
        self._aliases: dict[str, str] = {
            row.fingerprint: row.post_id for row in connection.execute(sa.select(post_aliases))
        }
        self._posts = {post.id: post for post in _stored(connection)}
        self._index = ShingleIndex()
        for post in self._posts.values():
            self._index.add(post.id, post.text)
        used = (
            sa.select(issue_posts.c.post_id, issue_posts.c.issue_id)
            .join(issues, issues.c.id == issue_posts.c.issue_id)
            .where(issues.c.newsletter == newsletter)
        )
        self._used = {row.post_id: row.issue_id for row in connection.execute(used)}
        self._backlog = set(connection.scalars(sa.select(backlog.c.post_id).where(backlog.c.newsletter == newsletter)))

    def recognise(self, post: Post) -> KnownPost:
        post_id = self._lasting_id(post)
        if post_id is None:
            return KnownPost(post=post, status=PostStatus.NEW)
        known = KnownPost(post=replace(post, id=post_id), status=PostStatus.NEW, issue_id=self._used.get(post_id))
        if post_id in self._backlog:
            return replace(known, status=PostStatus.BACKLOG)
        earlier = self._posts[post_id].text
        # Typography alone is no change: a curly quotation mark tells no reader anything new.
        if words(earlier) != words(post.text):
            return replace(known, status=PostStatus.CHANGED, earlier_text=earlier)
        return replace(known, status=PostStatus.USED) if known.issue_id else known

    def _lasting_id(self, post: Post) -> str | None:
        for fingerprint in fingerprints(post):
            alias = self._aliases.get(fingerprint)
            # An article is a new post even where its teaser is known (design, "Records").
            if alias and self._posts[alias].kind is post.kind:
                return alias
        for near in self._index.nearest(post.text):
            stored = self._posts[near.key]
            if stored.kind is post.kind and is_same(post, stored, near):
                return stored.id
        return None


def _stored(connection: Connection) -> Iterator[Post]:
    """Every known post with the last version of its text."""
    newest_last = sa.select(post_versions.c.post_id, post_versions.c.text).order_by(post_versions.c.number)
    texts = {row.post_id: row.text for row in connection.execute(newest_last)}
    for row in connection.execute(sa.select(posts)):
        yield Post(
            id=row.id,
            title=row.title,
            text=texts.get(row.id, ""),
            kind=Kind(row.kind),
            source=row.source,
            span=Span(file=row.file),
            url=row.url,
            published=row.published,
        )


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


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
