"""What every newsletter mail has around its posts: the way to a browser, to fewer mails, to the sender's office."""

import re
from collections.abc import Sequence

MAX_WORDS, MAX_FOOT_WORDS = 25, 80
"""A line of furniture within a mail is short; the longest footer that was met in one paragraph has 60 words."""
MAX_LENGTH = 600
MIN_FOOT_AT = 0.4
"""A footer begins in the later part of a mail; the same words at its top are a line of the head."""

_LINE = re.compile(
    r"""
    .{0,80} \b (?:in|im|with) \s (?:(?:a|your|the|any|web|internet)\s){0,2} (?:web\s?)? browser \b .{0,60}
    | .{0,30} \b dans \s (?:votre|le) \s navigateur .{0,20} | .{0,30} \b in \s (?:je|uw|de) \s browser .{0,20}
    | .{0,30} \b nel \s (?:tuo\s|suo\s)? browser .{0,20}
    | (?:view|read|see|open) \s (?:(?:it|this|the)\s)? (?:(?:e-?mail|newsletter|message|issue|edition)\s)?
      (?:online|(?:on\s(?:the\s|our\s))? web (?:site|\spage)?) [\s.:»→>]* .{0,20}
    | (?:view|read|see|open|click\shere\sfor)? \s? (?:the\s|an?\s)? (?:web|online) \s version .{0,20}
    | .{0,60} \b (?:un-?subscribe|désabonner|désinscrire|uitschrijven|disiscriv\w+|cancella\s(?:l['’])?iscrizione)
      \b .{0,120}
    | .{0,120} \b (?:newsletter|e-?mails?) \s .{0,20} \b (?:abmelden|abbestellen|afmelden) \b .{0,60}
    | zum \s (?:abmelden|abbestellen) \b .{0,120} | om \s (?:je|u) \s af \s te \s melden \b .{0,100}
    | .{0,20} \b hier \s (?:abmelden|abbestellen|afmelden) .{0,20} | (?:abmelden|afmelden|opt[ -]?out)
    | .{0,60} \b (?:manage|update|change|edit) \s (?:your\s|my\s)?
      (?:(?:e-?mail|mailing|subscription|newsletter)\s(?:preferences|settings|options)|preferences|subscriptions?)
      .{0,80}
    | (?:e-?mail|subscription) \s (?:preferences|settings)
    | (?:forward|send|share) \s (?:(?:this|it)\s)? (?:(?:e-?mail|newsletter|message|issue)\s)? (?:on\s)? to \s
      (?:a|your) \s (?:friends?|colleagues?) .{0,60}
    | (?:was|has) \s this .{0,20} \s forwarded \b .{0,80}
    | .{0,30} \b forwarded \s this \s (?:e-?mail|newsletter) .{0,80}
    | .{0,40} \b you(?:['’]re|\sare|\shave)? \s (?:receiving|received|getting) \s
      (?:this|our|these) \s (?:e-?mails?|newsletters?|messages?|because) \b .{0,300}
    | .{0,40} \b this \s (?:e-?mail|message|newsletter) \s (?:was|has\sbeen|is) \s (?:being\s)? (?:sent|addressed)
      \b .{0,300}
    | .{0,40} \b (?:sie \s erhalten|vous \s recevez|(?:u|je) \s ontvangt|ricevi) \s (?:diese|cet|ce|deze|questa) \b
      .{0,200}
    | .{0,20} \b (?:mailing|postal|registered) \s (?:address|office) \b .{0,200}
    | .{0,40} \b add \s (?:us|\S+@\S+) \s to \s your \s (?:address\sbook|contacts|safe) .{0,100}
    | (?:copyright\s|©|\(c\)\s) .{0,200} | .{0,80} \b all \s rights \s reserved \b .{0,80}
    | (?:sent|powered|delivered) \s (?:to\s\S+@\S+\s)? (?:by|with|via) \s \w+
    | follow \s us \b .{0,60} | (?:find|like|join) \s us \s on \s (?:facebook|twitter|x|linkedin|instagram) .{0,30}
    | (?:our\s|read\s)* privacy \s (?:policy|notice|statement) | terms \s (?:of|and|&) \s \w+
    | not \s (?:a\ssubscriber|subscribed) \b .{0,60} | .{0,30} \b registered \s (?:charity|company) \b .{0,120}
    | read \s in \s app | start \s writing | get \s the \s app | restack | upgrade \s to \s paid | leave \s a \s comment
    | thanks \s for \s reading .{0,80} \b subscribe \b .{0,120}
    | (?:charity|company) \s (?:no\.?|number) .{0,60}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_FOOT = re.compile(
    r"\b(?:un-?subscribe|you(?:['’]re| are) receiving|you received this|this e-?mail was sent|manage your|update your"
    r"|mailing address|all rights reserved|abmelden|désabonner|désinscrire|afmelden|uitschrijven|disiscri"
    r"|(?:sie erhalten|vous recevez) (?:diese|cet))|^\s*(?:copyright\b|©)",
    re.IGNORECASE,
)


_EDITION = re.compile(
    r"\b(?:newsletter|digest|bulletin|round-?up|briefing|weekly|monthly|fortnightly)\b|\bnews\b\s*(?:$|[-–|:,])"
    r"|(?:\b(?:issue|edition|no\.?|nr\.?|vol\.?|week)\s*|#)\d+|(?:[-–|:,]\s*|^)[^\W\d_]{3,9}\s+20\d\d\s*$",
    re.IGNORECASE,
)
_FAREWELL = re.compile(
    r"(?:(?:with|all|my|our)\s+){0,3}(?:kind|best|warm|many)?\s{0,3}"
    r"(?:regards|wishes|the best|thanks|yours|sincerely|cheers)\b.{0,40}"
    r"|(?:viele|herzliche|beste|mit freundlichen) grüße.{0,40}|cordialement.{0,20}"
    r"|(?:met vriendelijke|hartelijke) groet.{0,20}|(?:cordiali|un caro) salut.{0,20}"
    r"|(?:that['’]s (?:all|it)|until next|see you|bis zum nächsten).{0,60}",
    re.IGNORECASE,
)
MAX_FAREWELL_WORDS = 12


def names_edition(subject: str) -> bool:
    """Whether a subject names an issue of a newsletter rather than a post."""
    return _EDITION.search(subject) is not None


def farewell(texts: Sequence[str]) -> int:
    """The place where a mail takes its leave below its last post; their number where it does not."""
    for at in range(len(texts) - 1, -1, -1):
        if len(texts[at].split()) > MAX_FAREWELL_WORDS:
            break
        if _FAREWELL.fullmatch(texts[at].strip(" ,.!–—-")):
            return at
    return len(texts)


def is_furniture(text: str) -> bool:
    """Whether a paragraph is the mail's own and not a post's."""
    return len(text.split()) <= MAX_WORDS and _is_line(text)


def _is_line(text: str) -> bool:
    return len(text) <= MAX_LENGTH and _LINE.fullmatch(text.strip(" |·•–—-<>[]*")) is not None


def foot(texts: Sequence[str]) -> int:
    """The place of the first paragraph of a mail's footer; their number where it has none.

    What follows that line is the footer's, unless so much follows that the line cannot be one.
    """
    counts = [len(text.split()) for text in texts]
    whole, before = sum(counts), 0
    for at, text in enumerate(texts):
        if (
            counts[at] <= MAX_FOOT_WORDS
            and _FOOT.search(text[:MAX_LENGTH])
            and _is_line(text)
            and before >= MIN_FOOT_AT * whole
        ):
            return at
        before += counts[at]
    return len(texts)
