"""An issue compiles to a whole e-mail, the same each time, with slots for what is personal."""

import dataclasses
import datetime as dt
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from newsletter.errors import RenderError
from newsletter.model import Kind, NotIncluded, Section
from newsletter.rendering import address, compile_issue
from tests.rendering.builders import MASTHEAD, entry, issue, many_posts, one_post, realistic

GMAIL_BUDGET = 90_000
VALUES = {"unsubscribe": "mailto:u@example.org?subject=a&body=<x>"}


def soup_of(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "lxml")


def test_same_issue_gives_same_bytes() -> None:
    """Rendering twice gives the same e-mail and the same hash."""
    assert compile_issue(realistic(), MASTHEAD) == compile_issue(realistic(), MASTHEAD)


@pytest.mark.parametrize(
    "change",
    [
        {"subject": "Another"},
        {"preheader": "Another"},
        {"number": 48},
        {"held": (NotIncluded(post_id="p", title="t", reason="r", until=dt.date(2026, 12, 1)),)},
    ],
)
def test_hash_tells_every_change(change: dict[str, object]) -> None:
    """Whatever an editor changes in an issue, printed or not, gives another hash."""
    before, after = realistic(), dataclasses.replace(realistic(), **change)  # type: ignore[arg-type]
    assert compile_issue(before, MASTHEAD).hash != compile_issue(after, MASTHEAD).hash


def test_hash_covers_the_masthead() -> None:
    """What stands in the footer is part of what was approved."""
    other = dataclasses.replace(MASTHEAD, postal_address="Elsewhere")
    assert compile_issue(realistic(), MASTHEAD).hash != compile_issue(realistic(), other).hash


def test_each_recipient_gets_their_own_link() -> None:
    """The slot is filled in both parts, escaped for HTML and plain in text, and no marker is left."""
    compiled = compile_issue(realistic(), MASTHEAD)
    html, text = address(compiled, VALUES)
    links = [link["href"] for link in soup_of(html).find_all("a", href=True)]
    assert links.count(VALUES["unsubscribe"]) == 1
    assert text.splitlines().count(VALUES["unsubscribe"]) == 1
    assert not any(marker in html + text for marker in compiled.slots.values())


def test_missing_value_is_an_error() -> None:
    """An e-mail with an empty unsubscribe link is never made."""
    with pytest.raises(RenderError, match="unsubscribe"):
        address(compile_issue(one_post(), MASTHEAD), {})


def test_content_cannot_hold_a_marker() -> None:
    """A post that quotes another issue's marker, or this one's name of a slot, is not filled."""
    marker = compile_issue(one_post(), MASTHEAD).slots["unsubscribe"]
    compiled = compile_issue(one_post(f"{marker} slot-unsubscribe unsubscribe"), MASTHEAD)
    html, text = address(compiled, VALUES)
    assert compiled.slots["unsubscribe"] != marker
    assert html.count(marker) == text.count(marker) == 1


@pytest.mark.parametrize("count", [1, 14, 40])
def test_gmail_shows_the_whole(count: int) -> None:
    """Up to forty posts stay well below the size at which Gmail clips."""
    assert len(compile_issue(many_posts(count), MASTHEAD).html.encode()) < GMAIL_BUDGET


def test_fourteen_posts_are_light() -> None:
    """An ordinary issue is below 60 KB."""
    assert len(compile_issue(realistic(), MASTHEAD).html.encode()) < 60_000


def test_nothing_is_fetched() -> None:
    """No font, image, style or script comes from elsewhere, so that opening tells nobody."""
    soup = soup_of(compile_issue(realistic(), MASTHEAD).html)
    assert not soup.find_all(["img", "script", "link", "iframe", "object"])
    assert not soup.find_all(src=True)
    assert "url(" not in str(soup)
    assert "@import" not in str(soup)


def test_page_says_what_it_is() -> None:
    """Language, direction, title and colour schemes are there for screen readers and dark modes."""
    soup = soup_of(compile_issue(realistic(), MASTHEAD).html)
    assert soup.html is not None
    assert (soup.html["lang"], soup.html["dir"]) == ("en-GB", "ltr")
    assert soup.title is not None
    assert soup.title.text == realistic().subject
    assert [meta["content"] for meta in soup.find_all("meta", attrs={"name": "color-scheme"})] == ["light dark"]
    assert all(table.get("role") == "presentation" for table in soup.find_all("table"))


def test_right_to_left_language_turns_the_page() -> None:
    """Direction, alignment and dates follow the language."""
    soup = soup_of(compile_issue(realistic(), dataclasses.replace(MASTHEAD, language="ar")).html)
    assert soup.html is not None
    assert soup.html["dir"] == "rtl"
    assert not soup.select('div[style*="text-align:left;color"]')
    assert "نوفمبر" in soup.text


