"""The text of a post that a feed, a mail or a record carries as HTML or plain text, without what surrounds it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bs4 import BeautifulSoup

from newsletter.dumps.blocks import clean, is_item, split_blocks
from newsletter.dumps.dates import byline, date_line
from newsletter.dumps.findings import Rest
from newsletter.dumps.furniture import Reason, furniture_reason, without_read_more
from newsletter.dumps.html_body import own_blocks
from newsletter.dumps.html_furniture import strip_furniture
from newsletter.dumps.html_text import WebBlock, blocks_of, joined, parse
from newsletter.dumps.identity import words
from newsletter.model import Kind

SHORT_TEASER_WORDS = 80
"""An excerpt of fewer words only announces a post, even where it ends in a full stop."""
CUT_TEASER_WORDS = 250
"""What breaks off after so many words is an article that was cut short."""
MAX_FOOT_WORDS = 60

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,400}>")
_CUT = re.compile(r"(?:…|\.\.\.|\[(?:…|\.\.\.|&hellip;)\]|\((?:…|\.\.\.)\))\s*$")
_CUT_MARK = re.compile(r"\s*[\[(](?:…|\.\.\.|&hellip;)[\])]\s*$")
_FOOT = re.compile(
    r"""
    the \s (?:post|article|entry) \s .{1,300} \s (?:first \s)? (?:appeared|was \s published) \s (?:first \s)?
      (?:on|in|at) \b .{1,120}
    | (?:this \s (?:post|article|story|entry|piece) \s)? (?:was \s)? (?:originally|first) \s
      (?:published|posted|appeared) \s (?:by|on|at|in) \b .{1,160}
    | (?:der \s beitrag|l['’]article|het \s bericht|l['’]articolo) \s .{1,200}
      (?:erschien \s (?:zuerst \s)? auf|est \s apparu \s en \s premier \s sur|verscheen \s eerst \s op|proviene \s da)
      \b .{1,120}
    | (?:read|view|see) \s (?:the \s)? (?:full|whole|entire|original|complete|rest \s of \s the) \s
      (?:post|article|story|entry|version) .{0,120}
    | (?:view|read|see|full) \s (?:this|more|post|article|story) \s (?:on|at|in) \s .{1,100}
    | (?:source|via|permalink|original \s (?:post|article|link)|comments?) \s? :? (?:\s? https?://\S+)?
    | submitted \s by \s .{1,80} | (?:\[(?:link|comments|\d+ \s comments?)\] \s?)+
    | (?:https?://|www\.)\S+
    """,
    re.IGNORECASE | re.VERBOSE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """A post's own text, what stood around it, and whether it ends where there is more elsewhere."""

    text: str
    rest: tuple[Rest, ...] = ()
    cut: bool = False


def of_html(html: str, title: str) -> Fragment:
    """The text of a piece of HTML."""
    soup = parse_part(html)
    beside = tuple(Rest(text=one.text, reason=one.reason) for one in strip_furniture(soup))
    return of_blocks(blocks_of([soup]), title, beside)


def parse_part(html: str) -> BeautifulSoup:
    """A piece of HTML as a tree. Without a tag it is text, which the parser would warn of as a forgotten address."""
    bare = _DECLARATION.sub("", html)
    return parse(bare if "<" in bare else f"<p>{bare}</p>")


def of_blocks(blocks: Sequence[WebBlock], title: str, beside: tuple[Rest, ...] = ()) -> Fragment:
    """The text of the blocks of a parsed page."""
    feet = [block for block in blocks if _is_foot(block.text)]
    body = own_blocks([block for block in blocks if block not in feet], title, None)
    rest = (*beside, *body.rest, *(Rest(text=block.text, reason=Reason.FOOTER.value) for block in feet))
    return _fragment(joined(body.blocks), rest, cut=body.cut or any(_is_read_more(block.text) for block in feet))


def of_text(text: str, title: str) -> Fragment:
    """The text of a piece of plain text: paragraphs parted by a blank line, list items a line each."""
    kept: list[str] = []
    rest: list[Rest] = []
    cut = False
    for block in split_blocks(text):
        line, more = without_read_more(block.text)
        reason = _reason(line, title, started=bool(kept))
        cut = cut or more or reason == Reason.READ_MORE
        if reason is None:
            kept.append(line)
        elif reason:
            rest.append(Rest(text=line, reason=reason))
    return _fragment(_lines(kept), tuple(rest), cut=cut)


def kind_of(fragment: Fragment, *, whole: bool) -> Kind:
    """Whether a text is an article or only announces one; `whole` where its form says that nothing is missing."""
    length = len(fragment.text.split())
    if fragment.cut:
        return Kind.TEASER if length < CUT_TEASER_WORDS else Kind.ARTICLE
    return Kind.ARTICLE if whole or length >= SHORT_TEASER_WORDS else Kind.TEASER


def plain(markup: str) -> str:
    """A title or a name on one line, its markup and entities resolved."""
    if "<" not in markup and "&" not in markup:
        return clean(markup)
    return clean(parse_part(markup).get_text(" " if re.search(r"<(?:br|p|div)\b", markup, re.IGNORECASE) else ""))


def _fragment(text: str, rest: tuple[Rest, ...], *, cut: bool) -> Fragment:
    return Fragment(text=_CUT_MARK.sub("…", text), rest=rest, cut=cut or _CUT.search(text) is not None)


def _is_foot(text: str) -> bool:
    return len(text.split()) <= MAX_FOOT_WORDS and _FOOT.fullmatch(text) is not None


def _is_read_more(text: str) -> bool:
    return re.match(r"(?:read|view|see)\b.*\b(?:full|whole|entire|complete|rest)\b", text, re.IGNORECASE) is not None


def _reason(line: str, title: str, *, started: bool) -> str | None:
    """Why a line is no part of the text; empty where the post carries it elsewhere."""
    if not started and words(line) == words(title):
        return ""
    if date_line(line) or byline(line):
        return ""
    reason = furniture_reason(line)
    if reason and not is_item(line):
        return reason.value
    return Reason.FOOTER.value if _is_foot(line) else None


def _lines(kept: Sequence[str]) -> str:
    parts = kept[:1]
    done = [*parts]
    for before, line in pairwise(kept):
        done.append(("\n" if is_item(before) and is_item(line) else "\n\n") + line)
    return "".join(done)
