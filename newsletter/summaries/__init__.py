"""Posts -> summaries: two or three of a post's own sentences, each with its place in the source."""

from newsletter.summaries.extractive import summarise, summarise_all

__all__ = ["summarise", "summarise_all"]
