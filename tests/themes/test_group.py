"""Posts in, themes and leftovers out: what an editor may rely on."""

import json
import random
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from newsletter.model import Kind, Post
from newsletter.themes import Grouping, group
from tests.themes.builders import WordEncoder, post

LOCAL_NEWS = Path(__file__).parents[1] / "quality" / "themes" / "local_news.json"


def local_news() -> list[Post]:
    return [
        post(one["title"], one["text"], post_id=one["id"]) for one in json.loads(LOCAL_NEWS.read_text("utf-8"))["posts"]
    ]


def grouped(posts: Sequence[Post], period: str = "2026-W47") -> Grouping:
    return group(posts, WordEncoder(), period=period)


def test_every_post_is_in_one_theme_or_left_over() -> None:
    """No post is lost and none is printed twice."""
    posts = local_news()
    found = grouped(posts)
    filed = [post_id for theme in found.themes for post_id in theme.post_ids] + list(found.leftover)
    assert sorted(filed) == sorted(one.id for one in posts)


def test_the_order_of_the_posts_changes_nothing() -> None:
    """Files may be read in any order: themes, names and ids stay."""
    posts = local_news()
    first = grouped(posts)
    random.Random(7).shuffle(posts)
    assert grouped(posts) == first


def test_an_id_comes_from_the_founding_posts_and_the_period() -> None:
    """A preview that writes nothing and the run that does agree on ids; another week has others."""
    themes = grouped(local_news()).themes
    later = grouped(local_news(), "2026-W48").themes
    assert len({theme.id for theme in themes + later}) == 2 * len(themes)


def test_larger_themes_come_first() -> None:
    """Readers meet what the week was about before what it was also about."""
    sizes = [len(theme.post_ids) for theme in grouped(local_news()).themes]
    assert len(sizes) > 1
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize("count", [0, 1, 3])
def test_under_four_posts_there_are_no_themes(count: int) -> None:
    """Three posts need no headings."""
    posts = local_news()[:count]
    assert grouped(posts) == Grouping(themes=(), leftover=tuple(sorted(one.id for one in posts)))


def test_a_post_given_twice_is_filed_once() -> None:
    """A list with a post twice over does not print it twice."""
    posts = local_news()
    assert grouped([*posts, posts[0]]) == grouped(posts)


def test_a_teaser_joins_a_theme_but_founds_none() -> None:
    """A line or two is too little to group by, unless it plainly belongs to what the articles are about."""
    near = post(
        "Flood defences at Mill Lane", "The Environment Agency builds flood defences by the river.", kind=Kind.TEASER
    )
    far = [
        post("Poetry evening", "Poems are read aloud at the library on Thursday.", kind=Kind.TEASER),
        post("Poetry prize", "Poems by library readers win a prize on Thursday.", kind=Kind.TEASER),
    ]
    found = grouped([*local_news(), near, *far])
    (flood,) = (theme for theme in found.themes if "Flood" in theme.name)
    assert near.id in flood.post_ids
    assert {one.id for one in far} <= set(found.leftover)


@pytest.mark.parametrize(
    "posts",
    [
        [post("Same", "The same words stand here every time.", post_id=str(number)) for number in range(6)],
        [post("", "", post_id=str(number)) for number in range(6)],
        [post("!!!", "— … —\n\n***", post_id=str(number)) for number in range(6)],
        [post(one.title.upper(), one.text.upper(), post_id=one.id) for one in local_news()],
        [
            post("洪水の警報", "川の水位が上がり、町に警報が出た。" * (1 + number % 3), post_id=str(number))
            for number in range(8)
        ],
        [post("تحذير من الفيضان", "ارتفع منسوب النهر وصدر تحذير للسكان.", post_id=str(number)) for number in range(5)],
        [
            post("https://example.org/a", "https://example.org/" + "x" * 5000, post_id=str(number))
            for number in range(5)
        ],
        [post("Long", "word " * 60_000, post_id=str(number)) for number in range(4)],
        [*local_news(), post("", "", post_id="empty")],
    ],
    ids=["identical", "empty", "marks", "capitals", "Japanese", "Arabic", "links", "long", "one empty"],
)
def test_odd_posts_are_filed_somewhere(posts: list[Post]) -> None:
    """Whatever is dumped, all posts come out again and each theme has a name of its own."""
    found = grouped(posts)
    names = [theme.name for theme in found.themes]
    assert sum(len(theme.post_ids) for theme in found.themes) + len(found.leftover) == len(posts)
    assert all(names)
    assert len(set(names)) == len(names)


def test_three_hundred_posts_take_seconds() -> None:
    """A long backlog is grouped while the editor waits, and no name is used twice."""
    base = local_news()
    words = ["harbour", "orchard", "tramway", "lighthouse", "cathedral", "reservoir", "observatory", "vineyard"]
    posts = [
        post(f"{word} {one.title}", f"{word} {one.text} The {word} news.", post_id=f"{number:03}")
        for number, (word, one) in enumerate((words[n % 8], base[n % 10]) for n in range(300))
    ]
    started = time.process_time()
    found = grouped(posts)
    assert time.process_time() - started < 20
    assert len({theme.name for theme in found.themes}) == len(found.themes) > 3
