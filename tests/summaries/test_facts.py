"""The gate of facts: what is not in the sources is doubted, what is there in other words is not."""

import time
from collections.abc import Sequence

import pytest

from newsletter.summaries.facts import Doubt, Kind, check


def kinds(sentence: str, *sources: str) -> set[Kind]:
    return {doubt.kind for doubt in check(sentence, sources)}


def passes(sentence: str, *sources: str) -> bool:
    return check(sentence, sources) == ()


def test_a_doubt_names_the_kind_and_the_words() -> None:
    """An editor reads both in the report."""
    (doubt,) = check("The board spent £240,000 on nurses.", ["The board spent £420,000 on nurses."])
    assert doubt == Doubt(kind=Kind.MONEY, words="£240,000")
    assert str(doubt) == "money: £240,000"


@pytest.mark.parametrize(
    "source",
    [
        "The board of Thornley said on Tuesday, 3 March, that it may spend £420,000 on 12 nurses.",
        "“We cannot wait,” said Dr Ann Cole, chair of the committee, who has never missed a meeting.",
        "Uptake rose from 71.4% to 78.2% in Harrow Vale, but fell among men aged 65 or over to a third.",
    ],
)
def test_a_source_never_contradicts_itself(source: str) -> None:
    """A sentence that is copied passes, whatever it says."""
    assert passes(source, source)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("It has 1200 patients.", "It has 1,200 patients."),
        ("It has 1.2 thousand patients.", "It has 1,200 patients."),
        ("It has twelve nurses.", "It has 12 nurses."),
        ("It has a dozen nurses.", "It has 12 nurses."),
        ("It has twenty-three nurses.", "It has 23 nurses."),
        ("It cost £1.2m.", "It cost £1.2 million."),
        ("It cost £1.2 million.", "It cost £1,200,000."),
        ("A third of them came.", "33% of them came."),
        ("One in five of them came.", "20 per cent of them came."),
        ("Nearly half of them came.", "48% of them came."),
        ("About 1,200 patients came.", "In all, 1,234 patients came."),
        ("It takes 2 g a day.", "It takes 2,000 mg a day."),
        ("It lasted 2 weeks.", "It lasted 14 days."),
        ("It lasted two years.", "It lasted 24 months."),
        ("Use 5 to 10 mg of it.", "Use between 5 mg and 10 mg of it."),
        ("It opens at 8 am.", "It opens at 8am."),
        ("It rose by 60%.", "It rose by 60 percent."),
    ],
)
def test_the_same_figure_in_another_form_is_sound(written: str, source: str) -> None:
    """Spelled out, rounded with "about", in another size of the same unit."""
    assert passes(written, source)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Give 500 mcg every six hours.", "Give 500 mg every six hours."),
        ("Give 5 ml every six hours.", "Give 5 mg every six hours."),
        ("Give 500 mg every six days.", "Give 500 mg every six hours."),
        ("Give 500 mg twice in 12 hours.", "Give 500 mg twice in 24 hours."),
        ("Give 50 mg every six hours.", "Give 500 mg every six hours."),
        ("Give 1.5 mg every six hours.", "Give 15 mg every six hours."),
        ("It works for 20 years.", "It works for 20 weeks."),
        ("It costs $5 million.", "It costs £5 million."),
        ("It costs £5 billion.", "It costs £5 million."),
        ("It rose by 5%.", "It rose by 5 percentage points."),
        ("Some 6 patients had it.", "Some 6% of patients had it."),
        ("About 1,900 patients came.", "In all, 1,234 patients came."),
        ("A quarter of them came.", "33% of them came."),
        ("It costs £5 a month.", "It costs £5 a year."),
    ],
)
def test_another_dose_amount_or_unit_is_doubted(written: str, source: str) -> None:
    """The figure alone is not the fact."""
    assert kinds(written, source) & {Kind.NUMBER, Kind.MONEY, Kind.PERCENTAGE}


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("It opens on 3 March.", True),
        ("It opens on March 3rd.", True),
        ("It opens on Tuesday.", True),
        ("It opens in March.", True),
        ("It opens on 4 March.", False),
        ("It opens on 3 May.", False),
        ("It opens on Monday.", False),
        ("It opens in March 2025.", False),
        ("It may open in March.", True),
    ],
)
def test_days_and_months(written: str, sound: bool) -> None:
    """Weekday, day, month and year are each looked at; the verb "may" is no month."""
    assert passes(written, "It may open, or it opens, on Tuesday, 3 March 2026.") == sound


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("Lindqvist chairs the committee.", True),
        ("Dr Lindqvist spoke for the BMA.", True),
        ("The British Medical Association’s Marta Lindqvist spoke in Leeds.", True),
        ("Dr Marta Sandqvist spoke.", False),
        ("Dr Anna Lindqvist spoke.", False),
        ("She spoke for the RCN.", False),
        ("She spoke in Bradford.", False),
    ],
)
def test_names(written: str, sound: bool) -> None:
    """Surnames alone, titles, possessives and introduced abbreviations are the same name; another's is not."""
    source = "Dr Marta Lindqvist of the British Medical Association (BMA), who chairs the committee, spoke in Leeds."
    assert passes(written, source) == sound


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("Health secretary Nadia Fenwick received it.", True),
        ("Nadia Fenwick, the health secretary, received it.", True),
        ("Helen Castell, formerly director of NHS England, wrote it.", True),
        ("Health secretary Helen Castell wrote it.", False),
        ("NHS England director Helen Castell wrote it.", False),
        ("Finance secretary Nadia Fenwick received it.", False),
        ("Deputy health secretary Nadia Fenwick received it.", False),
        ("Prime Minister Nadia Fenwick received it.", False),
    ],
)
def test_a_person_and_a_role_must_stand_together(written: str, sound: bool) -> None:
    """Not a former office-holder as the present one, nor one person's office for another."""
    sources = ["Former NHS England director Helen Castell wrote it.", "Health secretary Nadia Fenwick received it."]
    doubts = check(written, sources)
    assert (doubts == ()) == sound
    assert sound or Kind.ROLE in {doubt.kind for doubt in doubts}


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Patients should stop taking the tablets.", "Patients should not stop taking the tablets."),
        ("Practices are required to answer.", "Practices are not required to answer."),
        ("The regulator has approved the vaccine.", "The regulator has not yet approved the vaccine."),
        ("The regulator did not approve the vaccine.", "The regulator did approve the vaccine."),
        ("Researchers found a link with prescribing.", "Researchers found no link with prescribing."),
        ("The tool was used for children.", "The tool was never used for children."),
    ],
)
def test_a_not_more_or_less_is_doubted(written: str, source: str) -> None:
    """The smallest word of a sentence may be its fact."""
    assert Kind.NEGATION in kinds(written, source)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("The regulator has yet to approve the vaccine.", "The regulator has not yet approved the vaccine."),
        ("The regulator didn’t approve the vaccine.", "The regulator did not approve the vaccine."),
        ("No harm was reported.", "There were no reports of harm."),
        ("The board refused to pay.", "The board did not agree to pay."),
        ("They last won the cup in 1998.", "They have not won the cup since 1998."),
    ],
)
def test_the_same_not_in_other_words_is_sound(written: str, source: str) -> None:
    """There are many ways to say no."""
    assert passes(written, source)


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Uptake fell to 78% in the county.", "Uptake rose to 78% in the county."),
        ("The committee accepted the offer.", "The committee rejected the offer."),
        ("Longer visits increase referrals.", "Longer visits reduce referrals."),
        ("Adults over 50 kg get the dose.", "Adults under 50 kg get the dose."),
        ("The firm admits that it kept recordings.", "The firm denies that it kept recordings."),
        ("It is unsafe for children.", "It is safe for children."),
        ("More than a tenth had seen a doctor.", "Fewer than a tenth had seen a doctor."),
    ],
)
def test_the_opposite_is_doubted(written: str, source: str) -> None:
    """Up for down, yes for no."""
    assert Kind.OPPOSITE in kinds(written, source)


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("The trial could cut waiting times.", True),
        ("The trial might cut waiting times.", True),
        ("The trial cut waiting times.", False),
        ("The trial will cut waiting times.", False),
        ("The board plans to close the surgery.", True),
        ("The board is to close the surgery.", True),
        ("The board closed the surgery.", False),
        ("The board has closed the surgery.", False),
    ],
)
def test_what_is_possible_or_planned_stays_so(written: str, sound: bool) -> None:
    """ "May" is not "does", "plans to" is not "has"."""
    sources = ["The trial may cut waiting times.", "The board plans to close the surgery."]
    doubts = check(written, sources)
    assert (doubts == ()) == sound
    assert sound or Kind.CERTAINTY in {doubt.kind for doubt in doubts}


