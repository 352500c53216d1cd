"""What the header and the footer say besides the issue."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Masthead:
    """Who publishes the newsletter and in which language and colour; the same for every issue."""

    sender_name: str
    """The publisher that readers signed up with."""
    postal_address: str = ""
    """Printed in the footer, lines joined by commas. Empty only in a rehearsal."""
    home_url: str | None = None
    language: str = "en-GB"
    """A language tag; it also decides how dates are written and in which direction the e-mail reads."""
    accent: str = "#0b5f66"
    """`#rrggbb`. Darkened or lightened where it would be hard to read, in the light and in the dark palette."""
