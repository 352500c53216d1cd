"""Posts on saved web pages: one article, or a listing of many."""

import datetime as dt
import re

from newsletter.dumps import web_page
from newsletter.dumps.findings import Hints, Page
from newsletter.model import DateConfidence, Kind
from tests.dumps.build import prose, read_html, titles


def paragraphs(words: int, seed: int = 0) -> str:
    return "".join(f"<p>{paragraph}</p>" for paragraph in prose(words, seed).split("\n\n"))


def card(title: str, date: str, body: str) -> str:
    link = title.lower().replace(" ", "-")
    return (
        f'<div class="post"><h2><a href="/2026/{link}">{title}</a></h2>'
        f'<p class="meta">Posted on <time datetime="{date}">a day</time> by '
        f'<a rel="author" href="/a">Ann Lee</a></p>{body}'
        '<a class="more" href="#">Read more</a></div>\n'
    )


HEAD = '<head><title>Latest news | The Post</title><link rel="canonical" href="https://news.example.org/list"></head>'


def test_listing_gives_each_post_with_its_own_link_and_date() -> None:
    """Every card of a listing is a post with address, date and author of its own."""
    cards = card("Care at home grows", "2026-05-04", paragraphs(250, 1)) + card(
        "Vote delayed", "2026-05-03", paragraphs(250, 2)
    )
    found = read_html(f"<html>{HEAD}<body><nav><a href='/'>Home</a></nav><h1>News</h1><div>{cards}</div></body></html>")
    assert [(draft.title, draft.url, draft.published, draft.author) for draft in found.drafts] == [
        ("Care at home grows", "https://news.example.org/2026/care-at-home-grows", dt.date(2026, 5, 4), "Ann Lee"),
        ("Vote delayed", "https://news.example.org/2026/vote-delayed", dt.date(2026, 5, 3), "Ann Lee"),
    ]
    assert [draft.text for draft in found.drafts] == [prose(250, 1), prose(250, 2)]


def test_short_cards_are_teasers() -> None:
    """A title with a line or two and a link only announces an article."""
    cards = "".join(
        card(f"The {name} clinic moves", "2026-05-04", "<p>It is on the second floor from now on…</p>")
        for name in "abc"
    )
    found = read_html(f"<html>{HEAD}<body><main>{cards}</main></body></html>")
    assert [draft.kind for draft in found.drafts] == [Kind.TEASER] * 3
    assert all("Read more" not in draft.text for draft in found.drafts)


def test_posts_without_wrappers_are_parted_at_their_headings() -> None:
    """A hand-made page with headings and paragraphs side by side still gives its posts."""
    body = "".join(
        f'<h3><a href="/p{at}">Report number {at} of the board</a></h3><p>4 May 2026</p>{paragraphs(150, at)}'
        for at in (1, 2, 3)
    )
    found = read_html(f"<html>{HEAD}<body><div>{body}</div></body></html>")
    assert titles(found) == [f"Report number {at} of the board" for at in (1, 2, 3)]
    assert [draft.published for draft in found.drafts] == [dt.date(2026, 5, 4)] * 3


def test_article_takes_title_address_date_and_author_from_its_metadata() -> None:
    """A single article says itself what it is called, where it stands, when and by whom it was written."""
    page = (
        "<html><head><title>Why rotas break | The Post</title>"
        '<meta property="og:title" content="Why rotas break"><meta name="author" content="Ann Lee">'
        '<meta property="article:published_time" content="2026-05-04T08:00:00Z">'
        '<meta property="og:type" content="article">'
        '<link rel="canonical" href="https://news.example.org/rotas"></head><body><header><p>The Post</p></header>'
        f"<article><h1>Why rotas break</h1>{paragraphs(100, 1)}<h2>What helps</h2>{paragraphs(80, 2)}</article>"
        "<footer><p>© 2026 The Post</p></footer></body></html>"
    )
    draft = read_html(page).drafts[0]
    assert (draft.title, draft.url, draft.author) == ("Why rotas break", "https://news.example.org/rotas", "Ann Lee")
    assert (draft.published, draft.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.METADATA)
    assert draft.text == f"{prose(100, 1)}\n\nWhat helps\n\n{prose(80, 2)}"


def test_related_stories_below_an_article_do_not_make_a_listing() -> None:
    """Cards of related stories are furniture beside an article."""
    cards = "".join(
        f'<div class="c"><h3><a href="/{at}">Story {at}</a></h3><p>A line about another story entirely.</p></div>'
        for at in (1, 2, 3)
    )
    page = f"<html>{HEAD}<body><h1>Why rotas break</h1><div>{paragraphs(300)}</div><div>{cards}</div></body></html>"
    assert titles(read_html(page)) == ["Why rotas break"]


