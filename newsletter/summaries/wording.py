"""Wordings that a sentence printed alone must not have, for English.

Each list grew from reading summaries of opinion blogs, news and trade bulletins, not from a grammar; a wording
belongs here when a reader of the summary alone would ask "who?", "which?" or "when?". A list has one or more
wordings, parted by |, on each line; each is a regular expression.
"""

import re


def _any_of(wordings: str) -> str:
    lines = (line.strip().strip("|") for line in wordings.strip().splitlines())
    return "(?:" + "|".join(line for line in lines if line) + ")"


def _opening(wordings: str) -> re.Pattern[str]:
    return re.compile(rf"[“‘\"'(\[]*{_any_of(wordings)}(?!\w)", re.IGNORECASE)


def _anywhere(wordings: str) -> re.Pattern[str]:
    return re.compile(rf"\b{_any_of(wordings)}(?!\w)", re.IGNORECASE)


CONNECTIVE = _opening(
    r"""
    but|however|so|and|or|nor|yet|thus|therefore|hence|consequently|moreover|furthermore|additionally|also|besides
    instead|meanwhile|nevertheless|nonetheless|otherwise|conversely|similarly|likewise|equally|indeed|accordingly
    plus|again|then|here|rather|still|too|secondly|thirdly|fourthly|lastly|finally|second|third|fourth|fifth|next
    first|firstly|subsequently|afterwards|thereafter|regardless|alternatively|overall|incidentally|yes|no|well
    previously|hopefully|sadly|unfortunately|fortunately|luckily|thankfully|interestingly|crucially|importantly
    in fact|as a matter of fact|after all|for example|for instance|as a result|as such|as an aside|as well as this
    in (?:turn|other words|short|summary|conclusion|essence|particular|addition|contrast|comparison|the meantime)
    in (?:the process|doing so|both cases|each case|either case|this way|that way|that case|this case|return)
    on the (?:other|one) hand|on the contrary|on top of (?:this|that|it|all)|of course|at (?:the same|that) time
    at (?:first|last|this point|that point)|(?:that|this|having) (?:being )?said|by (?:contrast|comparison|then)
    even (?:so|then|more|worse|better|if (?:it|this|they|that))|(?:what is|what[’']s) more|not only (?:that|this)
    more (?:importantly|recently|broadly|generally|specifically)|(?:most|worse|better|best|worst) (?:of all|still|yet)
    (?:since|until|from) (?:then|there)|either way|(?:in order )?to do (?:this|so|that|it)|to (?:this|that) end
    not every\w*|not (?:so|any more|quite|only|all of (?:them|this))|as (?:before|above|mentioned|noted|discussed|i)
    (?:a|one) (?:second|third|fourth|further|final|similar|better|related|last)|(?:a|one) (?:good |prime )?example
    \d+ (?:days|weeks|months|years) (?:later|on|earlier)|(?:a|some|several|many|two|three) \w+ (?:later|earlier)
    (?:almost )?immediately|all too|all of a sudden|(?:the )?more (?:of|on) (?:this|that)
    (?:part|some|most|all|much) of the (?:answer|reason|trouble|problem|explanation)|whereas previously
    """
)
"""Opens by leaning on the sentence before."""

