"""Themes to issue: composing it, the file that holds it, its period, and freezing it for sending."""
