"""How well the gate tells sound sentences from unsound ones. A lower score is a step back; a better one is pinned here.

`practice` and `general` hold single sentences with three to five source sentences; `edited` holds summaries of news
with one small edit each; `retold`, `unseen` and `later` hold summaries in quite other words; all but the first two
are held against the whole article. The last four were scored once before the gate had been fitted to them:

    edited .87/.59, retold .88/.81, unseen .87/.76, later .86/.69 precision and recall; false alarms 14, 22, 22, 22 %

of summaries of up to three sentences. What they showed has been put right since, so the pins are no forecast for new
text: these figures are.
"""

import pytest

from tests.quality.facts.score import Pair, read_pairs, score

NAMES = ("practice", "general", "edited", "retold", "unseen", "later")
PINS = {
    # file, sources of other texts around its own: least recall, most false alarms
    ("practice", 0): (0.98, 0.0),
    ("practice", 4): (0.95, 0.0),
    ("general", 0): (0.91, 0.0),
    ("general", 4): (0.89, 0.0),
    ("edited", 0): (0.64, 0.0),
    ("retold", 0): (0.87, 0.0),
    ("unseen", 0): (0.77, 0.0),
    ("later", 0): (0.66, 0.0),
}
LEAST_PRECISION = 0.97


def everything() -> list[Pair]:
    return [pair for name in NAMES for pair in read_pairs(name)]


def test_there_is_enough_to_go_by() -> None:
    """At least 150 pairs, sound and unsound, of every kind of fault."""
    pairs = everything()
    faults = {pair.fault for pair in pairs if pair.fault}
    assert len(pairs) >= 500
    assert sum(not pair.fault for pair in pairs) >= 180
    assert faults >= {
        "number",
        "money",
        "percentage",
        "dose",
        "date",
        "name",
        "role",
        "negation",
        "hedging",
        "quotation",
    }


def test_no_pair_stands_there_twice() -> None:
    """An edit that changed nothing would be labelled unsound and be sound."""
    sentences = [(pair.sources, pair.sentence) for pair in everything()]
    assert len(set(sentences)) == len(sentences)


@pytest.mark.parametrize(("name", "neighbours"), list(PINS))
def test_the_gate_keeps_its_level(name: str, neighbours: int) -> None:
    """Recall does not fall, false alarms do not rise."""
    recall, false_alarms = PINS[name, neighbours]
    found = score(list(read_pairs(name, neighbours=neighbours)))
    assert found.recall >= recall
    assert found.false_alarms <= false_alarms
    assert found.precision >= LEAST_PRECISION
