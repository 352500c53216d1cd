"""Weeks replayed one after another, each remembering those before it, and how well themes last."""

import datetime as dt
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from newsletter.model import Entry, Issue, Post, Section, Summary
from newsletter.themes import Grouping, group
from newsletter.themes.ledger import Memory, Rule, under_rules
from newsletter.themes.memory import Appearance, observe, remembered
from newsletter.themes.vectors import Encoder
from tests.themes.builders import post


@dataclass(frozen=True)
class Week:
    name: str
    posts: tuple[Post, ...]
    labels: dict[str, str]
    """Post id -> label of its theme; posts that stand alone are missing."""


def read_bulletins() -> tuple[tuple[Week, ...], ...]:
    labelled = json.loads(Path(__file__).with_name("weeks.json").read_text("utf-8"))
    return tuple(tuple(_week(week) for week in bulletin["weeks"]) for bulletin in labelled["bulletins"])


def _week(week: dict[str, Any]) -> Week:
    return Week(
        name=week["week"],
        posts=tuple(post(one["title"], one["text"], post_id=one["id"]) for one in week["posts"]),
        labels={one["id"]: one["theme"] for one in week["posts"] if one["theme"]},
    )


def replay(weeks: Sequence[Week], encoder: Encoder, rules: Sequence[Rule] = ()) -> tuple[Grouping, ...]:
    """Group each week with what the weeks before it left in memory."""
    seen: list[Appearance] = []
    memory, found = Memory(rules=tuple(rules)), []
    for number, week in enumerate(weeks, 1):
        found.append(group(week.posts, encoder, period=week.name, memory=memory))
        seen += observe(_issue(week, found[-1], number), week.posts, encoder, memory)[0]
        memory = under_rules(remembered(seen, encoder.name), rules)
    return tuple(found)


def _issue(week: Week, found: Grouping, number: int) -> Issue:
    by_id = {one.id: _entry(one) for one in week.posts}
    themed = tuple(
        Section(name=theme.name, theme_id=theme.id, entries=tuple(by_id[one] for one in theme.post_ids))
        for theme in found.themes
    )
    rest = Section(name="More this week", entries=tuple(by_id[one] for one in found.leftover))
    return Issue(
        id=f"weekly/{week.name}",
        period=week.name,
        number=number,
        date=dt.date.fromisoformat(f"{week.name}-1"),
        newsletter="Weekly",
        subject="",
        preheader="",
        intro="",
        sections=(*themed, rest),
    )


def _entry(one: Post) -> Entry:
    summary = Summary(post_id=one.id, sentences=(), method="none")
    return Entry(post_id=one.id, title=one.title, kind=one.kind, source=one.source, summary=summary)


@dataclass(frozen=True)
class Lasting:
    """How themes fared from one of their weeks to the next."""

    kept: int
    changed: tuple[str, ...]
    mistaken: tuple[str, ...]
    """Ids that stood for one theme and later for another."""

    @property
    def share(self) -> float:
        return self.kept / (self.kept + len(self.changed))


def lasting(weeks: Sequence[Week], found: Sequence[Grouping]) -> Lasting:
    """Follow each label, through the largest group that is mostly its, and each id."""
    last: dict[str, tuple[str, str]] = {}
    meant: dict[str, str] = {}
    kept, changed, mistaken = 0, [], []
    for week, grouping in zip(weeks, found, strict=True):
        now: dict[str, tuple[str, str]] = {}
        for theme in grouping.themes:
            label, count = Counter(week.labels.get(one, "") for one in theme.post_ids).most_common(1)[0]
            if not label or 2 * count <= len(theme.post_ids):
                continue
            now.setdefault(label, (theme.id, theme.name))
            if meant.setdefault(theme.id, label) != label:
                mistaken.append(f"{week.name}: {theme.name} is {label}, was {meant[theme.id]}")
        kept += sum(last.get(label) == mark for label, mark in now.items())
        changed += [f"{week.name}: {label}" for label, mark in now.items() if label in last and last[label] != mark]
        last |= now
    return Lasting(kept=kept, changed=tuple(changed), mistaken=tuple(mistaken))