def test_headings_are_in_order() -> None:
    """One h1, an h2 a section, an h3 a post, none skipped."""
    levels = [
        int(tag.name[1]) for tag in soup_of(compile_issue(realistic(), MASTHEAD).html).find_all(["h1", "h2", "h3"])
    ]
    assert levels.count(1) == 1
    assert (levels.count(2), levels.count(3)) == (5, 14)
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_title_is_the_link() -> None:
    """A link's words are the post's title; a post without an address is printed without a link."""
    posts = (entry("With", url="https://a.example/"), entry("Without", url=None))
    soup = soup_of(compile_issue(issue(Section(name="S", theme_id="t", entries=posts)), MASTHEAD).html)
    linked = {heading.text.strip(): [link["href"] for link in heading.find_all("a")] for heading in soup.find_all("h3")}
    assert linked == {"With": ["https://a.example/"], "Without": []}


def test_contents_lead_to_the_sections() -> None:
    """Each line of the contents jumps to the heading of its name."""
    soup = soup_of(compile_issue(realistic(), MASTHEAD).html)
    jumps = {str(link["href"]).removeprefix("#"): link.text for link in soup.select('a[href^="#"]')}
    headings = {str(heading["id"]): heading.text.strip() for heading in soup.find_all("h2")}
    assert jumps == headings


@pytest.mark.parametrize("part", [0, 1], ids=["html", "text"])
def test_both_parts_say_everything_in_order(part: int) -> None:
    """Newsletter, sections, titles, sentences, notes and the footer stand in both parts in the issue's order."""
    whole = realistic()
    printed = address(compile_issue(whole, MASTHEAD), VALUES)[part]
    words = " ".join((soup_of(printed).get_text(" ") if part == 0 else printed).split())
    expected = [whole.newsletter, "16 November 2026", whole.intro, *(section.name for section in whole.sections)]
    for section in whole.sections:
        expected.append(section.name)
        for each in section.entries:
            expected += [each.title, *(sentence.text for sentence in each.summary.sentences), each.note]
    expected += ["Every sentence of every summary", MASTHEAD.sender_name, "Leeds", "Unsubscribe from"]
    place = 0
    for text in filter(None, expected):
        found = words.find(text, place)
        assert found >= 0, f"{text!r} is missing or out of order"
        place = found + len(text)


def test_text_lines_are_short() -> None:
    """Text is wrapped at 72; only an address may be longer, and stands on its own line."""
    _, text = address(compile_issue(realistic(), MASTHEAD), VALUES)
    assert all(len(line) <= 72 or "://" in line for line in text.splitlines())
    assert all(" " not in line.strip() for line in text.splitlines() if "://" in line)


def test_text_holds_the_same_links() -> None:
    """Every link to the web of the HTML stands in the text."""
    html, text = address(compile_issue(realistic(), MASTHEAD), VALUES)
    links = {link["href"] for link in soup_of(html).find_all("a", href=True) if not link["href"].startswith("#")}
    assert links == {line.strip() for line in text.splitlines() if line.strip().startswith(("https://", "mailto:"))}


def test_promise_is_made_only_where_it_holds() -> None:
    """Where a model wrote a summary, the footer does not say that all is quoted."""
    posts = (entry("Written by a model"),)
    written = dataclasses.replace(posts[0], summary=dataclasses.replace(posts[0].summary, method="llm"))
    quoted = compile_issue(issue(Section(name="S", entries=posts)), MASTHEAD)
    mixed = compile_issue(issue(Section(name="S", entries=(*posts, written))), MASTHEAD)
    assert "is quoted from its source" in quoted.text
    assert "quoted" not in mixed.text
    assert "quoted" not in mixed.html.split("<body")[1].split("<h3")[-1].lower()


def test_empty_section_is_not_printed() -> None:
    """A heading without posts would be a promise broken."""
    compiled = compile_issue(
        issue(Section(name="Empty", entries=()), Section(name="Full", entries=(entry("T"),))), MASTHEAD
    )
    assert "Empty" not in compiled.html + compiled.text


def test_issue_without_posts_compiles() -> None:
    """A thin week, or a rehearsal without an address, is no reason to stop."""
    compiled = compile_issue(issue(), dataclasses.replace(MASTHEAD, sender_name="", postal_address="", home_url=None))
    assert "Primary Care Weekly" in compiled.html
    assert "because you subscribed to it.\n" in compiled.text
    assert "Unsubscribe from Primary Care Weekly" in compiled.text


def test_teaser_has_no_reading_time() -> None:
    """The time to read a teaser's article is not known."""
    teaser = compile_issue(issue(Section(name="In brief", entries=(entry("T", kind=Kind.TEASER),))), MASTHEAD)
    assert "min read" not in teaser.html + teaser.text
