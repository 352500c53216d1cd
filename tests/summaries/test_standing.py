"""A sentence that cannot stand alone is known by its fault."""

import pytest

from newsletter.summaries.sentences import split
from newsletter.summaries.standing import Fault, context_of, faults

NEXT = "\n\nThe board will meet again in the spring to look at the figures."


def faults_of(text: str, *, title: str = "", before: str = "") -> frozenset[Fault]:
    whole = before + text + NEXT
    context = context_of(title, whole, dated=False)
    sentences = split(whole)
    index = next(number for number, one in enumerate(sentences) if one.start >= len(before))
    return faults(sentences, context)[index]


@pytest.mark.parametrize(
    "text",
    [
        "Practices in the county will share one visiting team from April.",
        "It is hard to see how a small practice can pay for a second nurse.",
        "It is only by working in one team that the practices can afford a pharmacist.",
        "There has been a growing distance between the board and the practices.",
        "If practices want a pharmacist, they need a room for her work.",
        "Those who wait until the tender is published will be too late.",
        "Networks do better when their members meet, as a survey by Ann Cole found.",
        "Most of the gain came from one rule: receptionists ask “Is it the same problem?” and listen.",
        "“The queue has only moved,” said Ann Cole, who manages the surgery.",
        "One of the reasons that rooms stand empty is that nobody mends the roof.",
    ],
)
def test_a_sentence_that_stands_alone_has_no_fault(text: str) -> None:
    """The filters cost no good sentence of these shapes."""
    assert faults_of(text) == frozenset()


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (Fault.QUESTION, "So who is going to pay for the mending of all those roofs?"),
        (Fault.UNFINISHED, "The meeting was long, the tea was cold and the minutes…"),
        (Fault.UNBALANCED, "The board (which had not met since the spring said nothing at all."),
        (Fault.QUOTED, "“The queue has only moved from the telephone to the screen.”"),
        (Fault.INTRODUCTION, "The members of the network asked for the following three things:"),
        (Fault.INTRODUCTION, "Three habits hold our arrangement together."),
        (Fault.SHORT, "The board said no."),
        (Fault.CHATTER, "In this post I look at what practices can do about the map."),
        (Fault.CHATTER, "Last week I wrote about the map that the board has drawn."),
        (Fault.PLATITUDE, "Only time will tell whether practices can work under the new map."),
        (Fault.DANGLING, "But the practices have not agreed on a map with the board."),
        (Fault.DANGLING, "Consequently the board was able to draw the map it wanted."),
        (Fault.DANGLING, "In this way each practice keeps its own list of patients."),
        (Fault.DANGLING, "Second, the agenda of each meeting is set by the board."),
        (Fault.DANGLING, "They are often too big to notice how small villages work."),
        (Fault.DANGLING, "It has never had a leader whom all of the practices trust."),
        (Fault.DANGLING, "Some may come from the trust, the hospital or the council."),
        (Fault.DANGLING, "The reason that these things do not work is that nobody reads them."),
        (Fault.DANGLING, "The second step is to look at the people who come to meetings."),
        (Fault.DANGLING, "Where this is the case, a director should visit every practice."),
        (Fault.DANGLING, "The funding for them will grow in every year of the agreement."),
        (Fault.LEANING, "The large federation also has a very different board of directors."),
        (Fault.LEANING, "Dr Ann Cole left the county’s board of directors a year later."),
        (Fault.UNNAMED, "Small practices should be given training in finance, she said."),
        (Fault.DATED, "The doctors’ conference passed a motion on contracts last week."),
        (Fault.PERSONAL, "I worked with a network whose members had stopped talking."),
        (Fault.LINK, "Members of the public can vote on the map at www.example.org today."),
    ],
)
def test_a_fault_is_known(fault: Fault, text: str) -> None:
    """Each reason for leaving a sentence out, by an example."""
    assert fault in faults_of(text)


def test_a_surname_needs_its_introduction() -> None:
    """Someone introduced in full before must not turn up as "Cole said"."""
    introduction = "Ann Cole manages the surgery in the old town hall. "
    assert Fault.UNNAMED in faults_of("Cole said that the roof would be mended by the spring.", before=introduction)
    assert Fault.UNNAMED not in faults_of("The BMA said that the roof would be mended by the spring.")


def test_what_the_title_names_needs_no_introduction() -> None:
    """ "These financial challenges" stands alone under a title about financial challenges."""
    text = "The impact of these financial challenges will not be limited to practices."
    assert faults_of(text, title="The impact of financial challenges") == frozenset()
    assert Fault.DANGLING in faults_of(text, title="A map")


def test_a_sentence_inside_a_quotation_has_no_speaker() -> None:
    """It carries no mark of its own."""
    assert Fault.QUOTED in faults_of("We have no room for a second nurse here.” ", before="Cole said: “We are full. ")


def test_a_fragment_in_a_list_is_an_item_and_a_whole_sentence_is_not() -> None:
    """An item that says something whole may be chosen."""
    assert Fault.ITEM in faults_of("Falling income, rising demand and old buildings.\n\n", before="• ")
    whole = "An agreement should list the services in it and the people whom they are for.\n\n"
    assert Fault.ITEM not in faults_of(whole, before="• ")


def test_a_short_last_line_is_a_flourish() -> None:
    """A closing line without a figure says nothing of the post."""
    body = "The practices drew a map of the county with the board. " * 8
    found = faults(split(body + "\n\nMaps are about people."), context_of("", body, dated=True))
    assert Fault.PLATITUDE in found[-1]
    assert Fault.PLATITUDE not in found[0]
