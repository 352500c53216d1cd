"""A single article as text, amid all that its page prints around it."""

from newsletter.model import Kind
from tests.dumps.build import page, prose, read_text, titles

MENU = "Home\nNews\nSport\nWeather\nTravel\nMoney\nOpinion\nCulture\nVideo\nMost viewed today\nSign in here\nOur papers"


def test_article_is_found_amid_undated_blurbs() -> None:
    """Titles of other articles with a sentence each make no posts beside a long article."""
    blurbs = [part for at in (1, 2, 3) for part in (f"Another story number {at}", prose(9, at).split(". ")[0] + ".")]
    text = page(
        MENU,
        *blurbs,
        "Why rotas break in winter",
        "By Ann Lee\n4 May 2026",
        prose(300, 9),
        "Most popular",
        *blurbs,
        MENU,
    )
    found = read_text(text)
    articles = [draft for draft in found.drafts if draft.kind is Kind.ARTICLE]
    assert [(draft.title, draft.author, str(draft.published)) for draft in articles] == [
        ("Why rotas break in winter", "Ann Lee", "2026-05-04")
    ]
    assert articles[0].text == prose(300, 9)


def test_title_is_the_line_that_the_text_speaks_of() -> None:
    """Captions, labels and buttons between a title and its text are no titles."""
    text = page(
        MENU,
        "Health news",
        "The clinic and the pharmacist keep the paper records",
        "Follow our letters",
        "Listen again later",
        "Reuters file",
        prose(300, 2),
        MENU,
    )
    assert titles(read_text(text)) == ["The clinic and the pharmacist keep the paper records"]


def test_archive_with_menus_is_no_single_article() -> None:
    """Dated posts amid menus are told apart, however long one of them is."""
    posts = [page(f"Report number {at} of many", f"{at} May 2026", prose(60 * at, at)) for at in (6, 4, 3)]
    assert titles(read_text(page(MENU, *posts, MENU))) == [f"Report number {at} of many" for at in (6, 4, 3)]
