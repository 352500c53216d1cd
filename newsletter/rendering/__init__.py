"""Issue to MJML to HTML and plain text, compiled once with slots for what is personal."""

from newsletter.rendering.compilation import compile_issue
from newsletter.rendering.masthead import Masthead
from newsletter.rendering.slots import address

__all__ = ["Masthead", "address", "compile_issue"]
