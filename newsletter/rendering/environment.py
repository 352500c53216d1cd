"""The templates: the packaged ones, and a folder that may hold others of the same name."""

import textwrap
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from newsletter.errors import RenderError

if TYPE_CHECKING:
    from jinja2 import Environment

TEXT_WIDTH = 72
"""RFC 3676 §4.2 advises at most 78; quoting twice still fits."""


def render(name: str, folder: Path | None, values: dict[str, object]) -> str:
    """Fill the template in; all but plain text is escaped. A broken template is a `RenderError` with file and line."""
    from jinja2 import TemplateError  # 0.1 s that commands which render nothing do not pay

    try:
        return _environment(folder, escape=not name.endswith(".txt.j2")).get_template(name).render(values)
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError, OSError) as error:
        raise RenderError(f"The template {_where(error, name)} is broken: {_what(error)}. Correct it.") from error


def _environment(folder: Path | None, *, escape: bool) -> "Environment":
    import jinja2

    if folder is not None and not folder.is_dir():
        raise RenderError(f"There is no folder of templates {folder}: create it, or leave the setting out.")
    packaged = jinja2.PackageLoader("templates", "")
    loader = jinja2.ChoiceLoader([jinja2.FileSystemLoader(folder), packaged]) if folder else packaged
    environment = jinja2.Environment(
        loader=loader,
        autoescape=escape,  # noqa: S701 - off for plain text only
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["wrapped"] = wrapped
    environment.filters["underlined"] = underlined
    return environment


def wrapped(text: str, indent: int = 0) -> str:
    """Break into lines of at most 72 characters; an address stays in one piece, however long."""
    margin = " " * indent
    return textwrap.fill(
        text,
        TEXT_WIDTH,
        initial_indent=margin,
        subsequent_indent=margin,
        break_long_words=False,
        break_on_hyphens=False,
    )


def underlined(text: str, stroke: str) -> str:
    """Set a heading of plain text, wrapped, over a line as wide as itself."""
    lines = wrapped(text)
    return f"{lines}\n{stroke * max(map(len, lines.splitlines()), default=0)}"


def _where(error: Exception, name: str) -> str:
    """File and line: syntax errors know them, others have them in the traceback, which Jinja2 rewrites to templates."""
    line = getattr(error, "lineno", None)
    if line:
        return f"{getattr(error, 'filename', None) or getattr(error, 'name', None) or name}, line {line},"
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
    return f"{frames[-1].filename}, line {frames[-1].lineno}," if frames else name


def _what(error: Exception) -> str:
    return " ".join(str(error).split()).rstrip(".") or type(error).__name__
