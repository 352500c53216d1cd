"""Scores for the posts found in labelled dumps.

A post found is matched with the label whose title it bears, else with the one whose title and body it is most like.
Titles, starts and ends count as F1: a post that is missed costs as much as one that is none. Bodies are compared word
by word, a missed post counts nothing. A post leaks when a line of furniture stands in its body.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz

from newsletter.dumps import read_folder
from newsletter.model import Post
from tests.quality.dumps.labels import Label, LabelledFile, normal, read_label, run, words

FOLDER = Path(__file__).parent
LABELLED = FOLDER / "labelled"
ALIKE = 0.9
"""Titles this alike are the same."""
NEAR = 85
"""So are the first or last words of a body: a word lost to a glued date, not a sentence."""


@dataclass(frozen=True, kw_only=True)
class Scores:
    """Shares of 1."""

    title: float
    start: float
    end: float
    body: float
    leaked: float
    dates_right: float
    dates_invented: float
    authors: float


@dataclass(frozen=True, kw_only=True)
class Found:
    """One post found, ready to be compared."""

    title: str
    text: str
    words: tuple[str, ...]
    date: str | None
    author: frozenset[str]


@dataclass(frozen=True)
class Matched:
    """The pairs, what was missed, and what was found and is no post."""

    pairs: tuple[tuple[Label, Found], ...]
    missed: tuple[Label, ...]
    spurious: tuple[Found, ...]


def found(post: Post) -> Found:
    date = post.published.isoformat() if post.published else None
    author = frozenset(words(post.author))
    return Found(title=normal(post.title), text=post.text, words=tuple(words(post.text)), date=date, author=author)


def overlap(first: Sequence[str], second: Sequence[str]) -> float:
    """The F1 of two bags of words."""
    if not first and not second:
        return 1.0
    common = (Counter(first) & Counter(second)).total()
    return 2 * common / (len(first) + len(second))


def title_likeness(label: Label, one: Found) -> float:
    wanted = (normal(title) for title in (label.title, *label.also))
    return max((fuzz.ratio(title, one.title) / 100 for title in wanted if title and one.title), default=0.0)


def _likeness(label: Label, one: Found) -> float:
    body, title = overlap(label.words, one.words), title_likeness(label, one)
    if title == 1:
        return 1 + body
    blend = max(body, (title + body) / 2) if label.words else title
    return max(blend, 0.55) if title >= ALIKE else blend


def match(labels: Sequence[Label], posts: Sequence[Found]) -> Matched:
    """Each label with at most one post, the best pairs first."""
    scored = ((_likeness(label, one), -i, -j) for i, label in enumerate(labels) for j, one in enumerate(posts))
    pairs: dict[int, int] = {}
    for score, i, j in sorted(scored, reverse=True):
        if score >= 0.4 and -i not in pairs and -j not in pairs.values():
            pairs[-i] = -j
    return Matched(
        tuple((labels[i], posts[j]) for i, j in sorted(pairs.items())),
        tuple(label for i, label in enumerate(labels) if i not in pairs),
        tuple(one for j, one in enumerate(posts) if j not in set(pairs.values())),
    )


def starts_right(label: Label, one: Found) -> bool:
    if label.opening is None:
        return _near(label.words[:8], one.words[:8])
    stream, places = label.opening
    head = one.words[:6]
    if not head:
        return not label.words
    return any(_near(stream[place : place + len(head)], head) for place in range(places))


def ends_right(label: Label, one: Found) -> bool:
    return _near(label.words[-8:], one.words[-8:])


def _near(first: Sequence[str], second: Sequence[str]) -> bool:
    return first == second or fuzz.ratio(" ".join(first), " ".join(second)) >= NEAR


def author_right(label: Label, one: Found) -> bool:
    """Whether one name holds the other, "Revd Hilary" and "Hilary"; a name given to a post without one is no matter."""
    wanted = set(words(label.author))
    return bool(wanted and one.author) and (wanted <= one.author or one.author <= wanted)


def leaks(labelled: LabelledFile, one: Found, label: Label | None) -> tuple[str, ...]:
    """The furniture that stands in a post's body."""
    lines = {normal(line) for line in one.text.split("\n")}
    whole = run(one.text)
    own = run(label.text) if label else ""
    hits = (
        mark
        for mark in labelled.furniture
        if mark in lines or (len(mark) >= 20 and mark in whole) or (len(mark) >= 4 and whole.endswith(f" {mark}"))
    )
    glued = (mark for mark in labelled.glued if whole.count(mark) > own.count(mark))
    return tuple(sorted({*hits, *glued}))


