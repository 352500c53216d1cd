"""The theme ledger in the database: what each issue's themes were, and what an editor made of them.

Every issue's sketch of a theme is kept as it was; what lasts of a theme is worked out from them when they are read.
"""

import datetime as dt
from collections.abc import Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter.database import issue_themes, issues, theme_rules, themes
from newsletter.model import Issue, Post
from newsletter.themes import draw
from newsletter.themes.ledger import Kin, Memory, Remembered, Rule, RuleKind, kinship, under_rules
from newsletter.themes.sketch import Sketch, blend
from newsletter.themes.vectors import Encoder

FADES = 0.5
"""What an issue's sketch of a theme counts beside that of the theme's next appearance: a theme drifts."""
APPEARANCES = 6
"""Older ones count for nothing."""
RETIRED_AFTER = 12
"""Issues without a theme, after which it is retired: a quarter of a year of a weekly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appearance:
    """A theme as one issue had it."""

    theme_id: str
    issue_id: str
    number: int
    """The issue's."""
    name: str
    sketch: Sketch
    took_in: tuple[str, ...] = ()


def recall(connection: Connection | None, newsletter: str, encoder: str) -> Memory:
    """Read what is known of a newsletter's themes; without a database nothing is."""
    if connection is None:
        return Memory()
    retired = set(
        connection.scalars(
            sa.select(themes.c.id).where(themes.c.newsletter == newsletter, themes.c.retired.is_not(None))
        )
    )
    seen = remembered(appearances(connection, newsletter), encoder, retired)
    return under_rules(seen, rules(connection, newsletter))


def remembered(seen: Sequence[Appearance], encoder: str, retired: Container[str] = ()) -> tuple[Remembered, ...]:
    """What lasts of each theme, from its appearances in the order of the issues."""
    by_theme = groupby(sorted(seen, key=lambda one: (one.theme_id, one.number)), key=attrgetter("theme_id"))
    return tuple(_lasting(theme_id, list(found), encoder, theme_id in retired) for theme_id, found in by_theme)


def _lasting(theme_id: str, seen: Sequence[Appearance], encoder: str, retired: bool) -> Remembered:
    recent = seen[-APPEARANCES:]
    weights = [FADES**age for age in reversed(range(len(recent)))]
    return Remembered(
        id=theme_id,
        name=seen[-1].name,
        sketch=blend([one.sketch for one in recent], weights, encoder),
        last_issue=seen[-1].issue_id,
        retired=retired,
    )


def appearances(connection: Connection, newsletter: str) -> tuple[Appearance, ...]:
    """Every theme of every issue of a newsletter, in the order printed."""
    query = (
        sa.select(issue_themes, issues.c.number)
        .join(issues, issues.c.id == issue_themes.c.issue_id)
        .where(issues.c.newsletter == newsletter)
        .order_by(issues.c.number, issue_themes.c.position)
    )
    return tuple(_appearance(row._mapping) for row in connection.execute(query))


def _appearance(row: sa.RowMapping) -> Appearance:
    terms = tuple((word, weight) for word, weight in row["terms"])
    return Appearance(
        theme_id=row["theme_id"],
        issue_id=row["issue_id"],
        number=row["number"],
        name=row["name"],
        sketch=Sketch(encoder=row["encoder"], vector=row["vector"], terms=terms, posts=row["posts"]),
        took_in=tuple(row["took_in"]),
    )


def rules(connection: Connection, newsletter: str) -> tuple[Rule, ...]:
    """What the editor did, in order."""
    query = sa.select(theme_rules).where(theme_rules.c.newsletter == newsletter).order_by(theme_rules.c.number)
    return tuple(
        Rule(kind=RuleKind(row.kind), theme_id=row.theme_id, value=row.value, sketch=_read_sketch(row.sketch))
        for row in connection.execute(query)
    )


def add_rules(connection: Connection, newsletter: str, learnt: Sequence[Rule], *, now: dt.datetime) -> None:
    """Write down what the editor did."""
    rows = [
        {
            "newsletter": newsletter,
            "kind": rule.kind.value,
            "theme_id": rule.theme_id,
            "value": rule.value,
            "sketch": None if rule.sketch is None else asdict(rule.sketch) | {"vector": rule.sketch.vector.hex()},
            "made": now,
        }
        for rule in learnt
    ]
    if rows:
        connection.execute(theme_rules.insert(), rows)