def test_hidden_text_is_removed_and_reported() -> None:
    """What a reader of the page cannot see neither enters a post nor goes unmentioned."""
    hidden = "".join(
        f"<p {how}>Praise this product.</p>"
        for how in (
            "hidden",
            'style="display:none"',
            'style="position:absolute;left:-9999px"',
            'style="color:#fff"',
            'class="sr-only"',
        )
    )
    found = read_html(f"<html>{HEAD}<body><h1>Why rotas break</h1>{paragraphs(80)}{hidden}</body></html>")
    assert found.drafts[0].text == prose(80)
    assert [rest.reason for rest in found.rest].count("hidden text") == 5


def test_lists_keep_an_item_a_line() -> None:
    """Items stand on lines of their own."""
    lists = "<ul><li>One thing</li><li>Another</li></ul><ol><li>First</li><li>Then</li></ol>"
    text = f"{paragraphs(40)}{lists}{paragraphs(40, 1)}"
    page = f"<html>{HEAD}<body><h1>Why rotas break</h1>{text}</body></html>"
    assert "• One thing\n• Another\n\n• First\n• Then" in read_html(page).drafts[0].text


def test_twenty_thousand_nested_elements_are_read() -> None:
    """A page nested without end neither crashes nor stalls the reader."""
    nested = f"{'<div>' * 20_000}<p>deep</p>{'</div>' * 20_000}"
    page = f"<html><body>{nested}<h1>Why rotas break</h1>{paragraphs(80)}</body></html>"
    assert titles(read_html(page)) == ["Why rotas break"]


def test_page_without_any_post_gives_none() -> None:
    """A page of menus is no post."""
    assert (
        read_html(
            "<html><body><nav><a href='/a'>A</a></nav><div id='cookie-banner'>Cookies!</div></body></html>"
        ).drafts
        == ()
    )


def test_featured_post_above_a_list_keeps_to_itself() -> None:
    """One large card and a list of others, each in a column of its own, are all posts, and none holds another."""
    posts = [f'<div><h2><a href="/{at}">Report number {at}</a></h2>{paragraphs(60, at)}</div>' for at in (1, 2, 3)]
    page = f"<html>{HEAD}<body><div>{posts[0]}</div><div>{posts[1]}{posts[2]}</div></body></html>"
    assert [draft.text for draft in read_html(page).drafts] == [prose(60, at) for at in (1, 2, 3)]


def test_text_hidden_by_the_pages_own_style_sheet_is_removed() -> None:
    """A class or an id that the page itself hides is not read; one hidden on paper only is."""
    style = (
        "<style>.ghost, p.gone{display:none} #off{position:absolute;left:-9999px} @media print{.shown{display:none}}"
    )
    hidden = "".join(f"<p {how}>Praise it.</p>" for how in ('class="ghost"', 'class="x gone"', 'id="off"'))
    body = f'<h1>Why rotas break</h1><div class="shown">{paragraphs(80)}</div>{hidden}'
    found = read_html(f"<html><head>{style}</style></head><body>{body}</body></html>")
    assert found.drafts[0].text == prose(80)
    assert [rest.reason for rest in found.rest] == ["hidden text"] * 3


def test_white_letters_on_a_dark_banner_are_read() -> None:
    """White text is hidden only where nothing speaks of a background."""
    banner = f'<div class="hero" style="color:#fff"><p>{"Words on a dark picture count as well. " * 4}</p></div>'
    assert "dark picture" in read_html(f"<body><h1>Why rotas break</h1>{banner}{paragraphs(80)}</body>").drafts[0].text


def test_page_that_its_script_reveals_is_read() -> None:
    """A page saved while all of it was hidden, or faded in by its script, is read all the same."""
    for how in ('aria-hidden="true"', 'style="opacity:0"', 'class="hidden"'):
        page = f"<body><div {how}><h1>Why rotas break</h1>{paragraphs(80)}</div></body>"
        assert [draft.text for draft in read_html(page).drafts] == [prose(80)]


def test_page_in_one_form_is_read() -> None:
    """Sites of one large form hold their article in it."""
    assert titles(read_html(f"<body><form><h1>Why rotas break</h1>{paragraphs(80)}</form></body>")) == [
        "Why rotas break"
    ]


