"""Names of people, bodies and places: those of a sentence must stand in its sources."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsletter.summaries.facts.dates import NAMES as DATES
from newsletter.summaries.facts.dates import SHORT
from newsletter.summaries.facts.doubts import Doubt, Kind
from newsletter.summaries.facts.words import Line, Word, plain
from newsletter.summaries.rarity import rarity

TITLES = frozenset("mr mrs ms miss dr prof professor sir dame lord lady cllr councillor rev st mx president pm mp".split())
INSIDE = frozenset("of for the de van von der al el la le di da du bin & - .".split())
"""What may stand between the words of a name."""
SAME: tuple[frozenset[str], ...] = tuple(
    frozenset(group.split())
    for group in """
    us usa america american americans united states washington u.s
    uk britain british britons united kingdom england english gb
    eu european europe union
    un united nations
    england english|scotland scottish scots|wales welsh|ireland irish
    russia russian russians moscow kremlin|ukraine ukrainian ukrainians kyiv|china chinese beijing|france french paris
    germany german germans berlin|italy italian italians rome|spain spanish madrid|portugal portuguese|greece greek greeks
    japan japanese tokyo|korea korean koreans seoul|india indian indians delhi|pakistan pakistani|turkey turkish turks ankara
    iran iranian iranians tehran|iraq iraqi iraqis|syria syrian syrians|israel israeli israelis|palestine palestinian
    palestinians|egypt egyptian egyptians|libya libyan|norway norwegian norwegians oslo|sweden swedish swedes
    denmark danish danes|finland finnish finns|poland polish poles|netherlands dutch holland|belgium belgian|switzerland swiss
    austria austrian|hungary hungarian|canada canadian canadians|mexico mexican mexicans|brazil brazilian brazilians
    argentina argentine argentinian|australia australian australians|zealand zealander|nigeria nigerian|kenya kenyan
    ghana ghanaian|slovenia slovenian|africa african africans|asia asian|taiwan taiwanese|afghanistan afghan afghans
    covid coronavirus|gp gps general practitioner practitioners doctor|nhs health service national
    saudi arabia|philippines filipino philippine|venezuela venezuelan|cuba cuban|colombia colombian|chile chilean
    democrat democrats democratic|republican republicans gop|tory tories conservative conservatives|labour
    islam islamic muslim muslims|christian christians christianity|jew jews jewish|catholic catholics
    parliament mps commons
    """.replace("\n", "|").split("|")
    if group.strip()
)
PLAIN = frozenset(
    "i government minister ministers president prime internet god english state federal court mother father north"
    " south east west northern southern eastern western i'm i've ok covid coronavirus tv"
    " chief head director secretary chair chairman spokesman spokeswoman spokesperson african asian".split()
)
"""Words that are written with a capital by some and not by others."""
COMMON = 5.6
"""Words with less rarity begin sentences; rarer ones there are taken for names."""
SHORTEST_ACRONYM = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands: `line.words[start:end]`, with small words between those of `words`."""

    start: int
    end: int
    words: tuple[Word, ...]

    @property
    def last(self) -> str:
        """The surname of a person."""
        return self.words[-1].low


def unknown_names(line: Line, sources: Sequence[Line]) -> Iterator[Doubt]:
    """Doubt a name, or a part of one, that the sources do not have in any form."""
    known = _known(sources)
    initials = {letters for source in sources for letters in _initials(source)}
    shouted = sum(word.is_capital for word in line.words) > 0.6 * max(1, sum(word.kind == "word" for word in line.words))
    for run in runs(line):
        missing = [word for word in run if not _is_known(word, known, initials)]
        if missing and not _is_expansion(run, known) and not (shouted and len(line.words) > len(run) + 3):
            if not _is_only_a_first_name(run, missing, sources):
                yield Doubt(kind=Kind.NAME, words=" ".join(word.text for word in run))


def runs(line: Line) -> Iterator[tuple[Word, ...]]:
    """Give the names of a sentence, word by word, without dates and the small words between."""
    for name in find_names(line):
        yield name.words


def find_names(line: Line) -> tuple[Name, ...]:
    """Give the names of a sentence and their places."""
    found: list[Name] = []
    run: list[int] = []
    for index, word in enumerate(line.words):
        if word.is_capital and not _is_opening(line, index) and not _is_date(word):
            run.append(index)
        elif run and word.low in INSIDE and _goes_on(line, index):
            continue
        elif run:
            found.append(_name(line, run))
            run = []
    if run:
        found.append(_name(line, run))
    return tuple(found)


