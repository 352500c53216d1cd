"""The gate of facts: what a written sentence says and its sources do not.

A cheap alarm, offline, for English: each check looks for one kind of fault and stays silent where it is not sure. What
passes may still be wrong; what is reported hardly ever is sound.
"""

from collections.abc import Sequence

from newsletter.summaries.facts.actors import wrong_actors
from newsletter.summaries.facts.certainty import lost_doubts
from newsletter.summaries.facts.dates import wrong_dates, wrong_relative_dates
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.figures import unsupported_figures
from newsletter.summaries.facts.names import unknown_names
from newsletter.summaries.facts.polarity import added_or_lost_not, contrary_words
from newsletter.summaries.facts.quoted import altered_quotations
from newsletter.summaries.facts.roles import wrong_roles
from newsletter.summaries.facts.support import strange_sentences
from newsletter.summaries.facts.swaps import swapped_figures
from newsletter.summaries.facts.words import Line, read
from newsletter.summaries.sentences import split

__all__ = ["Doubt", "Kind", "check"]

CHECKS = (
    unsupported_figures,
    swapped_figures,
    wrong_dates,
    wrong_relative_dates,
    unknown_names,
    wrong_roles,
    wrong_actors,
    altered_quotations,
    contrary_words,
    added_or_lost_not,
    lost_doubts,
    strange_sentences,
)


def check(sentence: str, sources: Sequence[str]) -> tuple[Doubt, ...]:
    """Give what a sentence says and its sources do not; nothing where no check finds a fault.

    `sources` are the sentences that it rests on, or a whole text; both may hold several sentences.
    """
    known = tuple(line for source in sources for line in _lines(source))
    found = [doubt for line in _lines(sentence) for test in CHECKS for doubt in test(line, known)]
    return tuple(dict.fromkeys(found))


def _lines(text: str) -> tuple[Line, ...]:
    return tuple(read(one.text) for one in split(text))