def tally(labelled: LabelledFile, posts: Iterable[Post]) -> Counter[str]:
    """The counts of one file; counts of several files add up."""
    matched = match(labelled.posts, tuple(found(post) for post in posts))
    pairs = [(label, one) for label, one in matched.pairs if not label.optional]
    wanted = [label for label, _ in pairs] + [label for label in matched.missed if not label.optional]
    untitled = {id(one) for label, one in pairs if not label.title}
    counted = [(one, label) for label, one in pairs] + [(one, None) for one in matched.spurious]
    counts = Counter(
        posts=len(wanted),
        found=len(counted),
        titled=sum(label.title is not None for label in wanted),
        titles_found=sum(bool(one.title) and id(one) not in untitled for one, _ in counted),
        titles=sum(bool(label.title) and title_likeness(label, one) >= ALIKE for label, one in pairs),
        starts=sum(starts_right(label, one) for label, one in pairs),
        ends=sum(ends_right(label, one) for label, one in pairs),
        bodies=sum(bool(label.words) for label in wanted),
        leaked=sum(bool(leaks(labelled, one, label)) for one, label in counted),
        signed=sum(label.author is not None for label, _ in pairs),
        authors=sum(author_right(label, one) for label, one in pairs),
        dated=sum(label.date is not None for label, _ in pairs),
        dates=sum(label.date is not None and one.date == label.date for label, one in pairs),
        undated=sum(label.date is None and label.dating for label, _ in pairs),
        invented=sum(label.date is None and label.dating and one.date is not None for label, one in pairs),
    )
    # In millionths, so that counts stay whole and add up the same in any order.
    counts["body"] = sum(round(1e6 * overlap(label.words, one.words)) for label, one in pairs if label.words)
    return counts


def scores(counts: Counter[str]) -> Scores:
    return Scores(
        title=_f1(counts["titles"], counts["titles_found"], counts["titled"]),
        start=_f1(counts["starts"], counts["found"], counts["posts"]),
        end=_f1(counts["ends"], counts["found"], counts["posts"]),
        body=_share(counts["body"] / 1e6, counts["bodies"], 1.0),
        leaked=_share(counts["leaked"], counts["found"], 0.0),
        dates_right=_share(counts["dates"], counts["dated"], 1.0),
        dates_invented=_share(counts["invented"], counts["undated"], 0.0),
        authors=_share(counts["authors"], counts["signed"], 1.0),
    )


def _f1(right: int, given: int, wanted: int) -> float:
    return _share(2 * right, given + wanted, 1.0)


def _share(part: float, whole: int, empty: float) -> float:
    return part / whole if whole else empty


def read_labels(root: Path, gold: Path | None = None) -> tuple[LabelledFile, ...]:
    paths = sorted((gold or root / "gold").rglob("*.json"))
    return tuple(read_label(path, root) for path in paths if path.name != "duplicates.json")


def read_posts(folder: Path) -> dict[str, list[Post]]:
    """The posts found under a folder, by the file they stand in."""
    posts: dict[str, list[Post]] = {}
    for post in read_folder(folder).posts:
        posts.setdefault(post.span.file, []).append(post)
    return posts


def score_form(form: str, root: Path = LABELLED) -> Counter[str]:
    """The counts of one form, its folder read as a dump directory of its own."""
    posts = read_posts(root / form)
    labelled = [one for one in read_labels(root) if one.file.startswith(f"{form}/")]
    return sum((tally(one, posts.get(one.file.removeprefix(f"{form}/"), ())) for one in labelled), Counter())


def forms(root: Path = LABELLED) -> tuple[str, ...]:
    return tuple(sorted(path.name for path in (root / "gold").iterdir() if path.is_dir()))
