"""Wordings that a sentence printed alone must not have, for English.

Each list grew from reading summaries of opinion blogs, news and trade bulletins, not from a grammar; a wording belongs here
when a reader of the summary alone would ask "who?", "which?" or "when?".
"""

import re


def _any_of(*wordings: str) -> str:
    return "(?:" + "|".join(wordings) + ")"


def _opening(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"[“‘\"'(\[]*{_any_of(*wordings)}\b", re.IGNORECASE)


def _anywhere(*wordings: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of(*wordings)}\b", re.IGNORECASE)


CONNECTIVE = _opening(
    *"but however so and or nor yet thus therefore hence consequently moreover furthermore additionally also besides".split(),
    *"instead meanwhile nevertheless nonetheless otherwise conversely similarly likewise equally indeed accordingly".split(),
    *"plus again then here rather still too secondly thirdly fourthly lastly finally second third fourth fifth next".split(),
    *"first firstly subsequently afterwards thereafter regardless alternatively overall incidentally yes no well".split(),
    *"previously hopefully sadly unfortunately fortunately luckily thankfully interestingly crucially importantly".split(),
    "(?:in|as a matter of) fact", "after all", "for (?:example|instance)", "as (?:a result|such|an aside|well as this)",
    "in (?:turn|other words|short|summary|conclusion|essence|particular|addition|contrast|comparison|the meantime)",
    "in (?:the process|doing so|both cases|each case|either case|this way|that way|that case|this case|response|return)",
    "on the (?:other|one) hand", "on the contrary", "on top of (?:this|that|it|all)", "of course", "at (?:the same|that) time",
    "at (?:first|last|this point|that point)", "(?:that|this|having) (?:being )?said", "by (?:contrast|comparison|then)",
    "even (?:so|then|more|worse|better|if (?:it|this|they|that))", "(?:what is|what[’']s) more", "not only (?:that|this)",
    "more (?:importantly|recently|broadly|generally|specifically)", "(?:most|worse|better|best|worst) (?:of all|still|yet)",
    "(?:since|until|from) (?:then|there)", "either way", "(?:to|in order to) do (?:this|so|that|it)", "to (?:this|that) end",
    "not (?:so|any more|quite|only|all of (?:them|this))", "as (?:before|above|mentioned|noted|stated|discussed|i)",
    "(?:a|one) (?:second|third|fourth|further|final|similar|better|related|last) ", "(?:a|one) (?:good |recent |prime )?example",
    r"\d+ (?:days|weeks|months|years) (?:later|on|earlier)", "(?:a|some|several|many|two|three) \\w+ (?:later|earlier)",
    "(?:almost |virtually )?immediately", "all (?:too|of a sudden)", "(?:the )?more (?:of|on) (?:this|that)",
)  # fmt: skip
"""Opens by leaning on the sentence before."""

ANAPHOR = _opening(
    *"they them their theirs he him his she her hers its itself such those others another both neither either".split(),
    "this", "these", "that(?! (?:is because|general practice))", r"it\b(?![’']s time)",
    "(?:some|many|most|all|each|any|none|few|both|half|one|two|three|several|much|neither|either|part) of"
    " (?:them|these|those|this|that|it|us|which)",
    "(?:some|many|most|others|few|several|none|all|each|one|two) (?:may|might|will|would|can|could|should|is|are|was|were|"
    "has|have|had|say|said|argue|think|even|also|do|did|come)",
    "the (?:second|third|fourth|fifth|latter|former|others?|same|next|rest|above|remaining|latest|first|final|last)",
    "the (?:result|answer|solution|reason|upshot|consequence|outcome|effect|aim|idea|point|problem|alternative|trouble|"
    "difference|good news|bad news|exception|move|change|decision) (?:is|was|here|has been|will)",
    "there (?:is|are|was|were|may be|will be|has been|have been) (?:also|other|another|still|more|further|no other|one more)",
    "what (?:all )?(?:this|that|these|those|it|they|he|she)", "where (?:this|that|it|they)", "why (?:this|that)",
)  # fmt: skip
"""Opens with a word that stands for something said before."""

