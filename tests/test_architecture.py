"""Dependencies point one way: flows -> newsletter -> subscribers."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

OURS = ("flows", "newsletter", "subscribers", "templates")


def modules(package: str) -> Iterator[Path]:
    return (ROOT / package).rglob("*.py")


def imported(module: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}: relative import"
            yield node.module or ""


def roots(package: str, *, but: str = "") -> set[str]:
    return {name.partition(".")[0] for module in modules(package) if module.name != but for name in imported(module)}


@pytest.mark.parametrize(
    ("package", "never"),
    [("newsletter", {"flows", "prefect"}), ("subscribers", {"flows", "newsletter", "prefect", "templates"})],
)
def test_no_import_against_the_direction(package: str, never: set[str]) -> None:
    """The core runs without Prefect, and who gets the mail does not depend on what is in it."""
    assert not roots(package, but="cli.py") & never


def test_only_the_shell_reaches_for_the_flow() -> None:
    """The command line may start the flow; nothing imports the command line."""
    shell = set(imported(ROOT / "newsletter" / "cli.py"))
    assert {name for name in shell if name.startswith(("flows", "prefect"))} == {"flows.here"}
    callers = {m.name for package in OURS for m in modules(package) if "newsletter.cli" in set(imported(m))}
    assert callers == {"__main__.py"}


def test_flow_files_shadow_nothing() -> None:
    """Prefect puts a flow file's folder first on sys.path, where its name would hide a module of the same name."""
    stems = {module.stem for module in modules("flows")} - {"__init__"}
    assert not stems & (set(sys.stdlib_module_names) | set(OURS))


@pytest.mark.parametrize("command", [["--help"], ["posts", "examples/dump"], ["preview", "--help"]])
def test_commands_but_run_never_load_prefect(command: list[str], tmp_path: Path) -> None:
    """Prefect costs a second and 80 MB: only `newsletter run` pays for it."""
    code = (
        "import sys; from newsletter.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "except SystemExit as end: assert not end.code, end\n"
        "assert 'prefect' not in sys.modules"
    )
    words = [word.replace("examples/", f"{ROOT}/examples/") for word in command]
    done = subprocess.run(
        [sys.executable, "-c", code, *words], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
