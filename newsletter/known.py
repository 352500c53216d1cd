"""Posts found against posts known: the database gives a post its lasting id and says what is new.

A post is recognised by its fingerprints; a text without a URL that was edited is recognised by its likeness to the last
version that was seen. What went out, or was set aside as backlog, is not new again.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import backlog, issue_posts, issues, post_aliases, post_versions, posts
from newsletter.dumps.identity import ShingleIndex, fingerprints
from newsletter.model import Post, PostStatus


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
    for each in known:
        post = each.post
        if connection.execute(sa.select(posts.c.id).where(posts.c.id == post.id)).first() is None:
            connection.execute(posts.insert().values(first_seen=now, **_row(post)))
        for fingerprint in fingerprints(post):
            if (
                connection.execute(sa.select(post_aliases).where(post_aliases.c.fingerprint == fingerprint)).first()
                is None
            ):
                connection.execute(post_aliases.insert().values(fingerprint=fingerprint, post_id=post.id))
        version = {"post_id": post.id, "sha256": _sha256(post.text)}
        if connection.execute(sa.select(post_versions).filter_by(**version)).first() is None:
            connection.execute(post_versions.insert().values(text=post.text, seen=now, **version))


def set_aside(connection: Connection, known: Iterable[KnownPost], *, newsletter: str) -> int:
    """Put unused posts into the backlog of a newsletter: shown, never sent by itself. Returns how many."""
    rows = [{"newsletter": newsletter, "post_id": each.post.id} for each in known if each.unused]
    if rows:
        connection.execute(backlog.insert(), rows)
    return len(rows)


class _Memory:
    """What the database knows of posts, read once a run."""

    def __init__(self, connection: Connection, newsletter: str) -> None:
        self.aliases = {row.fingerprint: row.post_id for row in connection.execute(sa.select(post_aliases))}
        self.kinds = {row.id: row.kind for row in connection.execute(sa.select(posts.c.id, posts.c.kind))}
        newest_last = sa.select(post_versions).order_by(post_versions.c.number)
        self.texts = {row.post_id: row.text for row in connection.execute(newest_last)}
        self.index = ShingleIndex()
        for post_id, text in self.texts.items():
            self.index.add(post_id, text)
        used = (
            sa.select(issue_posts.c.post_id, issue_posts.c.issue_id)
            .join(issues, issues.c.id == issue_posts.c.issue_id)
            .where(issues.c.newsletter == newsletter)
        )
        self.used = {row.post_id: row.issue_id for row in connection.execute(used)}
        set_aside = sa.select(backlog.c.post_id).where(backlog.c.newsletter == newsletter)
        self.backlog = set(connection.scalars(set_aside))

    def recognise(self, post: Post) -> KnownPost:
        post_id = self._lasting_id(post)
        if post_id is None:
            return KnownPost(post=post, status=PostStatus.NEW)
        known = KnownPost(post=replace(post, id=post_id), status=PostStatus.NEW, issue_id=self.used.get(post_id))
        if post_id in self.backlog:
            return replace(known, status=PostStatus.BACKLOG)
        earlier = self.texts.get(post_id)
        if earlier is not None and earlier != post.text:
            return replace(known, status=PostStatus.CHANGED, earlier_text=earlier)
        return replace(known, status=PostStatus.USED) if known.issue_id else known

    def _lasting_id(self, post: Post) -> str | None:
        for fingerprint in fingerprints(post):
            if fingerprint in self.aliases:
                return self.aliases[fingerprint]
        likest = self.index.closest(post.text)
        # An article is a new post even where its teaser is known (design, "Records").
        return likest[0] if likest and self.kinds.get(likest[0]) == post.kind else None


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
