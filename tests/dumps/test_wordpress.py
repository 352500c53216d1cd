"""WordPress exports: published posts, as WordPress would show them."""

import datetime as dt
import tracemalloc

from newsletter.model import DateConfidence, Kind
from tests.dumps.build import form, html, prose, read_bytes, titles

AUTHOR = (
    "<wp:author><wp:author_id>1</wp:author_id><wp:author_login><![CDATA[alee]]></wp:author_login>"
    "<wp:author_display_name><![CDATA[Ann Lee]]></wp:author_display_name></wp:author>"
)


def wxr(*items: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8" ?>\n<!-- This is a WordPress eXtended RSS file. -->\n'
        '<!-- generator="x" -->\n'
        '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>The Post</title><link>https://news.example.org</link>'
        f"{AUTHOR}{''.join(items)}</channel></rss>"
    )


def item(title: str, content: str, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    link = f"https://news.example.org/{title.lower().replace(' ', '-')}/"
    return (
        f"<item><title><![CDATA[{title}]]></title><link>{link}</link>"
        "<pubDate>Sun, 03 May 2026 23:30:00 +0000</pubDate><dc:creator><![CDATA[alee]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>"
        f"<wp:post_date><![CDATA[2026-05-04 00:30:00]]></wp:post_date><wp:post_type>{kind}</wp:post_type>"
        f"<wp:status>{status}</wp:status>{more}</item>"
    )


def test_post_has_title_address_local_date_and_the_name_of_its_author() -> None:
    """The day is the site's own, the author a person and no account."""
    text = wxr(item("Why the rota broke", html(90, 1)))
    assert form(text) == "application/wordpress+xml"
    draft = read_bytes(text).drafts[0]
    assert (draft.title, draft.url) == ("Why the rota broke", "https://news.example.org/why-the-rota-broke/")
    assert (draft.published, draft.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.FEED)
    assert (draft.author, draft.kind, draft.text) == ("Ann Lee", Kind.ARTICLE, prose(90, 1))


def test_paragraphs_of_both_editors_are_the_same() -> None:
    """Blank lines, blocks and short codes come out as WordPress shows them."""
    codes = "[caption id='1']<img src='a'> A door[/caption]\n\n<h3>Then</h3>\n[gallery ids='1']"
    classic = f"{prose(60, 1)}\n\n{codes}\n\n{prose(60, 2)}"
    blocks = (
        f"<!-- wp:paragraph -->\n{html(60, 1)}\n<!-- /wp:paragraph -->\n"
        f"<!-- wp:heading --><h3>Then</h3><!-- /wp:heading -->"
        f"<!-- wp:paragraph -->{html(60, 2)}<!-- /wp:paragraph -->"
    )
    expected = f"{prose(60, 1)}\n\nThen\n\n{prose(60, 2)}"
    assert [draft.text for draft in read_bytes(wxr(item("One", classic), item("Two", blocks))).drafts] == [expected] * 2


def test_what_is_not_published_is_left_out() -> None:
    """Pages, drafts, private and protected posts are named; pictures and menus are not worth a line."""
    secret = "<wp:post_password><![CDATA[x]]></wp:post_password>"
    found = read_bytes(
        wxr(
            item("About us", html(60), kind="page"),
            item("Half done", html(60), status="draft"),
            item("For members", html(60), more=secret),
            item("door.png", "", kind="attachment"),
            item("Real", html(60)),
        )
    )
    assert titles(found) == ["Real"]
    assert [(rest.text, rest.reason) for rest in found.rest] == [
        ("About us", "a page of the site, no post"),
        ("Half done", "not published (draft)"),
        ("For members", "protected by a password"),
    ]


def test_comments_of_readers_are_no_text() -> None:
    """What readers wrote below a post is not the post."""
    said = f"<wp:comment_author>Bo</wp:comment_author><wp:comment_content>{prose(30, 9)}</wp:comment_content>"
    comment = f"<wp:comment>{said}</wp:comment>"
    assert read_bytes(wxr(item("One", html(60, 1), more=comment))).drafts[0].text == prose(60, 1)


def test_control_characters_and_broken_letters_cost_nothing() -> None:
    """Exports hold what was pasted into them years ago."""
    text = wxr(item("One", html(60, 1) + "\x08\x0b"), item("Two", html(60, 2))).encode()
    found = read_bytes(text.replace(b"One", b"On\xffe", 1))
    assert titles(found) == ["On\ufffde", "Two"]


def test_export_that_breaks_off_keeps_its_posts() -> None:
    """The posts before the end are there."""
    text = wxr(*(item(f"Title {at}", html(60, at)) for at in range(4)))
    assert titles(read_bytes(text[: text.index("Title 3")]))[:3] == ["Title 0", "Title 1", "Title 2"]


def test_large_export_is_read_in_a_stream() -> None:
    """Memory holds posts, not the export: menus and pictures of megabytes leave no trace."""
    padding = "".join(item(f"picture {at}", "x" * 20_000, kind="attachment") for at in range(500))
    text = wxr(item("One", html(60, 1)), padding, item("Two", html(60, 2))).encode()
    tracemalloc.start()
    found = read_bytes(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert titles(found) == ["One", "Two"]
    assert peak < 3_000_000
