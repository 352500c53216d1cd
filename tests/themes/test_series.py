"""Parts of a series are printed in its order."""

from newsletter.themes.series import in_order
from tests.themes.builders import post


def test_numbered_parts_stand_together_and_in_order() -> None:
    """Part two is not printed before part one, and nothing stands between them."""
    two, other, one = post("Leases, part 2", "b"), post("Rents", "c"), post("Leases, part 1", "a")
    assert in_order([two, other, one]) == (one, two, other)


def test_a_post_that_refers_back_follows_the_first_of_the_series() -> None:
    """Bloggers number their series in words."""
    second = post("Priorities", "Last week I wrote about a board. Here is what it should do.")
    first = post("A board", "Boards matter. This is the first of these articles on what an area can do.")
    assert in_order([second, first]) == (first, second)


def test_posts_that_say_nothing_of_a_series_stay_where_they_are() -> None:
    """The most typical post stays first."""
    posts = (post("B", "One of the first articles that I read."), post("A", "In part I agree."), post("C", "c"))
    assert in_order(posts) == posts


def test_series_of_two_sources_are_not_mixed() -> None:
    """Part two of one blog does not continue part one of another."""
    posts = (post("Leases, part 2", "b", source="a"), post("Vaccines, part 1", "a", source="b"))
    assert in_order(posts) == posts
