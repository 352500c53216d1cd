"""What is on a page and is no post: told by the words that stand alone on a line.

        Each pattern must match a whole line, so that a sentence of a post that says "subscribe" or "next"
        stays. The list is what
archive pages of WordPress, Ghost, Squarespace, Drupal, Blogger and hand-made sites print, in five languages.
"""

import re
from enum import StrEnum
from functools import cache, lru_cache

MAX_LINE = 240
"""Cookie notices are the longest furniture; whatever is longer is judged as prose."""


class Reason(StrEnum):
    """Why a line is furniture, as the editor reads it."""

    READ_MORE = "Read More"
    PAGINATION = "pagination"
    SHARE = "share buttons"
    TAGS = "tags"
    COMMENTS = "comment count"
    COMMENT = "readers' comment"
    COOKIES = "cookie notice"
    SIGN_UP = "newsletter box"
    FOOTER = "footer"
    SIDEBAR = "sidebar heading"
    META = "date, author or reading time"
    MENU = "menu"
    PICTURE = "picture"
    RULE = "dividing line"


ENDS_POST = frozenset({Reason.READ_MORE, Reason.PAGINATION, Reason.SHARE, Reason.TAGS, Reason.COMMENTS, Reason.META})
"""What stands below a post: whatever follows is a new one or none."""

