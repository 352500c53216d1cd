"""When two finds are the same post, and when they only look alike."""

import pathlib

import pytest

from newsletter.dumps.identity import ShingleIndex, canonical_url, fingerprints, post_id
from newsletter.model import Kind, Post, Span
from tests.dumps.build import page, prose, read_files


def post(
    title: str = "Why the rota broke", text: str = prose(120), kind: Kind = Kind.ARTICLE, url: str | None = None
) -> Post:
    return Post(id="", title=title, text=text, kind=kind, source="blog", span=Span(file="a.txt"), url=url)


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("http://www.Example.org/news/one/?utm_source=x#top", "example.org/news/one"),
        ("https://example.org/news?b=2&a=1", "example.org/news?a=1&b=2"),
        ("https://example.org/", None),
        ("mailto:ann@example.org", None),
        ("https://[broken", None),
    ],
)
def test_addresses_lose_what_differs_between_visits(url: str, canonical: str | None) -> None:
    """The same page has the same address; a site's front page is nobody's."""
    assert canonical_url(url) == canonical


def test_fingerprints_begin_with_the_address() -> None:
    """The address is the stronger evidence; a teaser's is not its article's."""
    article = fingerprints(post(url="https://example.org/rota"))
    teaser = fingerprints(post(url="https://example.org/rota", kind=Kind.TEASER))
    assert article[0] == "url:example.org/rota"
    assert article[0] != teaser[0]
    assert len({post_id(one) for one in (*article, *teaser)}) == 3


def test_typography_changes_no_fingerprint() -> None:
    """Quotes, dashes and spaces do not make another post."""
    plain = post(text=prose(60) + ' "It\'s over" - she said.')
    set_well = post(text=prose(60).replace(" ", "\u00a0") + " “It’s over” – she said.")
    assert fingerprints(plain) == fingerprints(set_well)


def test_index_finds_the_edited_text() -> None:
    """A text with a sentence changed is near, another text is not."""
    index = ShingleIndex()
    index.add("old", prose(200, 1))
    index.add("other", prose(200, 9))
    near = index.closest(prose(200, 1).replace("The clinic", "Our clinic"))
    assert near is not None
    assert near.key == "old"
    assert index.closest("Nothing of this text was ever seen before by anybody in this town.") is None


def in_other_words(text: str) -> str:
    """A text of the same length that shares no word of more than two letters with any other."""
    return text.translate(str.maketrans("aeiou", "eioua"))


def titles_of(folder: pathlib.Path, *texts: str) -> list[str]:
    found = read_files(folder, {f"{at}.txt": text for at, text in enumerate(texts)})
    return sorted(one.title for one in found.posts)


def test_edited_post_is_one(tmp_path: pathlib.Path) -> None:
    """A post with a changed figure and a sentence more stays one post."""
    edited = prose(200, 1).replace("two weeks", "three weeks") + " One sentence more stands at the end."
    texts = (page("Why the rota broke", prose(200, 1)), page("Why the rota broke", edited))
    assert titles_of(tmp_path, *texts) == ["Why the rota broke"]


def test_post_cut_short_is_one(tmp_path: pathlib.Path) -> None:
    """A copy that breaks off is a copy."""
    texts = (page("Why the rota broke", prose(300, 1)), page("Why the rota broke", prose(60, 1)))
    assert titles_of(tmp_path, *texts) == ["Why the rota broke"]


def test_follow_up_is_another_post(tmp_path: pathlib.Path) -> None:
    """A story that repeats a paragraph of an earlier one is a story of its own."""
    texts = (
        page("Why the rota broke", prose(300, 1)),
        page("How the rota was mended", prose(40, 1), in_other_words(prose(300, 6))),
    )
    assert len(titles_of(tmp_path, *texts)) == 2


def test_weekly_figures_in_the_same_words_are_two_posts(tmp_path: pathlib.Path) -> None:
    """Two bulletins that differ in their numbers alone are two."""

    def bulletin(week: int) -> str:
        figures = " ".join(
            f"Practice {name} gave {week * 100 + at} jabs this week and is pleased." for at, name in enumerate("abcdef")
        )
        return page(f"Vaccine bulletin {week}", f"{week} November 2026", figures)

    assert len(titles_of(tmp_path, bulletin(3), bulletin(4))) == 2


def test_short_notices_with_the_same_words_are_two_posts(tmp_path: pathlib.Path) -> None:
    """Few words may be the whole text of different posts: there the title decides."""
    notice = "It is closed on Monday."
    texts = (page("Eye clinic in Ashby", "4 May 2026", notice), page("Foot clinic in Calne", "4 May 2026", notice))
    assert len(titles_of(tmp_path, *texts)) == 2


def test_ids_are_lasting() -> None:
    """An id never changes: it is how the database knows a post again."""
    assert post_id("url:example.org/rota") == post_id("url:example.org/rota")
    assert len(post_id("text:x")) == 12
