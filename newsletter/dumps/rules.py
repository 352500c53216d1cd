"""What the settings say of a source's files: for odd sites, where reading alone does not suffice."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from newsletter.dumps.findings import NO_HINTS, Hints


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRule:
    """One source: which files are its own, and how they are to be read."""

    source: str
    files: tuple[str, ...] = ()
    hints: Hints = NO_HINTS

    def claims(self, path: str) -> bool:
        """Whether a file is this source's by its name; a pattern without a slash is asked of the name alone."""
        name = PurePosixPath(path).name
        return any(fnmatchcase(path if "/" in pattern else name, pattern) for pattern in self.files)


def rule_for(rules: Iterable[SourceRule], path: str, source: str | None) -> SourceRule | None:
    """The rule that a file falls under: the first that claims it by name, else that of its source."""
    rules = tuple(rules)
    by_name = next((rule for rule in rules if rule.claims(path)), None)
    return by_name or next((rule for rule in rules if rule.source == source), None)


def digest_of(rules: Sequence[SourceRule]) -> str:
    """A value that changes with the rules: what was read under others is read again."""
    return hashlib.sha256(repr(sorted(rules, key=lambda rule: rule.source)).encode()).hexdigest() if rules else ""
