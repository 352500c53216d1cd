"""Reading the editor's list."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from subscribers import Row, SubscriberError, read_roll

ROOT = Path(__file__).parents[2]


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "list.csv"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def addresses(path: Path) -> list[str]:
    return [row.address for row in read_roll(path).rows]


def test_the_example_list_is_usable_whole() -> None:
    """The only list that is committed has no bad row."""
    roll = read_roll(ROOT / "subscribers" / "example.csv")
    assert (len(roll.rows), roll.bad_rows, roll.duplicates) == (7, (), ())
    assert roll.rows[2].name == "Zoë Müller"


@pytest.mark.parametrize(
    "content",
    [
        "email,name\nann@example.org,Zoë\n",
        "\ufeffEmail,Name\r\nann@example.org,Zoë\r\n",
        "sep=;\nName;E-Mail\nZoë;ann@example.org\n",
        "\n\n E-mail Address \tname\n\nann@example.org\tZoë\n\n",
        'Email;Name;Notes\nann@example.org;Zoë;"two\nlines; here"\n',
        'email,name\n"ann@example.org","Zoë"',
        "Email,Name\nann@example.org,Zoë\n".encode("cp1252"),
        "Email\tName\r\nann@example.org\tZoë\r\n".encode("utf-16"),
    ],
    ids=["plain", "bom", "sep-line", "tabs-and-blanks", "semicolons-extra-column", "quoted", "cp1252", "utf-16"],
)
def test_lists_are_read_as_excel_writes_them(tmp_path: Path, content: str | bytes) -> None:
    """Whatever program exported the list, the address and the name arrive whole."""
    roll = read_roll(write(tmp_path, content))
    assert [(row.address, row.name) for row in roll.rows] == [("ann@example.org", "Zoë")]
    assert roll.bad_rows == ()


def test_one_line_in_another_encoding_spoils_no_other(tmp_path: Path) -> None:
    """A name pasted from an old program is read, and so are the accents of everybody else."""
    content = "email,name\nann@example.org,Zoë\n".encode() + "bob@example.org,Zoë\n".encode("cp1252")
    assert [row.name for row in read_roll(write(tmp_path, content)).rows] == ["Zoë", "Zoë"]


def test_blanks_that_nobody_sees_are_taken_off_addresses(tmp_path: Path) -> None:
    """What a copied cell brings along costs nobody their newsletter."""
    assert addresses(write(tmp_path, "email,name\n\u200bann@example.org\xa0 ,Ann\n")) == ["ann@example.org"]


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"email,name\n{text}".encode(errors="replace")))
def test_no_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever bytes the file holds, there is a roll of usable addresses or one line that says what to do."""
    path = tmp_path_factory.getbasetemp() / "any.csv"
    path.write_bytes(content)
    complaint = ""
    rows: list[Row] = []
    try:
        rows.extend(read_roll(path).rows)
    except SubscriberError as error:
        complaint = str(error)
    assert "\n" not in complaint
    assert all("@" in row.address and row.line > 1 for row in rows)


def test_bad_rows_are_named_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A row that cannot be used costs nobody else their newsletter."""
    text = (
        "email,name\nann@example.org,Ann\nnot an address,Bob\n,Cy\nDee <dee@example.org>,Dee\n\neve@example.org,Eve\n"
    )
    roll = read_roll(write(tmp_path, text))
    assert [row.address for row in roll.rows] == ["ann@example.org", "eve@example.org"]
    assert [(bad.line, bad.value) for bad in roll.bad_rows] == [
        (3, "not an address"),
        (4, ",Cy"),
        (5, "Dee <dee@example.org>"),
    ]
    assert "missing" in roll.bad_rows[1].reason
    assert "angle brackets" in roll.bad_rows[2].reason


def test_an_open_quotation_mark_costs_its_own_line(tmp_path: Path) -> None:
    """A quotation mark that is never closed does not swallow the rows below it."""
    rows = "\n".join(f"reader{number}@example.org,Reader" for number in range(50))
    roll = read_roll(write(tmp_path, f'email,name\nann@example.org,"Ann\n{rows}\nzed@example.org,"Zed"\n'))
    assert len(roll.rows) == 51
    assert [bad.line for bad in roll.bad_rows] == [2]


def test_of_several_rows_with_one_address_the_first_counts(tmp_path: Path) -> None:
    """Nobody gets two copies for standing in the list twice, in whatever capitals."""
    text = "email,name\nAnn@Example.ORG,Ann\nbob@example.org,Bob\nann@example.org,Anna\n"
    roll = read_roll(write(tmp_path, text))
    assert [(row.address, row.name) for row in roll.rows] == [("Ann@example.org", "Ann"), ("bob@example.org", "Bob")]
    assert [(again.line, again.reason) for again in roll.duplicates] == [(4, "the same address as in line 2")]


def test_international_domains_are_kept_in_their_ascii_form(tmp_path: Path) -> None:
    """Any mail server can be told the address."""
    assert addresses(write(tmp_path, "email,name\nann@münchen.example,\n")) == ["ann@xn--mnchen-3ya.example"]


@pytest.mark.parametrize(
    ("cell", "name"),
    [
        ("'=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("Ann\u202egro.live", "Anngro.live"),
        ("A\x07nn\u2028B", "A nn B"),
        ("\u0646\u06cc\u200c\u0645\u0627", "\u0646\u06cc\u200c\u0645\u0627"),
        ("x" * 500, "x" * 200),
    ],
    ids=["formula-shield", "direction-override", "control", "persian", "long"],
)
def test_names_are_one_short_plain_line(tmp_path: Path, cell: str, name: str) -> None:
    """What a name may do is be read: it cannot break a header or turn the line round."""
    assert read_roll(write(tmp_path, f"email,name\nann@example.org,{cell}\n")).rows[0].name == name


@pytest.mark.parametrize("content", ["", "\n\n", "email,name\n", "\ufeff"], ids=["nothing", "blank", "heading", "bom"])
def test_an_empty_list_has_no_rows(tmp_path: Path, content: str) -> None:
    """An empty list is no error of the list; whoever sends decides what to make of it."""
    roll = read_roll(write(tmp_path, content))
    assert (roll.rows, roll.bad_rows) == ((), ())


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("ann@example.org,Ann\n", "names no column 'email'"),
        (b"PK\x03\x04\x14\x00\x06\x00", "save it as CSV"),
        (b"email\x00,name\n", "save it as CSV"),
    ],
    ids=["no-heading", "workbook", "binary"],
)
def test_an_unusable_list_says_what_to_do(tmp_path: Path, content: str | bytes, says: str) -> None:
    """A list that is none stops the run with one line that names no subscriber."""
    with pytest.raises(SubscriberError, match=says) as caught:
        read_roll(write(tmp_path, content))
    assert "\n" not in str(caught.value)
    assert "example.org" not in str(caught.value)


def test_a_missing_list_and_a_folder_are_told_apart_from_an_empty_one(tmp_path: Path) -> None:
    """A wrong path is never taken for a list without readers."""
    with pytest.raises(SubscriberError, match="no such file"):
        read_roll(tmp_path / "nowhere.csv")
    with pytest.raises(SubscriberError, match="cannot be read"):
        read_roll(tmp_path)


def test_records_do_not_show_addresses(tmp_path: Path) -> None:
    """A record that slips into a log names nobody."""
    roll = read_roll(write(tmp_path, "email,name\nann@example.org,Ann\nnot@an@address,\n"))
    assert "ann" not in repr(roll).lower()
    assert "not@an" not in repr(roll)