_PATTERNS: dict[Reason, str] = {
    Reason.READ_MORE: r"""
        (?:click \s+ here \s+ to \s+)? (?:read|learn|find \s+ out|see|view|discover|show) \s+ (?:the \s+)?
        (?:more|full|rest|whole|entire|post|article)
        (?:\s+ (?:here|now|story|post|article|entry|news|blog|online|details|of \s+ this|posts?|\.\.\.))* (?:\s+
        (?:about|on|from) \b .{0,90})?
        | (?:continue|keep) \s+ reading \b .{0,120} | more (?:\s+ info(?:rmation)?|\s+ details|\s+ \.\.\.)? |
        full \s+ (?:story|article|post) | details
        | weiterlesen .{0,90} | mehr \s+ (?:lesen|erfahren|dazu) | weiter \s+ lesen | zum \s+
        (?:artikel|beitrag) | lire \s+ (?:la \s+ suite|plus|l['’]article) .{0,90}
        | en \s+ savoir \s+ plus | (?:lees|lezen) \s+ (?:meer|verder|het \s+ hele \s+ artikel) .{0,90} | verder
        \s+ lezen | meer \s+ lezen
        | (?:leggi|continua) \s+ (?:tutto|di \s+ più|a \s+ leggere|l['’]articolo|la \s+ lettura|altro) .{0,90} |
        scopri \s+ di \s+ più | per \s+ saperne \s+ di \s+ più
        | leer \s+ más | seguir \s+ leyendo""",
    Reason.PAGINATION: r"""
        (?:page|seite|pagina|p\.) \s* \d+ (?:\s* (?:of|/|von|sur|van|di|de) \s* \d+)? | \d+ \s+
        (?:of|von|sur|van|di) \s+ \d+
        | [\d\s,.…|·-]*\d[\d\s,.…|·-]* | (?:first|last|next|previous|prev|older|newer|earlier|later) (?:\s+
        (?:page|posts?|entries|articles?|stories|news|post))*
        | (?:next|previous|prev|older|newer) \s* (?:post|article|story|entry)? \s* : .{0,120}
        | (?:load|view|show|see) \s+ (?:more|older|all) (?:\s+ (?:posts|articles|news|stories|results|entries))?
        | (?:post|posts|page) \s+ navigation | pagination
        | (?:(?:page|first|last|next|previous|prev|older|newer|home|posts?|entries|of|interim \s+ pages \s+
        omitted|\d{1,5}(?!\d)|…|\.\.\.|[«»‹›<>|←→-]) \s*){2,}
        | (?:ältere|neuere) \s+ (?:beiträge|artikel|posts) | (?:nächste|vorherige) (?:\s+ seite)? | (?:page
        \s+)? (?:suivante?|précédente?) s? | articles \s+ (?:plus \s+ anciens|plus \s+
        récents|précédents|suivants)
        | (?:volgende|vorige) (?:\s+ pagina)? | oudere \s+ berichten | nieuwere \s+ berichten | (?:pagina \s+)?
        (?:successiva|precedente) | articoli \s+ (?:meno|più) \s+ recenti
        | showing \s+ .{0,40} \s+ of \s+ \d+ .{0,30} | displaying \s+ .{0,60}""",
    Reason.SHARE: r"""
        share (?:\s+
        (?:this|on|via|to|with|it|the|post|page|article|story|now|by|your|friends|love|facebook|twitter|x|linkedin|whatsapp|email|e-mail|pinterest|reddit|and|enjoy))*
        \s* :?
        | share \s+ this \b .{0,60} |
        (?:tweet|like|pin|print|email|e-mail|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|tumblr|telegram|instagram|youtube|google\+?|pocket|mastodon|bluesky|threads|rss|teilen|drucken|partager|imprimer|delen|condividi|stampa|copy
        \s+ link|link \s+ copied!?)
        (?:[\s|,·/&]+
        (?:tweet|like|pin|print|email|e-mail|facebook|twitter|x|linkedin|whatsapp|pinterest|reddit|tumblr|telegram|instagram|youtube|google\+?|pocket|mastodon|bluesky|threads|rss|share|this|it|post|page|copy
        \s+ link))*
        | click \s+ to \s+ (?:share|email|print) .{0,80} | like \s+ (?:this|loading) (?:\s* :)? .{0,30} | like
        \s+ loading .{0,10} | (?:follow|find|like|join) \s+ (?:us|me) (?:\s+ (?:on|at)? \s* .{0,40})? | follow
        \s+ @\w+
        | (?:tweet|share|like|print|email) \s* \d+ | \d+ \s+ (?:shares?|likes?|views?|tweets?|claps?)
        | teilen \s+ (?:mit|auf|über) .{0,30} | partager \s+ (?:sur|cet|:) .{0,30} | deel \s+ (?:dit|via|op)
        .{0,30} | condividi (?:\s+ su)? .{0,30} | spread \s+ the \s+ (?:word|love)""",
    Reason.TAGS: r"""
        (?:tags?|tagged|labels?|topics?|keywords?|schlagwörter|schlagworte|étiquettes?|mots-clés|trefwoorden|etichette|categor(?:y|ies)|kategorien?|catégories?|categorie(?:ën)?|filed
        \s+ (?:under|in)|posted \s+ (?:in|under)|publié \s+ dans|veröffentlicht \s+ (?:in|unter)|geplaatst \s+
        in|pubblicato \s+ in|tagged \s+ (?:with|as|in)|this \s+ entry \s+ was \s+ (?:posted|tagged))
            (?: \s* : .{0,200} | \s+ (?:in|with|as|under|on|by) \b .{0,200} )
        | (?:posted|filed|publié|tagged|entry \s+ posted|this \s+ entry \s+ was \s+ posted) \s+
        (?:in|under|dans) \s+ .{1,150} | tagged \s+ [^.]{1,150} |
        (?:tags|schlagwörter|étiquettes|trefwoorden)""",
    Reason.COMMENTS: r"""
        (?:\(?\d+\)?|no|one|two|three|four|five|leave \s+ (?:a|your)|add \s+ (?:a|your)|post \s+ a|write \s+
        a|view|show|hide|be \s+ the \s+ first \s+ to|join \s+ the|start \s+ the) \s* (?:new \s+)?
        (?:comments?|repl(?:y|ies)|responses?|conversation|discussion|thoughts?) (?:\s+ (?:on|to|so \s+
        far|here|yet|below)\b .{0,120})? (?:\s* \(?\d+\)?)?
        | comments? \s* (?:\(?\d+\)?|off|closed|are \s+ (?:off|closed) .{0,30})? (?:\s+ on \b .{0,120})? \s* :?
        | responses? | comments? \s+ feed
        | \d* \s* (?:kommentare?|commentaires?|reacties?|commenti|commento|reactie) (?:\s+ (?:zu|sur|su|op)
        .{0,120})? | kommentar \s+ (?:schreiben|hinterlassen|verfassen) | (?:laisser|ajouter) \s+ un \s+
        commentaire | (?:geef|plaats) \s+ een \s+ reactie | (?:geen|keine|aucun|nessun) \s+
        (?:reacties?|kommentare?|commentaire|commento) .{0,60} | lascia \s+ un \s+ commento
        | reply | cancel \s+ reply | reply \s+ to \s+ .{1,40} | your \s+ email \s+ address \s+ will \s+ not \s+
        be \s+ published .{0,80} | (?:name|email|website|comment) \s* \*? | required \s+ fields \s+ are \s+
        marked .{0,10} | save \s+ my \s+ name .{0,120} | notify \s+ me \s+ of .{0,80} | log \s+ in \s+ to \s+
        (?:reply|comment|leave .{0,20}) | you \s+ must \s+ be \s+ logged \s+ in .{0,40} | post \s+ comment |
        submit \s+ comment""",
    Reason.META: r"""
        \d{1,3} \s* -? \s* min(?:ute)?s?\.? (?:\s+ (?:read|reading (?:\s+ time)?|de \s+ lecture|lesezeit|leestijd))?
        | (?:estimated \s+)? (?:reading|read) \s+ time \s* :? .{0,25} | (?:lesezeit|temps \s+ de \s+ lecture) .{0,25}
        | posted \s+ by \s+ .{1,40} \s at \s+ \d .{0,60} | (?:last \s+)? (?:updated|modified) \s* :? .{0,30}
        | (?:posted|published|veröffentlicht|publié|geplaatst) \s* :? (?:\s+ by \s+ .{1,40})?""",
    Reason.COOKIES: r"""
        (?:this|our) \s+ (?:web\s?)?site \s+ uses \s+ cookies .* | we \s+ use \s+ (?:\w+ \s+){0,3} cookies .* |
        (?:accept|reject|allow|manage|decline) (?:\s+ (?:all|optional|and))* (?:\s+
        (?:cookies?|close|preferences|settings|continue))* | by \s+ (?:continuing|using|browsing) .{0,60} \s+
        cookies .* | cookies? (?:\s+ (?:policy|settings|preferences|notice|consent|statement))?
        | (?:diese|unsere) \s+ (?:web\s?)?(?:seite|site) \s+ (?:verwendet|nutzt|benutzt) \s+ cookies .* | wir
        \s+ (?:verwenden|nutzen) \s+ cookies .* | (?:alle \s+)? (?:cookies \s+)? akzeptieren | (?:ce|notre) \s+
        site \s+ utilise \s+ des \s+ cookies .* | nous \s+ utilisons \s+ des \s+ cookies .* | (?:tout \s+)?
        accepter | deze \s+ (?:web)?site \s+ (?:gebruikt|maakt \s+ gebruik \s+ van) \s+ cookies .* | wij \s+
        gebruiken \s+ cookies .* | questo \s+ sito \s+ (?:utilizza|usa) .{0,20} cookie .* | accetta(?:re|zione)?
        (?:\s+ tutti?)? (?:\s+ i \s+ cookie)?""",
    Reason.SIGN_UP: r"""
        (?:subscribe|sign \s+ up|register|join) (?:\s+ (?:now|today|here|free|us))? (?:\s+
        (?:to|for|via|by|with) \s+
        (?:our|the|this|my|email|e-mail|updates|news|blog|rss|receive|get|more|free|weekly|daily|monthly|mailing)
        \b .{0,100})? | (?:enter|your|type) \s+ (?:your \s+)? e-?mail (?:\s+ address)? .{0,100} | e-?mail \s+
        address \s* :? \s* \*?
        | (?:get|receive) \s+ (?:the \s+ latest|our|notified|updates|new \s+ posts|weekly) .{0,90}
        (?:inbox|e-?mail|newsletter|updates) .{0,30} | (?:our|the|weekly|free|e-?mail)? \s* newsletter (?:\s+
        sign-?up)? | newsletter \s+ (?:abonnieren|bestellen|anmeldung|inscription) |
        (?:s['’]abonner|abonnez-vous|inscrivez-vous|abonneer|aanmelden|iscriviti|abonnieren|anmelden) (?:\s+
        .{0,60})? | stay \s+ (?:up \s+ to \s+ date|informed|in \s+ touch|connected) .{0,60} | mailing \s+ list |
        unsubscribe .{0,60} | don['’]t \s+ miss \s+ (?:out|a \s+ post|an \s+ update) .{0,60}""",
    Reason.FOOTER: r"""
        (?:copyright \b|©|\(c\) \s* (?:19|20)\d\d) .{0,200} | .{0,80} ©\s*(?:copyright)?\s*(?:19|20)\d\d
        .{0,120} | .{0,60} \b all \s+ rights \s+ reserved \b .{0,100} | (?:proudly \s+)?
        (?:powered|designed|built|hosted|developed|created|website|web \s+ design|site) \s+ (?:by|with|on) \b
        .{0,80} | theme \s* : .{0,60} | (?:website|web|site) \s+ (?:design|development|by) .{0,60} | back \s+ to
        \s+ (?:the \s+)? (?:top|blog|news|home|all .{0,30}|list|articles) | (?:go \s+ to|return \s+ to) \s+ top
        | top | nach \s+ oben | retour \s+ (?:en \s+ haut|au \s+ sommaire) | naar \s+ boven | torna \s+ su
        | (?:privacy|data \s+ protection) (?:\s+ (?:policy|notice|statement|settings))? (?:\s* (?:and|&|\|)
        .{0,60})? | terms (?:\s+ (?:of \s+ (?:use|service)|and \s+ conditions|&\s+conditions))? (?:\s*
        (?:and|&|\|) .{0,60})? | impressum | datenschutz(?:erklärung)? | mentions \s+ légales | colofon |
        disclaimer | accessibility (?:\s+ statement)? | site\s?map | legal (?:\s+ notice)? | registered \s+
        (?:charity|company|office|in \s+ england) .{0,120} | (?:tel|phone|fax) \s* [:.] .{0,40} | entries \s+
        (?:feed|\(?rss\)?) | wordpress\.(?:org|com)""",
    Reason.SIDEBAR: r"""
        (?:latest|recent|related|popular|trending|featured|top|other|more|most \s+
        (?:read|popular|viewed|recent|commented)|similar|recommended|previous|new|all|our \s+ latest|further)
        \s+ (?:news|posts?|articles?|stories|story|entries|comments|blogs?|blog \s+
        posts?|reading|updates|tweets|headlines|events|content|topics|tags|publications|resources|links|items|press
        \s+ releases|insights)
        | (?:most \s+ (?:read|popular|viewed|recent|commented)|trending (?:\s+ now)?|editor['’]?s['’]? \s+
        (?:picks?|choice)) | you \s+ (?:may|might) \s+ (?:also)? \s* (?:like|enjoy|be \s+ interested \s+ in)
        .{0,30} | (?:more|also) \s+ (?:from|in|on|by|about|like) \s+ .{1,60} | read \s+ (?:also|next) | up \s+
        next | see \s+ also | don['’]t \s+ miss | in \s+ this \s+ section | on \s+ this \s+ page | in \s+ other
        \s+ news | quick \s+ links | useful \s+ links | links | related | related \s+ content | archives? |
        categor(?:y|ies) | blogroll | meta | tag \s+ cloud | popular \s+ tags | tags | pages | calendar | about
        \s+ (?:us|me|the \s+ author|this \s+ (?:site|blog)) | author (?:\s+ archives?)? | advertisements? |
        sponsored (?:\s+ (?:content|links|by .{0,40}))? | select \s+ (?:month|category) | follow (?:\s+
        (?:blog|this \s+ blog) .{0,40})? | search \s+ results .{0,80} | news \s+ archive | blog \s+ archive s? |
        (?:monthly|yearly) \s+ archives? .{0,40} | what['’]s \s+ new
        | (?:letzte|neueste|aktuelle|ähnliche|weitere|beliebte|neue) \s+
        (?:beiträge|artikel|kommentare|nachrichten|meldungen|news|themen) | das \s+ könnte \s+ (?:sie|dich) \s+
        auch \s+ interessieren | kategorien | archiv e? |
        (?:articles?|billets|commentaires|publications|actualités) \s+
        (?:récents?|récentes|similaires|liés|populaires|connexes|les \s+ plus \s+ lus) | (?:derniers?|dernières)
        \s+ (?:articles?|actualités|nouvelles|billets|commentaires) | à \s+ lire \s+ aussi | catégories |
        (?:laatste|recente|gerelateerde|meest \s+ gelezen|meer|populaire|nieuwste) \s+
        (?:nieuws|berichten|artikelen|reacties|blogs) | lees \s+ ook | archief | categorieën |
        (?:articoli|notizie|commenti|post) \s+ (?:recenti|correlati|simili|popolari) | ultim[ei] \s+
        (?:notizie|articoli|news) | potrebbe \s+ interessarti .{0,20} | leggi \s+ anche | archivi o? |
        categorie""",
    Reason.MENU: r"""
        (?:skip|jump) \s+ to \s+ .{1,40} | (?:main \s+ |toggle \s+ |primary \s+ |open \s+ |close \s+ |mobile
        \s+)* (?:menu|navigation|nav) | close | open | search (?:\s+ (?:for|this \s+ site|the \s+
        site|site|here|form|button|blog))? \s* :? (?:\s+ (?:\.\.\.|…))? | home (?:\s* [>»/|·›] .{0,120})? |
        (?:home|about|contact|blog|news|events|services|products|login|register|shop|faqs?|gallery|team|careers|jobs|resources|publications|press|media|support|help|donate)
        (?:\s* [>»/|·›]? \s*
        (?:home|about|us|contact|blog|news|events|services|products|login|register|shop|faqs?|gallery|our \s+
        team|team|careers|jobs|resources|publications|press|media|support|help|donate|and|&)){0,12}
        | (?:log|sign) \s?-?(?:in|out|on) | my \s+ account | (?:you \s+ are \s+ here) .{0,120} | breadcrumbs? |
        (?:startseite|accueil|über \s+ uns|kontakt|à \s+ propos|over \s+ ons|chi \s+
        siamo|contatti|suche|suchen|recherche(?:r)?|rechercher|zoeken|cerca|menü|anmelden|zum \s+ inhalt \s+
        springen|aller \s+ au \s+ contenu|naar \s+ de \s+ inhoud|vai \s+ al \s+ contenuto) | (?:select|choose)
        \s+ (?:language|your .{0,30}) | english | deutsch | français | nederlands | italiano | español | cymraeg
        | (?:expand|collapse) .{0,40} | go | submit | ok | loading \.{0,3}""",
    Reason.PICTURE: r"""
        (?:image|photo|picture|photograph|foto|bild|credit|photo \s+ credit|image \s+ credit|photo \s+ by|image
        \s+ source|getty \s+ images|video)s? \s* (?: : .{0,120} | \s (?:by|from|via|courtesy) \s .{1,80} )? |
        \(?(?:photo|image|picture) \s* (?::|by) .{0,100}\)? | getty \s+ images | shutterstock | play \s+ video |
        .{1,60} \. (?:jpe?g|png|gif|webp)""",
    Reason.RULE: r"""[\W_]+""",
}  # fmt: skip