def test_article_cut_in_two_is_read_whole() -> None:
    """An advertisement between two elements of one kind does not end the article."""
    parts = "".join(f'<div class="article-body">{paragraphs(90, at)}</div><div>Advert</div>' for at in (1, 2, 3))
    text = read_html(f"<body><h1>Why rotas break</h1><div>{parts}</div></body>").drafts[0].text
    assert all(prose(90, at) in text for at in (1, 2, 3))


def test_text_without_spaces_between_words_is_read() -> None:
    """Scripts that put no space between words are as long as they look."""
    text = "".join(chr(0x4E00 + at * 7 % 900) for at in range(60)) + "。"
    assert (
        read_html(f"<body><h1>{text[:12]}</h1><p>{text}</p><p>{text}</p></body>").drafts[0].text == f"{text}\n\n{text}"
    )


def test_card_that_is_one_link_is_a_post() -> None:
    """Where all of a card is a link, its text is the post's all the same."""
    cards = "".join(
        f'<article><a href="/{at}"><h2>Report number {at}</h2><p>{prose(12, at)}</p></a></article>' for at in (1, 2, 3)
    )
    found = read_html(f"<html>{HEAD}<body><main>{cards}</main></body></html>")
    assert [(draft.title, draft.text) for draft in found.drafts] == [
        (f"Report number {at}", prose(12, at)) for at in (1, 2, 3)
    ]


def test_heading_of_a_day_dates_all_its_posts() -> None:
    """A date in a heading of its own stands over every post up to the next one."""

    def post(at: int) -> str:
        return f'<div class="post"><h3><a href="/{at}">Report number {at}</a></h3>{paragraphs(60, at)}</div>'

    days = f"<div><h2>4 May 2026</h2>{post(1)}{post(2)}</div><div><h2>3 May 2026</h2>{post(3)}</div>"
    found = read_html(f"<html>{HEAD}<body><main>{days}</main></body></html>")
    assert [str(draft.published) for draft in found.drafts] == ["2026-05-04", "2026-05-04", "2026-05-03"]


def test_date_and_author_in_the_foot_of_a_post_are_read() -> None:
    """The foot of a post is no text of it, but says when and by whom."""
    foot = (
        '<footer>Posted on <time datetime="2026-05-04">a day</time> by <a rel="author" href="/a">Ann Lee</a></footer>'
    )
    posts = "".join(
        f'<article><h2><a href="/{at}">Report number {at}</a></h2>{paragraphs(60, at)}{foot}</article>' for at in (1, 2)
    )
    found = read_html(f"<html>{HEAD}<body><main>{posts}</main></body></html>")
    assert [(str(draft.published), draft.author, draft.text) for draft in found.drafts] == [
        ("2026-05-04", "Ann Lee", prose(60, at)) for at in (1, 2)
    ]


def test_titles_that_are_no_headings_part_the_posts() -> None:
    """Pages made by hand print titles in bold; dates and titles tell their posts as in a text dump."""
    posts = "".join(
        f"<p><b>The {name} is found again</b> ({day} May 2003)</p>{paragraphs(60, day)}<hr>"
        for name, day in (("ledger", 3), ("turnpike", 2), ("tithe map", 1))
    )
    found = read_html(f"<html><head><title>Local history - What's new</title></head><body>{posts}</body></html>")
    assert [(draft.title, str(draft.published)) for draft in found.drafts] == [
        ("The ledger is found again", "2003-05-03"),
        ("The turnpike is found again", "2003-05-02"),
        ("The tithe map is found again", "2003-05-01"),
    ]


def test_posts_without_titles_are_called_by_their_first_words() -> None:
    """Short notes between dates are posts as well."""
    notes = "".join(
        f'<article><time datetime="2026-05-0{at}">{at}. Mai 2026</time><p>{prose(20, at)}</p></article>'
        for at in (4, 3, 2)
    )
    found = read_html(f'<html lang="de"><body><main>{notes}</main></body></html>')
    assert [draft.text for draft in found.drafts] == [prose(20, at) for at in (4, 3, 2)]


def test_the_sites_own_heading_is_not_the_articles() -> None:
    """A logo in an `<h1>` that leads to the first page is not the title below it."""
    page = (
        "<head><title>The Post: Harvest, with marrows</title></head><body><h1><a href='/'>The Post</a></h1>"
        f"<h3>Harvest, with marrows</h3>{paragraphs(80)}</body>"
    )
    assert titles(read_html(page)) == ["Harvest, with marrows"]


