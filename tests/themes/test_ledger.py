"""The theme ledger: the same theme stays itself, splits and merges are seen, what an editor did is done again."""

import random
from collections.abc import Sequence
from dataclasses import replace

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Connection

from newsletter import database
from newsletter.issue.compose import compose
from newsletter.model import Post
from newsletter.themes import draw, group
from newsletter.themes.ledger import Kin, Memory, Remembered, Rule, RuleKind, kinship, lessons, settle, under_rules
from newsletter.themes.memory import (
    APPEARANCES,
    RETIRED_AFTER,
    Appearance,
    add_rules,
    recall,
    record,
    remembered,
    rules,
)
from newsletter.themes.sketch import Drawing, Sketch
from tests.issue import builders as issues
from tests.themes.builders import WordEncoder, post

BUSES = ("evening buses to the villages", "the bus timetable and its passengers", "buses late on the village timetable")
RIVER = ("flood meadows by the river", "the river rises over the flood gauge", "flood sirens along the river bank")
PANELS = ("solar panels on the roof", "panels and solar power for the school roof", "solar roof panels pay back")
OTHER = ("a bell for the chapel", "pumpkin wins the autumn show")


def posts(*texts: str) -> list[Post]:
    return [post(text.capitalize(), f"{text}. More about {text}.", post_id=text) for text in texts]


def drawn(*texts: str) -> Drawing:
    return draw(posts(*texts), WordEncoder())


def theme(name: str, texts: Sequence[str], theme_id: str = "", *, retired: bool = False) -> Remembered:
    sketch = drawn(*texts, *OTHER).of(range(len(texts)))
    return Remembered(id=theme_id or name, name=name, sketch=sketch, last_issue="weekly/2026-W40", retired=retired)


KNOWN = (theme("Buses", BUSES[:2]), theme("River", RIVER[:2]))
WEEK = (BUSES[1], BUSES[2], RIVER[1], RIVER[2], PANELS[0], PANELS[1], OTHER[0])
GROUPS = ((0, 1), (2, 3), (4, 5))


def named(memory: Memory) -> list[tuple[str, tuple[int, ...]]]:
    return [(one.theme.name if one.theme else "new", one.members) for one in settle(GROUPS, (6,), drawn(*WEEK), memory)]


def test_each_group_goes_on_with_the_theme_it_is_most_like() -> None:
    """One to one; what is like none is new."""
    assert named(Memory(themes=KNOWN)) == [("Buses", (0, 1)), ("River", (2, 3)), ("new", (4, 5))]


def test_a_retired_theme_takes_no_group() -> None:
    """After a quarter of a year a theme is history."""
    memory = Memory(themes=(theme("Buses", BUSES[:2], retired=True), KNOWN[1]))
    assert named(memory)[0] == ("new", (0, 1))


def test_a_pinned_theme_stands_first_and_a_renamed_one_has_its_new_name() -> None:
    """The latest rule holds."""
    memory = under_rules(
        KNOWN,
        [
            Rule(kind=RuleKind.RENAME, theme_id="River", value="The water"),
            Rule(kind=RuleKind.RENAME, theme_id="River", value="Floods"),
            Rule(kind=RuleKind.PIN, theme_id="River"),
        ],
    )
    assert named(memory)[0] == ("Floods", (2, 3))


def test_merged_themes_take_their_groups_together() -> None:
    """Both groups stand under the one that stayed, where the first of them stood; a circle of merges ends."""
    rule = Rule(kind=RuleKind.MERGE, theme_id="Buses", value="River")
    assert named(under_rules(KNOWN, [rule])) == [("River", (0, 1, 2, 3)), ("new", (4, 5))]
    circle = Rule(kind=RuleKind.MERGE, theme_id="River", value="Buses")
    assert sorted(sum((members for _, members in named(under_rules(KNOWN, [rule, circle]))), ())) == [0, 1, 2, 3, 4, 5]


def test_a_post_like_a_moved_one_is_moved_too() -> None:
    """What an editor put right once needs no second time."""
    moved = drawn(BUSES[2]).of([0])
    memory = under_rules(KNOWN, [Rule(kind=RuleKind.MOVE, theme_id="Buses", value="River", sketch=moved)])
    assert ("River", (2, 3, 1)) in named(memory)


def test_two_lone_posts_bring_a_theme_back() -> None:
    """And one joins its theme where that is in the week; a post like none stays alone."""
    drawing = drawn(*WEEK)
    found = settle(((4, 5),), (0, 1, 2, 6), drawing, Memory(themes=KNOWN))
    assert [(one.theme and one.theme.name, one.members) for one in found] == [(None, (4, 5)), ("Buses", (0, 1))]
    joined = settle(((0, 1), (4, 5)), (2, 3, 6), drawing, Memory(themes=(KNOWN[0], KNOWN[1])))
    assert ("River", (2, 3)) in [(one.theme and one.theme.name, one.members) for one in joined]


