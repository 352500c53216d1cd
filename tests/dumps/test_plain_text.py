"""Posts in plain text: where they begin, where they end, what is no part of them."""

import datetime as dt
import re
import time

import pytest

from newsletter.dumps import plain_text
from newsletter.dumps.findings import Hints, Page
from newsletter.model import DateConfidence, Kind
from tests.dumps.build import page, prose, read_text, titles


def test_titles_on_bare_lines_part_the_posts() -> None:
    """Several posts one after the other come out one by one, without the page's number."""
    text = page("Why the rota broke", prose(400, 1), "A Better Way to Count Calls", prose(400, 2), "Page 3 of 9\n12345")
    found = read_text(text)
    assert titles(found) == ["Why the rota broke", "A Better Way to Count Calls"]
    assert [draft.text for draft in found.drafts] == [prose(400, 1), prose(400, 2)]
    assert [rest.reason for rest in found.rest] == ["pagination"]


def test_lines_of_a_post_are_known() -> None:
    """The editor is shown the lines of the file that a post came from."""
    found = read_text("\n\nA title for the first one\n\n" + prose(40) + "\n\nPage 1 of 2\n")
    assert (found.drafts[0].first_line, found.drafts[0].last_line) == (3, 5)


def test_sub_headings_stay_in_their_post() -> None:
    """A post with sub-headings is one post, and keeps them."""
    text = page(
        "What we learnt from a year of shared clinics",
        "4 May 2026",
        prose(120, 1),
        "The first winter",
        prose(130, 2),
        "What happens next?",
        prose(110, 3),
        "Conclusion",
        prose(90, 4),
    )
    found = read_text(text)
    assert titles(found) == ["What we learnt from a year of shared clinics"]
    assert "\n\nThe first winter\n\n" in found.drafts[0].text


def test_sub_headings_beside_undated_titles_stay_in_their_post() -> None:
    """On a bare archive page short parts of a post are no posts of their own."""
    text = page(
        "The winter that taught us to share",
        prose(350, 1),
        "What changed",
        prose(80, 2),
        "A word on money",
        prose(70, 3),
        "Nobody reads the minutes of this meeting",
        prose(420, 4),
        "Page 2 of 40",
    )
    assert titles(read_text(text)) == ["The winter that taught us to share", "Nobody reads the minutes of this meeting"]


def test_one_line_bodies_below_dated_titles_are_posts() -> None:
    """A notice of one sentence is a post where its title is dated."""
    text = page(
        "Flu clinic moves to the hall",
        "12 October 2026",
        "The clinic opens in the village hall from Monday.",
        "New car park opens",
        "9 October 2026",
        "There are forty spaces behind the surgery.",
    )
    found = read_text(text)
    assert titles(found) == ["Flu clinic moves to the hall", "New car park opens"]
    assert [draft.text for draft in found.drafts] == [
        "The clinic opens in the village hall from Monday.",
        "There are forty spaces behind the surgery.",
    ]


def test_numbered_lists_belong_to_the_body() -> None:
    """Numbered steps are no titles, also where the numbering begins again after a paragraph."""
    steps = (
        "  1. Stop the queue. It grows while you look at it.\n\n  1. Ask one person to decide\n  2. Tell everybody else"
    )
    found = read_text(page("Five steps that shorten the queue", prose(60), steps, prose(60, 2)))
    assert titles(found) == ["Five steps that shorten the queue"]
    assert "1. Ask one person to decide\n2. Tell everybody else" in found.drafts[0].text


def test_unmarked_list_below_a_colon_belongs_to_the_body() -> None:
    """Short lines that an introduction announces are its items."""
    listed = "The plan has three parts:\nmore rooms in the old wing\nA shared list of patients\nOne number to call"
    found = read_text(page("A plan for the winter", prose(80), listed, prose(80, 3)))
    assert titles(found) == ["A plan for the winter"]
    assert "more rooms in the old wing\nA shared list of patients\nOne number to call" in found.drafts[0].text


def test_closing_cry_ends_its_post() -> None:
    """A closing wish is neither a title nor lost."""
    text = page(
        "Looking back on a long year",
        prose(300, 1),
        "Happy new year to you all!!",
        "Plans that survive January",
        prose(300, 2),
        "Page 4 of 20",
    )
    found = read_text(text)
    assert titles(found) == ["Looking back on a long year", "Plans that survive January"]
    assert found.drafts[0].text.endswith("Happy new year to you all!!")


def test_title_repeated_as_first_line_is_dropped() -> None:
    """A title that stands above the text once more is not read twice."""
    found = read_text(page("Care closer to home", "3 March 2026", "Care Closer to Home", prose(120)))
    assert found.drafts[0].title == "Care closer to home"
    assert found.drafts[0].text == prose(120)


