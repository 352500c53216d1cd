"""Posts, summaries and editions with sound defaults: a test names only what it is about."""

import datetime as dt
from typing import Any

from newsletter.issue.compose import Edition, Selection
from newsletter.issue.period import Period
from newsletter.model import Kind, Post, Sentence, Span, Summary, Theme

WEEK = Period(2026, 47)


def post(key: str = "a1", **changes: Any) -> Post:
    values: dict[str, Any] = {
        "id": key,
        "title": f"Title of {key}",
        "text": "Practices share a pharmacist. Waiting times fell by a third.",
        "kind": Kind.ARTICLE,
        "source": "surgery-door.example.org",
        "span": Span(file="2026-11-16/page.txt", first_line=1, last_line=9),
        "published": dt.date(2026, 11, 12),
    }
    return Post(**(values | changes))


def teaser(key: str, **changes: Any) -> Post:
    return post(key, kind=Kind.TEASER, **changes)


def summary(of: Post) -> Summary:
    first = of.text.split(". ")[0] + "."
    sentence = Sentence(text=first, start=0, end=len(first), rank=1)
    return Summary(post_id=of.id, sentences=(sentence,), method="extractive")


def theme(name: str, *post_ids: str) -> Theme:
    return Theme(id=f"t-{name}", name=name, keywords=(name,), post_ids=post_ids)


def edition(**changes: Any) -> Edition:
    values: dict[str, Any] = {"newsletter_id": "weekly", "title": "Practice Weekly", "period": WEEK, "number": 3}
    return Edition(**(values | changes))


def selection(*posts: Post) -> Selection:
    return Selection(posts=posts, held=(), left_out=())
