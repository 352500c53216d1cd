from collections.abc import Callable
from pathlib import Path

import pytest

from newsletter.model import CompiledIssue
from tests.preview.chromium import chromium

__all__ = ["chromium"]

GOLDEN = Path(__file__).parent.parent / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="write tests/golden anew; give the folder too, `pytest tests/rendering --update-golden`",
    )


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, CompiledIssue], None]:
    """Compares with the files of a golden case, or writes them where the flag says so."""
    update = bool(request.config.getoption("--update-golden", default=False))

    def compare(case: str, compiled: CompiledIssue) -> None:
        parts = {"email.html": one_tag_a_line(compiled.html), "email.txt": compiled.text}
        for name, content in parts.items():
            expected = GOLDEN / case / name
            if update:
                expected.parent.mkdir(parents=True, exist_ok=True)
                expected.write_text(content, encoding="utf-8", newline="\n")
            assert content == expected.read_text(encoding="utf-8"), f"{case}/{name} differs"

    return compare


def one_tag_a_line(html: str) -> str:
    """Line ends between tags, so that a difference is a few lines and not the file."""
    return html.replace("><", ">\n<")