def test_date_above_the_title_belongs_to_it() -> None:
    """Where dates stand above the titles, each goes with the title below it."""
    text = page(
        "3 March 2026",
        "Care closer to home",
        prose(200, 1),
        "24 February 2026",
        "What the survey missed",
        prose(200, 2),
    )
    found = read_text(text)
    assert [(draft.title, draft.published) for draft in found.drafts] == [
        ("Care closer to home", dt.date(2026, 3, 3)),
        ("What the survey missed", dt.date(2026, 2, 24)),
    ]
    assert found.drafts[0].text == prose(200, 1)


def test_read_more_glued_to_the_last_sentence_is_cut_off() -> None:
    """The link's words are no part of the teaser's last sentence."""
    text = page(
        "Home visits are back",
        "13 December 2026",
        "Home visits start again in June.Read More",
        "More rooms for the clinic",
        "12 December 2026",
        "Six rooms open in May. Continue reading →",
    )
    found = read_text(text)
    assert [draft.text for draft in found.drafts] == ["Home visits start again in June.", "Six rooms open in May."]
    assert {draft.kind for draft in found.drafts} == {Kind.TEASER}


def test_sidebar_teasers_follow_the_article() -> None:
    """An article with a side column of dated teasers is one article and those teasers."""
    text = page(
        "The search for the right size",
        "4 December 2026\n" + prose(400),
        "Resources Care services",
        "Latest News",
        "Indicators updated",
        "3 December 2026",
        "Eight of the indicators have new figures.",
        "Read More",
        "Boards asked about computers",
        "2 December 2026",
        "A list of questions went to all boards.",
        "Read More",
    )
    found = read_text(text)
    assert [draft.kind for draft in found.drafts] == [Kind.ARTICLE, Kind.TEASER, Kind.TEASER]
    assert found.drafts[0].text == prose(400)
    assert "Read More" in {rest.reason for rest in found.rest}


def test_readers_comments_are_no_posts() -> None:
    """Names and dates of readers who comment do not make posts."""
    text = page(
        "Why the phones ring at eight",
        "By Ann Lee\n5 May 2026",
        prose(250),
        "2 Comments",
        "Bob Miles says:\nMay 6, 2026 at 9:12 am",
        "I could not agree more with every single word of this, and so does my whole family.",
        "Reply",
        "Carol Dean says:\nMay 7, 2026 at 7:40 pm",
        prose(90, 5),
        "Reply",
    )
    found = read_text(text)
    assert titles(found) == ["Why the phones ring at eight"]
    assert found.drafts[0].author == "Ann Lee"
    assert found.drafts[0].text == prose(250)


def test_menus_around_teasers_are_left_out() -> None:
    """Of a page of menus with a few teasers only the teasers are posts."""
    menu = "\n".join(
        f"{word} services" for word in ("Child", "Dental", "Mental", "Night", "Urgent", "Social", "School")
    )
    teasers = [
        page(
            f"The {name} clinic has moved",
            f"{day} June 2026",
            f"The {name} clinic is now on the second floor.",
            "Read more",
        )
        for day, name in ((3, "heart"), (2, "eye"), (1, "skin"))
    ]
    found = read_text(page("Home", menu, *teasers, menu, "© 2026 The Trust"))
    assert titles(found) == ["The heart clinic has moved", "The eye clinic has moved", "The skin clinic has moved"]
    assert all("services" not in draft.text for draft in found.drafts)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("4 May 2026", dt.date(2026, 5, 4)),
        ("May 4th, 2026", dt.date(2026, 5, 4)),
        ("Montag, 4. Mai 2026", dt.date(2026, 5, 4)),
        ("Publié le 1er août 2026 par Luc Petit", dt.date(2026, 8, 1)),
        ("Geplaatst op 9 maart 2026 door Jan de Wit", dt.date(2026, 3, 9)),
        ("Pubblicato il 7 gennaio 2026", dt.date(2026, 1, 7)),
        ("2026-05-04", dt.date(2026, 5, 4)),
        ("04/05/2026", dt.date(2026, 5, 4)),
        ("Posted on 4 May 2026 | by Ann Lee | 3 comments", dt.date(2026, 5, 4)),
    ],
)
def test_dates_of_five_languages_are_read_beside_the_title(line: str, date: dt.date) -> None:
    """A date counts in any of the languages, and the post says where it came from."""
    draft = read_text(page("A title of five words", line, prose(120))).drafts[0]
    assert (draft.published, draft.date_confidence) == (date, DateConfidence.BESIDE_TITLE)
    assert draft.text == prose(120)


