"""New, changed, used, backlog: what the database says of posts that were found."""

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.engine import Engine

from newsletter import database, known
from newsletter.issue.compose import compose
from newsletter.issue.frozen import record_issue
from newsletter.known import Known
from newsletter.model import CompiledIssue, Kind, Post, PostStatus
from tests.issue.builders import edition, post, selection, summary

NOW = dt.datetime(2026, 11, 16, 7, tzinfo=dt.UTC)
TEXT = (
    "Seven practices in the valley now share two pharmacists, who review repeat prescriptions on three days a week."
    " The lead partner expects the reviews to save each practice about 14 hours a month."
    " Patients who take ten or more medicines are seen first, and each is telephoned a fortnight later."
)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = database.open_database(tmp_path / "state" / "newsletter.db")
    yield engine
    engine.dispose()


def seen(engine: Engine, *posts: Post) -> Known:
    with engine.begin() as connection:
        recognised = known.recognise(connection, posts, newsletter="weekly")
        known.record(connection, recognised, now=NOW)
    return recognised


def look(engine: Engine, *posts: Post) -> list[tuple[str, PostStatus]]:
    with engine.connect() as connection:
        return [(each.post.id, each.status) for each in known.recognise(connection, posts, newsletter="weekly")]


def use(engine: Engine, *posts: Post) -> None:
    issue = compose(selection(*posts), [summary(each) for each in posts], (), edition(number=1))
    compiled = CompiledIssue(issue_id=issue.id, subject=issue.subject, html="", text="", slots={}, hash="0")
    with engine.begin() as connection:
        record_issue(connection, issue, compiled, newsletter="weekly", run_id="r", now=NOW)


def test_without_a_database_everything_is_new() -> None:
    """The first look at a folder needs nothing and writes nothing."""
    assert [each.status for each in known.recognise(None, [post()], newsletter="weekly")] == [PostStatus.NEW]


def test_seen_but_unused_is_still_new(engine: Engine) -> None:
    """New means not yet used: looking at a post, or failing to send it, does not use it up."""
    seen(engine, post("a1", text=TEXT))
    assert look(engine, post("a1", text=TEXT)) == [("a1", PostStatus.NEW)]


def test_used_posts_are_not_offered_again(engine: Engine) -> None:
    """Readers get a post once, whichever file it turns up in next week."""
    seen(engine, post("a1", text=TEXT))
    use(engine, post("a1", text=TEXT))
    again = post("other-id", text=TEXT, url="https://example.org/moved")
    with engine.connect() as connection:
        (recognised,) = known.recognise(connection, [again], newsletter="weekly")
    assert (recognised.post.id, recognised.status, recognised.unused) == ("a1", PostStatus.USED, False)
    assert recognised.issue_id == "weekly/2026-W47"


def test_an_edited_post_without_a_url_keeps_its_id(engine: Engine) -> None:
    """One changed figure makes no new post, but the editor is told."""
    seen(engine, post("a1", text=TEXT))
    assert look(engine, post("b2", text=TEXT.replace("14 hours", "19 hours"))) == [("a1", PostStatus.CHANGED)]


def test_typography_alone_is_no_change(engine: Engine) -> None:
    """A crawler that starts to write curly quotation marks changes nothing."""
    seen(engine, post("a1", text=f"'Shared' lists. {TEXT}"))
    assert look(engine, post("b2", text=f"‘Shared’ lists.  {TEXT}")) == [("a1", PostStatus.NEW)]


def test_an_edited_post_that_went_out_is_not_sent_again(engine: Engine) -> None:
    """An edit is news for the editor, not for the readers who have the post."""
    seen(engine, post("a1", text=TEXT))
    use(engine, post("a1", text=TEXT))
    (recognised,) = seen(engine, post("b2", text=TEXT + " It began in May."))
    assert (recognised.status, recognised.unused) == (PostStatus.CHANGED, False)


def test_an_article_is_new_although_its_teaser_is_known(engine: Engine) -> None:
    """A teaser announces; its article, when it comes, is worth a summary of its own."""
    teaser = post("t1", kind=Kind.TEASER, text=TEXT[:110], url="https://example.org/a")
    seen(engine, teaser)
    use(engine, teaser)
    assert look(engine, post("a1", text=TEXT, url="https://example.org/a")) == [("a1", PostStatus.NEW)]


