"""A model's answer -> sentences that passed every check, or the reason why they did not."""

import re
from collections.abc import Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StrictInt, StrictStr, ValidationError

from newsletter.model import Sentence
from newsletter.summaries import facts
from newsletter.summaries.sentences import TextSentence
from newsletter.summaries.wording import PAGE_LINK

SLACK = 1.2
"""How far beyond the budget of words an answer may go."""
FENCE = re.compile(r"^\s*(?:<think>.*?</think>)?\s*(?:```(?:json)?)?\s*(\{.*\})\s*(?:```)?\s*$", re.DOTALL)
WHOLE = re.compile(r"[.!。！।۔][\"”’')\]]*$")
LINK = re.compile(rf"{PAGE_LINK.pattern}|\]\(|\b[\w-]+\.(?:net|info|io|org|eu|uk|de|fr|ly|me)\b", re.IGNORECASE)
MARKUP = re.compile(
    r"<[a-z/!]|[\x00-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]|\*\*|__|^[#>*-]\s|```|\{\{|&\w+;", re.IGNORECASE
)


class RejectedError(ValueError):
    """An answer that is not printed; its text is the reason."""


class Line(BaseModel):
    """One sentence of an answer, and the numbers of the sentences it rests on, counted from 1."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    text: Annotated[StrictStr, Field(min_length=15, max_length=600)]
    rests_on: Annotated[tuple[StrictInt, ...], Field(min_length=1, max_length=12)]


class Answer(BaseModel):
    """The only form of answer that is read."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sentences: Annotated[tuple[Line, ...], Field(min_length=2, max_length=3)]


def parse(content: str) -> Answer:
    """Read an answer; raise `RejectedError` where it is anything but the form that was asked for."""
    found = FENCE.match(content)
    try:
        return Answer.model_validate_json(found[1] if found else content)
    except (ValidationError, RecursionError) as error:
        raise RejectedError("the model's answer has not the form that was asked for") from error


def sound_sentences(answer: Answer, shown: Sequence[TextSentence], words: int) -> tuple[Sentence, ...]:
    """Give an answer's sentences as they are printed; raise `RejectedError` at the first that fails a check.

    `start` and `end` of each span its source sentences, from the first to the last; its text is the model's.
    """
    if sum(len(line.text.split()) for line in answer.sentences) > SLACK * words:
        raise RejectedError(f"the model wrote more than {words} words")
    return tuple(_sound(line, shown, rank) for rank, line in enumerate(answer.sentences, start=1))


def _sound(line: Line, shown: Sequence[TextSentence], rank: int) -> Sentence:
    text = line.text.strip()
    if not all(1 <= number <= len(shown) for number in line.rests_on):
        raise RejectedError(f"sentence {rank} rests on a sentence that is not there")
    if LINK.search(text):
        raise RejectedError(f"sentence {rank} has a link")
    if MARKUP.search(text):
        raise RejectedError(f"sentence {rank} has markup or characters that are not shown")
    if not WHOLE.search(text):
        raise RejectedError(f"sentence {rank} is no whole statement")
    sources = [shown[number - 1] for number in sorted(set(line.rests_on))]
    doubts = facts.check(text, [source.text for source in sources])
    if doubts:
        raise RejectedError(f"sentence {rank} is not in its sources ({'; '.join(map(str, doubts))})")
    start, end = min(source.start for source in sources), max(source.end for source in sources)
    return Sentence(text=text, start=start, end=end, rank=rank)
