"""A model's answers on disk, so that the same post costs nothing twice and gives the same summary.

One small JSON file an answer, named by a hash of everything that was asked. Disposable: what cannot be read is asked
again, what cannot be written is done without.
"""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from newsletter.summaries import prompt


class AnswerCache:
    """Answers in a folder of mode 0700, each in a file of mode 0600."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, key: str) -> str | None:
        """Give the answer that was kept, or nothing."""
        try:
            kept = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        content = kept.get("content") if isinstance(kept, dict) else None
        return content if isinstance(content, str) else None

    def write(self, key: str, model: str, content: str) -> None:
        """Keep an answer; either whole or not at all."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._folder, prefix=".")
            try:
                with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                    json.dump(
                        {"model": model, "prompt": prompt.version(), "content": content}, file, ensure_ascii=False
                    )
                Path(name).replace(self._path(key))
            except (OSError, UnicodeError):
                Path(name).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.json"


def key(model: str, messages: Sequence[Mapping[str, str]]) -> str:
    """Name a question: the model, the rules with their form of answer, and the post as it is shown."""
    asked = json.dumps([model, prompt.version(), list(messages)], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(asked.encode("utf-8", "surrogatepass")).hexdigest()[:40]