def test_backlog_stays_out_until_somebody_wants_it(engine: Engine) -> None:
    """The old posts of a folder do not flood the first issue."""
    recognised = seen(engine, post("a1", text=TEXT))
    with engine.begin() as connection:
        assert known.set_aside(connection, recognised, newsletter="weekly") == 1
    assert look(engine, post("a1", text=TEXT)) == [("a1", PostStatus.BACKLOG)]


def test_another_newsletter_may_use_the_same_post(engine: Engine) -> None:
    """What one list was sent says nothing about another list."""
    seen(engine, post("a1", text=TEXT))
    use(engine, post("a1", text=TEXT))
    with engine.connect() as connection:
        (recognised,) = known.recognise(connection, [post("a1", text=TEXT)], newsletter="board")
    assert recognised.unused


def test_two_posts_in_the_same_words_are_not_confused_by_a_short_text(engine: Engine) -> None:
    """ "No clinic this Friday." may be the whole of two notices with different titles."""
    seen(engine, post("a1", title="Mill Lane", text="No clinic this Friday."))
    assert look(engine, post("b2", title="Hill Road", text="No clinic this Friday.")) == [("b2", PostStatus.NEW)]


def test_an_edit_is_recognised_by_a_cache_made_earlier(engine: Engine, tmp_path: Path) -> None:
    """What was worked out of the ledger's texts in an earlier run serves this one."""
    cache = tmp_path / "cache"
    edited = post("b2", text=TEXT.replace("14 hours", "19 hours"))
    later = post("c3", title="Another story", text="Something else entirely happened " + TEXT[::-1])
    for known_so_far in (post("a1", text=TEXT), later):
        seen(engine, known_so_far)
        with engine.connect() as connection:
            (found,) = known.recognise(connection, [edited], newsletter="weekly", cache=cache)
        assert (found.post.id, found.status) == ("a1", PostStatus.CHANGED)
    assert [path.stat().st_mode & 0o077 for path in cache.iterdir()] == [0] * len(list(cache.iterdir()))


def test_a_cache_of_another_ledger_is_not_believed(engine: Engine, tmp_path: Path) -> None:
    """A rehearsal's ledger may be deleted and begun again at the same place."""
    cache, edited = tmp_path / "cache", post("b2", text=TEXT.replace("14 hours", "19 hours"))
    seen(engine, post("a1", text=TEXT))
    with engine.connect() as connection:
        known.recognise(connection, [edited], newsletter="weekly", cache=cache)
    engine.dispose()
    (tmp_path / "state" / "newsletter.db").unlink()
    for beside in (tmp_path / "state").glob("newsletter.db-*"):
        beside.unlink()
    again = database.open_database(tmp_path / "state" / "newsletter.db")
    seen(again, post("z9", title="Another story", text="Something else entirely happened " + TEXT[::-1]))
    with again.connect() as connection:
        (found,) = known.recognise(connection, [edited], newsletter="weekly", cache=cache)
    again.dispose()
    assert (found.post.id, found.status) == ("b2", PostStatus.NEW)


def test_posts_are_counted_without_being_read(engine: Engine) -> None:
    """A folder of a hundred thousand posts is told of in one line."""
    used, aside, fresh = (
        post(f"p{at}", title=f"Story {at}", text=" ".join(word + str(at) for word in TEXT.split())) for at in range(3)
    )
    seen(engine, used)
    use(engine, used)
    with engine.begin() as connection:
        waiting = known.recognise(connection, [aside], newsletter="weekly")
        known.record(connection, waiting, now=NOW)
        known.set_aside(connection, waiting, newsletter="weekly")
    with engine.connect() as connection:
        found = known.recognise(connection, [used, aside, fresh], newsletter="weekly")
    assert found.counts == {PostStatus.USED: 1, PostStatus.BACKLOG: 1, PostStatus.NEW: 1}
    assert [each.post.id for each in found.unused] == ["p2"]
    assert [each.post.id for each in found.unrecorded] == ["p2"]


def test_changes_name_the_sentences_that_came_and_went() -> None:
    """The editor reads what was changed, not both texts; typography alone is nothing."""
    now = TEXT.replace("14 hours", "19 hours").replace("pharmacists, who", "pharmacists,  who") + " It began in May."
    assert known.changes(TEXT, now) == (
        "- The lead partner expects the reviews to save each practice about 14 hours a month.",
        "+ The lead partner expects the reviews to save each practice about 19 hours a month.",
        "+ It began in May.",
    )
    assert known.changes(TEXT, TEXT) == ()
