"""What readers get does not change by accident."""

from collections.abc import Callable

import pytest

from newsletter.model import CompiledIssue, Issue
from newsletter.rendering import compile_issue
from tests.rendering.builders import MASTHEAD, hostile, one_post, realistic

CASES = {"fourteen-posts": realistic(), "one-post": one_post(), "hostile": hostile()}


@pytest.mark.parametrize("case", CASES)
def test_renders_as_agreed(case: str, golden: Callable[[str, CompiledIssue], None]) -> None:
    """HTML and text are those that were looked at and agreed."""
    issue: Issue = CASES[case]
    golden(case, compile_issue(issue, MASTHEAD))
