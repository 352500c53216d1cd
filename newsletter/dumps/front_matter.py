"""What stands above a Markdown post: YAML, TOML, JSON or Pelican's headers. Every value is text and builds nothing."""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass

from newsletter.errors import DumpError

MAX_FRONT = 64 * 1024
MAX_ALIASES = 20
"""Front matter repeats an author or two; a bomb repeats thousands."""
MAX_DEPTH = 50

_FENCED = re.compile(r"(---|\+\+\+)[ \t]*\n(?P<inside>.*?)^(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_HEADER = re.compile(r"(?P<name>[A-Za-z][\w -]{0,40}):[ \t]*(?P<value>.*)")
_LINE = re.compile(r"^(?P<name>[A-Za-z_][\w-]{0,40})[ \t]*[:=][ \t]*(?P<value>\S.*)$", re.MULTILINE)

Told = dict[str, tuple[str, ...]]
"""Field names in lower case, each with its values in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """The fields above a post, its body, and what was wrong with the fields."""

    told: Told
    body: str
    fault: str = ""

    def first(self, *names: str) -> str | None:
        """The first value of the first of these fields that says something."""
        return next((self.told[name][0] for name in names if self.told.get(name)), None)


def split(text: str) -> Front:
    """A post's fields and its body. Broken fields are read line by line as far as they go.

    Raises `DumpError` for front matter that has no end or repeats itself without end.
    """
    text = text.lstrip("\ufeff \n\t")
    if text.startswith("{"):
        return _json(text)
    fenced = _FENCED.match(text)
    if fenced:
        return _fenced(fenced["inside"], text[fenced.end() :], toml=text[0] == "+")
    if text.startswith(("---", "+++")):
        raise DumpError("front matter without its closing line: mend the file")
    return _headers(text)


def _json(text: str) -> Front:
    try:
        found, end = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError) as error:
        raise DumpError("front matter that is broken JSON: mend the file") from error
    return Front(told=dict(_texts(found)), body=text[end:])


def _fenced(inside: str, body: str, *, toml: bool) -> Front:
    if len(inside) > MAX_FRONT:
        raise DumpError(f"front matter of more than {MAX_FRONT // 1024} kB: mend the file")
    try:
        found = tomllib.loads(inside) if toml else _yaml(inside)
    except (ValueError, RecursionError) as error:
        told: Told = {match["name"].lower(): (_bare(match["value"]),) for match in _LINE.finditer(inside)}
        return Front(
            told=told, body=body, fault=f"front matter that is broken {'TOML' if toml else 'YAML'} ({_why(error)})"
        )
    return Front(told=dict(_texts(found)), body=body)


def _yaml(text: str) -> object:
    """YAML as plain texts, lists and mappings, whatever its tags say.

    Raises `DumpError` for a bomb and `ValueError` for what is no YAML.
    """
    import yaml

    try:
        aliases = depth = 0
        for token in yaml.scan(text, Loader=yaml.BaseLoader):
            aliases += isinstance(token, yaml.AliasToken)
            depth += isinstance(token, yaml.FlowSequenceStartToken | yaml.FlowMappingStartToken)
            depth -= isinstance(token, yaml.FlowSequenceEndToken | yaml.FlowMappingEndToken)
            if aliases > MAX_ALIASES:
                raise DumpError("front matter that repeats itself without end (YAML aliases): take the file out")
            if depth > MAX_DEPTH:
                raise ValueError("nested too deeply")
        # BaseLoader makes nothing but texts, lists and mappings: less than the safe loader, which also reads dates.
        return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506
    except yaml.YAMLError as error:
        raise ValueError(str(getattr(error, "problem", None) or "unreadable")) from error


def _why(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else " ".join(str(error).split())[:80]


def _bare(value: str) -> str:
    value = value.strip()
    return value[1:-1] if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0] else value


def _texts(found: object) -> Iterator[tuple[str, tuple[str, ...]]]:
    for key, value in found.items() if isinstance(found, dict) else ():
        listed = value if isinstance(value, list) else [value]
        texts = tuple(text for one in listed if (text := _text(one)))
        if texts:
            yield str(key).lower(), texts


def _text(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return "" if value is None or isinstance(value, dict | list) else str(value).strip()


def _headers(text: str) -> Front:
    """Pelican's `Title: ...` lines up to the first blank one; an indented line carries on the one above."""
    told: dict[str, tuple[str, ...]] = {}
    lines = text.split("\n")
    name = ""
    for at, line in enumerate(lines):
        found = _HEADER.match(line)
        if found:
            name = found["name"].lower()
            told[name] = (found["value"].strip(),)
        elif name and line[:1] in {" ", "\t"} and line.strip():
            told[name] = (f"{told[name][0]} {line.strip()}",)
        else:
            return Front(told={key: value for key, value in told.items() if value[0]}, body="\n".join(lines[at:]))
    return Front(told=told, body="")