_DECORATION = " \t[]()«»‹›<>→←↑↓▲▼►▶➔⟶*•·|+#–—-…_=~"


@cache
def _compiled() -> tuple[tuple[Reason, re.Pattern[str]], ...]:
    flags = re.VERBOSE | re.IGNORECASE
    return tuple((reason, re.compile(pattern, flags)) for reason, pattern in _PATTERNS.items())


@lru_cache(maxsize=8192)
def furniture_reason(line: str) -> Reason | None:
    """Why a whole line is furniture, or `None` for what may belong to a post."""
    if len(line) > MAX_LINE:
        return None
    bare = line.strip(_DECORATION)
    if not bare:
        return Reason.RULE
    for reason, pattern in _compiled():
        if pattern.fullmatch(bare):
            return reason
    return None


_GLUED = re.compile(
    r"(?<=[.!?…”\"'\]\u2019])\s*[\[(]?(?:read (?:the )?(?:more|full (?:story|article|post))|continue reading"
    r"|weiterlesen|lire la suite|lees (?:meer|verder)|leggi tutto|mehr lesen|en savoir plus|continua a leggere)\b"
    r"[^.!?]{0,80}[\])»›>→.…\s]*$"
    r"|(?<=[.…\]])\s*[\[(]?more(?:\.\.\.|…|\s*[»›→\])])$",
    re.IGNORECASE,
)


def without_read_more(paragraph: str) -> tuple[str, bool]:
    """A paragraph without the "Read More" glued to its last sentence, and whether there was one."""
    tail = paragraph[-160:]
    match = _GLUED.search(tail)
    if match is None:
        return paragraph, False
    return paragraph[: len(paragraph) - len(tail) + match.start()].rstrip(), True
