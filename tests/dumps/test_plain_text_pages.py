"""Whole pages as text: what recurs at every post tells where posts begin and end."""

import datetime as dt

from newsletter.dumps.titles import likeness, total
from tests.dumps.build import page, prose, read_text, titles


def test_untitled_posts_below_dates_are_parted_whatever_the_menu_says() -> None:
    """A menu above the first date is no title of it."""
    text = page(
        "The rowers\nTraining\nRaces",
        *("19.06.2022", prose(40, 1), "12.06.2022", prose(40, 2), "30.05.2022", prose(40, 3)),
    )
    found = read_text(text)
    assert [draft.text for draft in found.drafts] == [prose(40, 1), prose(40, 2), prose(40, 3)]
    assert found.drafts[0].published == dt.date(2022, 6, 19)


def test_a_post_without_a_title_stands_among_titled_ones() -> None:
    """Where dates stand above, one right above text begins a post."""
    text = page(
        *("Sunday, 4 May 2014", "The first title of the page", prose(40, 1)),
        *("Sunday, 27 April 2014", prose(30, 2)),
        *("Saturday, 19 April 2014", "The second title of the page", prose(40, 3)),
    )
    assert [draft.text for draft in read_text(text).drafts] == [prose(40, 1), prose(30, 2), prose(40, 3)]


def test_a_second_post_of_a_day_begins_below_the_foot_of_the_first() -> None:
    """It has a title and no date of its own, but the post above it has ended as all posts here end."""
    text = page(
        *("June 30, 2008", "The blackbird and the currants", prose(40, 1), "Posted by Winnie at 9:14 PM 2 comments"),
        *("PS", prose(12, 2), "Posted by Winnie at 9:31 PM 0 comments"),
        *("June 21, 2008", "Longest day and shortest temper", prose(40, 3), "Posted by Winnie at 7:02 AM 5 comments"),
    )
    found = read_text(text)
    assert titles(found) == ["The blackbird and the currants", "PS", "Longest day and shortest temper"]
    assert {draft.author for draft in found.drafts} == {"Winnie"}


def test_a_line_between_title_and_date_begins_the_text() -> None:
    """Newspapers print a deck there; it is neither the title nor lost."""
    text = page(
        "Harbour seals return after the ferry\nTwice as many animals lie on the bank as in any year since the war\n"
        "By Moira Kettle\n14 September 2021",
        prose(80, 1),
        "A small sub-heading",
        prose(70, 2),
    )
    (found,) = read_text(text).drafts
    assert (found.title, found.author) == ("Harbour seals return after the ferry", "Moira Kettle")
    assert found.published == dt.date(2021, 9, 14)
    assert found.text.startswith("Twice as many animals")


def test_cards_of_a_title_and_a_line_are_posts() -> None:
    """An archive of newsletters shows no more of each letter than its title and what it is about."""
    cards = (
        "The precinct that counts by candlelight\nSix hundred voters and one generator\nMay 8 • Tess Moriarty",
        "A short history of the sample ballot\nIt was never meant to be a chicken at all\nMay 1 • Tess Moriarty",
    )
    assert titles(read_text(page(*cards))) == [card.split("\n")[0] for card in cards]


def test_a_title_in_a_list_of_links_is_not_the_head_of_its_teaser() -> None:
    """It stands in "Most read" first, and again above its date and text."""
    text = page(
        *("A title for the article itself", "14 September 2021", prose(120, 1)),
        "Most read\nThe firm owed two million when it failed\nMore on this story\n"
        "The firm owed two million when it failed\n4 March 2021\n" + prose(12, 2),
    )
    assert [draft.published for draft in read_text(text).drafts] == [dt.date(2021, 9, 14), dt.date(2021, 3, 4)]


def test_the_last_post_ends_where_all_others_do() -> None:
    """Below the foot of the last post stands what is about the page."""
    posts = [(f"March {9 - at}, 2006", f"A title for number {at}", prose(30, at), "Comments (3)") for at in range(4)]
    about = "This page holds all entries of March and many more can be found on the main index page."
    found = read_text(page(*(line for post in posts for line in post), about))
    assert [draft.text for draft in found.drafts] == [prose(30, at) for at in range(4)]


def test_the_last_of_a_list_of_titles_takes_no_text_from_below_it() -> None:
    """Related articles have a title and a date each; the box below them is nobody's text."""
    text = page(
        *("A title for the article itself", "14 September 2021", prose(120, 1)),
        "The first one of the others\n3 June 2017\nThe second one of the others\n2 March 2018\nSign up",
        prose(20, 2),
    )
    assert titles(read_text(text)) == ["A title for the article itself"]


def test_a_line_above_read_more_is_a_teaser_however_short() -> None:
    """Teasers are cut off anywhere, without a full stop."""
    cards = [
        line
        for at in range(3)
        for line in (f"A title for number {at}", "We are looking for more people and for a", "Read more")
    ]
    found = read_text(page(*cards))
    assert [draft.text for draft in found.drafts] == ["We are looking for more people and for a"] * 3


def test_who_posted_it_is_said_in_many_ways() -> None:
    """Beside a date, behind the minutes it takes to read, in Italian."""
    lines = (
        "MAR 21, 2023 · 7 MIN READ · WEN ADEY",
        "Scritto da don Matteo Ferri il 11 Dicembre 2023. Pubblicato in Avvisi",
    )
    found = [read_text(page("A title for the only one", line, prose(60, 1))).drafts[0].author for line in lines]
    assert found == ["WEN ADEY", "don Matteo Ferri"]


def test_a_question_for_any_post_is_a_sub_heading() -> None:
    """It names nothing that the post is about; a title does."""
    general, telling = "When should you see one of us?", "When should bees leave their hive?"
    assert total(likeness(general)) < total(likeness(telling))


def test_lines_with_labels_are_a_list() -> None:
    """They are part of the post, to the last."""
    lines = "Plot 1: 240\nPlot 7a: 233\nPlot 19: 296\nTreasurer: see above"
    found = read_text(page("How to measure a rod and a half", "4 May 2021", prose(60, 1), lines, "Leave a comment"))
    assert found.drafts[0].text.endswith(lines)


def test_a_date_below_the_comments_link_is_the_next_posts() -> None:
    """ "Submitted by admin on ..." says when a post was submitted; what readers write begins with their name."""
    text = page(
        *("The first title of two", "Submitted by admin on Tue, 02/12/2013 - 14:22", prose(40, 1)),
        "Log in or register to post comments",
        *("What it found", "Submitted by admin on Fri, 02/01/2013 - 17:40", prose(40, 2)),
        "Log in or register to post comments",
    )
    assert titles(read_text(text)) == ["The first title of two", "What it found"]
