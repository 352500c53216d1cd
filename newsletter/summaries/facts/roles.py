"""Who is what: "health secretary Nadia Fenwick" must be health secretary in the sources too, and not a former one."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass

from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.names import TITLES, Name, find_names
from newsletter.summaries.facts.words import Line, Word

HEADS: dict[str, str] = {
    form: forms.split()[0]
    for forms in (
        "chair chairs chaired chairman chairwoman chairperson chairing co-chair",
        "executive ceo",
        "minister ministers premier",
        "secretary",
        "director directs directed",
        "president presides",
        "chancellor",
        "officer cfo coo",
        "manager manages managing",
        "mayor",
        "governor",
        "senator sen",
        "councillor cllr councilman councilwoman",
        "nurse",
        "partner",
        "commissioner",
        "inspector",
        "sergeant",
        "superintendent",
        "ambassador",
        "judge",
        "prosecutor",
        "lawyer attorney solicitor barrister",
        "editor",
        "treasurer",
        "captain",
        "coach",
        "goalkeeper",
        "striker",
        "midfielder",
        "king",
        "queen",
        "prince",
        "princess",
        "pope",
        "bishop archbishop",
        "congressman congresswoman",
        "founder co-founder founded",
        "curator",
        "treasurer",
        "economist",
        "leader leads led head heads headed boss",
        "author",
        "analyst",
        "librarian",
        "professor prof",
        "scientist researcher",
        "spokesman spokeswoman spokesperson",
        "pharmacist",
        "surgeon",
    )
    for form in forms.split()
}
STATES = listed("former ex deputy acting shadow vice interim assistant outgoing incoming late")
PAST = listed("former ex once previously formerly then outgoing late was served")
LOOSE = listed("leader author analyst librarian professor scientist spokesman partner founder economist lawyer")
"""Roles that a sentence may give to somebody whom the sources call otherwise; only another's is doubted."""
DISTINGUISHED = listed("minister secretary officer director editor manager commissioner chancellor coach")
"""Roles of which a government or a company has many, so the word before tells them apart."""
BESIDE = 9
"""Words in which "X, ... chair of the council," must name the role."""
BEFORE = 3
"""Words before a role that may tell it from others."""


@dataclass(frozen=True, slots=True)
class Role:
    """A role that a sentence gives to a name. `head` is the role itself, `before` the words that tell which."""

    surname: str
    head: str
    before: frozenset[str]
    words: str

    @property
    def states(self) -> frozenset[str]:
        """Whether it is a former, a deputy, an acting one."""
        return self.before & STATES


def wrong_roles(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a role that the sources do not give to that name, or give only with a word that the sentence drops."""
    given = [role for source in sources for role in roles(source)]
    for role in roles(line):
        mine = [other for other in given if other.surname == role.surname]
        near = _near(role.surname, sources)
        if near and (_is_given_to_another(role, mine, given, near) or _is_another(role, mine, near, line)):
            yield Doubt(kind=Kind.ROLE, words=role.words)


def _near(surname: str, sources: Sequence[Line]) -> frozenset[str]:
    """Give all words of the sentences with a name and of those beside them."""
    found: set[str] = set()
    for index, source in enumerate(sources):
        if surname in source.lows:
            for each in sources[max(0, index - 1) : index + 2]:
                found |= each.lows
                found |= {HEADS[low] for low in each.lows if low in HEADS}
    return frozenset(found)


def _is_given_to_another(role: Role, mine: Sequence[Role], given: Sequence[Role], near: Set[str]) -> bool:
    if any(other.head == role.head for other in mine):
        return False
    others = [other for other in given if other.head == role.head]
    if role.head in LOOSE:
        return bool(others) and role.head not in near
    return bool(others) or role.head not in near


def _is_another(role: Role, mine: Sequence[Role], near: Set[str], line: Line) -> bool:
    same = [other for other in mine if other.head == role.head]
    if not same:
        return False
    dropped = all(other.states for other in same) and not role.states and PAST.isdisjoint(line.lows)
    added = bool(role.states - near)
    which = role.before - STATES - PAST
    told = any(other.before - STATES for other in same)
    another = role.head in DISTINGUISHED and told and any(word not in near for word in which)
    return dropped or added or another


def roles(line: Line) -> Iterator[Role]:
    """Give the roles that a sentence gives to names, in so many words."""
    for name in find_names(line):
        surname = name.last
        for place in (_just_before(line, name), _after_comma(line, name), _before_comma(line, name)):
            if place is not None:
                yield _role(line, surname, name, place)
                break


def _role(line: Line, surname: str, name: Name, place: int) -> Role:
    before: list[str] = []
    for word in reversed(line.words[max(0, place - BEFORE) : place]):
        if word.kind != "word" or (not word.is_content and word.low not in STATES):
            break
        if not word.text.isupper():
            before.append(word.low)
    if place > 0 and "former" in line.lows and line.words[place - 1].low != "former":
        start = max(0, place - 5)
        before += ["former"] if "former" in [word.low for word in line.words[start:place]] else []
    words = " ".join((*reversed(before), line.words[place].text, *(word.text for word in name.words)))
    return Role(surname, HEADS[line.words[place].low], frozenset(before), words)


def _is_role(word: Word) -> bool:
    return word.low in HEADS


def _just_before(line: Line, name: Name) -> int | None:
    """Find the role in "health secretary Nadia Fenwick" and "Mayor Hart", whose capital makes it part of the name."""
    inside = [place for place in range(name.start, name.end - 1) if _is_role(line.words[place])]
    if inside and not _is_joined(line, inside[-1], name.end):
        return inside[-1]
    place = name.start - 1
    while place >= 0 and line.words[place].low in TITLES - {"president", "councillor", "cllr"}:
        place -= 1
    if place >= 0 and _is_role(line.words[place]):
        return place
    return None


def _is_joined(line: Line, place: int, end: int) -> bool:
    return any(word.low in ("of", "for", "the") for word in line.words[place:end])


def _after_comma(line: Line, name: Name) -> int | None:
    """Find the role in "Nadia Fenwick, the health secretary," and "Owen Pryce, who chairs the group"."""
    if name.end >= len(line.words) or line.words[name.end].low not in (",", "("):
        return None
    for place in range(name.end + 1, min(len(line.words), name.end + 1 + BESIDE)):
        word = line.words[place]
        if word.kind == "mark" or word.low in (
            "said",
            "says",
            "told",
            "and",
            "for",
            "to",
            "with",
            "after",
            "by",
            "his",
            "her",
        ):
            return None
        if _is_role(word):
            return place
    return None


def _before_comma(line: Line, name: Name) -> int | None:
    """Find the role in "the chair of the committee, Dr Marta Lindqvist,"."""
    place = name.start - 1
    while place >= 0 and line.words[place].low in (*TITLES, "."):
        place -= 1
    if place < 1 or line.words[place].low != ",":
        return None
    for back in range(place - 1, max(-1, place - 1 - BESIDE), -1):
        word = line.words[back]
        if word.kind == "mark" or word.low in ("said", "says", "told", "by", "and", "while", "when"):
            return None
        if _is_role(word):
            return back
    return None