def test_a_date_within_the_text_is_not_the_posts() -> None:
    """A date that the text speaks of is no evidence."""
    draft = read_text(page("The vote is coming soon", "The vote is on 4 May 2026 in the hall. " + prose(120))).drafts[0]
    assert draft.published is None


def test_wrapped_lines_are_joined_to_paragraphs() -> None:
    """Text that was wrapped at a fixed width comes back as paragraphs."""
    words, lines, line = prose(200).replace("\n\n", " ").split(), [], ""
    for word in words:
        if len(line) + len(word) > 71:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    found = read_text(page("A title of five words", "\n".join([*lines, line])))
    assert found.drafts[0].text == " ".join(words)


def test_untitled_text_is_left_out_with_its_reason() -> None:
    """Text without any title is shown to the editor, not turned into a post."""
    found = read_text(prose(30))
    assert not found.drafts
    assert found.rest[0].reason == "no title above it"


def test_many_short_posts_are_found_without_dates() -> None:
    """Bare notices of one paragraph each are posts where their titles are as long as titles are."""
    names = ("heart clinic in Ashby", "eye clinic in Burton", "skin clinic in Calne", "foot clinic in Derwent")
    parts = [part for at, name in enumerate(names) for part in (f"More patients come to the {name}", prose(70, at))]
    assert titles(read_text(page(*parts, "Page 1 of 6"))) == [f"More patients come to the {name}" for name in names]


def test_broken_sentence_is_no_title() -> None:
    """A paragraph that the page broke in two stays text."""
    text = page(
        "A title of five words",
        "6 May 2026",
        prose(60),
        "Sharing appeals to small teams as a way of meeting",
        "several needs at once:",
        prose(200, 2),
    )
    found = read_text(text)
    assert titles(found) == ["A title of five words"]
    assert "as a way of meeting\n\nseveral needs at once:" in found.drafts[0].text


def test_one_date_stands_over_all_posts_of_a_day() -> None:
    """Where a date heads several posts, all of them are of that day."""
    text = page(
        "4 May 2026",
        "The wards are quiet tonight",
        prose(60, 1),
        "Labels: night, wards",
        "Nobody told the night team",
        prose(60, 2),
        "Labels: night",
        "3 May 2026",
        "A morning without computers",
        prose(60, 3),
        "Newer Posts Older Posts Home",
    )
    assert [(draft.title, str(draft.published)) for draft in read_text(text).drafts] == [
        ("The wards are quiet tonight", "2026-05-04"),
        ("Nobody told the night team", "2026-05-04"),
        ("A morning without computers", "2026-05-03"),
    ]


def test_date_at_the_foot_belongs_to_the_post_above() -> None:
    """Where dates stand below the posts, each goes with the post above it."""
    posts = (
        page(title, prose(60, at), f"Posted on {day} May 2026 by Ann Lee | 3 comments")
        for at, (title, day) in enumerate((("The wards are quiet tonight", 4), ("Nobody told the night team", 3)))
    )
    assert [(draft.published, draft.author) for draft in read_text(page("Care notes", *posts)).drafts] == [
        (dt.date(2026, 5, 4), "Ann Lee"),
        (dt.date(2026, 5, 3), "Ann Lee"),
    ]


def test_untitled_posts_are_parted_by_their_dates() -> None:
    """Posts without titles are called by their first words."""
    found = read_text(page("4 May 2026\n" + prose(40, 1), "3 May 2026\n" + prose(40, 2)))
    assert [draft.text for draft in found.drafts] == [prose(40, 1), prose(40, 2)]
    assert all(draft.text.startswith(draft.title.rstrip("…")) for draft in found.drafts)


def test_byline_that_a_converter_tore_apart_is_put_together() -> None:
    """ "Posted on", the date, "by" and the name on lines of their own are one byline."""
    found = read_text("A title of five words\nPosted on\n4 May 2026\nby\nAnn Lee\n" + prose(100).replace("\n\n", "\n"))
    assert (found.drafts[0].author, found.drafts[0].published) == ("Ann Lee", dt.date(2026, 5, 4))
    assert found.drafts[0].text == prose(100)


@pytest.mark.parametrize(
    "text",
    [
        "A short line here\n" * 20_000,
        "A short line here\n4 May 2026\nThis sentence of prose ends here.\n" * 3_000,
        "A title\n\nThis sentence of prose ends here.\n\n" + "Share this\n" * 20_000,
        ("1" * 230 + "x\n") * 500,
        ("page " * 45 + "x\n") * 500,
    ],
    ids=["short lines", "dated lines", "share lines", "digits", "page words"],
)
def test_hostile_lines_cost_no_more_than_their_length(text: str) -> None:
    """No text makes the reader's time grow with its square: minutes would show."""
    started = time.process_time()
    read_text(text)
    assert time.process_time() - started < 10