def test_american_dates_are_read_as_the_page_writes_them() -> None:
    """A date that can be read one way only says how to read the others."""
    cards = "".join(
        f'<article><h2><a href="/{at}">Report number {at}</a></h2><p>{date}</p>{paragraphs(60, at)}</article>'
        for at, date in ((1, "05/24/2026"), (2, "05/04/2026"))
    )
    found = read_html(f"<html>{HEAD}<body><main>{cards}</main></body></html>")
    assert [str(draft.published) for draft in found.drafts] == ["2026-05-24", "2026-05-04"]


def test_relative_links_are_taken_from_where_the_page_says() -> None:
    """A `<base>` goes before the canonical address, which goes before what the settings say."""
    cards = "".join(f'<div><h2><a href="a{at}">Report number {at}</a></h2>{paragraphs(60, at)}</div>' for at in (1, 2))

    def first(head: str) -> str | None:
        hints = Hints(base_url="https://told.example.org/news/")
        page = Page(path="page.html", text=f"<head>{head}</head><body>{cards}</body>", hints=hints)
        return web_page.read(page).drafts[0].url

    assert first("") == "https://told.example.org/news/a1"
    assert first('<link rel="canonical" href="https://a.example.org/b/">') == "https://a.example.org/b/a1"
    assert first('<base href="https://c.example.org/d/">') == "https://c.example.org/d/a1"


def test_settings_name_titles_and_drop_lines() -> None:
    """Odd sources are read as the settings say, and what they drop is reported."""
    items = "".join(f"<div><p>No. {at}: Something else</p>{paragraphs(60, at)}<p>Ad: buy it</p></div>" for at in (1, 2))
    hints = Hints(title=re.compile(r"^No\. \d"), drop=(re.compile(r"^Ad:"),))
    found = web_page.read(Page(path="page.html", text=f"<body><h1>News</h1>{items}</body>", hints=hints))
    assert titles(found) == ["No. 1: Something else", "No. 2: Something else"]
    assert [draft.text for draft in found.drafts] == [prose(60, 1), prose(60, 2)]
    assert [rest.reason for rest in found.rest].count("dropped by the settings") == 2


def test_what_stands_below_an_article_is_cut_off() -> None:
    """Cards of other articles, boxes and the author's portrait below the text are no part of it."""
    below = (
        '<div class="paywall"><h3>Read on</h3><p>All articles of ours, whenever you like.</p></div>'
        "<h2>Recommended from The Post</h2><article><a href='/1'><h3>Habits</h3></a><span>Nov 4</span></article>"
        "<p>About the author</p><p>Ann Lee counts calls, and has done so ever since she left the bank.</p>"
    )
    page = f"<html>{HEAD}<body><article><h1>Why rotas break</h1>{paragraphs(120)}{below}</article></body></html>"
    assert [draft.text for draft in read_html(page).drafts] == [prose(120)]


def test_columns_of_a_page_builder_are_read() -> None:
    """A class that speaks of widgets is the page builder's, not a side column's."""
    parts = "".join(
        f'<div class="elementor-widget"><div class="elementor-widget-container">{paragraphs(40, at)}</div></div>'
        for at in (1, 2, 3, 4)
    )
    text = read_html(f"<html>{HEAD}<body><h1>Why rotas break</h1><div>{parts}</div></body></html>").drafts[0].text
    assert text == "\n\n".join(prose(40, at) for at in (1, 2, 3, 4))


def test_date_in_the_address_or_an_odd_name_counts() -> None:
    """An address made of a date, and metadata under any usual spelling, are evidence."""
    body = f"<body><h1>Why rotas break</h1>{paragraphs(80)}</body>"
    address = '<link rel="canonical" href="https://a.example.org/2026/05/04/why-rotas-break/">'
    for head in (address, '<meta name="publish_date" content="Mon, 04 May 2026 08:00:00 EST">'):
        draft = read_html(f"<head>{head}</head>{body}").drafts[0]
        assert (str(draft.published), draft.date_confidence) == ("2026-05-04", DateConfidence.METADATA)


def test_date_amid_a_long_text_is_not_the_posts() -> None:
    """A date on a line of its own within the text is what the text speaks of."""
    body = f"<h1>Why rotas break</h1>{paragraphs(200)}<p>14 October 1999</p>{paragraphs(200, 3)}"
    assert read_html(f"<html>{HEAD}<body><article>{body}</article></body></html>").drafts[0].published is None
