"""RSS, Atom and JSON Feed: whole entries are articles, excerpts are teasers."""

import datetime as dt
import json
import pathlib
from html import escape

import pytest

from newsletter.errors import DumpError
from newsletter.model import DateConfidence, Kind
from tests.dumps.build import form, html, prose, read_bytes, read_files, titles

FOOT = '<p>The post <a href="/rota">Why the rota broke</a> appeared first on <a href="/">The Post</a>.</p>'


def rss(*items: str, head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}\n'
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Post</title>'
        f"<link>https://www.news.example.org/</link><description>News</description>{''.join(items)}</channel></rss>"
    )


def item(
    title: str, link: str, *, full: str = "", excerpt: str = "", date: str = "Mon, 04 May 2026 00:30:00 +0100"
) -> str:
    return (
        f"<item><title>{escape(title)}</title><link>https://www.news.example.org/{link}</link><pubDate>{date}</pubDate>"
        f"<dc:creator><![CDATA[Ann Lee]]></dc:creator><description><![CDATA[{excerpt}]]></description>"
        + (f"<content:encoded><![CDATA[{full}]]></content:encoded>" if full else "")
        + "</item>"
    )


def test_whole_entries_are_articles_with_title_address_date_and_author() -> None:
    """Everything that a feed says of an entry is kept, and WordPress's last line is no part of it."""
    found = read_bytes(rss(item("Why the rota & the roof broke", "rota", full=html(150, 1) + FOOT, excerpt="Short…")))
    draft = found.drafts[0]
    assert (draft.title, draft.url) == ("Why the rota & the roof broke", "https://www.news.example.org/rota")
    assert (draft.published, draft.date_confidence) == (dt.date(2026, 5, 4), DateConfidence.FEED)
    assert (draft.author, draft.kind, draft.text) == ("Ann Lee", Kind.ARTICLE, prose(150, 1))
    assert [rest.reason for rest in found.rest] == ["footer"]


@pytest.mark.parametrize(
    "excerpt",
    [
        prose(50, 2)[:200] + " […]",
        prose(50, 2)[:200] + " [&#8230;]",
        f"<p>{prose(50, 2)[:200]}…</p>",
        f"<p>{prose(50, 2)}</p><p><a href='/rota'>Continue reading →</a></p>",
        f"<p>{prose(50, 2)} <a href='/rota'>Read more</a></p>",
        prose(40, 2),
    ],
)
def test_excerpts_are_teasers_without_their_read_more(excerpt: str) -> None:
    """An entry that holds only an excerpt announces its article, whatever mark says so."""
    draft = read_bytes(rss(item("Why the rota broke", "rota", excerpt=excerpt))).drafts[0]
    assert draft.kind is Kind.TEASER
    assert not any(mark in draft.text for mark in ("Read", "Continue", "[", "&"))


def test_description_of_a_whole_article_is_an_article() -> None:
    """Feeds without `content:encoded` may carry whole posts in their description."""
    draft = read_bytes(rss(item("Why the rota broke", "rota", excerpt=html(300, 3)))).drafts[0]
    assert (draft.kind, draft.text) == (Kind.ARTICLE, prose(300, 3))


def test_lists_and_headings_keep_their_lines() -> None:
    """A body is laid out as a web page's is."""
    body = f"{html(60, 4)}<h2>What to do</h2><ul><li>Count the keys</li><li>Close the door</li></ul>{html(30, 5)}"
    draft = read_bytes(rss(item("Closing time", "close", full=body))).drafts[0]
    assert "\n\nWhat to do\n\n• Count the keys\n• Close the door\n\n" in draft.text


def test_atom_entries_in_all_three_kinds_of_content() -> None:
    """Text, escaped HTML and XHTML give the same body; `updated` counts where nothing says `published`."""
    kinds = (
        f'<content type="html">{escape(html(120, 6))}</content>',
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{html(120, 6)}</div></content>',
        f'<content type="text">{escape(prose(120, 6))}</content>',
    )
    entries = "".join(
        f"<entry><title>Part {at} of it</title><id>tag:{at}</id><updated>2026-05-0{at}T23:30:00-05:00</updated>"
        f'<link rel="alternate" href="/part{at}"/><author><name>Ann Lee</name></author>{content}</entry>'
        for at, content in enumerate(kinds, start=1)
    )
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><link href="https://a.example.org/"/>{entries}</feed>'
    found = read_bytes(feed)
    assert [draft.text for draft in found.drafts] == [prose(120, 6)] * 3
    assert [draft.published for draft in found.drafts] == [dt.date(2026, 5, at) for at in (1, 2, 3)]
    assert [draft.url for draft in found.drafts] == [f"https://a.example.org/part{at}" for at in (1, 2, 3)]


def test_rdf_feed_is_read() -> None:
    """RSS 1.0 has its items beside the channel."""
    feed = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><link>https://a.example.org/</link></channel>'
        f"<item><title>One</title><link>https://a.example.org/1</link><dc:date>2026-05-04</dc:date><description>{prose(90)}"
        "</description></item></rdf:RDF>"
    )
    draft = read_bytes(feed).drafts[0]
    assert (draft.title, draft.published, draft.text) == ("One", dt.date(2026, 5, 4), prose(90))