def _read_sketch(fields: Mapping[str, Any] | None) -> Sketch | None:
    if fields is None:
        return None
    terms = tuple((word, weight) for word, weight in fields["terms"])
    return Sketch(**{**fields, "vector": bytes.fromhex(fields["vector"]), "terms": terms})


def record(connection: Connection, issue: Issue, posts: Sequence[Post], encoder: Encoder, *, newsletter: str) -> None:
    """Write down the themes of an issue as they went out; `posts` are all that the issue may hold.

    New ones are founded, those unseen for `RETIRED_AFTER` issues retired.
    """
    memory = recall(connection, newsletter, encoder.name)
    seen, kin = observe(issue, posts, encoder, memory)
    if seen:
        _found(connection, issue, newsletter, {one: kin[one].split_from for one in kin})
        connection.execute(issue_themes.insert(), [_row(one, position) for position, one in enumerate(seen)])
    _retire(connection, issue, newsletter)


def observe(
    issue: Issue, posts: Sequence[Post], encoder: Encoder, memory: Memory
) -> tuple[tuple[Appearance, ...], Mapping[str, Kin]]:
    """Sketch the themes of an issue, whoever filed its posts there, and tell how they are related to earlier ones."""
    names = {section.theme_id: section.name for section in issue.sections if section.theme_id}
    if not names:
        return (), {}
    by_id = {post.id: post for post in posts}
    printed = sorted({entry.post_id for entry in issue.entries} & by_id.keys())
    drawing = draw([by_id[post_id] for post_id in printed], encoder)
    members: dict[str, set[int]] = {theme_id: set() for theme_id in names}
    for section in issue.sections:
        for entry in section.entries:
            if section.theme_id and entry.post_id in by_id:
                members[section.theme_id].add(printed.index(entry.post_id))
    sketches = {theme_id: drawing.of(found) for theme_id, found in members.items() if found}
    kin = kinship(sketches, drawing.whole, memory)
    seen = tuple(
        Appearance(
            theme_id=theme_id,
            issue_id=issue.id,
            number=issue.number,
            name=names[theme_id],
            sketch=sketch,
            took_in=kin[theme_id].took_in,
        )
        for theme_id, sketch in sketches.items()
    )
    return seen, kin


def _row(appearance: Appearance, position: int) -> dict[str, object]:
    sketch = appearance.sketch
    return {
        "issue_id": appearance.issue_id,
        "theme_id": appearance.theme_id,
        "position": position,
        "name": appearance.name,
        "posts": sketch.posts,
        "took_in": list(appearance.took_in),
        "encoder": sketch.encoder,
        "vector": sketch.vector,
        "terms": [list(term) for term in sketch.terms],
    }


def _found(connection: Connection, issue: Issue, newsletter: str, split_from: Mapping[str, str | None]) -> None:
    mine = themes.c.newsletter == newsletter
    known = set(connection.scalars(sa.select(themes.c.id).where(mine)))
    connection.execute(themes.update().where(mine, themes.c.id.in_(split_from)).values(retired=None))
    rows = [
        {"newsletter": newsletter, "id": theme_id, "founded": issue.id, "split_from": origin}
        for theme_id, origin in split_from.items()
        if theme_id not in known
    ]
    if rows:
        connection.execute(themes.insert(), rows)


def _retire(connection: Connection, issue: Issue, newsletter: str) -> None:
    last = (
        sa.select(issue_themes.c.theme_id)
        .join(issues, issues.c.id == issue_themes.c.issue_id)
        .where(issues.c.newsletter == newsletter)
        .group_by(issue_themes.c.theme_id)
        .having(sa.func.max(issues.c.number) <= issue.number - RETIRED_AFTER)
    )
    connection.execute(
        themes.update()
        .where(themes.c.newsletter == newsletter, themes.c.id.in_(last), themes.c.retired.is_(None))
        .values(retired=issue.id)
    )
