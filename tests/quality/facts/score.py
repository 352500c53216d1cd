"""How many of the unsound sentences the gate stops, and how many sound ones it stops by mistake."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from newsletter.summaries.facts import check

FOLDER = Path(__file__).parent


class Pair(NamedTuple):
    sources: tuple[str, ...]
    sentence: str
    fault: str
    """Empty for a sound sentence."""


class Scores(NamedTuple):
    precision: float
    recall: float
    false_alarms: float


def read_pairs(name: str, *, neighbours: int = 0) -> Iterator[Pair]:
    """Give the pairs of a file; with neighbours, each among the sources of that many others, as in a longer text."""
    groups = [_edited(group) for group in json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))]
    for index, group in enumerate(groups):
        around = [groups[(index + step) % len(groups)] for step in range(1, neighbours + 1)]
        sources = tuple(line for each in (group, *around) for line in each["sources"])
        for sentence in group["sound"]:
            yield Pair(sources, sentence, "")
        for sentence, fault in group["unsound"].items():
            yield Pair(sources, sentence, fault)


def _edited(group: dict[str, Any]) -> dict[str, Any]:
    """Turn a summary and its edits into whole sentences."""
    if "edits" not in group:
        return group
    edited = [(group["summary"].replace(old, new, 1), fault) for old, new, fault in group["edits"]]
    return {
        "sources": group["sources"],
        "sound": [text for text, fault in edited if not fault],
        "unsound": {text: fault for text, fault in edited if fault},
    }


def score(pairs: list[Pair]) -> Scores:
    stopped = [(pair, bool(check(pair.sentence, pair.sources))) for pair in pairs]
    right = sum(found for pair, found in stopped if pair.fault)
    wrong = sum(found for pair, found in stopped if not pair.fault)
    unsound = sum(bool(pair.fault) for pair in pairs)
    return Scores(right / max(1, right + wrong), right / unsound, wrong / (len(pairs) - unsound))


if __name__ == "__main__":
    for name in sys.argv[1:]:
        for neighbours in (0, 4):
            pairs = list(read_pairs(name, neighbours=neighbours))
            print(name, neighbours, score(pairs))
            for pair in pairs:
                doubts = check(pair.sentence, pair.sources)
                if bool(doubts) != bool(pair.fault):
                    print(
                        "  MISSED" if pair.fault else "  FALSE ",
                        pair.fault,
                        "|",
                        pair.sentence,
                        [str(d) for d in doubts],
                    )