def test_json_feed_is_read() -> None:
    """Items with content are articles, items with a summary alone are teasers; a lone author is everybody's."""
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "The Post",
        "home_page_url": "https://news.example.org/",
        "authors": [{"name": "Ann Lee"}],
        "items": [
            {
                "id": "1",
                "title": "One",
                "url": "/1",
                "content_html": html(90, 7),
                "date_published": "2026-05-04T01:00:00Z",
            },
            {"id": "2", "title": "Two", "content_text": prose(90, 8), "author": {"name": "Bo Fry"}},
            {"id": "https://news.example.org/3", "title": "Three", "summary": "The clinic will open in May."},
            "no item",
        ],
    }
    found = read_bytes(json.dumps(feed))
    assert [(draft.title, draft.kind) for draft in found.drafts] == [
        ("One", Kind.ARTICLE),
        ("Two", Kind.ARTICLE),
        ("Three", Kind.TEASER),
    ]
    assert [draft.text for draft in found.drafts[:2]] == [prose(90, 7), prose(90, 8)]
    assert [draft.url for draft in found.drafts] == ["https://news.example.org/1", None, "https://news.example.org/3"]
    assert [draft.author for draft in found.drafts] == ["Ann Lee", "Bo Fry", "Ann Lee"]
    assert [one.reason for one in found.broken] == ["item 4: no JSON object"]


def test_json_feed_with_a_broken_item_keeps_the_others() -> None:
    """What stands before and after the fault is read."""
    items = [
        {"id": f"https://a.example.org/{at}", "title": f"Title {at}", "content_text": prose(60, at)} for at in range(4)
    ]
    text = json.dumps({"version": "https://jsonfeed.org/version/1", "items": items}, indent=1)
    found = read_bytes(text.replace('"title": "Title 1"', '"title": Title 1'))
    assert titles(found) == ["Title 0", "Title 2", "Title 3"] or titles(found) == ["Title 2", "Title 3"]
    assert found.broken


def test_source_is_the_host_of_the_feed_and_the_manifest_goes_first(tmp_path: pathlib.Path) -> None:
    """Entries belong to the site whose feed it is; the feed's own address is no entry's."""
    feed = rss(item("Why the rota broke", "rota", full=html(150, 1)))
    post = read_files(tmp_path / "a", {"sub/feed.bin": feed}).posts[0]
    assert (post.source, post.url) == ("news.example.org", "https://www.news.example.org/rota")
    line = json.dumps({"file": "f", "url": "https://x.example.org/feed", "source": "The Post"})
    named = read_files(tmp_path / "b", {"f": feed, "manifest.jsonl": line}).posts[0]
    assert (named.source, named.url) == ("The Post", "https://www.news.example.org/rota")


@pytest.mark.parametrize(
    "subset",
    [
        '<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!-- <rss> --><!DOCTYPE rss [<!ENTITY % a SYSTEM "http://a.example.org/"> %a;]>',
    ],
)
def test_declared_entities_are_refused(subset: str) -> None:
    """Neither a bomb nor a file of this machine comes out of a feed."""
    with pytest.raises(DumpError, match="declares entities"):
        read_bytes(rss(item("&b;", "a", full="&a;"), head=subset))


def test_article_about_entities_is_read() -> None:
    """A post may quote what a document may not declare."""
    body = f"<pre>&lt;!ENTITY a SYSTEM</pre><!ENTITY a>{html(90)}"
    assert titles(read_bytes(rss(item("Entities told", "e", full=body)))) == ["Entities told"]


def test_broken_xml_keeps_its_entries() -> None:
    """An unescaped sign, an unknown entity or a feed that breaks off costs no whole entry."""
    whole = rss(item("One & only", "1", full=html(90, 1)), item("Two", "2", full=html(90, 2)))
    unescaped = whole.replace("&amp;", "&")
    assert titles(read_bytes(unescaped)) == ["One & only", "Two"]
    assert titles(read_bytes(whole.replace("&amp;", "&nbsp;"))) == ["One only", "Two"]
    assert titles(read_bytes(whole[: whole.index("</item></channel>")]))[0] == "One & only"


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252", "utf-8-sig"])
def test_encoding_is_told_by_content(encoding: str) -> None:
    """A feed that declares another encoding than it has is read all the same."""
    feed = rss(item("Café “visits”", "c", full=html(90))).encode(encoding)
    assert titles(read_bytes(feed)) == ["Café “visits”"]


def test_entry_without_text_is_left_out_and_one_without_title_takes_its_first_words() -> None:
    """Nothing is made up for an entry that says nothing."""
    found = read_bytes(rss(item("Only a title", "a"), item("", "b", full=html(90, 3))))
    assert [draft.text for draft in found.drafts] == [prose(90, 3)]
    assert found.drafts[0].title.rstrip("…") in prose(90, 3)
    assert [(rest.text, rest.reason) for rest in found.rest] == [("Only a title", "a title without text")]


def test_forms_are_told_by_content() -> None:
    """A page that names a feed is no feed."""
    assert form(rss()) == "application/rss+xml"
    assert form("<!doctype html><html><head><title>RSS</title></head><p>rss</p></html>") == "text/html"
    assert form("<?xml version='1.0'?><html><body><p>rss</p></body></html>") == "text/html"
