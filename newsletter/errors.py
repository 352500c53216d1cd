"""What can go wrong, as a tree.

    NewsletterError              anything a person should read as one line
    ├── SettingsError            newsletter.toml or the environment says something wrong
    ├── DumpError                one dump cannot be read: it is reported and skipped, the rest goes on
    ├── RenderError              a template or its output is broken: the run stops
    └── TransportError           a message could not be handed over
        ├── TransientError       it may work later
        └── PermanentError       it never will
            ├── RecipientRefused   this recipient's
            └── AccountError       anybody's: the issue stops at once

A message says what happened, to what, and what to do next, in one line. It names subscribers by their id and holds no
secret.
"""


class NewsletterError(Exception):
    """Anything a person should read as one line; the command line prints it and exits with 1."""


class SettingsError(NewsletterError):
    """`newsletter.toml` or the environment says something that cannot be used."""


class DumpError(NewsletterError):
    """One dump cannot be read. It is reported and skipped; the rest goes on."""


class RenderError(NewsletterError):
    """A template or what it gives is broken. The run stops before anything is sent."""


class TransportError(NewsletterError):
    """A message could not be handed over."""


class TransientError(TransportError):
    """It may work later: nothing was handed over."""


class PermanentError(TransportError):
    """It will not work however often it is tried."""


class RecipientRefused(PermanentError):  # noqa: N818
    """The transport takes no message for this recipient; others are not concerned."""


class AccountError(PermanentError):
    """The transport takes no message from us: wrong password, refused sender, revoked key. The issue stops at once."""