EXPLETIVE = _opening(
    r"it (?:is|was|will be|would be|may be|might be|can be|could be|should be|has been|remains|seems|appears|takes|took|"
    r"matters|pays|helps|makes sense)[^.;:]{0,60}? (?:that|to|for|how|whether|why|when)\b",
    r"it[’']s (?:time|hard|easy|clear|important|worth|essential|vital|possible)\b",
)
"""An "it" that stands for nothing said before: "it is hard to see how"."""

LEANS_INSIDE = re.compile(
    r"(?<!but )\balso\b|, (?:however|therefore|though|too|then|for example|for instance|in turn|instead|moreover|of course),"
    r"|\bthe same (?:fate|way|thing|reason|goes|is true|applies|is|was|approach)\b|\bas well\.|\btoo\.|\bdo(?:es)? so\b"
    r"|\b(?:the|a) similar\b|\bthat aside\b|\bsuch an?\b|\bas mentioned\b|\b(?:the|these|those) two\b(?=[.,]| (?:are|were|is))"
    r"|\bthe (?:former|latter)\b|\banother\b(?! (?:person|day|country|organisation))",
    re.IGNORECASE,
)
"""Leans on an earlier sentence without opening with it; looked for among a sentence's first words."""

CHATTER = _anywhere(
    r"(?:this|the|my|our|today[’']s|last|next|previous|first|second) (?:(?:first|latest|new|week[’']s|short|blog|of these|in a) )*"
    r"(?:post|article|articles|blog|blogs|blog post|series|column|newsletter|podcast|episode|edition|webinar|instalment)",
    r"(?:first|next|last) of (?:these|two|three|the) (?:posts|articles|blogs)", "series of articles",
    r"(?:I|I[’']ve|we) (?:have |had |will |also |previously |already |recently |am going to |[’']ll |would like to |want to )*"
    r"(?:wrote|written|write|blogged|blog|outline|outlined|explore|look at|looked at|explain|discuss|discussed|share|cover|"
    r"covered|describe|described|mentioned|set out|argued|talk about|talked about|revisit|examine)",
    r"I (?:am|[’']m) going to", r"my (?:point|question|aim|purpose|prediction|plan|guess|last|previous|next)",
    "let(?:[’']s| us| me)", "as I (?:have )?(?:said|say|wrote|write|see|understand|mentioned|noted)", "click (?:here|on)",
    "read (?:more|on|our|the full|about|it here)", "find out more", "see (?:below|above|our|here|also)", "(?:shown|listed|set out|"
    "outlined|described|given|mentioned|discussed|noted|as) (?:below|above)", "the following", "as follows", "below are",
    "here (?:is|are|comes?)", "thank you for", "thanks (?:to everyone|for)", "welcome to", "welcome back", "stay tuned",
    "subscribe", "sign up", "register (?:here|now|for)", "get in touch", "contact us", "email us", "listen to (?:the|our|this)",
    "watch the", "join us", "(?:in|over) the (?:coming|next) (?:few )?(?:weeks|months|days|posts|articles)", "all rights reserved",
    "as an aside", "(?:starting|with) (?:with )?a title", "you may have (?:seen|noticed|read)", "dear (?:reader|colleague)s?",
    "(?:don[’']t forget|remember) to", "photo(?:graph)?:", "image:", "picture:", "first published", "originally published",
    "(?:have your say|take (?:our|part in our|the) (?:poll|survey)|vote (?:at|here|now))", "updated (?:on|at)", "share this",
    "advertisement", "cookies?", "terms and conditions", "privacy policy", "I hope (?:you|this|that)", "book (?:now|your place)",
    "if you (?:want|would like|are interested|have any|missed)", "for more information", "more information", "further details",
)  # fmt: skip
"""Speaks of the post, the page or the writing of it, not of its subject."""

