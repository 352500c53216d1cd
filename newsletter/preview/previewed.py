"""What the preview shows, and what it works out from it."""

import re
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum

from newsletter.model import CompiledIssue, Issue
from newsletter.rendering import address
from newsletter.rendering.slots import UNSUBSCRIBE

CLIPPED_AT = 102_000
"""Bytes of HTML after which Gmail shows "View entire message" instead of the rest."""
_NEARLY_CLIPPED = 90_000

_SAMPLES = {UNSUBSCRIBE: "mailto:unsubscribe@example.org?subject=unsubscribe"}
_OTHER_SAMPLE = "https://example.org/"

_DARK_QUERY = re.compile(r"@media\s*\(\s*prefers-color-scheme\s*:\s*dark\s*\)")
_SCHEME_META = re.compile(r'(<meta name="(?:supported-color-schemes|color-scheme)" content=")[^"]*(")')


class Colours(StrEnum):
    """Which of the e-mail's palettes is seen."""

    AS_SENT = "sent"
    """The compiled bytes; the reader's system decides."""
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewedIssue:
    """An issue as it would be sent now; `notes` are what an editor should know before it is."""

    issue: Issue
    compiled: CompiledIssue
    headers: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def parts(self) -> tuple[str, str]:
        """HTML and text with sample values in their slots."""
        return address(self.compiled, {name: _SAMPLES.get(name, _OTHER_SAMPLE) for name in self.compiled.slots})

    @property
    def sender(self) -> str:
        """The name in the inbox: that of the From header, else its address, else the newsletter's."""
        name, mailbox = parseaddr(next((value for key, value in self.headers if key.lower() == "from"), ""))
        return name or mailbox or self.issue.newsletter

    @property
    def size(self) -> int:
        """Bytes of HTML."""
        return len(self.parts[0].encode())

    @property
    def size_note(self) -> str:
        """What the size means in Gmail."""
        if self.size > CLIPPED_AT:
            return "Gmail clips it: readers there do not see the end, nor the unsubscribe link in it. Use fewer posts."
        if self.size > _NEARLY_CLIPPED:
            return "close to the 102 KB after which Gmail clips a message"
        return "Gmail clips at 102 KB"


def in_colours(html: str, colours: Colours) -> str:
    """Return the e-mail as it looks in the light or in the dark.

    A page cannot tell a frame which colours the reader prefers. So these two are copies in which the question is
    answered: the media query for dark is always true or never, and the declared scheme is one.
    `AS_SENT` is the e-mail itself.
    """
    if colours is Colours.AS_SENT:
        return html
    answered = _DARK_QUERY.sub("@media all" if colours is Colours.DARK else "@media not all", html)
    return _SCHEME_META.sub(rf"\g<1>{colours}\g<2>", answered)
