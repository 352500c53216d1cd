"""The posts of a newsletter mail's plain text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from newsletter.dumps import mail_furniture, plain_text
from newsletter.dumps.blocks import clean
from newsletter.dumps.findings import Contents, Draft, Page, Rest
from newsletter.dumps.fragment import kind_of, of_text
from newsletter.dumps.furniture import Reason, furniture_reason
from newsletter.dumps.html_metadata import absolute
from newsletter.dumps.identity import words
from newsletter.model import DateConfidence, Kind

MAX_TITLE_WORDS = 25
MAX_BARE_WORDS, MIN_PROSE_WORDS = 12, 7
MIN_ITEMS = 2
SHORT_WORDS = 80
OWN_WORDS = "the newsletter's own words"

_RULE = re.compile(r"[ \t]*(?P<sign>[-=*_~+#])(?:[ \t]?(?P=sign)){2,}[ \t]*$")
_MARKED = re.compile(r"[ \t]*#{1,4}[ \t]+(?P<title>\S.{0,300}?)[ \t#]*$")
_NUMBERED = re.compile(r"[ \t]*\d{1,2}[.)][ \t]+(?P<title>[A-Z“\"‘'].{3,200})$")
_ADDRESS = re.compile(r"[<(\[]{0,2}(?P<url>https?://[^\s<>\])]{4,2000})[>)\]]{0,2}")
_LINK_LINE = re.compile(
    r"[ \t]*(?:(?:read|see|find out|learn|more|full|link|view|weiter|lire|lees|leggi)\b[^:\n]{0,60}[:→>-]{0,3}[ \t]*)?"
    r"[<(\[]{0,2}https?://\S{4,2000}[>)\]]{0,2}[ \t]*$",
    re.IGNORECASE,
)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    title: str = ""
    """The title that this line is, where its dress says so."""
    rule: bool = False


def read_text(text: str, subject: str, path: str) -> Contents:
    """The posts of a mail's text: under marked titles, as a page of text shows them, or one under the subject."""
    lines, beside = _own_lines(text)
    marked = list(_marked(lines))
    several = _several(marked)
    if several is None and mail_furniture.names_edition(subject):
        several = _several([_bare(marked, at) for at in range(len(marked))])
    if several is None:
        return _unmarked(lines, subject, path, beside)
    return replace(several, rest=(*beside, *several.rest))


def _several(lines: Sequence[_Line]) -> Contents | None:
    """The posts under titles, or `None` where these are not the titles of several."""
    stretches = list(_stretches(lines))
    titled = [(title, body) for title, body in stretches if title]
    if titled:
        title, body = titled[-1]
        titled[-1] = title, body[: mail_furniture.farewell([clean(line) for line in body])]
    drafts = [draft for title, body in titled if (draft := _draft(title, body))]
    # Numbered lines of a list are titles of nothing: then none of them is one.
    if len(drafts) < MIN_ITEMS or len(drafts) * 2 <= len(titled):
        return None
    rest = tuple(Rest(text=clean(line), reason=OWN_WORDS) for line in stretches[0][1] if line.strip())
    return Contents(drafts=tuple(drafts), rest=rest)


def _bare(lines: Sequence[_Line], at: int) -> _Line:
    """In an issue of a newsletter a short line alone above a paragraph is a title without any dress."""
    line = lines[at]
    text = clean(line.text)
    around = [lines[place].text.strip() if 0 <= place < len(lines) else "" for place in (at - 1, at + 1)]
    below = lines[at + 2].text.strip() if at + 2 < len(lines) else ""
    if not text or any(around) or len(below.split()) < MIN_PROSE_WORDS or not _may_be_title(text):
        return line
    plain = text[-1] in ".,:;!" or not text[0].isupper() or len(text.split()) > MAX_BARE_WORDS
    return line if plain else _Line(line.text, title=text)