def _talk(words: str, count: int) -> str:
    """Paragraphs that speak of these words and of little else."""
    names = words.split()
    sentences = [
        f"Some {names[at % len(names)]} and another {names[(at * 5 + 2) % len(names)]} were seen again, as said."
        for at in range(count)
    ]
    return "\n\n".join(" ".join(sentences[at : at + 4]) for at in range(0, count, 4))


def test_posts_as_short_as_parts_are_told_by_what_they_speak_of() -> None:
    """Short posts without dates come apart where their subjects change, and parts stay where theirs does not."""
    bees = "hive swarm colony honeycomb queen drone nectar"
    text = page(
        "The week the ivy was in flower",
        _talk(bees, 8),
        "Swarm and colony",
        _talk(bees, 8),
        "Old trams come back to the harbour",
        _talk("tramway harbour conductor depot timetable rails", 12),
        "Why nobody buys a piano",
        _talk("piano keyboard pedal concert tuner orchestra", 12),
    )
    assert titles(read_text(text)) == [
        "The week the ivy was in flower",
        "Old trams come back to the harbour",
        "Why nobody buys a piano",
    ]


def test_date_glued_to_its_title_comes_off() -> None:
    """ "31/10/2026Muddy start" is a date and a title."""
    text = page("31/10/2026Muddy start to the season", prose(60, 1), "24/10/2026Marathon round-up", prose(60, 2))
    assert [(draft.title, str(draft.published)) for draft in read_text(text).drafts] == [
        ("Muddy start to the season", "2026-10-31"),
        ("Marathon round-up", "2026-10-24"),
    ]


def test_comments_end_where_the_next_post_is_dated() -> None:
    """Comments printed between two posts of an archive page belong to neither."""
    comment = "Gerald H\nAugust 25, 2026 at 9:14 pm\nThe same here on plot twelve, every bit of it.\nReply"
    text = page(
        "Posted on August 24, 2026 by Bea",
        "The tomatoes, an apology",
        prose(80, 1),
        "1 Comment",
        comment,
        "Posted on August 11, 2026 by Col",
        "How to measure a rod",
        prose(80, 2),
    )
    assert titles(read_text(text)) == ["The tomatoes, an apology", "How to measure a rod"]


@pytest.mark.parametrize(
    "line",
    [
        "| Comments (8) | TrackBack (0)",
        "Email ThisBlogThis!Share to XShare to Facebook",
        "Apr 24 • Tess Moriarty",
        "Dezember 2022 (1)",
        "Zum Hauptinhalt springen",
        "Sie befinden sich hier: Presse > 2021",
        "Notes to editors",
        "A heron on the weir. Photo: R. Beltran",
        "5 hours ago",
    ],
)
def test_lines_that_no_post_is_made_of_are_left_out(line: str) -> None:
    """What a page prints around posts enters none of them."""
    found = read_text(page("A title of five words", "4 May 2026", prose(120), line))
    assert found.drafts[0].text == prose(120)
    assert len(found.drafts) == 1


def test_settings_name_titles_and_drop_lines() -> None:
    """Odd sources are read as the settings say, and what they drop is reported."""
    parts = [page(f"No. {at}: something else", prose(30, at), "What follows here", prose(30, at + 5)) for at in (1, 2)]
    hints = Hints(title=re.compile(r"^No\. \d"), drop=(re.compile("^Brought to you"),))
    text = page("Brought to you by a bank that is kind to everybody, as we all know.", *parts)
    found = plain_text.read(Page(path="page.txt", text=text, hints=hints))
    assert titles(found) == ["No. 1: something else", "No. 2: something else"]
    assert [rest.reason for rest in found.rest] == ["dropped by the settings"]


def test_untitled_posts_stand_beside_titled_ones() -> None:
    """Where most dates have no title below them, each still parts the posts."""
    text = page(
        "4 May 2026", prose(40, 1), "3 May 2026", prose(40, 2), "2 May 2026", "A title of five words", prose(40, 3)
    )
    found = read_text(text)
    assert [draft.text for draft in found.drafts] == [prose(40, at) for at in (1, 2, 3)]
    assert found.drafts[2].title == "A title of five words"


def test_american_dates_are_read_as_the_page_writes_them() -> None:
    """A date that can be read one way only says how to read the others."""
    text = page(
        "A title of five words", "05/24/2026", prose(60, 1), "Another title of five words", "05/04/2026", prose(60, 2)
    )
    assert [str(draft.published) for draft in read_text(text).drafts] == ["2026-05-24", "2026-05-04"]
