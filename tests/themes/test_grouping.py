"""Average linkage on centred similarities."""

import numpy as np

from newsletter.themes import grouping
from newsletter.themes.grouping import Matrix


def clusters(*sizes: int, seed: int = 3) -> Matrix:
    """Unit rows in bundles around random directions, one bundle after the other."""
    chance = np.random.default_rng(seed)
    rows = [
        center + chance.normal(scale=0.4, size=(size, 40)) for size in sizes for center in chance.normal(size=(1, 40))
    ]
    made = np.concatenate(rows) + 2.0
    return np.asarray(made / np.linalg.norm(made, axis=1, keepdims=True), dtype=np.float32)


def test_bundles_are_found_without_their_number() -> None:
    """Posts of three topics make three groups although all have much in common."""
    found = grouping.groups((grouping.gram(clusters(5, 4, 3)),))
    assert found == ((0, 1, 2, 3, 4), (5, 6, 7, 8), (9, 10, 11))


def test_the_chain_gives_what_looking_for_the_best_pair_gives() -> None:
    """The fast way to average linkage is average linkage."""
    similarity = grouping.similarities((grouping.gram(clusters(4, 7, 3, 2, 6, seed=5)),))
    slow = [[index] for index in range(len(similarity))]
    while len(slow) > 1:
        means = {
            (a, b): similarity[np.ix_(slow[a], slow[b])].mean(dtype=np.float64)
            for a in range(len(slow))
            for b in range(a + 1, len(slow))
        }
        (a, b), best = max(means.items(), key=lambda item: item[1])
        if best <= 0:
            break
        slow[a] += slow.pop(b)
    assert grouping.linked(similarity) == tuple(sorted(tuple(sorted(group)) for group in slow))


def test_a_lone_post_stays_alone() -> None:
    """What fits nowhere is not forced in."""
    found = grouping.groups((grouping.gram(clusters(4, 4, 1)),))
    assert all(8 not in group for group in found)


def test_two_posts_make_a_group_only_if_they_are_close() -> None:
    """Two posts that are merely less unlike than the rest get no heading."""
    apart = np.asarray(np.eye(6), dtype=np.float32)
    near, close = apart.copy(), apart.copy()
    near[1] = 0.1 * near[0] + near[1]
    close[1] = close[0] + 0.5 * close[1]
    assert grouping.groups((grouping.gram(near),)) == ()
    assert grouping.groups((grouping.gram(close),)) == ((0, 1),)


def test_a_large_group_is_divided_once() -> None:
    """Five hundred posts of a few fields do not end under four headings."""
    centres = np.repeat(clusters(1, 1, seed=8), 60, axis=0)
    topics = np.concatenate([clusters(20, 20, 20, seed=9), clusters(20, 20, 20, seed=10)])
    found = grouping.groups((grouping.gram(np.asarray(3 * centres + topics, dtype=np.float32)),))
    assert len(found) == 6


def test_rows_without_direction_join_nothing() -> None:
    """A post without words has no vector and belongs nowhere."""
    rows = np.concatenate([clusters(3, 3), np.zeros((2, 40), dtype=np.float32)])
    found = grouping.groups((np.zeros((8, 8), dtype=np.float32), grouping.gram(rows)))
    assert found
    assert np.isfinite(grouping.similarities((grouping.gram(rows),))).all()


def test_the_most_typical_comes_first() -> None:
    """A theme opens with the post that the others are nearest to."""
    similarity = np.array([[1, 0.1, 0.1], [0.1, 1, 0.8], [0.1, 0.8, 1]], dtype=np.float32)
    assert grouping.by_centrality(similarity, (0, 1, 2)) == (1, 2, 0)
