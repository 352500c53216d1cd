"""An issue to the HTML and the text that everybody gets, with slots for what is personal."""

import dataclasses
import hashlib
import json
from pathlib import Path

from newsletter.model import CompiledIssue, Issue
from newsletter.rendering.environment import render
from newsletter.rendering.markup import to_html
from newsletter.rendering.masthead import Masthead
from newsletter.rendering.slots import UNSUBSCRIBE, emptied, markers
from newsletter.rendering.view import view


def compile_issue(issue: Issue, masthead: Masthead, *, templates: Path | None = None) -> CompiledIssue:
    """Render the issue once for all recipients; the same issue, masthead and templates give the same bytes.

    `templates` is a folder that may hold others for any of the packaged templates. Raises `RenderError`.
    """
    content = canonical(issue)
    slots = markers([UNSUBSCRIBE], content)
    shown = view(issue, masthead)
    values: dict[str, object] = {"issue": shown, "slots": slots}
    html = to_html(render("issue.mjml.j2", templates, values))
    text = render("issue.txt.j2", templates, values).strip() + "\n"
    empty = [content, shown.subject, emptied(html, slots), emptied(text, slots)]
    return CompiledIssue(
        issue_id=issue.id,
        subject=shown.subject,
        html=html,
        text=text,
        slots=slots,
        hash=hashlib.sha256(_json(empty).encode()).hexdigest(),
    )


def canonical(issue: Issue) -> str:
    """Write the issue's content as JSON with sorted keys: equal issues give equal text, and any change another."""
    return _json(dataclasses.asdict(issue))


def _json(value: object) -> str:
    # ASCII only, so that even a lone surrogate from a broken dump can be hashed; dates are written as ISO 8601.
    return json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"), default=str)
