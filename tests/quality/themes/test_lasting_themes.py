"""Six weeks of one bulletin and four of another, replayed: themes last, and memory helps to find them."""

import pytest

from newsletter.themes import Grouping, group
from newsletter.themes.vectors import Encoder, open_encoder
from tests.quality.themes.measures import adjusted_rand
from tests.quality.themes.replay import Week, lasting, read_bulletins, replay


@pytest.fixture(scope="module")
def encoder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    return open_encoder(tmp_path_factory.mktemp("vectors"))


def agreement(week: Week, found: Grouping) -> float:
    ids = [one.id for one in week.posts]
    ours = {post_id: theme.id for theme in found.themes for post_id in theme.post_ids}
    return adjusted_rand([week.labels.get(one, one) for one in ids], [ours.get(one, one) for one in ids])


def test_a_theme_that_goes_on_keeps_its_id_and_name(encoder: Encoder) -> None:
    """In 95 of 100 cases, and no id ever stands for another theme."""
    fared = [lasting(weeks, replay(weeks, encoder)) for weeks in read_bulletins()]
    kept, changed = sum(one.kept for one in fared), sum(len(one.changed) for one in fared)
    assert kept >= 22
    assert kept / (kept + changed) >= 0.95
    assert [line for one in fared for line in one.mistaken] == []


def test_themes_of_earlier_weeks_help_to_group(encoder: Encoder) -> None:
    """Two posts that alone look too far apart are filed where posts like them were."""
    bulletins = read_bulletins()
    weeks = [week for bulletin in bulletins for week in bulletin]
    alone = [agreement(week, group(week.posts, encoder, period=week.name)) for week in weeks]
    found = [grouping for bulletin in bulletins for grouping in replay(bulletin, encoder)]
    remembered = [agreement(week, grouping) for week, grouping in zip(weeks, found, strict=True)]
    assert sum(alone) / len(alone) >= 0.74
    assert sum(remembered) / len(remembered) >= 0.85
