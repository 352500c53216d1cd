"""The bytes of a message."""

import re
from dataclasses import replace
from email import message_from_bytes, policy
from email.header import decode_header, make_header
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsletter.delivery import headers, message
from newsletter.delivery.message import build, message_id, unsubscribe_uri
from newsletter.errors import PermanentError, RecipientRefused, RenderError, SettingsError
from newsletter.model import Recipient
from tests.delivery.builders import HTML, NOW, compiled, recipient, sender

LONG_ID = "k3" * 60
CONTROLS = ["\r", "\n", "\r\n", "\x00", "\x0b", "\x0c", "\x1b", "\x7f", "\x85", "\u2028", "\u2029"]

printable = st.text(
    st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp", "Cn", "Co"], exclude_characters="\xa0"), max_size=120
)


def parsed(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


def raw(content: bytes, header: str) -> bytes:
    """The value of a header as it stands, folds and all."""
    found = re.search(rb"(?mi)^" + header.encode() + rb": (.*(?:\r\n[ \t].*)*)\r\n", content)
    assert found is not None
    return found[1]


def test_headers_of_a_newsletter() -> None:
    """Each header that mailbox providers ask for stands there once, with its value."""
    content = build(sender(reply_to="editor@example.org"), compiled(), recipient("ann", display="Ann Hart"), date=NOW)
    found = parsed(content)
    expected = {
        "From": "Weekly digest <digest@example.org>",
        "To": "Ann Hart <ann@example.org>",
        "Reply-To": "editor@example.org",
        "Subject": "Neighbourhood contracts and 3 more",
        "Date": "Mon, 23 Nov 2026 07:00:00 +0000",
        "List-Id": "Weekly digest <weekly.example.org>",
        "Auto-Submitted": "auto-generated",
        "Precedence": "bulk",
        "MIME-Version": "1.0",
        "X-Newsletter-Hash": "5e" * 32,
    }
    assert {name: found[name] for name in expected} == expected
    assert all(
        len(found.get_all(name, [])) == 1 for name in [*expected, "Message-ID", "List-Unsubscribe", "Content-Type"]
    )


def test_text_stands_before_html_and_both_arrive_whole() -> None:
    """Mail programs show the last part they understand; both say the same, slots filled."""
    found = parsed(build(sender(), compiled(), recipient("ann"), date=NOW))
    assert found.get_content_type() == "multipart/alternative"
    text, page = found.iter_parts()
    assert (text.get_content_type(), page.get_content_type()) == ("text/plain", "text/html")
    uri = recipient("ann").values["unsubscribe"]
    assert text.get_content().endswith(f"Leave: {uri}\r\n")
    assert page.get_content().split() == HTML.replace("slot-unsubscribe-0f", uri).split()


def test_the_wire_carries_seven_bits_short_lines_and_crlf_alone() -> None:
    """No server on the way has a reason to rewrite the message."""
    long = compiled(subject="Grüße " * 30, html=f"<p>{'ü' * 5000}</p>\r<p>.</p>\n.\n", text="one line\r\n" + "x" * 3000)
    content = build(sender(name="Zoë’s digest"), long, recipient("ann", display="Ünal " * 20), date=NOW)
    lines = content.split(b"\r\n")
    assert content.isascii()
    assert not any(b"\r" in line or b"\n" in line for line in lines)
    raw_by_design = (b"List-Unsubscribe:", b"X-Newsletter-Hash:")
    assert max(len(line) for line in lines if not line.startswith(raw_by_design)) <= 78
    assert parsed(content)["Subject"] == ("Grüße " * 30).strip()


def test_a_long_list_unsubscribe_stands_raw_and_unfolded() -> None:
    """However long the address is, it is not encoded: mailbox providers would show no button."""
    long = sender(unsubscribe_address=f"{'unsubscribe' * 5}@{'newsletters.' * 4}example.org")
    person = replace(recipient(), subscriber_id=LONG_ID)
    value = raw(build(long, compiled(), person, date=NOW), "List-Unsubscribe")
    assert value == f"<{unsubscribe_uri(long, compiled(), LONG_ID)}>".encode()
    assert len(value) > 200
    assert value.startswith(b"<mailto:unsubscribe")
    assert b"=?" not in value


def test_unsubscribing_names_the_subscriber_by_id() -> None:
    """The sign-off can be matched, and no address stands in the link."""
    uri = unsubscribe_uri(sender(unsubscribe_address="leave@example.org"), compiled(), "k3a9")
    assert uri == "mailto:leave@example.org?subject=unsubscribe%20k3a9%20weekly%2F2026-W47"


def test_a_message_id_is_the_same_at_every_attempt_and_nobody_elses() -> None:
    """A mailbox can drop a second copy; nobody can guess another's id from their own."""
    ids = {message_id(sender(), compiled(), f"id-{number}") for number in range(100)}
    assert len(ids) == 100
    assert message_id(sender(), compiled(), "id-1") in ids
    assert all(re.fullmatch(r"<2026-W47\.[0-9a-f]{24}@example\.org>", one) for one in ids)
    assert message_id(sender(), replace(compiled(), issue_id="monthly/2026-W47"), "id-1") not in ids


@given(subject=printable, name=printable)
def test_any_subject_and_name_come_back_as_they_were(subject: str, name: str) -> None:
    """Accents, emoji, quotes, backslashes and what only looks encoded reach the reader unharmed."""
    content = build(sender(), compiled(subject=subject), recipient("ann", display=name), date=NOW)
    found = parsed(content)
    assert " ".join(str(found["Subject"]).split()) == " ".join(subject.split())
    # Not policy.default: its parser keeps the blank between two encoded words of a name, against RFC 2047 §6.2.
    display, address = parseaddr(str(message_from_bytes(content)["To"]))
    assert address == "ann@example.org"
    assert " ".join(str(make_header(decode_header(display))).split()) == " ".join(name.split())


@given(st.text())
def test_no_header_value_breaks_out_of_its_line(value: str) -> None:
    """Whatever text comes in, one header comes out or an error, never two headers."""
    for spell in (
        headers.unstructured,
        headers.line,
        lambda header, name: headers.mailbox(header, name, "a@example.org"),
    ):
        try:
            content = spell("Subject", value)
        except (PermanentError, UnicodeEncodeError):
            continue
        assert all(part[:1] in b" \t" for part in content.split(b"\r\n")[1:])
        assert b"\n" not in content.replace(b"\r\n", b"")
        assert b"\x00" not in content


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_in_a_name_refuses_that_recipient(control: str) -> None:
    """A name cannot add headers."""
    with pytest.raises(RecipientRefused, match="To holds the control character"):
        build(sender(), compiled(), recipient("ann", display=f"Ann{control}Bcc: eve@example.org"), date=NOW)


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_in_the_subject_stops_the_issue(control: str) -> None:
    """A title from a scraped page cannot add headers."""
    with pytest.raises(PermanentError, match="Subject holds the control character"):
        build(sender(), compiled(subject=f"News{control}Bcc: eve@example.org"), recipient(), date=NOW)


@pytest.mark.parametrize(
    "address", ["", "ann", "a@b.org, c@d.org", "a@b.org\r\nBcc: c@d.org", "<a@b.org>", "a b@c.org"]
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    """The message goes to one recipient or to none."""
    person = Recipient(subscriber_id="x", address=address, values=recipient().values)
    with pytest.raises(RecipientRefused):
        build(sender(), compiled(), person, date=NOW)


@pytest.mark.parametrize(
    "change",
    [
        {"name": "Digest\nBcc: eve@example.org"},
        {"address": "digest"},
        {"reply_to": "a@example.org, b@example.org"},
        {"unsubscribe_address": "leave@example.org\x00"},
        {"list_id": "weekly\r\n.example.org"},
        {"list_id": "wöchentlich.example.org"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_a_sender_that_cannot_be_used_is_refused_at_once(change: dict[str, str]) -> None:
    """Before anything is sent, and in one line."""
    with pytest.raises(SettingsError, match="the sender cannot be used") as caught:
        sender(**change)
    assert "\n" not in str(caught.value)


def test_a_slot_without_a_value_stops_the_run() -> None:
    """Nobody gets a message with a hole in it."""
    with pytest.raises(RenderError, match="unsubscribe"):
        build(sender(), compiled(), replace(recipient(), values={}), date=NOW)


def test_the_same_input_gives_the_same_bytes() -> None:
    """A message written again is the same message."""
    first, second = (message.build(sender(), compiled(), recipient(), date=NOW) for _ in range(2))
    assert first == second
