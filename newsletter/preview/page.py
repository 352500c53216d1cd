"""The one page of the preview."""

from newsletter.preview.previewed import CLIPPED_AT, PreviewedIssue
from newsletter.rendering.environment import render

_SHORT_HASH = 12


def page(previewed: PreviewedIssue, problem: str = "") -> str:
    """Print the page; `problem` says why what is shown is older than what lies on disk."""
    values: dict[str, object] = {
        "previewed": previewed,
        "issue": previewed.issue,
        "compiled": previewed.compiled,
        "text": previewed.parts[1],
        "hash": previewed.compiled.hash[:_SHORT_HASH],
        "kilobytes": f"{previewed.size / 1000:.0f} KB",
        "clipped_at": CLIPPED_AT,
        "problem": problem,
    }
    return render("preview/page.html.j2", None, values)
