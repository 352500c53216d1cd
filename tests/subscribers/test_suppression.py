"""Who must not be mailed."""

import os
from pathlib import Path

import pytest

from subscribers import SubscriberError, SuppressionFile, read_suppressed


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "suppressed.csv"


def test_a_missing_file_suppresses_nobody(path: Path) -> None:
    """A newsletter without the file just sends."""
    suppressed = read_suppressed(path)
    assert (len(suppressed), suppressed.bad_rows) == (0, ())


def test_addresses_are_found_whatever_their_spelling(path: Path) -> None:
    """Capitals and the two forms of an international domain make no difference."""
    path.write_text("Email;Reason\nAnn@Example.org;asked by phone\nbob@münchen.example;\n", encoding="utf-8")
    suppressed = read_suppressed(path)
    assert "ann@example.ORG" in suppressed
    assert "bob@xn--mnchen-3ya.example" in suppressed
    assert "cy@example.org" not in suppressed


def test_a_row_that_is_no_address_is_reported_and_still_suppresses(path: Path) -> None:
    """A slip of the editor's pen never brings somebody back into the list."""
    path.write_text(
        'email\nAnn <ann@example.org>\nbob@example.org cy@example.org\n"dee@example.org\n', encoding="utf-8"
    )
    suppressed = read_suppressed(path)
    assert [bad.line for bad in suppressed.bad_rows] == [2, 3, 4]
    assert all(f"{name}@example.org" in suppressed for name in ("ann", "bob", "cy", "dee"))


def test_a_file_without_heading_stops_the_send(path: Path) -> None:
    """A file that is there but says nothing we understand is never taken as "nobody"."""
    path.write_text("ann@example.org\n", encoding="utf-8")
    with pytest.raises(SubscriberError, match="names no column 'email'"):
        read_suppressed(path)


def test_an_unreachable_file_stops_the_send(tmp_path: Path) -> None:
    """A folder on the way that is none is a fault, not a missing file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(SubscriberError, match="cannot be read"):
        read_suppressed(tmp_path / "file" / "suppressed.csv")


def test_whoever_is_added_during_a_send_is_suppressed_from_then_on(path: Path) -> None:
    """The file is asked at the moment of sending, not once at the start."""
    is_suppressed = SuppressionFile(path)
    assert not is_suppressed("ann@example.org")
    path.write_text("email\nann@example.org\n", encoding="utf-8")
    assert is_suppressed("ann@example.org")


def test_a_file_that_breaks_or_vanishes_half_way_brings_nobody_back(path: Path) -> None:
    """An editor who saves while an issue goes out cannot un-suppress people by accident."""
    path.write_text("email\nann@example.org\n", encoding="utf-8")
    is_suppressed = SuppressionFile(path)
    path.write_text("half a file", encoding="utf-8")
    os.utime(path, ns=(1, 1))
    broken = is_suppressed("ann@example.org")
    path.unlink()
    assert (broken, is_suppressed("ann@example.org")) == (True, True)
