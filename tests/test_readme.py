"""The README tells the truth: every command, option and setting is in it, and what it shows exists."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pydantic import BaseModel

from newsletter import settings
from newsletter.cli import main
from newsletter.settings import NewsletterSettings, OutboxSettings, Settings, SmtpSettings, SourceSettings
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TABLES: dict[str, type[BaseModel]] = {
    "": Settings,
    "newsletter.weekly.": NewsletterSettings,
    "smtp.": SmtpSettings,
    "outbox.": OutboxSettings,
    "sources.NAME.": SourceSettings,
}
NESTED = {"newsletter", "smtp", "outbox", "sources"}


def commands(group: click.Group, prefix: str = "newsletter") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def documented() -> dict[str, tuple[str, str]]:
    rows = (line.strip("| ").split("|") for line in README.splitlines() if re.match(r"\| `[\w.]+` \|", line))
    return {cells[0].strip(" `"): (cells[1].strip(" `"), cells[-1]) for cells in rows}


def settable() -> dict[str, object]:
    return {
        f"{prefix}{name}": field.default
        for prefix, model in TABLES.items()
        for name, field in model.model_fields.items()
        if prefix or name not in NESTED
    }


def test_every_command_and_option_is_documented() -> None:
    """What the program can do, a reader of the README knows."""
    rows = {line for line in README.splitlines() if line.startswith("| `newsletter ")}
    for name, command in commands(main):
        (row,) = [row for row in rows if re.match(rf"\| `{name}[ `]", row)]
        for option in (option for parameter in command.params for option in parameter.opts if option.startswith("--")):
            assert option in row, f"{name} {option}"
    assert len(rows) == len(list(commands(main)))


def test_every_setting_is_documented_and_no_other() -> None:
    """A key in the table works, and a key that works is in the table."""
    assert set(documented()) == set(settable())


@pytest.mark.parametrize("key", [key for key, default in settable().items() if isinstance(default, int | float)])
def test_defaults_are_those_of_the_program(key: str) -> None:
    """Who reads a default in the README gets it."""
    assert documented()[key][0] == str(settable()[key]).lower().removesuffix(".0")


def test_the_example_settings_are_valid(tmp_path: Path) -> None:
    """What is shown can be copied."""
    (example,) = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    path = tmp_path / settings.FILE_NAME
    path.write_text(example, encoding="utf-8")
    assert settings.load(path).newsletter["weekly"].title == "Practice Weekly"


def test_links_and_pictures_exist() -> None:
    """No link of the README leads nowhere."""
    targets = [target for target in re.findall(r"\]\(([^)]+)\)", README) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_the_plain_commands_are_those_of_the_makefile() -> None:
    """`make run` and the README's own lines do the same."""
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for line in (
        "run --dump examples/dump --subscribers subscribers/example.csv",
        "ruff check .",
        "ruff format --check .",
    ):
        assert line in README
        assert line in makefile


def test_no_address_of_a_package_index_is_pinned() -> None:
    """Pins hold on every machine, whatever index it uses."""
    assert "//" not in (ROOT / "constraints.txt").read_text(encoding="utf-8")
