"""How much a short line reads like the title of a post, each point of evidence with its reason."""

import re
from typing import NamedTuple

from newsletter.dumps.prose import capitals_share
from newsletter.dumps.vocabulary import EVERYDAY_WORDS, OPENS_PART

MIN_CAPITALS = 0.75
MIN_WORDS = 3
FEW_TELLING = 2
"""Of one or two words, capitals say nothing."""


class Evidence(NamedTuple):
    """Points for (above nought) or against a title, and why."""

    points: float
    reason: str


# Sub-headings that occur in every field. A post is hardly ever called so.
_SUB_HEADINGS = re.compile(
    r"""
    introduction | intro | background | context | (?:in\ )?summary | conclusions? | in\ conclusion
    | overview | discussion
    | concluding\ (?:remarks|thoughts)
    | (?:final|closing|last)\ (?:thoughts|words|remarks) | references? | bibliography
    | sources? | footnotes? | notes? | appendix | method(?:s|ology)? | results? | findings | takeaways?
    | timeline | timetable
    | key\ (?:points|messages|findings|takeaways|facts|dates|changes|features) | next\ steps | so\ what
    | what(?:\ is|['’]s|\ happens|\ now|\ comes)?\ next | what\ (?:now|next)
    | why\ (?:now|(?:it|this)\ matters|does\ it\ matter)
    | how\ (?:it\ works|to\ apply|to\ take\ part|does\ it\ work|to\ get\ involved|you\ can\ help|can\ you\ help)
    | the\ (?:problem|solution|challenges?|issue|future|opportunity|bottom\ line|results?|good\ news|bad\ news|upshot)
    | the\ (?:evidence|facts|background|details|context|basics) | lessons?\ learn(?:ed|t) | update | tl;?dr | faqs?
    | further\ (?:information|reading|details|resources) | more\ information | find\ out\ more
    | contact(?:\ us|\ details)?
    | acknowledge?ments? | notes?\ (?:to|for)\ editors | about\ (?:the|this)\ .{1,30} | pros | cons
    | (?:dis)?advantages
    | benefits | risks | requirements | eligibility | ingredients | instructions
    | fazit | einleitung | hintergrund | zusammenfassung | ausblick | contexte | en\ résumé | achtergrond | conclusie
    | samenvatting | introduzione | conclusioni | premessa
    """,
    re.IGNORECASE | re.VERBOSE,
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_STEP = re.compile(
    r"(?:step|part|lesson|tip|chapter|stage|phase|question|q|week|day|option|point|myth|rule|schritt|étape|stap)\s*\d{1,2}\b"
    r"|(?:first|second|third|fourth|fifth|finally|lastly|firstly|secondly|thirdly)\b[^?]{0,40}$",
    re.IGNORECASE,
)
_DANGLING = re.compile(
    r"\b(?:the|a|an|of|in|on|at|to|by|with|from|and|or|but|that|which|is|are|was|were|as|than|their|our|your|my|its"
    r"|including|der|die|das|und|von|le|la|les|de|du|et|het|een|en|van|il|di|e)$",
    re.IGNORECASE,
)
_LABEL = re.compile(r"(?:[^\W\d_][\w&'’-]*(?:\s+[\w&'’-]+){0,3}\s*[,|•·]\s*){2,}[\w&'’ -]{1,40}$")
_ADDRESS = re.compile(r"\S+@\S+\.\S+|https?://|www\.|\+?\d[\d\s()-]{8,}\d")

# Points by the most words a line may have. Set by judgement on the sample dump, not fitted to a collection.
_LENGTHS = ((1, -0.8), (2, -0.4), (3, -0.5), (5, 0.0), (9, 0.6), (16, 0.3), (20, 0.0))
TOO_LONG = -2.0


def likeness(text: str) -> tuple[Evidence, ...]:
    """What the words of a line alone say for or against its being a title."""
    return tuple(evidence for evidence in _evidence(text) if evidence.points)


def _evidence(text: str) -> tuple[Evidence, ...]:
    words = text.split()
    length = next((points for most, points in _LENGTHS if len(words) <= most), TOO_LONG)
    capitals = len(words) >= MIN_WORDS and capitals_share(text) >= MIN_CAPITALS
    return (
        Evidence(length, f"{len(words)} words"),
        Evidence(0.8 if capitals else 0.0, "capitals throughout"),
        Evidence(-3.0 if text[0].islower() else 0.0, "begins small"),
        Evidence(-3.0 if text.endswith("!!") else -1.0 if text.endswith("!") else 0.0, "an exclamation"),
        Evidence(-3.0 if _SUB_HEADINGS.fullmatch(text.rstrip(":.?")) else 0.0, "a usual sub-heading"),
        Evidence(-1.2 if words[0].lower() in OPENS_PART else 0.0, "carries on from the text above"),
        Evidence(-1.0 if _is_everyday_question(text) else 0.0, "a question for any post"),
        Evidence(0.9 if text[0].isdigit() and len(words) >= MIN_WORDS else 0.0, "begins with a number"),
        Evidence(-2.0 if _STEP.match(text) else 0.0, "a numbered part"),
        Evidence(-2.0 if _DANGLING.search(text) else 0.0, "breaks off"),
        Evidence(-1.5 if _LABEL.match(text) else 0.0, "a list of labels"),
        Evidence(-3.0 if _ADDRESS.search(text) else 0.0, "an address"),
        Evidence(-1.0 if text[0] in '“"' and text[-1] in '”"' else 0.0, "a quotation"),
    )


def _is_everyday_question(text: str) -> bool:
    """Whether a question names next to nothing, such as "When should you see someone?"."""
    if not text.endswith("?"):
        return False
    telling = [word for word in _WORD.findall(text.lower()) if word not in EVERYDAY_WORDS]
    return len(telling) <= FEW_TELLING


def total(evidence: tuple[Evidence, ...]) -> float:
    """The sum of the points."""
    return sum(one.points for one in evidence)
