"""How the crawler is, told to the editor: this week's folder against the weeks before it."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import dump_health, posts
from newsletter.dumps import Findings
from newsletter.dumps.health import Health, examine
from newsletter.known import KnownPost
from newsletter.model import PostStatus

WEEKS = 4
"""So many earlier weeks are a source's habit."""


def look_over(
    findings: Findings, known: Iterable[KnownPost], connection: Connection | None, *, now: dt.datetime
) -> Health:
    """Examine what was found; without a database there is no habit to compare with."""
    return examine(
        findings.dumps,
        findings.posts,
        findings.left_out,
        findings.unreadable,
        now=now,
        habits=_habits(connection, now) if connection is not None else {},
        new=Counter(each.post.source for each in known if each.status is PostStatus.NEW),
    )


def note(connection: Connection, health: Health, *, issue_id: str, now: dt.datetime) -> None:
    """Keep the figures beside the issue that was made of the folder."""
    facts = json.dumps(asdict(health), default=str, sort_keys=True, ensure_ascii=False)
    connection.execute(dump_health.insert().values(issue_id=issue_id, seen=now, facts=facts))


def told(health: Health) -> Iterator[str]:
    """One line of figures, then one for each thing that an editor should look at."""
    newest = f", the newest of {health.newest:%d %B %Y}" if health.newest else ""
    yield (
        f"Dump health: {health.read} files read{newest}, {health.unreadable} not read,"
        f" {health.furniture:.0%} of the text is furniture"
    )
    if health.silent:
        yield "  No new file for three days: is the crawler silent?"
    named: Mapping[str, Sequence[str]] = {
        "Gone quiet (had posts every week, none now)": health.quiet,
        "Halved (less than half of the usual number)": health.halved,
        "No post carries a date": health.undated,
        "Cookie notice and nothing else": health.cookie_walls,
        "Broken characters replaced": health.repaired,
    }
    yield from (f"  {what}: {', '.join(names)}" for what, names in named.items() if names)
    if health.future:
        yield f"  Dated after today: {len(health.future)} posts"


def _habits(connection: Connection, now: dt.datetime) -> dict[str, list[int]]:
    """New posts by source in each of the last weeks in which the folder was read, oldest first."""
    seen: dict[dt.date, Counter[str]] = {}
    since = now - dt.timedelta(weeks=WEEKS + 1)
    for row in connection.execute(sa.select(posts.c.source, posts.c.first_seen).where(posts.c.first_seen > since)):
        seen.setdefault(row.first_seen.date(), Counter())[row.source] += 1
    earlier = [counts for day, counts in sorted(seen.items()) if day < now.date()][-WEEKS:]
    sources = {source for counts in earlier for source in counts}
    return {source: [counts[source] for counts in earlier] for source in sorted(sources)}