def _own_lines(text: str) -> tuple[list[str], tuple[Rest, ...]]:
    """The lines without signature and footer, and these."""
    signature = _SIGNATURE.search(text, len(text) // 2)
    body, sign = (text[: signature.start()], text[signature.end() :]) if signature else (text, "")
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n[ \t]*\n", body)]
    end = mail_furniture.foot(paragraphs)
    kept = re.split(r"\n[ \t]*\n", body)
    own = [part for part, shown in zip(kept[:end], paragraphs, strict=False) if not mail_furniture.is_furniture(shown)]
    gone = [shown for shown in paragraphs[:end] if mail_furniture.is_furniture(shown)] + paragraphs[end:] + [sign]
    lines = "\n\n".join(own).split("\n")
    others = [line for line in lines if mail_furniture.is_furniture(clean(line))]
    rest = tuple(Rest(text=clean(one), reason=Reason.FOOTER.value) for one in (*gone, *others) if one.strip())
    return [line for line in lines if not mail_furniture.is_furniture(clean(line))], rest


def _marked(lines: Sequence[str]) -> Iterator[_Line]:
    """The lines with those told that are rules, or titles by a rule below, marks before them or capitals."""
    for at, line in enumerate(lines):
        if _RULE.match(line):
            yield _Line(line, rule=True)
            continue
        mark = _MARKED.match(line)
        numbered = _NUMBERED.match(line)
        below = lines[at + 1] if at + 1 < len(lines) else ""
        alone = not (lines[at - 1].strip() if at else "") or _RULE.match(lines[at - 1]) is not None
        shout = alone and not below.strip() and line.isupper() and len(line.split()) > 1
        under = _RULE.match(below) is not None and line.strip() != "" and below.strip()[0] in "=-~*" and alone
        counted = numbered is not None and alone and not below.strip() and line.rstrip()[-1] not in ".:;,"
        if mark or ((under or shout or counted) and _may_be_title(line)):
            told = mark or numbered
            yield _Line(line, title=clean(told["title"] if told else line))
        else:
            yield _Line(line)


def _may_be_title(line: str) -> bool:
    text = clean(line)
    return len(text.split()) <= MAX_TITLE_WORDS and not _ADDRESS.search(text) and furniture_reason(text) is None


def _stretches(lines: Sequence[_Line]) -> Iterator[tuple[str, list[str]]]:
    """Each title with the lines below it; below a rule alone the first short line is a title."""
    title, body, ruled = "", list[str](), False
    for at, line in enumerate(lines):
        follows = at + 1 < len(lines) and not lines[at + 1].text.strip()
        after_rule = ruled and line.text.strip() and not line.title and follows and _may_be_title(line.text)
        if line.title or (after_rule and not line.text.rstrip().endswith((".", ":", ","))):
            yield title, body
            title, body = line.title or clean(line.text), []
        elif not line.rule:
            body.append(line.text)
        ruled = (line.rule and not (at and lines[at - 1].title)) or (ruled and not line.text.strip())
    yield title, body


def _draft(title: str, lines: Sequence[str]) -> Draft | None:
    """The post below a title, or `None` where there is no text."""
    if not title:
        return None
    text, link = _without_links(lines)
    fragment = of_text(text, title)
    if not fragment.text:
        return None
    short = link is not None and len(fragment.text.split()) < SHORT_WORDS
    return Draft(
        title=title.strip(" *_#=-~"),
        text=fragment.text,
        kind=Kind.TEASER if short else kind_of(fragment, whole=True),
        url=absolute(link, None) if link else None,
    )


def _without_links(lines: Sequence[str]) -> tuple[str, str | None]:
    """Lines without those that hold an address alone, and the last such address: a mail's "Read more"."""
    link = None
    kept = []
    for line in lines:
        if _LINK_LINE.match(line):
            found = _ADDRESS.search(line)
            link = found["url"] if found else link
        else:
            kept.append(_ADDRESS.sub("", line) if re.search(r"\S\s*[<(\[]https?://", line) else line)
    return "\n".join(kept), link


def _unmarked(lines: Sequence[str], subject: str, path: str, beside: tuple[Rest, ...]) -> Contents:
    text, link = _without_links(lines)
    shown = any(words(clean(line)) == words(subject) for line in lines)
    edition = mail_furniture.names_edition(subject)
    page = text if shown or edition or not subject else f"{subject}\n\n{text}"
    found = plain_text.read(Page(path=path, text=page))
    others = [draft for draft in found.drafts if words(draft.title) != words(subject)]
    if len(others) >= MIN_ITEMS and (len(others) == len(found.drafts) or _are_posts(others)):
        return Contents(drafts=tuple(others), rest=(*beside, *found.rest))
    fragment = of_text(text, subject)
    if not subject or not fragment.text:
        return Contents(drafts=found.drafts, rest=(*beside, *found.rest))
    draft = Draft(
        title=subject,
        text=fragment.text,
        kind=kind_of(fragment, whole=True),
        url=absolute(link, None) if link else None,
    )
    return Contents(drafts=(draft,), rest=(*beside, *fragment.rest))


def _are_posts(drafts: Sequence[Draft]) -> bool:
    """Whether these are posts of their own rather than the parts of one."""
    return sum(draft.date_confidence is not DateConfidence.NONE or draft.kind is Kind.TEASER for draft in drafts) > 1
