"""What goes into an issue, in which order, under which words."""

import datetime as dt
import itertools

from newsletter.issue.compose import SourceLook, compose, reading_minutes, select
from newsletter.model import Issue, Theme
from tests.issue.builders import edition, post, selection, summary, teaser, theme

ARTICLES = tuple(post(key) for key in ("a1", "a2", "a3", "a4"))
THEMES = (theme("Shared pharmacists", "a3", "a1"),)


def composed(*posts: object, themes: tuple[Theme, ...] = (), **changes: object) -> Issue:
    chosen = selection(*posts)  # type: ignore[arg-type]
    return compose(chosen, [summary(each) for each in chosen.posts], themes, edition(**changes))


def test_themes_come_first_then_the_rest_then_teasers() -> None:
    """A reader finds what belongs together first; nothing is forced into a theme, nothing is lost."""
    issue = composed(teaser("t1"), *ARTICLES, themes=THEMES)
    told = [(section.name, [entry.post_id for entry in section.entries]) for section in issue.sections]
    assert told == [
        ("Shared pharmacists", ["a3", "a1"]),
        ("More this week", ["a2", "a4"]),
        ("In brief", ["t1"]),
    ]


def test_news_outside_themes_is_newest_first() -> None:
    """Of things that have nothing else in common, the latest comes first, and what carries no date comes last."""
    days = {"t1": dt.date(2026, 11, 3), "t2": None, "t3": dt.date(2026, 11, 12)}
    issue = composed(*(teaser(key, published=day) for key, day in days.items()))
    assert [entry.post_id for entry in issue.entries] == ["t3", "t1", "t2"]


def test_the_subject_names_themes_date_and_number() -> None:
    """Mails with equal subjects are shown as one conversation, and a subject says what is inside."""
    issue = composed(*ARTICLES, themes=(*THEMES, theme("Estates", "a2")))
    assert issue.subject == "Shared pharmacists, Estates (16 Nov, no. 3)"


def test_a_subject_takes_only_the_themes_that_fit() -> None:
    """Mail programs cut long subjects; date and number must stay."""
    names = ["Neighbourhood contracts", "Recruitment of pharmacists", "Estates and premises"]
    themes = tuple(theme(name, article.id) for name, article in zip(names, ARTICLES, strict=False))
    assert composed(*ARTICLES, themes=themes).subject == (
        "Neighbourhood contracts, Recruitment of pharmacists (16 Nov, no. 3)"
    )


def test_the_subject_without_themes_is_a_title() -> None:
    """Three posts make no theme; the subject still says something."""
    assert composed(post(title="One list for two surgeries")).subject.startswith("One list for two surgeries (")


def test_preheader_and_intro_count_what_is_in() -> None:
    """The inbox line and the first line tell how much there is and how many posts carry no date."""
    issue = composed(*ARTICLES[:3], post("a5", published=None), teaser("t1"), teaser("t2"), themes=THEMES)
    assert issue.preheader == "Four articles, two in brief: one minute to read."
    assert issue.intro == "One of the six posts carries no date."


def test_a_poll_that_has_closed_is_left_out_and_said_so() -> None:
    """Nobody wants to be sent to a poll of eight years ago, and the editor must see that it is missing."""
    old = teaser("t1", text="Do you agree? Vote at www.example.org", published=dt.date(2018, 12, 10))
    new = teaser("t2", text="Do you agree? Vote at www.example.org", published=dt.date(2026, 11, 13))
    chosen = select([old, new], edition())
    assert [each.id for each in chosen.posts] == ["t2"]
    assert [(each.post_id, each.reason) for each in chosen.left_out] == [
        ("t1", "calls for votes since 2018-12-10, so it has most likely closed")
    ]


def test_what_is_over_the_limit_is_held_for_next_time() -> None:
    """The newest articles go first; the rest is named, not lost."""
    old, new = post("a1", published=dt.date(2026, 10, 1)), post("a2", published=dt.date(2026, 11, 1))
    undated = post("a3", published=None)
    chosen = select([old, new, undated, teaser("t1")], edition(most_posts=2))
    assert [each.id for each in chosen.posts] == ["a1", "a2"]
    assert [each.post_id for each in chosen.held] == ["a3", "t1"]


def test_a_source_is_printed_as_the_settings_say() -> None:
    """A post without a URL links to its source's home page where one is set, and to nothing else."""
    look = SourceLook(name="The Surgery Door", home="https://surgery-door.example.org/")
    posts = [
        post("a1", url=None),
        post("a2", url="https://surgery-door.example.org/two"),
        post("a3", source="x.example"),
    ]
    entries = composed(*posts, sources={"surgery-door.example.org": look}).entries
    assert [(entry.source, entry.url, entry.source_url) for entry in entries] == [
        ("The Surgery Door", None, "https://surgery-door.example.org/"),
        ("The Surgery Door", "https://surgery-door.example.org/two", None),
        ("x.example", None, None),
    ]


def test_the_same_posts_give_the_same_issue() -> None:
    """Composing twice is composing once, whatever order the summaries come in."""
    summaries = [summary(each) for each in ARTICLES]
    issues = {compose(selection(*ARTICLES), order, THEMES, edition()) for order in itertools.permutations(summaries)}
    assert len(issues) == 1


def test_reading_time_is_never_none() -> None:
    """A post of ten words is not read in no time, one of 460 words takes two minutes."""
    assert [reading_minutes("word " * count) for count in (0, 10, 230, 231, 460)] == [1, 1, 1, 2, 2]
