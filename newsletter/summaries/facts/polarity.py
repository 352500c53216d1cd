"""The opposite of what the sources say, by a contrary word or by a "not" more or less."""

from collections.abc import Iterable, Iterator, Sequence

from newsletter.summaries.facts.alignment import Place, best_fit, places, surroundings
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.forms import listed
from newsletter.summaries.facts.opposites import SMALL, companions, contradictions, likenesses
from newsletter.summaries.facts.words import BREAKS, Line, Word

NEGATORS = listed("not never no neither nor none nobody nothing hardly barely scarcely without nowhere")
SOFT = listed("""
    fail refuse deny lack decline reject rule stop prevent avoid ban forbid oppose resist unable yet without rather
    instead cancel drop halt abandon exclude despite except absence neither nor
    against dismiss prohibit unless until unlikely impossible zero little few hardly barely block cease end refute
    """)
"""Words that say no in some other way."""
TELLING = listed("say says said tell tells told")
UNTIL_WITHIN = 6
NEGATED_WITHIN = 3
"""Words over which a "not" reaches."""
REACH = 5
"""Words, all of them small, between a "not" and what it denies: "will no longer have to pay"."""
FIT = 0.45
ALONE_FIT = 0.36
"""How well the opposite must fit where the sources do not have the word itself anywhere like this."""
MARGIN = 0.12
SHARED = 2


