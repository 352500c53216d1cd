"""What was found in labelled dumps, for people: `python -m tests.quality.dumps.report [--explain] [FORM...]`."""

import sys
from collections.abc import Iterable, Sequence
from itertools import chain

from newsletter.model import Post
from tests.quality.dumps.labels import Label, LabelledFile
from tests.quality.dumps.score import (
    ALIKE,
    LABELLED,
    Found,
    Scores,
    author_right,
    ends_right,
    forms,
    found,
    leaks,
    match,
    overlap,
    read_labels,
    read_posts,
    score_form,
    scores,
    starts_right,
    title_likeness,
)


def explain(labelled: LabelledFile, posts: Iterable[Post]) -> Iterable[str]:
    """What is wrong in one file, a line a fault."""
    matched = match(labelled.posts, tuple(found(post) for post in posts))
    yield from (f"missed: {(one.title or one.text)[:70]!r}" for one in matched.missed if not one.optional)
    yield from (f"no post: {one.title[:50]!r} | {one.text[:50]!r}" for one in matched.spurious)
    for label, one in matched.pairs:
        yield from (f"{fault} in {(label.title or label.text)[:40]!r}" for fault in _faults(labelled, label, one))


def _faults(labelled: LabelledFile, label: Label, one: Found) -> Iterable[str]:
    if label.title and title_likeness(label, one) < ALIKE:
        yield f"title: {one.title[:60]!r}"
    if not starts_right(label, one):
        yield f"start: {' '.join(one.words[:8])!r}"
    if not ends_right(label, one):
        yield f"end: {' '.join(one.words[-8:])!r}"
    if overlap(label.words, one.words) < 0.97:
        yield f"body: {overlap(label.words, one.words):.0%}"
    if found_leaks := leaks(labelled, one, label):
        yield f"leak: {list(found_leaks[:3])!r}"
    if label.author and not author_right(label, one):
        yield f"author: {' '.join(sorted(one.author))!r} for {label.author!r}"
    if label.dating and one.date != label.date:
        yield f"date: {one.date} for {label.date}"


def report(chosen: Sequence[str], explained: bool) -> Iterable[str]:
    """The scores as a table, faults of each file below it."""
    columns = tuple(Scores.__dataclass_fields__)
    yield f"{'form':<14}{'posts':>7}" + "".join(f"{column:>16}" for column in columns)
    for form in chosen:
        counts = score_form(form)
        shares = (f"{100 * getattr(scores(counts), column):16.1f}" for column in columns)
        yield f"{form:<14}{counts['posts']:>7}" + "".join(shares)
    for form in chosen if explained else ():
        posts = read_posts(LABELLED / form)
        for one in (each for each in read_labels(LABELLED) if each.file.startswith(f"{form}/")):
            faults = explain(one, posts.get(one.file.removeprefix(f"{form}/"), ()))
            yield from chain([f"== {one.file}"], (f"   {fault}" for fault in faults))


if __name__ == "__main__":
    arguments = [argument for argument in sys.argv[1:] if argument != "--explain"]
    print("\n".join(report(arguments or forms(), "--explain" in sys.argv)))
