"""What a web page says of itself: title, address, date, author."""

import datetime as dt
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from newsletter.dumps.blocks import clean
from newsletter.dumps.dates import parse_date
from newsletter.dumps.html_text import attribute

ARTICLE_TYPES = frozenset(
    (
        "Article",
        "NewsArticle",
        "BlogPosting",
        "Report",
        "TechArticle",
        "ScholarlyArticle",
        "OpinionNewsArticle",
        "ReportageNewsArticle",
    )
)
MAX_JSON = 500_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """A page's own account of itself; `None` where it is silent."""

    titles: tuple[str, ...] = ()
    """What it calls itself, strongest first."""
    url: str | None = None
    published: dt.date | None = None
    author: str | None = None
    is_article: bool = False
    """Whether it says that it is one article."""
    base: str | None = None
    """Where its links are taken from."""
    language: str | None = None


def read_metadata(soup: BeautifulSoup, base_url: str | None = None) -> Metadata:
    """The metadata of a page that still has its head; `base_url` is where it stood, if anybody knows."""
    metas = dict(_metas(soup))
    story = next(_stories(soup), {})
    canonical = soup.find("link", rel="canonical")
    address = attribute(canonical, "href") if isinstance(canonical, Tag) else ""
    dated = metas.get("og:type", "").lower() in {"article", "blog", "news"} and "article:published_time" in metas
    where = _web(address) or _web(metas.get("og:url")) or _web(base_url)
    titles = (_text(story, "headline"), metas.get("og:title"), metas.get("twitter:title"), _title(soup))
    named = {re.sub(r"[\W_]", "", name): value for name, value in metas.items()}
    date = _text(story, "datePublished") or next((named[name] for name in _DATES if named.get(name)), None)
    return Metadata(
        titles=tuple(without_site(clean(title), metas.get("og:site_name")) for title in titles if title),
        url=absolute(address, base_url) or _web(metas.get("og:url")),
        base=absolute(_base(soup), where) or where,
        language=attribute(soup.html, "lang") if soup.html else None,
        published=(parse_date(date) if date else None) or _date_in_address(where),
        author=_author(story) or _named(metas.get("author")) or _named(metas.get("article:author")),
        is_article=bool(story) or dated,
    )


_DATES = (
    *(
        "articlepublishedtime",
        "ogpublishedtime",
        "datepublished",
        "publishdate",
        "pubdate",
        "publisheddate",
        "publishtime",
    ),
    *(
        "publicationdate",
        "articlepublished",
        "originalpublicationdate",
        "parselypubdate",
        "sailthrudate",
        "displaydate",
    ),
    *("cxenseparserecspublishtime", "citationpublicationdate", "date", "dcdate", "dcdateissued", "dctermscreated"),
    *("dctermsdate", "dctermsissued"),
)
"""Names of metadata without their marks: "publish_date" and "publish-date" are one."""
_URL_DATE = re.compile(r"/(?P<year>(?:19|20)\d\d)[/-](?P<month>[01]?\d)[/-](?P<day>[0-3]?\d)[/-]\D")


def _date_in_address(url: str | None) -> dt.date | None:
    """The date in an address such as https://example.org/2026/05/04/why-rotas-break."""
    match = _URL_DATE.search(url or "")
    return parse_date("-".join(match.group("year", "month", "day"))) if match else None


def _metas(soup: BeautifulSoup) -> Iterator[tuple[str, str]]:
    for meta in reversed(soup.find_all("meta")):
        name = attribute(meta, "property") or attribute(meta, "name") or attribute(meta, "itemprop")
        content = attribute(meta, "content").strip()
        if name and content:
            yield name.lower(), content


def _base(soup: BeautifulSoup) -> str:
    base = soup.find("base", href=True)
    return attribute(base, "href") if isinstance(base, Tag) else ""


def without_site(title: str, site: str | None) -> str:
    """A title without the name of the site behind or before it."""
    name = re.escape(clean(site or ""))
    if not name:
        return title
    bare = re.sub(rf"\s*[|–—·»«:-]\s*{name}\s*$|^\s*{name}\s*[|–—·»«:-]\s*", "", title, flags=re.IGNORECASE)
    return bare or title


def _title(soup: BeautifulSoup) -> str | None:
    return soup.title.get_text() if soup.title else None


def _stories(soup: BeautifulSoup) -> Iterator[dict[str, object]]:
    """The articles that a page's JSON-LD names."""
    for script in soup.find_all("script", type="application/ld+json"):
        text = script.get_text()
        if len(text) > MAX_JSON:
            continue
        try:
            found = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue
        yield from (entry for entry in _entries(found) if _types(entry) & ARTICLE_TYPES)


def _entries(found: object) -> Iterator[dict[str, object]]:
    waiting = [found]
    while waiting:
        one = waiting.pop(0)
        if isinstance(one, list):
            waiting = [*one, *waiting]
        elif isinstance(one, dict):
            yield one
            waiting = [value for key in ("@graph", "mainEntity") if (value := one.get(key))] + waiting


def _types(entry: dict[str, object]) -> set[str]:
    kind = entry.get("@type")
    return {str(one) for one in kind} if isinstance(kind, list) else {str(kind)}


def _text(entry: dict[str, object], key: str) -> str | None:
    value = entry.get(key)
    return value if isinstance(value, str) and value.strip() else None


def _author(story: dict[str, object]) -> str | None:
    author = story.get("author")
    first = author[0] if isinstance(author, list) and author else author
    name = first.get("name") if isinstance(first, dict) else first
    return _named(name) if isinstance(name, str) else None


def _named(name: str | None) -> str | None:
    """A person's name; not an address, an account or a page of the site."""
    if not name or "@" in name or "/" in name or name.strip().lower() in {"admin", "administrator", "editor"}:
        return None
    return clean(name) or None


def _web(url: str | None) -> str | None:
    try:
        parts = urlsplit((url or "").strip())
    except ValueError:
        return None
    return (url or "").strip() if parts.scheme in {"http", "https"} and parts.hostname else None


def absolute(link: str, base: str | None) -> str | None:
    """A link as a whole address, or `None` where the page does not say where it stood."""
    if not link.strip():
        return None
    try:
        return _web(urljoin(base or "", link.strip()))
    except ValueError:
        return None
