"""How the e-mail and the preview look: the packaged templates."""
