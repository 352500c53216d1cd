"""Whatever a dump holds, the issue compiles, and what it holds stays text."""

import unicodedata

import pytest
from bs4 import BeautifulSoup
from hypothesis import given, settings
from hypothesis import strategies as st

from newsletter.errors import RenderError
from newsletter.rendering import compile_issue
from newsletter.rendering.markup import to_html
from tests.rendering.builders import MASTHEAD, hostile, one_post


def shown(html: str) -> str:
    return BeautifulSoup(html, "lxml").get_text(" ")


def test_markup_in_titles_stays_text() -> None:
    """Nothing in a post becomes a tag, a comment or a template."""
    html = compile_issue(hostile(), MASTHEAD).html
    soup = BeautifulSoup(html, "lxml")
    assert not soup.find_all(["script", "b", "mj-raw"])
    assert "<script>alert(1)</script>" in soup.text
    assert "{{ 7*7 }} {% raw %} %recipient.name%" in soup.text
    assert "Résumé > CV" in soup.text


def test_invisible_characters_are_gone() -> None:
    """No control character, override or zero-width space reaches a reader, in either part or the subject."""
    compiled = compile_issue(hostile(), MASTHEAD)
    for part in (compiled.html, compiled.text, compiled.subject):
        assert not set(part) & set("\x00\x0b\u202e\u202c\u200b")
    assert "Invoice gpj.exe and azerowidth" in compiled.text


def test_subject_is_one_line() -> None:
    """A line end in the subject cannot start another header."""
    assert compile_issue(hostile(), MASTHEAD).subject == "Subject Bcc: everybody@example.org"


def test_only_web_addresses_are_links() -> None:
    """`javascript:`, `//host`, `data:` and a scheme alone are printed without a link."""
    soup = BeautifulSoup(compile_issue(hostile(), MASTHEAD).html, "lxml")
    links = {heading.text.strip(): [a["href"] for a in heading.find_all("a")] for heading in soup.find_all("h3")}
    assert {title: links[title] for title in links if title.startswith("Link ")} == {
        "Link 0": [],
        "Link 1": [],
        "Link 2": [],
        "Link 3": [],
        "Link 4": ["https://ok.example/?a=1&b=<\"'>"],
    }


def test_long_titles_are_cut_at_a_word() -> None:
    """Five hundred characters of title do not bury the post."""
    titles = [h.text.strip() for h in BeautifulSoup(compile_issue(hostile(), MASTHEAD).html, "lxml").find_all("h3")]
    assert all(len(title) <= 200 for title in titles)
    assert any(title.endswith("word word…") for title in titles)


def test_emoji_stay_whole() -> None:
    """Joined emoji and the flag of Wales are not taken for hidden characters."""
    assert "👩🏽‍⚕️ 🏴󠁧󠁢󠁷󠁬󠁳󠁿" in compile_issue(hostile(), MASTHEAD).text


def test_post_without_a_title_has_a_heading() -> None:
    """An empty heading would be silence in a screen reader."""
    assert "Untitled" in shown(compile_issue(one_post(""), MASTHEAD).html)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_text_compiles_and_is_printed(text: str) -> None:
    """No text breaks MJML, and its letters and digits arrive in both parts."""
    compiled = compile_issue(one_post(f"T {text}", f"S {text}.", note=text, author=text, source=text), MASTHEAD)
    letters = {c for c in text if unicodedata.category(c) in {"Lu", "Ll", "Nd"}}
    assert letters <= set(compiled.text)
    assert letters <= set(shown(compiled.html))


@pytest.mark.parametrize(
    ("mjml", "complaint"),
    [
        ("<mjml><mj-body><mj-text>Résumé > CV</mj-text></mj-body></mjml>", "unescaped"),
        ("<mjml><mj-body>\n<mj-text>a < b</mj-text></mj-body></mjml>", "near line 2"),
        ("<mjml><mj-body><mj-section>", "unclosed"),
        ("<mjml><mj-body><mj-foo>x</mj-foo></mj-body></mjml>", "<mj-foo>"),
        ("", "cannot be read"),
    ],
)
def test_broken_mjml_is_one_line(mjml: str, complaint: str, capfd: pytest.CaptureFixture[str]) -> None:
    """A panic of the MJML library and its errors are the same to a caller: a `RenderError` of one line."""
    with pytest.raises(RenderError) as caught:
        to_html(mjml)
    capfd.readouterr()
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)