def contrary_words(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a word whose opposite stands in the source where it should stand itself."""
    for index, word in enumerate(line.words):
        against = contradictions(word) if word.kind == "word" else frozenset()
        if not against:
            continue
        alike = likenesses(word)
        if word.low in SMALL:
            if _is_contrary_beside(line, index, sources, against, alike):
                yield Doubt(kind=Kind.OPPOSITE, words=_with_next(line, index))
        elif word.is_content and _is_contrary(line, index, sources, against, alike):
            yield Doubt(kind=Kind.OPPOSITE, words=word.text)


def _is_contrary(
    line: Line, index: int, sources: Sequence[Line], against: frozenset[str], alike: frozenset[str]
) -> bool:
    here = is_negated(line, index)
    other = _with_figure(line, index, places(line, index, sources, lambda word: _means(word, against)))
    same = _with_figure(line, index, places(line, index, sources, lambda word: _means(word, alike)))
    contradicting = [place for place in other if is_negated(place.line, place.index) == here]
    agreeing = [place for place in same if is_negated(place.line, place.index) == here]
    agreeing += [place for place in other if is_negated(place.line, place.index) != here]
    best = max(contradicting, key=lambda place: (place.fit, place.shared), default=None)
    if same and not line.words[index].lemmas.isdisjoint(companions()):
        return False
    if best is None or best.shared < min(SHARED, len(surroundings(line, index))):
        return False
    rival = best_fit(agreeing)
    return best.fit >= (FIT if rival > MARGIN else ALONE_FIT) and best.fit > rival + MARGIN


def _with_figure(line: Line, index: int, found: Iterable[Place]) -> list[Place]:
    """Keep the places with the same figure, where one follows: "rose to 6.1%" is said of nothing else."""
    figure = _figure_after(line, index)
    return [place for place in found if not figure or figure in _stems_near(place)]


def _figure_after(line: Line, index: int) -> str:
    for word in line.words[index + 1 : index + 4]:
        if word.stem.isdigit() or word.kind == "figure":
            return word.stem
        if word.low in BREAKS:
            break
    return ""


def _stems_near(place: Place) -> set[str]:
    return {word.stem for word in place.line.words[max(0, place.index - 5) : place.index + 8]}


def _means(word: Word, wanted: frozenset[str]) -> bool:
    return word.kind == "word" and word.low not in SMALL and not wanted.isdisjoint(word.lemmas)


def _is_contrary_beside(
    line: Line, index: int, sources: Sequence[Line], against: frozenset[str], alike: frozenset[str]
) -> bool:
    left, right = _neighbours(line, index)
    contrary = False
    for source in sources:
        for place, word in enumerate(source.words):
            if word.low not in against and word.low not in alike:
                continue
            before, after = _neighbours(source, place)
            fits = (right and right == after) and (left == before or _same_start(line, index, source, place))
            fits = fits or (bool(left) and left == before and right == after)
            if fits and word.low in alike:
                return False
            contrary = contrary or bool(fits and word.low in against and word.low in SMALL)
    return contrary


def _same_start(line: Line, index: int, source: Line, place: int) -> bool:
    """Whether what follows is a comparison with the same thing: "more than a tenth", "fewer than a tenth"."""
    del source, place
    return index + 1 < len(line.words) and line.words[index + 1].low == "than"


def _neighbours(line: Line, index: int) -> tuple[str, str]:
    before = next((word.stem for word in reversed(line.words[max(0, index - 3) : index]) if word.is_content), "")
    after = next((word.stem for word in line.words[index + 1 : index + 4] if word.is_content), "")
    return before, after


def _with_next(line: Line, index: int) -> str:
    return " ".join(word.text for word in line.words[index : index + 3] if word.kind != "mark")


def is_negated(line: Line, index: int) -> bool:
    """Whether a "not" reaches a word."""
    for place in range(index - 1, max(-1, index - NEGATED_WITHIN - 1), -1):
        if line.words[place].low in BREAKS:
            return False
        if _is_negator(line, place):
            return True
    return False


def _is_negator(line: Line, place: int) -> bool:
    low = line.words[place].low
    following = line.words[place + 1].low if place + 1 < len(line.words) else ""
    if low == "yet":
        return following == "to"
    return low in NEGATORS and following not in ("only", "just", "least", "doubt")


def added_or_lost_not(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a "not" that the sources lack, and a plain statement of what they say is not so."""
    for index, word in enumerate(line.words):
        if word.kind != "word" or not (word.is_content or word.low in TELLING):
            continue
        if _is_head(line, index):
            if _is_said_plainly(line, index, sources):
                yield Doubt(kind=Kind.NEGATION, words=_negated_words(line, index))
        elif _is_denied(line, index, sources):
            yield Doubt(kind=Kind.NEGATION, words=word.text)


def _is_head(line: Line, index: int) -> bool:
    """Whether a word is the first with a meaning after a "not"."""
    for place in range(index - 1, max(-1, index - REACH - 1), -1):
        word = line.words[place]
        if _is_negator(line, place):
            return True
        if word.low in BREAKS or (word.low != "longer" and (word.is_content or word.low in TELLING)):
            return False
    return False


def _negated_words(line: Line, index: int) -> str:
    start = max(0, index - REACH)
    while start < index and not _is_negator(line, start):
        start += 1
    return " ".join(word.text for word in line.words[start : index + 1])


def _is_said_plainly(line: Line, index: int, sources: Sequence[Line]) -> bool:
    head = line.words[index]
    against = contradictions(head)
    found = list(places(line, index, sources, lambda word: _same(word, head)))
    denied = [place for place in found if _says_no(place.line, place.index, line)]
    denied += places(line, index, sources, lambda word: _means(word, against))
    plainly = [place for place in found if not _says_no(place.line, place.index, line)]
    best = max(plainly, key=lambda place: place.fit, default=None)
    return best is not None and best.fit >= FIT and best.shared >= SHARED and best.fit > best_fit(denied) + MARGIN


def _says_no(line: Line, index: int, other: Line) -> bool:
    """Whether something near a word says no that the other sentence does not say as well."""
    said = {lemma for word in other.words for lemma in word.lemmas}
    near = range(max(0, index - 9), min(len(line.words), index + 7))
    return any(_is_negator(line, place) or not (SOFT & line.words[place].lemmas) <= said for place in near)


def _same(word: Word, other: Word) -> bool:
    alike = word.stem == other.stem or not word.lemmas.isdisjoint(other.lemmas)
    return word.kind == "word" and (word.is_content or word.low in TELLING) and alike


def _is_until(place: Place) -> bool:
    """Whether a denial says when: "has not won since 1998"."""
    return any(word.low in ("since", "until") for word in place.line.words[place.index : place.index + UNTIL_WITHIN])


def _is_denied(line: Line, index: int, sources: Sequence[Line]) -> bool:
    word = line.words[index]
    found = list(places(line, index, sources, lambda other: _same(other, word)))
    denied = [place for place in found if _is_head(place.line, place.index) and not _is_until(place)]
    plainly = [place for place in found if not is_negated(place.line, place.index)]
    best = max(denied, key=lambda place: place.fit, default=None)
    if best is None or best.fit < FIT or best.shared < 1 or best.fit <= best_fit(plainly) + MARGIN:
        return False
    return not _says_no(line, index, best.line)
