"""Builders and a small encoder for the tests of themes."""

import hashlib
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from newsletter.model import Kind, Post, Span
from newsletter.themes.tfidf import terms

WIDTH = 64


def post(title: str, text: str, *, post_id: str = "", kind: Kind = Kind.ARTICLE, source: str = "a") -> Post:
    """A post whose id, unless given, follows from what it says."""
    made = hashlib.sha256(f"{title}\n{text}".encode()).hexdigest()[:12]
    return Post(id=post_id or made, title=title, text=text, kind=kind, source=source, span=Span(file="dump.txt"))


class WordEncoder:
    """A real encoder, if a dull one: texts are alike as far as they share words."""

    name = "words"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), WIDTH), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in terms(text):
                if len(word) > 3:
                    rows[row, int(hashlib.sha256(word.encode()).hexdigest()[:8], 16) % WIDTH] += 1
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
