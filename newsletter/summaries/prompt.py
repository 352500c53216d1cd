"""What is said to a model: the rules, the post as numbered sentences, and the form of the answer."""

import hashlib
import json
import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from newsletter.model import Post
from newsletter.summaries.sentences import TextSentence, split

MOST_SENTENCES, MOST_CHARACTERS = 120, 16_000
"""How much of a post is shown: what is announced after 2,500 words is not what it is about."""
LONGEST_SENTENCE = 800
ADDRESSES_A_MODEL = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b[^.]{0,40}\b(?:instructions?|prompts?|rules|above|previous|system)\b"
    r"|\b(?:system|developer) (?:prompt|message)\b|\byou are (?:now |an? )?(?:chat ?gpt|ai\b|language model|assistant)"
    r"|\b(?:as|dear|attention,?|note to) (?:an? )?(?:ai|llm|language model|chatbot|assistant)s?\b"
    r"|\b(?:when|if you are|before) summari[sz]ing\b|\bsummari[sz]e this (?:post|page|article|text) as\b"
    r"|\b(?:respond|reply|answer|output) (?:only )?with\b|<\|?(?:im_start|system|/?post)",
    re.IGNORECASE,
)
"""A sentence that speaks to whoever summarises: nobody who reads the digest needs it, so the model never sees it."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "sentences": {
            "type": "array",
            "minItems": 2,
            "maxItems": 3,
            "items": {
                "type": "object",
                "properties": {
                    "text": {"type": "string"},
                    "rests_on": {"type": "array", "items": {"type": "integer"}, "minItems": 1},
                },
                "required": ["text", "rests_on"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["sentences"],
    "additionalProperties": False,
}


def shown(post: Post) -> tuple[TextSentence, ...]:
    """Give the sentences of a post that a model may see, and rest on, in order."""
    chosen: list[TextSentence] = []
    characters = 0
    for sentence in split(post.text)[:MOST_SENTENCES]:
        characters += min(len(sentence.text), LONGEST_SENTENCE)
        if characters > MOST_CHARACTERS:
            break
        if not ADDRESSES_A_MODEL.search(sentence.text) and len(sentence.text) <= LONGEST_SENTENCE:
            chosen.append(sentence)
    return tuple(chosen)


def messages(post: Post, sentences: Sequence[TextSentence], words: int) -> list[dict[str, str]]:
    """Give the two messages: our rules, and the post as JSON, in which nothing can end the quotation."""
    title = "" if ADDRESSES_A_MODEL.search(post.title) else post.title
    numbered = [{"n": number, "text": sentence.text} for number, sentence in enumerate(sentences, start=1)]
    shown_post = json.dumps({"post": {"title": title, "sentences": numbered}}, ensure_ascii=False)
    return [{"role": "system", "content": rules().format(words=words)}, {"role": "user", "content": shown_post}]


@cache
def rules() -> str:
    """The rules, with a place for the number of words."""
    return files(__package__).joinpath("prompt.txt").read_text(encoding="utf-8")


@cache
def version() -> str:
    """Name the rules and the form of the answer: answers to other ones are not used again."""
    return hashlib.sha256((rules() + json.dumps(SCHEMA, sort_keys=True)).encode()).hexdigest()[:12]
