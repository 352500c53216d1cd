"""Names that readers use."""

import pytest

from newsletter.model import Post
from newsletter.themes import names, reading, represent
from tests.themes.builders import WordEncoder, post

OTHERS = (
    post("Choir sings at dawn", "A choir sang at dawn on the hill. Listeners brought flasks of tea and blankets."),
    post("Lost dog found", "A lost dog was found near the mill. Its owner gave the finder a cake."),
)


def named(*texts: tuple[str, str], others: tuple[Post, ...] = OTHERS) -> str:
    """The name of a group of these posts in a batch with others."""
    posts = [*(post(title, text) for title, text in texts), *others]
    group = tuple(range(len(texts)))
    encoder = WordEncoder()
    titles = [one.title for one in posts]
    (found,) = names.name_all(reading.read(posts), (group,), represent(posts, encoder), titles, encoder)
    return found.text


def test_a_name_is_a_phrase_that_the_posts_share() -> None:
    """In the posts' own words, in sentence case."""
    name = named(
        ("Council backs flood defences", "The flood defences will cost nine million, the council heard."),
        ("Who pays for the flood defences?", "Residents asked who pays for flood defences."),
    )
    assert name == "Flood defences"


def test_a_small_word_stays_inside_a_fixed_phrase() -> None:
    """Nobody says "face meetings"."""
    name = named(
        ("Bring back face to face meetings", "We need face to face meetings. People talk at face to face meetings."),
        ("Why face to face meetings work", "Trust grows in face to face meetings, not on a screen."),
    )
    assert name == "Face to face meetings"


def test_a_title_in_title_case_does_not_set_the_case() -> None:
    """Names look alike whatever style a source has for its titles; acronyms stay as written."""
    name = named(
        ("Mass Resignations Loom", "Talk of mass resignations is back. The NHS has seen mass resignations before."),
        ("After The Mass Resignations", "What comes after mass resignations is unclear to the NHS."),
    )
    assert name == "Mass resignations"


def test_an_acronym_and_its_expansion_are_one_phrase() -> None:
    """Written out where it stands alone, so that a reader who does not know it understands."""
    name = named(
        ("The boards of an ICS", "An integrated care system (ICS) has a board. The ICS meets in public."),
        ("How an ICS decides", "The integrated care system decides slowly. The ICS votes by show of hands."),
    )
    assert name in {"Integrated care systems", "Integrated care system"}


def test_acronyms_are_written_as_the_posts_write_them() -> None:
    """Not "Pcn meetings"."""
    name = named(
        ("Dull PCN meetings", "Nobody speaks in PCN meetings. Some PCN meetings last for hours."),
        ("Better PCN meetings", "Most PCN meetings could be shorter."),
    )
    assert name == "PCN meetings"


@pytest.mark.parametrize(
    "texts",
    [
        (
            ("Talks begin", "Ruth Griffiths said that rents rise. Griffiths added that rents fall."),
            ("Talks end", "Mrs Griffiths said that rents rise again."),
        ),
        (
            ("What is said", "The firm announced its rents, and announced them twice."),
            ("What is announced", "Owners announced that rents rise."),
        ),
        (
            ("In 2024", "In 2024 the rents rose by 12. In 2024 all rents rose."),
            ("Since 2024", "Since 2024 rents have risen by 12."),
        ),
    ],
    ids=["person", "reporting verb", "number"],
)
def test_people_verbs_and_numbers_name_nothing(texts: tuple[tuple[str, str], ...]) -> None:
    """A heading says what the posts are about, not who spoke, that somebody spoke, or when."""
    assert "rents" in named(*texts).lower()


def test_what_the_whole_batch_says_names_no_group() -> None:
    """Where every post speaks of general practice, "General practice" tells readers nothing."""
    field = tuple(
        post(f"Note {n}", f"General practice is busy. In general practice topic{n} counts.") for n in range(4)
    )
    name = named(
        ("Leases in general practice", "General practice signs leases. A lease binds general practice for years."),
        ("When leases end", "In general practice leases run for twenty years."),
        others=field,
    )
    assert name == "Leases"


def test_a_single_word_borrows_the_rest_of_a_phrase() -> None:
    """Where one post says of which kind, and the others speak of it too."""
    name = named(
        ("Places for GP trainees", "There are more GP trainees than rooms. The GP trainees wait."),
        ("Trainees look for jobs", "A third of the trainees found no post as a GP. Trainees went abroad."),
    )
    assert name == "GP trainees"


def test_a_body_that_all_name_is_not_what_the_posts_are_about() -> None:
    """Who did it is no heading where the posts share what was done."""
    name = named(
        ("Water Board and the reservoir levy", "The Water Board raised the reservoir levy. The Water Board met twice."),
        (
            "Who pays the reservoir levy",
            "Farmers pay the reservoir levy, says the Water Board. The Water Board agreed.",
        ),
    )
    assert name == "Reservoir levy"


def test_a_name_that_is_kept_is_kept_and_not_given_twice() -> None:
    """A theme that goes on has its name already; a new one beside it gets another."""
    posts = [post("Bus cuts", "Bus cuts hit the village. The bus cuts are final.", post_id=str(n)) for n in range(4)]
    encoder = WordEncoder()
    vectors, titles = represent(posts, encoder), [one.title for one in posts]
    found = names.name_all(reading.read(posts), ((0, 1), (2, 3)), vectors, titles, encoder, kept={1: "Bus cuts"})
    assert found[1].text == "Bus cuts"
    assert found[0].text != "Bus cuts"


def test_no_two_themes_share_a_name() -> None:
    """A reader must be able to tell two headings apart, even where the posts are the same."""
    posts = [post("Bus cuts", "Bus cuts hit the village. The bus cuts are final.", post_id=str(n)) for n in range(4)]
    encoder = WordEncoder()
    titles = [one.title for one in posts]
    found = names.name_all(reading.read(posts), ((0, 1), (2, 3)), represent(posts, encoder), titles, encoder)
    assert found[0].text != found[1].text


def test_posts_that_share_no_phrase_bear_a_title() -> None:
    """Better a title than an empty heading."""
    assert named(("Kestrel nests", "It nests."), ("Tulip fair", "It blooms.")) == "Kestrel nests"
