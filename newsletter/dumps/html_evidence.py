"""What furniture around a post says of its date and author stays where it stood, without any text of its own."""

import re

from bs4.element import Tag

from newsletter.dumps.blocks import clean
from newsletter.dumps.dates import author_in, date_line, parse_date
from newsletter.dumps.html_text import attribute

MAX_WORDS = 60
"""The foot of a post is short; comments and lists of other posts, with dates of their own, are longer."""
_FOOT = re.compile(
    r"(?:^|[\s_-])(?:footer|foot|meta|byline|share|social|tags?|cat-links|author|authors|info|details)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"(?:^|[\s_-])(?:comments?|respond|related|sidebar|widget|recommended|popular|trending|most-read|colophon|nav)",
    re.IGNORECASE,
)
_HEADINGS = ("h1", "h2", "h3", "h4")
REACH = 3


def keep_evidence(element: Tag) -> None:
    """Leave the date and the author that the foot of a post shows beside it, as elements without text."""
    text = clean(element.get_text(" "))
    if len(text.split()) > MAX_WORDS or not _is_foot(element):
        return
    date = next(filter(None, (parse_date(attribute(time, "datetime")) for time in element.find_all("time"))), None)
    line = date_line(text)
    date = date or (line.date if line else None)
    if date:
        element.insert_before(_stub(element, "time", datetime=date.isoformat()))
    linked = element.find(rel="author") or element.find(itemprop="author")
    author = (
        clean(linked.get_text(" ")) if isinstance(linked, Tag) else (line.author if line else None) or author_in(text)
    )
    if author:
        element.insert_before(_stub(element, "meta", itemprop="author", content=author))


def _stub(beside: Tag, name: str, **attributes: str) -> Tag:
    return Tag(name=name, attrs=dict(attributes), parent=None, builder=getattr(beside, "builder", None))


def _is_foot(element: Tag) -> bool:
    names = f"{attribute(element, 'class')} {attribute(element, 'id')}"
    if _OTHERS.search(names) or not (element.name == "footer" or _FOOT.search(names)):
        return False
    around = [parent for parent in element.parents if isinstance(parent, Tag)][:REACH]
    return any(
        parent.name == "article" or parent.find(_HEADINGS) is not None for parent in around if parent.name != "body"
    )
