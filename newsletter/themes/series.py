"""Posts that are parts of a series, in the order of the series."""

import re
from collections.abc import Sequence

from newsletter.model import Post

ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6,
}  # fmt: skip
PART_IN_TITLE = re.compile(r"\b(?:part|episode|chapter)\s+(\w+)\b|\((\d)\s*(?:/|of)\s*\d\)", re.IGNORECASE)
PART_IN_TEXT = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth)\b(?:\s+(?:post|article|piece|part|instalment|blog))?\s+"
    r"(?:of|in)\s+(?:these|this|a|our|my|the)\s+(?:\w+\s+)?(?:series|articles|posts|pieces|blogs)\b",
    re.IGNORECASE,
)
FOLLOWS = re.compile(
    r"\b(?:last (?:week|time|month) (?:I|we) (?:wrote|looked|talked|explained|argued|set out|outlined)"
    r"|in (?:my|our|the) (?:last|previous) (?:post|article|piece|blog|instalment))\b",
    re.IGNORECASE,
)
AFTER_THE_FIRST = 1.5
OPENING_CHARACTERS = 1500


def in_order(posts: Sequence[Post]) -> tuple[Post, ...]:
    """Put the parts of a series together, in their order, where the first of them stood; the rest stays as it is.

    A part says so itself: "Part 2" in its title, "the first of these articles" or "last week I wrote" in its opening.
    Parts of different sources are not mixed.
    """
    arranged = list(posts)
    for source in dict.fromkeys(post.source for post in posts):
        parts = {post.id: part for post in posts if post.source == source and (part := _part(post)) is not None}
        if len(parts) > 1 and any(part == int(part) for part in parts.values()):
            arranged = _together(arranged, parts)
    return tuple(arranged)


def _together(posts: Sequence[Post], parts: dict[str, float]) -> list[Post]:
    series = sorted((post for post in posts if post.id in parts), key=lambda post: parts[post.id])
    place = next(index for index, post in enumerate(posts) if post.id in parts)
    others = [post for post in posts if post.id not in parts]
    return [*others[:place], *series, *others[place:]]


def _part(post: Post) -> float | None:
    """Give the number of a part; a post that only follows another comes after the first."""
    in_title = PART_IN_TITLE.search(post.title)
    if in_title:
        return _number(in_title.group(1) or in_title.group(2))
    opening = post.text[:OPENING_CHARACTERS]
    in_text = PART_IN_TEXT.search(opening)
    if in_text:
        return _number(in_text.group(1))
    return AFTER_THE_FIRST if FOLLOWS.search(opening) else None


def _number(text: str) -> float | None:
    return float(text) if text.isdecimal() else ORDINALS.get(text.lower())
