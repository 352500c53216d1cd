"""The themes as an editor follows them from issue to issue, and what they may do to one: rename, merge, pin.

What is done is written down as a rule, holds from the next issue on, and changes nothing that went out.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter import database
from newsletter.errors import NewsletterError
from newsletter.installation import Installation
from newsletter.themes import memory as remembering
from newsletter.themes.ledger import Memory, Remembered, Rule, RuleKind
from newsletter.themes.memory import Appearance
from newsletter.themes.vectors import UniversalEncoder

LONGEST_NAME = 60
"""Characters; a longer heading breaks on a phone into three lines."""
SHORTEST_PREFIX = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Arc:
    """A theme with all its appearances, oldest first, and what became of it."""

    theme: Remembered
    appearances: tuple[Appearance, ...]
    split_from: str | None = None
    merged_into: str | None = None
    took_in: tuple[str, ...] = field(default=())


def listed(installation: Installation, *, as_json: bool) -> Iterator[str]:
    """Every theme, the pinned and the latest first: its id, name, issues, and what became of it."""
    with database.reading(installation.database_file) as connection:
        found = _arcs(connection, installation.name)
    if not found and not as_json:
        yield "No theme yet: `newsletter run` makes the first issue."
    for arc in found:
        yield _json(arc) if as_json else _line(arc, {one.theme.id: one.theme.name for one in found})


def rename(installation: Installation, theme: str, name: str) -> Iterator[str]:
    """Give a theme another name."""
    text = " ".join(name.split())
    if not text or len(text) > LONGEST_NAME:
        raise NewsletterError(f"a theme's name has 1 to {LONGEST_NAME} characters, this one {len(text)}")
    memory = _memory(installation)
    found = _find(memory, theme)
    other = next((one for one in memory.themes if one.name.casefold() == text.casefold() and one.id != found.id), None)
    if other and memory.theme(other.id) != found:
        raise NewsletterError(f"{text} is theme {other.id} already: `newsletter theme merge {found.id} {other.id}`")
    _write(installation, Rule(kind=RuleKind.RENAME, theme_id=found.id, value=text))
    yield f"{found.id}: {found.name} will be called {text}."


def merge(installation: Installation, theme: str, into: str) -> Iterator[str]:
    """Let one theme be part of another from now on."""
    memory = _memory(installation)
    found, target = _find(memory, theme), _find(memory, into)
    if found == target:
        raise NewsletterError(f"{theme} and {into} are one theme already: nothing was changed")
    _write(installation, Rule(kind=RuleKind.MERGE, theme_id=found.id, value=target.id))
    yield f"{found.id}: {found.name} will be part of {target.name}."


def pin(installation: Installation, theme: str, *, off: bool) -> Iterator[str]:
    """Put a theme first in every issue that it is in, or no longer."""
    found = _find(_memory(installation), theme)
    _write(installation, Rule(kind=RuleKind.UNPIN if off else RuleKind.PIN, theme_id=found.id))
    yield f"{found.id}: {found.name} will {'stand where its size puts it' if off else 'stand first'}."


def _memory(installation: Installation) -> Memory:
    with database.reading(installation.database_file) as connection:
        return remembering.recall(connection, installation.name, UniversalEncoder.name)


def _write(installation: Installation, rule: Rule) -> None:
    engine = installation.open_database()
    with engine.begin() as connection:
        remembering.add_rules(connection, installation.name, [rule], now=database.now())
    engine.dispose()


def _find(memory: Memory, words: str) -> Remembered:
    """Find a theme by its id, the beginning of one, or its name."""
    exact = [one for one in memory.themes if words in (one.id, one.name)]
    named = [one for one in memory.themes if one.name.casefold() == words.casefold()]
    opening = [one for one in memory.themes if len(words) >= SHORTEST_PREFIX and one.id.startswith(words)]
    standing = {found.id: found for one in exact or named or opening if (found := memory.theme(one.id))}
    if len(standing) > 1:
        raise NewsletterError(f"{words} may be any of {', '.join(sorted(standing))}: give one of these ids")
    if not standing:
        raise NewsletterError(f"no theme has the id or name {words!r}: `newsletter theme list` shows them")
    return next(iter(standing.values()))


def _arcs(connection: Connection | None, newsletter: str) -> tuple[Arc, ...]:
    if connection is None:
        return ()
    memory = remembering.recall(connection, newsletter, UniversalEncoder.name)
    seen = remembering.appearances(connection, newsletter)
    rows = connection.execute(sa.select(database.themes).where(database.themes.c.newsletter == newsletter))
    split = {row.id: row.split_from for row in rows}
    found = [_arc(theme, memory, [one for one in seen if one.theme_id == theme.id], split) for theme in memory.themes]
    return tuple(sorted(found, key=lambda arc: (not arc.theme.pinned, -arc.appearances[-1].number, arc.theme.name)))


def _arc(theme: Remembered, memory: Memory, seen: Sequence[Appearance], split: dict[str, str | None]) -> Arc:
    standing = memory.theme(theme.id)
    return Arc(
        theme=theme,
        appearances=tuple(seen),
        split_from=split.get(theme.id),
        merged_into=standing.id if standing and standing.id != theme.id else None,
        took_in=tuple(sorted({other for one in seen for other in one.took_in})),
    )


def _line(arc: Arc, names: dict[str, str]) -> str:
    issues = [one.issue_id for one in arc.appearances]
    span = issues[0] if len(issues) == 1 else f"{len(issues)} issues, {issues[0]} to {issues[-1]}"
    facts = [
        "pinned" if arc.theme.pinned else "",
        "retired" if arc.theme.retired else "",
        f"part of {names[arc.merged_into]}" if arc.merged_into in names else "",
        f"split from {names[arc.split_from]}" if arc.split_from in names else "",
        f"took in {', '.join(names.get(one, one) for one in arc.took_in)}" if arc.took_in else "",
    ]
    return "  ".join([arc.theme.id, arc.theme.name, f"· {span}", *(f"· {fact}" for fact in facts if fact)])


def _json(arc: Arc) -> str:
    fields = {
        "id": arc.theme.id,
        "name": arc.theme.name,
        "issues": [one.issue_id for one in arc.appearances],
        "pinned": arc.theme.pinned,
        "retired": arc.theme.retired,
        "merged_into": arc.merged_into,
        "split_from": arc.split_from,
        "took_in": list(arc.took_in),
    }
    return json.dumps(fields, ensure_ascii=False)