ANAPHOR = _opening(
    r"""
    they|them|their|theirs|he|him|his|she|her|hers|its|itself|such|others|another|both|neither|either|this|these
    that|it(?![’']s time)|ours|those(?! (?:who|whom|that|which|with|in|of|whose|\w+ing|\w+ed)\b)
    (?:some|many|most|all|each|any|none|few|half|one|two|three|several|much|part) of (?:them|these|those|this|that|it)
    (?:some|many|most|few|several|none|all|each|one|two|three) (?:may|might|will|would|can|could|should|is|are|was|were)
    (?:some|many|most|few|several|none|all|each|one|two|three) (?:has|have|had|say|said|argue|think|also|do|did|come)
    the (?:second|third|fourth|fifth|latter|former|others?|same|next|rest|above|remaining)
    the (?:first|final|last|two|three) (?:is|was|are|were|one|of (?:these|them|which|those)|do|can|will|have)
    the (?:first|final|last) (?:step|point|question|reason|consideration|area|thing|problem|challenge|part|group)
    (?:none|each|all|any|one|some|neither|either) of the (?:two|three|four|five|others)(?! \w+s\b)|as ever
    the (?:result|answer|solution|reason|upshot|consequence|outcome|effect|aim|idea|alternative|trouble) (?:is|was|has)
    the (?:difference|good news|bad news|exception|move|change|decision) (?:is|was|here|has been|will)
    there (?:is|are|was|were|may be|will be|has been|have been) (?:also|other|another|still|more|further|no other)
    what (?:all )?(?:this|that|these|those|it|they|he|she)|where (?:this|that|it|they)|why (?:this|that)
    """
)
"""Opens with a word that stands for something said before."""

EXPLETIVE = _opening(
    r"""
    it (?:is|was|will be|would be|may be|might be|can be|could be) (?!also|\w+ never|going)[^.;:]{0,60}? (?:that|to)
    it (?:has been|remains|seems|appears) [^.;:]{0,60}? (?:that|to)
    it (?:is|was) (?!also)[^.;:]{0,40}? (?:how|why|whether)|it is (?:only|not) (?:by|when|if|through|because)
    it (?:takes|took) [^.;:]{0,60}? to|it[’']s (?:time|hard|easy|clear|important|worth|essential|vital|possible)
    """
)
"""An "it" that stands for nothing said before: "it is hard to see how"."""

LEANS_INSIDE = re.compile(
    r"(?<!but )\balso\b|, (?:however|therefore|though|too|then|for example|for instance|in turn|instead|moreover)[,.]"
    r"|\bthe same (?:fate|way|thing|reason|goes|is true|applies|is|was|approach)\b(?! as)|\bas well\.|\btoo\."
    r"|\bthat aside\b"
    r"|\bthat away\b|\bdo(?:es)? so\b|\b[Tt]his is (?:not )?(?:what|why|how|where|when)\b|\b(?:the|a) similar\b"
    r"|\bsuch an?\b|\bas mentioned\b|\bthe (?:former|latter)\b|\bthe two(?=[.,;]| (?:are|were|is|do|have|can|will)\b)"
    r"|\banother\b(?! (?:person|day|country|organisation))|\b(?:to|of|in|for|at|with|from|by) that [a-z]+",
    re.IGNORECASE,
)
"""Leans on an earlier sentence without opening with it; looked for among a sentence's first words."""

RELATIVE_TO_A_DATE = re.compile(
    r"\b(?:an?|\d+|two|three|some|many|several) (?:day|week|month|year|decade)s? (?:later|before|earlier)\b(?! than)",
    re.IGNORECASE,
)
"""A time counted from one that another sentence names."""