PLATITUDE = _anywhere(
    "time will tell", "the future (?:is|looks)", "remains? to be seen", "watch this space", "one thing is (?:certain|sure|clear)",
    "at the end of the day", "exciting times?", "look(?:ing)? forward to", "together we can", "now is the time", "the time is now",
    "the choice is (?:ours|yours)", "let us hope", "we (?:all )?(?:make mistakes|know)", "hard to see this changing",
    "it is what it is", "there is no (?:silver bullet|one size fits all|magic wand)", "easier said than done", "food for thought",
    "only (?:by working )?together", "journey (?:ahead|starts|begins)", "the road ahead", "every little helps", "needless to say",
    "a brighter future", "in it together", "make a difference to people", "one step at a time", "the rest is history",
    "(?:good|best of) luck", "what happens next", "the possibilities are endless", "a win[- ]win", "watch and wait",
    "continue to monitor", "who knows", "long may it continue", "here[’']s to",
)  # fmt: skip
"""Closes a text and says nothing of it."""

RELATIVE_DAY = _anywhere(
    "yesterday", "today", "tomorrow", "tonight", "this (?:morning|afternoon|evening|week|month|year|weekend|summer|winter|autumn|"
    "spring|quarter|time next)", "(?:last|next) (?:night|week|month|year|summer|winter|autumn|spring|weekend|monday|tuesday|"
    "wednesday|thursday|friday|saturday|sunday)", "(?:days?|weeks?|months?|years?) ago", "(?:earlier|later) this",
    "(?:the )?(?:coming|past|previous|recent) (?:few )?(?:days?|weeks?|months?)", "just (?:announced|published|released)",
    "(?:has|have) (?:just|now) (?:been )?(?:announced|published|released)", "recently announced",
)  # fmt: skip
"""A time that is known only to who knows the day of writing."""

WEEKDAY = _anywhere("(?:on )?(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)")

REPORTING = (
    "(?:said|says|say|told|tells|suggested|suggests|added|adds|argued|argues|warned|warns|explained|explains|commented|"
    "comments|noted|notes|claimed|claims|insisted|insists|admitted|believes|thinks|concluded|stated|states|stressed|"
    "wrote|writes|asked|replied|called|agreed|agrees|acknowledged|pointed out|points out|urged|urges|hopes|described)"
)
NAME = r"[A-Z][a-zà-ÿ]+(?:[-’'][A-Z]?[a-zà-ÿ]+)*"
FULL_NAME = re.compile(rf"\b(?:{NAME}|[A-Z]\.?) (?:[A-Z]\. |de |van |al-)?({NAME})\b")
SURNAME_SPEAKS = re.compile(
    rf"(?<![A-Za-z] )(?<![a-z]-)\b({NAME})(?:[’']s?)? (?:also |then |has |had |who )?{REPORTING}\b"
    rf"|\b{REPORTING} ({NAME})\b(?! [A-Z])"
)
ATTRIBUTION = re.compile(rf"\b(?:{REPORTING}|according to)\b")
FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|me|my|myself|mine)\b")
SECOND_PERSON = re.compile(r"\b(?:you|your|yours|yourself)\b", re.IGNORECASE)
PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
THING_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|theirs|itself|themselves)\b", re.IGNORECASE)
DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|those(?! (?:who|whom|that|which|with|in|at|on|from|of|whose|for|\w+ing|\w+ed))|such(?! as| that| an?\b)"
    r"|that(?= (?:point|time|day|year|reason|case|sense|way|approach|kind|sort|end|moment|stage|question|matter)\b))\b",
    re.IGNORECASE,
)
ANTECEDENT = re.compile(
    r"\b(?:the|a|an|each|every|any|some|many|most|all|no|our|general|one|two|three|\d+|\w{3,}s|anyone|everyone|someone|nobody|"
    r"people|staff|government|nhs)\b",
    re.IGNORECASE,
)
PAGE_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\w|\b\w+\.(?:com|org|co\.uk|nhs\.uk|gov\.uk)\b", re.IGNORECASE)