def _name(line: Line, run: Sequence[int]) -> Name:
    return Name(run[0], run[-1] + 1, tuple(line.words[index] for index in run))


def _goes_on(line: Line, index: int) -> bool:
    return index + 1 < len(line.words) and line.words[index + 1].is_capital


def _is_date(word: Word) -> bool:
    return word.low in DATES or word.low in SHORT


def _is_opening(line: Line, index: int) -> bool:
    """Whether a word may owe its capital to its place alone."""
    word = line.words[index]
    if word.text.isupper() and len(word.text) > 1:
        return False
    first = index == 0 or line.words[index - 1].low in ('"', ".", ":", "!", "?", "(") or (
        index == 1 and line.words[0].kind == "mark"
    )
    if not first:
        return False
    following = line.words[index + 1] if index + 1 < len(line.words) else None
    if not word.is_content:
        return True
    return rarity(word.low) < COMMON + 1.0 or not word.low.isascii() or bool(following and not following.is_capital and word.low.endswith(("ing", "ed", "s", "ly", "ers")))


def _known(sources: Sequence[Line]) -> frozenset[str]:
    known: set[str] = set()
    for source in sources:
        for word in source.words:
            known |= word.lemmas
            known.add(word.stem)
    for group in SAME:
        if group & known:
            known |= group
    return frozenset(known)


def _initials(source: Line) -> Iterator[str]:
    """Give the abbreviations that runs of words of a source could have."""
    words = [word for word in source.words if word.kind == "word"]
    for start, word in enumerate(words):
        letters = ""
        if word.low in INSIDE:
            continue
        for follower in words[start : start + 8]:
            if follower.low in INSIDE:
                continue
            letters += follower.low[0]
            if len(letters) >= SHORTEST_ACRONYM:
                yield letters


def _is_known(word: Word, known: frozenset[str], initials: set[str]) -> bool:
    low = word.low
    if not known.isdisjoint(word.lemmas) or word.stem in known or low in TITLES or low in PLAIN:
        return True
    if word.text.rstrip("s").isupper() and len(low) >= SHORTEST_ACRONYM:
        bare = low.removesuffix("s") if word.text[-1] == "s" else low
        return bare in initials or bare in known or any(each.startswith(bare) and len(each) - len(bare) < 2 for each in known if each.isalnum() and len(bare) > 2)  # noqa: PLR2004
    return len(low) == 1 or any(_are_relatives(low, other) for other in known)


def _are_relatives(name: str, other: str) -> bool:
    """Tell "Slovenian" and "Slovenia", "Ben" and "Benjamin" from strangers."""
    shorter, longer = sorted((name, other), key=len)
    if len(shorter) < 4 or longer == shorter:  # noqa: PLR2004
        return False
    rest = longer[len(shorter) :] if longer.startswith(shorter) else None
    if rest is not None and rest in ("n", "an", "ian", "ese", "ish", "i", "is", "ans", "ns", "s", "es", "ic"):
        return True
    base = re.sub(r"(?:ians?|ans?|ese|ish|ia|a|e|y|i|is)$", "", longer), re.sub(r"(?:ians?|ans?|ese|ish|ia|a|e|y|i|is)$", "", shorter)
    return len(base[0]) >= 4 and base[0] == base[1]  # noqa: PLR2004


def _is_expansion(run: Sequence[Word], known: frozenset[str]) -> bool:
    """Whether the sources have the run's abbreviation."""
    letters = "".join(word.low[0] for word in run)
    return len(run) >= 2 and (letters in known or letters + "s" in known)  # noqa: PLR2004


def _is_only_a_first_name(run: Sequence[Word], missing: Sequence[Word], sources: Sequence[Line]) -> bool:
    """Whether the sources have the surname, and never with another first name."""
    if len(run) != 2 or missing != [run[0]]:  # noqa: PLR2004
        return False
    for source in sources:
        for place, word in enumerate(source.words):
            if word.low == run[1].low and place and source.words[place - 1].is_capital:
                before = source.words[place - 1]
                if before.low not in TITLES and not (place == 1 and not before.is_content):
                    return False
    return run[1].is_capital and bool(plain(run[1].text))