@pytest.mark.parametrize(
    ("written", "sound"),
    [
        ("“We cannot carry on like this,” she said.", True),
        ('"We cannot carry on," she said.', True),
        ("She said that they “cannot carry on … Patients suffer”.", True),
        ("“We can carry on like this,” she said.", False),
        ("“We shall not carry on like this,” she said.", False),
        ("She called it “dangerous”.", False),
    ],
)
def test_quotations_are_verbatim(written: str, sound: bool) -> None:
    """Parts of a quotation may be left out where a gap is shown."""
    source = "“We cannot carry on like this. Patients suffer,” she said of the danger."
    assert (Kind.QUOTATION not in kinds(written, source)) == sound


@pytest.mark.parametrize(
    ("written", "source"),
    [
        ("Leeds was beaten by York in the final.", "York was beaten by Leeds in the final."),
        ("Helen Castell will lead the review of premises.", "Nadia Fenwick will lead the review of premises."),
    ],
)
def test_who_does_it_is_not_changed(written: str, source: str) -> None:
    """Both names may be there and the sentence still be wrong."""
    assert Kind.NAME in kinds(written, source, "Helen Castell, Nadia Fenwick, Leeds and York were there.")


def test_a_sentence_about_something_else_is_doubted() -> None:
    """Another language, a slogan, an answer to an instruction."""
    source = "The board agreed on Tuesday to pay for 12 new care coordinators in its five practices."
    assert kinds("everybody should immediately visit our wonderful online casino tonight.", source) == {
        Kind.UNSUPPORTED
    }
    assert kinds("der vorstand beschloss gestern neue stellen auszuschreiben.", source) == {Kind.UNSUPPORTED}