CHATTER = _anywhere(
    r"""
    (?:this|the|my|our|today[’']s|previous|first|second|latest) (?:short |blog |first |latest |next )?(?:post|blogs?)
    (?:this|my|our|today[’']s|previous|first|second) (?:short |next |last )?(?:articles?|series|column|episode)
    (?:this|the|our|my|last|next) (?:week[’']s |month[’']s )?(?:newsletter|podcast|edition|webinar|instalment|bulletin)
    (?:first|next|last) of (?:these|two|three|the) (?:posts|articles|blogs)|series of (?:articles|posts|blogs)|a reader
    I (?:have |had |will |also |previously |already |recently )*(?:wrote|written|write|blogged|blog|outlined?|explored?)
    I (?:have |had |will |also |previously |already |recently )*(?:explain|discuss|share|cover|describe|argue)\w*
    (?:I|we)[’'](?:ve|ll) (?:also |previously |already |recently )*(?:written|explain|look|discuss|argue)\w*
    I (?:am|[’']m) going to|my (?:point|question|aim|purpose|prediction|plan|guess|last|previous|next)
    I hope (?:you|this)
    let(?:[’']s| us| me (?:say|explain|be|start|begin))|click (?:here|on)
    as I (?:have )?(?:said|say|wrote|write|see|understand|mentioned|noted)
    read (?:more|on|our|the full|about|it here)|find out more|see (?:below|above|our|here|also)|below are|as follows
    (?:shown|listed|set out|outlined|described|given|mentioned|discussed|noted|as) (?:below|above)|the following
    here (?:is|are|comes?)|thank you for|thanks (?:to everyone|for)|welcome (?:to|back)|stay tuned|subscribe|sign up
    register (?:here|now|for)|get in touch|contact us|email us|listen to (?:the|our|this)|watch the|join us
    (?:in|over) the (?:coming|next) (?:few )?(?:weeks|months|days|posts|articles)|all rights reserved|as an aside
    (?:starting|with) (?:with )?a title|you may have (?:seen|noticed|read)|dear (?:reader|colleague)s?|share this
    (?:don[’']t forget|remember) to|(?:photo|photograph|image|picture):|(?:first|originally) published|updated (?:on|at)
    have your say|take (?:our|part in our|the) (?:poll|survey)|vote (?:at|here|now)|advertisement|cookies?
    terms and conditions|privacy policy|book (?:now|your place)|for more information|more information|further details
    if you (?:want|would like|are interested|have any|missed)|story that people|imagine
    (?:picture|suppose|think of|ask (?:anyone|any|ten|a|most|people))
    """
)
"""Speaks of the post, the page or the writing of it, not of its subject."""

PLATITUDE = _anywhere(
    r"""
    time will tell|the future (?:is|looks)|remains? to be seen|watch this space|one thing is (?:certain|sure|clear)
    at the end of the day|exciting times?|look(?:ing)? forward to|together we can|now is the time|the time is now
    the choice is (?:ours|yours)|let us hope|we all (?:make mistakes|know)|hard to see this changing|it is what it is
    there is no (?:silver bullet|one size fits all|magic wand)|easier said than done|food for thought|the road ahead
    only together|journey (?:ahead|starts|begins)|every little helps|needless to say|a brighter future|in it together
    one step at a time|the rest is history|(?:good|best of) luck|what happens next|the possibilities are endless
    a win[- ]win|watch and wait|continue to monitor|who knows|long may it continue|here[’']s to
    (?:do|does) not have to be enem(?:ies|y)|only the first step|no easy answers|never comfortable|is a journey
    in (?:its|our|your|their) own hands|would like to see it succeed|cut a ribbon|now more than ever|we are all
    """
)
"""Closes a text and says nothing of it."""

RELATIVE_DAY = _anywhere(
    r"""
    yesterday|today|tomorrow|tonight|this (?:morning|afternoon|evening|week|month|year|weekend|quarter)
    this (?:summer|winter|autumn|spring)|(?:last|next) (?:night|week|month|year|summer|winter|autumn|spring|weekend)
    (?:last|next) (?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)|(?:days?|weeks?|months?|years?) ago
    (?:earlier|later) this|the (?:coming|past|previous|recent) (?:few )?(?:days?|weeks?|months?)|recently announced
    (?:has|have) (?:just|now) (?:been )?(?:announced|published|released)|just (?:announced|published|released)
    """
)
"""A time that is known only to who knows the day of writing."""

