"""Posts that are quoted rather than summarised: teasers, and what is too short to shorten."""

import re
from collections.abc import Sequence

from newsletter.model import Post, Sentence, Summary
from newsletter.summaries.sentences import TextSentence

METHOD = "quoted"
NOTHING = "none"
MOST_SENTENCES, MOST_WORDS = 3, 75
SHORT_WORDS = 60
"""An article of no more words is quoted whole: a summary would save nobody any time."""
GIANT_CHARACTERS = 1000
"""Text without full stops, or without spaces, is printed up to here: about 160 words."""
CALL = re.compile(
    r"\b(?:read more|click here|find out more|have your say|sign up|subscribe|register (?:now|here)|continue reading"
    r"|vote (?:at|here|now|in)|take (?:our|the|part in (?:our|the)) (?:poll|survey)|more information|book now)\b",
    re.IGNORECASE,
)
"""A call to do something on the page."""


def is_short(sentences: Sequence[TextSentence], budget: int) -> bool:
    """Whether a post is as good as its summary."""
    words = sum(len(sentence.text.split()) for sentence in sentences)
    return len(sentences) <= MOST_SENTENCES and words <= min(budget, SHORT_WORDS)


def quote(post: Post, sentences: Sequence[TextSentence], budget: int = MOST_WORDS) -> Summary:
    """Give a post's own first lines, without calls to read, vote or click."""
    own = _without_calls(sentences)
    chosen = _fitting(own, max(budget, 1))
    ranked = tuple(printed(line, rank) for rank, line in enumerate(chosen, start=1))
    return Summary(post_id=post.id, sentences=ranked, method=METHOD if chosen else NOTHING)


def printed(sentence: TextSentence, rank: int) -> Sentence:
    """Give a sentence as it is printed: whole, but for a giant one, of which the first words are enough."""
    text = sentence.text
    if len(text) > GIANT_CHARACTERS:
        text = text[:GIANT_CHARACTERS].rsplit(maxsplit=1)[0]
    return Sentence(text=text, start=sentence.start, end=sentence.start + len(text), rank=rank)


def _without_calls(sentences: Sequence[TextSentence]) -> list[TextSentence]:
    """Drop calls, and a question that only led to one."""
    kept: list[TextSentence] = []
    for sentence in sentences:
        if CALL.search(sentence.text):
            while kept and kept[-1].text.endswith("?"):
                kept.pop()
        else:
            kept.append(sentence)
    return kept or list(sentences)


def _fitting(sentences: Sequence[TextSentence], budget: int) -> list[TextSentence]:
    chosen: list[TextSentence] = []
    for sentence in sentences[:MOST_SENTENCES]:
        budget -= len(sentence.text.split())
        if budget < 0 and chosen:
            break
        chosen.append(sentence)
    return chosen