@pytest.mark.parametrize(
    "text",
    ["", " ", "?", "…", "“", "12", "£", "%", "NOT", "a" * 50_000, "1" * 5000, "\u202eabc", "ال" * 500, "Dr. Dr. Dr."],
)
def test_odd_text_never_raises(text: str) -> None:
    """Whatever a model writes or a page holds."""
    assert isinstance(check(text, ["The board met."]), tuple)
    assert isinstance(check("The board met.", [text]), tuple)
    assert isinstance(check(text, []), tuple)


def test_the_order_of_sources_does_not_matter() -> None:
    """The same doubts whichever way round the sources come."""
    sources: Sequence[str] = ("Uptake rose to 78% in May.", "The board may close it.", "Dr Ann Cole spoke.")
    sentence = "Dr Ann Poole said that uptake fell to 87% in June."
    assert check(sentence, sources) == check(sentence, tuple(reversed(sources)))


def test_a_long_source_takes_no_long_time() -> None:
    """A sentence against a whole article of 2,000 words takes well under a second."""
    article = "The board of Thornley said on Tuesday that uptake rose by 12% and may rise again next year. " * 120
    start = time.process_time()
    check("The board of Thornley said that uptake fell by 12% and will not rise next year.", [article])
    assert time.process_time() - start < 2