REPORTING = _any_of(
    r"""
    said|says|say|told|tells|suggested|suggests|adds?|added|argued|argues|warned|warns|explained|explains|commented
    comments|noted|notes|claimed|claims|insisted|insists|admitted|believes|thinks|concluded|stated|states|stressed
    wrote|writes|asked|replied|called|agreed|agrees|acknowledged|pointed out|points out|urged|urges|hopes|described
    """
)
NAME = r"[A-Z][a-zà-ÿ]+(?:[-’'][A-Z]?[a-zà-ÿ]+)*"
FULL_NAME = re.compile(rf"\b(?:{NAME}|[A-Z]\.?) (?:[A-Z]\. |de |van |al-)?({NAME})\b")
SURNAME_SPEAKS = re.compile(
    rf"(?<![A-Za-z] )(?<![a-z]-)\b({NAME})(?:[’']s?)? (?:also |then |has |had |who )?{REPORTING}\b"
    rf"|\b{REPORTING} ({NAME})\b(?! [A-Z])"
)
ATTRIBUTION = re.compile(rf"\b(?:{REPORTING}|according to)\b")
VOICE = re.compile(r"\b(?:I|[Ww]e|[Oo]ur|[Yy]ou|[Mm]y)\b|\?$")
FIRST_PERSON = re.compile(r"\b(?:I|I[’'](?:m|ve|d|ll)|[Mm]y|myself)\b")
PRONOUN_SPEAKS = re.compile(
    rf"\b(?:(?:[Hh]e|[Ss]he|[Tt]hey) (?:also |then )?{REPORTING}|{REPORTING} (?:he|she|they))\b"
)
PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers|himself|herself)\b", re.IGNORECASE)
THING_PRONOUN = re.compile(r"\b(?:it|its|they|them|their|theirs|itself|themselves)\b", re.IGNORECASE)
DEMONSTRATIVE = re.compile(
    r"\b(?:this|these|those(?! (?:who|whom|that|which|with|in|at|on|from|of|whose|for|\w+ing|\w+ed))"
    r"|such(?! as| that| an?\b)"
    r"|that(?= (?:point|time|day|year|reason|case|sense|way|approach|kind|sort|end|moment)\b))\b",
    re.IGNORECASE,
)
ANTECEDENT = re.compile(
    r"\b(?:the|a|an|each|every|any|some|many|most|all|no|our|general|one|two|three|\d+|\w{3,}s|anyone|everyone|someone"
    r"|nobody|people|staff|government|nhs)\b",
    re.IGNORECASE,
)
"""Something that a later "it" or "they" may stand for."""
IT_AFTER_PLURAL = re.compile(r"[A-Z][a-z]+s (?:(?!the|a|an|our|each|every|one|this|its)[a-z]+ ){1,4}it\b")
"""A plural cannot be what "it" stands for: "Patients complained about it"."""
PRONOUN_IN_SUBJECT = re.compile(
    r"(?:The|An?|Any|Some) [a-z]+ (?:for|of|to|with|from|about|behind|between|in|on|among) (?:them|it|him|her|both)\b"
)
"""The sentence's own subject cannot be what a pronoun within it stands for: "the funding for them"."""
QUOTATION = re.compile(r"“[^”]*”|\"[^\"]*\"|‘[^’]{20,}’")
FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|should|must|will|would|can|cannot|could|may|might|needs?|does|do|did|makes?|\w{2,}ed)\b"
)
"""A word that is most often a finite verb."""
ANNOUNCES = re.compile(
    r"(?:There (?:are|were) |We have |The \w+ (?:has|have) )?(?:two|three|four|five|six|seven|several) \w+",
    re.IGNORECASE,
)
CONTRADICTION = re.compile(r"[“\"(]?(?:But|However|Yet|Nevertheless|Nonetheless|Unfortunately|Sadly)\b")
CLAIM = re.compile(
    r"\b(?:should|must|needs?|has to|have to|cannot|requires?|recommends?|warns?|means|because|depends? on|without"
    r"|unless|missing|vital|essential|crucial|key|risks?|challenges?|problems?|only|resist|instead of|rather than"
    r"|too late)\b"
)
"""What the argument of a text is put in."""
PAST = re.compile(r"\b(?:was|were|had|did|used to|went|came|became|began|\w{3,}ed)\b")
LONG_AGO = re.compile(
    r"(?:Back in|In (?:19|20)\d\d|For (?:many|\d+) years|Historically|Traditionally|Originally|Once)\b"
)
PRESENT = re.compile(
    r"\b(?:is|are|has|have|will|should|must|can|cannot|may|needs?|does|do|remains?|requires?|means?)\b"
)
PAGE_LINK = re.compile(r"https?://|www\.|\S+@\S+\.\w|\b\w+\.(?:com|org|co\.uk|nhs\.uk|gov\.uk)\b", re.IGNORECASE)