def test_splits_and_merges_are_seen() -> None:
    """A new theme like one that goes on elsewhere split off; a theme that is missing but like one here was taken in."""
    drawing = drawn(*WEEK)
    sketches = {"Buses": drawing.of([0]), "new": drawing.of([1]), "River": drawing.of([2, 3])}
    split = kinship(sketches, drawing.whole, Memory(themes=KNOWN))
    assert split == {"Buses": Kin(), "new": Kin(split_from="Buses"), "River": Kin()}
    known = (*KNOWN, theme("Late buses", BUSES[1:], "late"))
    taken = kinship({"Buses": drawing.of([0, 1])}, drawing.whole, Memory(themes=known))
    assert taken["Buses"].took_in == ("late",)


def test_an_edited_issue_teaches_renames_and_moves() -> None:
    """What an editor changed in the issue file is a rule for next time; what stayed is none."""
    three = [issues.post(key) for key in "abc"]
    before = compose(
        issues.selection(*three),
        [issues.summary(one) for one in three],
        [issues.theme("x", "a", "b"), issues.theme("y", "c")],
        issues.edition(),
    )
    first, second = before.sections
    after = replace(
        before,
        sections=(
            replace(first, name="Other", entries=first.entries[:1]),
            replace(second, entries=second.entries + first.entries[1:]),
        ),
    )
    sketch = KNOWN[0].sketch
    assert lessons(before, after, {"b": sketch}) == (
        Rule(kind=RuleKind.RENAME, theme_id="t-x", value="Other"),
        Rule(kind=RuleKind.MOVE, theme_id="t-x", value="t-y", sketch=sketch),
    )
    assert lessons(before, before, {"b": sketch}) == ()


def test_a_theme_unseen_for_a_quarter_of_a_year_is_retired() -> None:
    """Not a week earlier."""
    engine = sa.create_engine("sqlite://")
    database.metadata.create_all(engine)
    one = issues.post()
    issue = compose(issues.selection(one), [issues.summary(one)], (), issues.edition())
    with engine.begin() as connection:
        _remember(connection, KNOWN[0].sketch)
        retired = []
        for number in (RETIRED_AFTER, RETIRED_AFTER + 1):
            record(connection, replace(issue, number=number), [], WordEncoder(), newsletter="weekly")
            retired.append(recall(connection, "weekly", "words").themes[0].retired)
    assert retired == [False, True]


def test_the_order_of_posts_and_of_memory_changes_nothing() -> None:
    """A preview and a run that read the same rows in another order agree."""
    texts = posts(*WEEK)
    first = group(texts, WordEncoder(), period="2026-W41", memory=Memory(themes=KNOWN))
    random.Random(3).shuffle(texts)
    assert group(texts, WordEncoder(), period="2026-W41", memory=Memory(themes=KNOWN[::-1])) == first


def test_a_theme_drifts_with_its_latest_issues() -> None:
    """The newest sketch counts most, those of long ago not at all."""
    sketches = [drawn(*texts, *OTHER).of([0, 1]) for texts in (RIVER, *[BUSES] * APPEARANCES)]
    seen = [_appearance(number, sketch) for number, sketch in enumerate(sketches)]
    (lasting,) = remembered(seen, "words")
    assert not {"river", "flood"} & {word for word, _ in lasting.sketch.terms}
    assert lasting.last_issue == f"weekly/{APPEARANCES}"


def test_another_encoder_leaves_the_words() -> None:
    """Vectors of two encoders are never compared."""
    (lasting,) = remembered([_appearance(1, KNOWN[0].sketch)], "another")
    assert lasting.sketch.vector == b""
    assert named(Memory(themes=(lasting,)))[0] == ("Name", (0, 1))


def test_rules_come_back_as_they_were_written() -> None:
    """Byte for byte, the sketch of a moved post included."""
    engine = sa.create_engine("sqlite://")
    database.metadata.create_all(engine)
    learnt = (
        Rule(kind=RuleKind.MOVE, theme_id="a", value="b", sketch=KNOWN[0].sketch),
        Rule(kind=RuleKind.PIN, theme_id="b"),
    )
    with engine.begin() as connection:
        add_rules(connection, "weekly", learnt, now=database.now())
        assert rules(connection, "weekly") == learnt
        assert rules(connection, "monthly") == ()


@pytest.mark.parametrize("count", [0, 1])
def test_a_week_without_groups_is_no_trouble(count: int) -> None:
    """Nothing in, nothing out."""
    assert settle((), tuple(range(count)), drawn(*WEEK[: count + 1]), Memory(themes=KNOWN)) == ()


def _appearance(number: int, sketch: Sketch) -> Appearance:
    return Appearance(theme_id="a", issue_id=f"weekly/{number}", number=number, name="Name", sketch=sketch)


def _remember(connection: Connection, sketch: Sketch) -> None:
    an_issue = {"id": "weekly/1", "newsletter": "weekly", "period": "2026-W01", "number": 1, "state": "sent"}
    rest = {"subject": "s", "hash": "h", "run_id": "r", "frozen": database.now()}
    connection.execute(database.issues.insert().values(an_issue | rest))
    connection.execute(database.themes.insert().values(newsletter="weekly", id="a", founded="weekly/1"))
    row = {"issue_id": "weekly/1", "theme_id": "a", "position": 0, "name": "Name", "posts": sketch.posts, "took_in": []}
    drawn_small = {"encoder": sketch.encoder, "vector": sketch.vector, "terms": list(sketch.terms)}
    connection.execute(database.issue_themes.insert().values(row | drawn_small))
