"""The local preview: the e-mail as it will be sent, in a browser."""

from newsletter.preview.previewed import PreviewedIssue
from newsletter.preview.server import PreviewServer, make_server, serve

__all__ = ["PreviewServer", "PreviewedIssue", "make_server", "serve"]
