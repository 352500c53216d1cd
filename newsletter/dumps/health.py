"""Is the crawler well? What a folder tells of it, in figures that an editor can act on."""

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from newsletter.model import Dump, LeftOut, Post

SILENT_AFTER = dt.timedelta(days=3)
"""A weekly newsletter's crawler runs daily; a weekend alone is no alarm."""
FEWEST_WEEKS = 3
"""So many earlier weeks make a habit from which a source can depart."""
FEWEST_TO_HALVE = 4
"""From so many posts a week on, half of them is more than chance."""
COOKIES = "cookie notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What can be told of a crawler from what it dropped. Sources are in alphabetical order."""

    read: int
    unreadable: int
    newest: dt.datetime | None
    """When the newest file was written; aware, UTC."""
    silent: bool
    """No new file for three days."""
    quiet: tuple[str, ...]
    """Sources that had posts every week and have none now."""
    halved: tuple[str, ...]
    """Sources with less than half as many new posts as they used to have."""
    undated: tuple[str, ...]
    """Sources of three posts and more of which none carries a date."""
    cookie_walls: tuple[str, ...]
    """Files that hold a cookie notice and no post."""
    repaired: tuple[str, ...]
    """Files in whose text broken characters were replaced."""
    furniture: float
    """The share of all characters that belongs to no post, 0 to 1."""
    future: tuple[str, ...]
    """Ids of posts that are dated after today."""


def examine(
    dumps: Sequence[Dump],
    posts: Sequence[Post],
    left_out: Sequence[LeftOut],
    unreadable: Sequence[LeftOut],
    *,
    now: dt.datetime,
    habits: Mapping[str, Sequence[int]] | None = None,
    new: Mapping[str, int] | None = None,
) -> Health:
    """Look a folder over. `habits` holds new posts a week by source for the last weeks, `new` those of this week."""
    newest = max((dump.modified for dump in dumps), default=None)
    return Health(
        read=len(dumps),
        unreadable=len(unreadable),
        newest=newest,
        silent=newest is not None and now - newest > SILENT_AFTER,
        quiet=tuple(source for source, usual, count in _departures(habits, new) if usual >= 1 and count == 0),
        halved=tuple(
            source
            for source, usual, count in _departures(habits, new)
            if usual >= FEWEST_TO_HALVE and 0 < count < usual / 2
        ),
        undated=tuple(_undated(posts)),
        cookie_walls=tuple(_cookie_walls(posts, left_out)),
        repaired=tuple(dump.path for dump in dumps if dump.repaired),
        furniture=_furniture(dumps, posts),
        future=tuple(post.id for post in posts if post.published and post.published > now.date()),
    )


def _departures(
    habits: Mapping[str, Sequence[int]] | None, new: Mapping[str, int] | None
) -> Iterator[tuple[str, float, int]]:
    for source, weeks in sorted((habits or {}).items()):
        if len(weeks) >= FEWEST_WEEKS:
            yield source, sum(weeks) / len(weeks), (new or {}).get(source, 0)


def _undated(posts: Sequence[Post]) -> Iterator[str]:
    all_posts = Counter(post.source for post in posts)
    dated = Counter(post.source for post in posts if post.published)
    return (source for source, count in sorted(all_posts.items()) if count >= FEWEST_WEEKS and not dated[source])


def _cookie_walls(posts: Sequence[Post], left_out: Sequence[LeftOut]) -> Iterator[str]:
    useful = {post.span.file for post in posts}
    return iter(sorted({row.span.file for row in left_out if row.reason == COOKIES} - useful))


def _furniture(dumps: Sequence[Dump], posts: Sequence[Post]) -> float:
    total = sum(dump.characters for dump in dumps)
    used = sum(len(post.title) + len(post.text) for post in posts)
    return max(0.0, 1 - used / total) if total else 0.0
