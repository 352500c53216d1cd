"""Lines that a source prints around its posts: found by how often they stand there, over all of its files.

Only short lines at the beginning and the end of posts count, and only where they stand with different posts: a page
that was dumped ten times repeats every line of its one post, and that is no furniture.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Sequence

from newsletter.dumps.catalogue import Catalogue
from newsletter.dumps.findings import excerpt
from newsletter.dumps.identity import words

MAX_WORDS = 12
"""A longer line is a sentence that somebody wrote."""
MOST_LINES = 3
"""So many short lines at either end of a post may be its page's."""
MIN_FILES = 3
MIN_SHARE = 0.5
"""Of a source's posts, so many end or begin with a line that is its furniture."""
REASON = "repeats over the files of {source}"

_PARTS = re.compile(r"\n\n")
_DIGITS = re.compile(r"\d+")


def ends_of(text: str) -> frozenset[int]:
    """The keys of the short lines that a text begins and ends with."""
    parts = _PARTS.split(text)
    return frozenset(key for order in (parts, parts[::-1]) for key in map(_key, _short(order)))


def without_repeats(text: str, repeated: frozenset[int]) -> tuple[str, tuple[str, ...]]:
    """A text without the lines at its ends that repeat, and these lines. A text of such lines alone is left whole."""
    parts = _PARTS.split(text)
    first = _run(parts, repeated)
    last = len(parts) - _run(parts[::-1], repeated)
    if first >= last:
        return text, ()
    return "\n\n".join(parts[first:last]), (*parts[:first], *parts[last:])


def find_repeats(catalogue: Catalogue) -> None:
    """Find the lines that repeat, and take them out of the posts that they stand at the end of."""
    before = set(catalogue.execute("SELECT source, line FROM repeats"))
    now = set(_repeated(catalogue))
    if before == now:
        changed: list[int] = _with_lines(catalogue, now, only_stale=True)
    else:
        catalogue.execute("DELETE FROM repeats")
        catalogue.execute_many("INSERT INTO repeats VALUES (?, ?)", sorted(now))
        changed = _with_lines(catalogue, before ^ now | now, only_stale=False)
    by_source: dict[str, frozenset[int]] = {
        source: frozenset(line for other, line in now if other == source) for source, _ in before | now
    }
    for number in changed:
        _cut(catalogue, number, by_source)


def find_blurbs(catalogue: Catalogue) -> None:
    """Find the blurbs for related reading: undated teasers that stand beside most of a source's articles."""
    catalogue.execute("UPDATE posts SET blurb = 0 WHERE blurb")
    catalogue.execute("DELETE FROM rests WHERE blurb")
    found = catalogue.all(
        """WITH pages AS (SELECT dump, source, max(CASE WHEN article THEN title END) AS title FROM posts
            GROUP BY dump HAVING sum(article) = 1 AND count(*) > 1),
        sources AS (SELECT source, count(DISTINCT title) AS titles FROM pages GROUP BY source),
        blurbs AS (SELECT posts.source, print FROM posts JOIN pages USING (dump) JOIN sources
            ON sources.source = posts.source WHERE NOT article AND json_extract(record, '$[6]') IS NULL
            GROUP BY posts.source, print HAVING count(DISTINCT pages.title) >= max(?, ? * max(sources.titles)))
        SELECT number, dump, record FROM posts JOIN pages USING (dump) JOIN blurbs
        ON blurbs.source = posts.source AND blurbs.print = posts.print WHERE NOT article ORDER BY number""",
        (MIN_FILES, MIN_SHARE),
    )
    for number, dump, record in found:
        title, _, source, first, last, *_ = json.loads(record)
        catalogue.execute("UPDATE posts SET blurb = 1, original = NULL WHERE number = ?", (number,))
        catalogue.execute(
            "INSERT INTO rests (dump, broken, text, reason, first, last, post, blurb) VALUES (?, 0, ?, ?, ?, ?, ?, 1)",
            (dump, excerpt(title), REASON.format(source=source), first, last, number),
        )


def _repeated(catalogue: Catalogue) -> Iterator[tuple[str, int]]:
    """The lines that stand in several files of a source, with different posts, and with a large share of them."""
    posts = dict(catalogue.execute("SELECT source, count(DISTINCT title) FROM posts GROUP BY source"))
    rows = catalogue.execute(
        """SELECT ends.source, ends.line, count(DISTINCT posts.title) FROM ends JOIN posts ON posts.number = ends.post
        GROUP BY ends.source, ends.line HAVING count(*) >= ? AND count(DISTINCT posts.dump) >= ?
        AND count(DISTINCT posts.title) >= ?""",
        (MIN_FILES, MIN_FILES, MIN_FILES),
    )
    return ((source, line) for source, line, titles in rows if titles >= MIN_SHARE * posts[source])


def _with_lines(catalogue: Catalogue, lines: Iterable[tuple[str, int]], *, only_stale: bool) -> list[int]:
    stale = "AND post IN (SELECT number FROM posts WHERE stale)" if only_stale else ""
    found: set[int] = set()
    for line in sorted(lines):
        found |= {
            number
            for (number,) in catalogue.execute(f"SELECT post FROM ends WHERE source = ? AND line = ? {stale}", line)  # noqa: S608
        }
    return sorted(found)


def _cut(catalogue: Catalogue, number: int, by_source: dict[str, frozenset[int]]) -> None:
    text, before, dump, source = catalogue.all(
        "SELECT text, cut, dump, source FROM texts JOIN posts ON number = post WHERE post = ?", (number,)
    )[0]
    cut, lines = without_repeats(text, by_source.get(source, frozenset()))
    now = cut if lines else None
    if now == before:
        return
    catalogue.execute("UPDATE texts SET cut = ? WHERE post = ?", (now, number))
    catalogue.execute("UPDATE posts SET stale = 1, length = ? WHERE number = ?", (len(cut), number))
    catalogue.execute("DELETE FROM rests WHERE post = ? AND NOT blurb", (number,))
    reason = REASON.format(source=source)
    catalogue.execute_many(
        "INSERT INTO rests (dump, broken, text, reason, post) VALUES (?, 0, ?, ?, ?)",
        ((dump, excerpt(line), reason, number) for line in lines),
    )


def _run(parts: Sequence[str], repeated: frozenset[int]) -> int:
    """How many parts at the beginning repeat."""
    count = 0
    for part in _short(parts):
        if _key(part) not in repeated:
            break
        count += 1
    return count


def _short(parts: Sequence[str]) -> Iterator[str]:
    """The short lines that these begin with; what announces the text below it is the text's."""
    for part in parts[:MOST_LINES]:
        if "\n" in part or len(part.split()) > MAX_WORDS or part.endswith((":", ",", ";")):
            return
        yield part


def _key(line: str) -> int:
    # Counts and page numbers differ where the line does not.
    told = _DIGITS.sub("0", " ".join(words(line)) or line)
    return int.from_bytes(hashlib.blake2b(told.encode(), digest_size=8).digest(), signed=True)
