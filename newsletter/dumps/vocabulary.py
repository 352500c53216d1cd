"""The closed lists of words that the readers know, in the five languages that dates are read in."""

import re


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


SMALL_WORDS = _words("""
    a an the and or but nor for of in on at to by with from as is it its be via vs v per
    der die das und oder von im zu mit für le la les de du des et en un une het een van op te il lo gli di e
""")
"""Words that titles write small even where they capitalise all others."""

DATE_LINE_WORDS = _words("""
    posted published publish on by at updated update last modified written date created added first news release
    reviewed review th st nd rd of
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    veröffentlicht am von aktualisiert datum montag dienstag mittwoch donnerstag freitag samstag sonntag uhr
    publié le par mis à jour lundi mardi mercredi jeudi vendredi samedi dimanche
    geplaatst gepubliceerd op door maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
    pubblicato il da di lunedì martedì mercoledì giovedì venerdì sabato domenica
""")
"""Words that stand beside a date and say nothing of a title's."""

CARRIES_ON = _words("""
    this these those that they but however and so it he she such second secondly third thirdly another also finally
""")
"""First words of a paragraph that refer back to one before it."""

OPENS_PART = _words("so but and or then also now finally next")
"""First words of a sub-heading that takes up what stands above it."""

BYLINE_PARTS = frozenset(
    (
        *("by", "posted on", "posted by", "published on", "published by", "written by", "posted", "published", "on"),
        *("author", "von", "par", "door", "di", "publié le", "veröffentlicht am", "geplaatst op", "pubblicato il"),
    )
)
"""What remains on a line of its own when a converter tears a byline to pieces."""

NO_AUTHORS = _words("admin administrator editor webmaster")
"""Names of accounts, not of people."""

SECTION_WORDS = _words("""
    news press media policy care health primary blog events update updates comment opinion analysis research
    features service services general practice
    digital local national latest weekly daily monthly guest team staff release bulletin
""")
"""Words that name a part of a site and no person."""

EVERYDAY_WORDS = _words("""
    about after again all always and any are away because been before being both but can could did does doing done down
    each else ever every few first for from get gets getting give goes going good got had has have having help her here
    him his how its just keep kind know last let like little long look made make makes many may mean might more most
    much must need needed never new next not now off often old once one only other our out over own people really right
    same say see seen she should some someone something soon start still such take than that the their them then there
    these they thing things think this those time too under until use used very want was way well went were what when
    where which while who why will with without wont work would yes yet you your
    aber alle auch auf aus bei das dass den dem der des die dies diese ein eine einem einen einer eines etwas für gibt
    habe haben hat hier ich ihr ihre ist jetzt kann kein keine können machen man mehr mein mit muss nach nicht noch nun
    nur oder ohne sein seine sich sie sind soll tun und uns unser vom von vor war warum was wenn wer werden wie wir wird
    aux avec ces cette comme comment dans des elle est être faire faut ils les leur leurs mais mes mon nos notre nous
    par pas plus pour pourquoi quand que quel quelle quels quelles qui quoi sans ses son sont sur une vos votre vous
    aan als bij dan dat deze die dit doen door een geen had hebben heeft het hier hoe hun kan kun kunnen maar mee meer
    men met mijn moet naar niet nog ons onze ook uit van veel voor waar waarom wat wel wie worden wordt zal zich zijn
    alla alle anche che chi come con cosa dal dalla dei del della delle dove fare gli hanno nei nel nella noi non nostro
    perché più possiamo puoi quale quali quando questa questo sono sul sulla tra tutti tutto una uno voi
""")
"""Words of a question that any post may hold: "What can you do now?"."""

MONTH_FIRST_LANGUAGES = frozenset(("en-us", "en-ph", "fil-ph"))
"""The languages, with their countries, that write 12/31/2026."""

_NAME = re.compile(
    r"(?:Dr\.? |Prof\.? )?[A-Z][\w'’-]+(?: (?:[A-Z]\.|van|de|den|der|von|di|da|Mc|la))*(?: [A-Z][\w'’-]+){1,2}"
)


def is_name(line: str) -> bool:
    """Whether a line is a person's name and nothing else, as far as its form and the words of sites tell."""
    return _NAME.fullmatch(line) is not None and not set(line.lower().split()) & (SECTION_WORDS | SMALL_WORDS)
