"""Sending through a mail server."""

import socket
from email import message_from_bytes
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from newsletter.delivery.smtp import SmtpTransport
from newsletter.errors import AccountError, NewsletterError, SettingsError, TransientError
from newsletter.model import DeliveryStatus, Outcome, Recipient
from tests.delivery.builders import HTML, clock, compiled, recipient, recipients, sender
from tests.delivery.conftest import Serve
from tests.delivery.server import HANG_UP, Mailbox, Server

pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")

SENT, REFUSED, DEFERRED, UNKNOWN = (DeliveryStatus(name) for name in ("sent", "refused", "deferred", "unknown"))


def transport(server: Server, **changes: Any) -> SmtpTransport:
    options: dict[str, Any] = {"host": server.host, "port": server.port, "security": server.security, "timeout": 5}
    if server.security != "none":
        options["certificates"] = server.certificates
    if server.login:
        options |= {"username": server.login[0], "password": server.login[1]}
    return SmtpTransport(**{**options, "sender": sender(), "clock": clock, **changes})


def send(server: Server, *names: str, **changes: Any) -> list[Outcome]:
    with transport(server, **changes) as opened:
        return list(opened.deliver(compiled(), recipients(*names)))


def states(outcomes: list[Outcome]) -> list[str]:
    return [str(outcome.status) for outcome in outcomes]


def test_messages_go_over_one_connection_with_the_envelope_apart(serve: Serve) -> None:
    """The mail arrives whole, its bounces go where they should, and the server is greeted once."""
    server = serve()
    outcomes = send(server, "ann", "bob", sender=sender(envelope_address="bounces@example.org"))
    assert [(outcome.status, outcome.provider_id) for outcome in outcomes] == [(SENT, "4bXq2")] * 2
    assert list(server.mailbox.took) == ["ann@example.org", "bob@example.org"]
    assert set(server.mailbox.senders) == {"bounces@example.org"}
    assert server.mailbox.connections == 1
    text = message_from_bytes(server.mailbox.messages[0][1]).get_payload(0).get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert "\r\n.a line that begins with a dot\r\n" in text


def test_connections_are_renewed_after_their_number_of_messages(serve: Serve) -> None:
    """Servers that allow few messages a connection are content (Yahoo asks for 20)."""
    server = serve()
    assert states(send(server, "a", "b", "c", "d", "e", messages_per_connection=2)) == ["sent"] * 5
    assert server.mailbox.connections == 3


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_login_under_tls(serve: Serve, security: str) -> None:
    """With STARTTLS and with TLS from the first byte, the password goes over the protected line and opens the door."""
    server = serve(security=security, login=("editor", "s3cret"))
    assert states(send(server, "ann")) == ["sent"]
    assert server.mailbox.encrypted == {True}


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_a_certificate_nobody_vouches_for_stops_the_issue(serve: Serve, security: str) -> None:
    """Somebody in the middle is told neither password nor addresses."""
    server = serve(security=security, login=("editor", "s3cret"))
    with pytest.raises(AccountError, match="certificate cannot be trusted"):
        send(server, "ann", certificates=None)
    assert server.mailbox.senders == []


def test_starttls_is_required_where_it_was_asked_for(serve: Serve) -> None:
    """A server, or somebody in the middle, that offers no protection gets nothing."""
    server = serve()
    with pytest.raises(AccountError, match="offers no STARTTLS"):
        send(server, "ann", security="starttls")
    assert server.mailbox.senders == []


def test_no_password_goes_over_a_network_in_clear() -> None:
    """Such a setting is refused before anything is opened; on this machine it is allowed."""
    with pytest.raises(SettingsError, match="in clear"):
        SmtpTransport(
            host="mail.example.org", port=25, security="none", username="u", password="p", sender=sender(), clock=clock
        )


def test_login_in_clear_on_this_machine(serve: Serve) -> None:
    """A relay on this machine may ask for a password without TLS."""
    assert states(send(serve(login=("editor", "s3cret")), "ann")) == ["sent"]


def test_a_wrong_password_is_one_line_without_it(serve: Serve) -> None:
    """The editor learns what to correct; nobody learns the password."""
    server = serve(security="starttls", login=("editor", "s3cret"))
    with pytest.raises(AccountError, match="username or password is wrong") as caught:
        send(server, "ann", password="hunter2")
    assert "NEWSLETTER_SMTP__PASSWORD" in str(caught.value)
    assert not {"hunter2", "s3cret", "\n"} & {word for word in ("hunter2", "s3cret", "\n") if word in str(caught.value)}


def test_a_password_that_cannot_be_spelled_is_not_quoted(serve: Serve) -> None:
    """An error that would quote what it stumbled over is replaced by one that does not."""
    server = serve(security="starttls", login=("editor", "s3cret"))
    with pytest.raises(AccountError, match="beyond ASCII") as caught:
        send(server, "ann", password="pässword")
    assert caught.value.__cause__ is None
    assert "pässword" not in str(caught.value)


def test_neither_password_nor_user_is_shown_by_the_transport(serve: Serve) -> None:
    """Printing the transport gives nothing away."""
    opened = transport(serve(login=("editor", "s3cret")))
    assert "s3cret" not in f"{opened!r} {vars(opened)}"


def test_a_login_that_is_not_offered_is_named(serve: Serve) -> None:
    """A username for a server without login is a fault of the settings."""
    with pytest.raises(AccountError, match="offers no login here"):
        send(serve(), "ann", username="editor", password="s3cret")


def test_a_server_that_is_not_there(serve: Serve) -> None:
    """A closed port may be open later: nothing is used up."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        server = Server(mailbox=Mailbox(), port=taken.getsockname()[1])
        with pytest.raises(TransientError, match=r"cannot be reached .*: check host and port"):
            send(server, "ann")


def test_a_host_that_does_not_exist() -> None:
    """A misspelt host is named, whether the name service answers or not."""
    with pytest.raises(NewsletterError, match=r"smtp mail\.invalid:25: (no machine has that name|the name cannot)"):
        send(Server(mailbox=Mailbox(), host="mail.invalid", port=25), "ann")


def test_a_port_where_something_else_answers() -> None:
    """A web server's port is not mistaken for a mail server's."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def greet() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")

        Thread(target=greet, daemon=True).start()
        with pytest.raises(AccountError, match="not as a mail server"):
            send(Server(mailbox=Mailbox(), port=listener.getsockname()[1]), "ann")


@pytest.mark.parametrize(
    ("stage", "answer", "status"),
    [
        ("RCPT", "450 4.2.1 busy", DEFERRED),
        ("RCPT", "550 5.1.1 no such user", REFUSED),
        ("DATA", "451 4.3.0 not now", DEFERRED),
        ("DATA", "554 5.6.0 no", REFUSED),
        ("END", "452 4.3.1 full", DEFERRED),
        ("END", "554 5.7.1 looks like spam", REFUSED),
        ("RCPT", HANG_UP, DEFERRED),
        ("END", HANG_UP, UNKNOWN),
        ("END", "+OK what is this", UNKNOWN),
    ],
)
def test_what_befalls_one_recipient_does_not_touch_the_next(
    serve: Serve, stage: str, answer: str, status: DeliveryStatus
) -> None:
    """Each answer is understood by where it falls; whoever comes after is served, if need be over a new connection."""
    server = serve(Mailbox(answers={(stage, "bob@example.org"): [answer]}))
    outcomes = send(server, "ann", "bob", "cy")
    assert [outcome.status for outcome in outcomes] == [SENT, status, SENT]
    assert server.mailbox.connections == (2 if status is UNKNOWN or answer == HANG_UP else 1)
    assert set(server.mailbox.took) >= {"ann@example.org", "cy@example.org"}


@pytest.mark.parametrize(
    ("stage", "answer", "error"),
    [
        ("MAIL", "550 5.7.1 sender not allowed", AccountError),
        ("MAIL", "451 4.3.0 come back", TransientError),
        ("MAIL", "421 4.3.2 closing", TransientError),
        ("RCPT", "421 4.3.2 closing", TransientError),
        ("END", "421 4.3.2 closing", TransientError),
        ("RCPT", "530 5.7.0 authentication required", AccountError),
    ],
)
def test_what_concerns_everybody_stops_the_issue(
    serve: Serve, stage: str, answer: str, error: type[NewsletterError]
) -> None:
    """Nobody after it is tried, and nobody is marked as refused for our own fault."""
    server = serve(Mailbox(answers={(stage, "" if stage == "MAIL" else "bob@example.org"): ["", answer]}))
    if stage != "MAIL":
        server.mailbox.answers = {(stage, "bob@example.org"): [answer]}
    elif answer.startswith("421"):
        server.mailbox.answers = {("MAIL", ""): [answer, answer]}
    seen: list[Outcome] = []
    with transport(server) as opened, pytest.raises(error) as caught:
        seen.extend(opened.deliver(compiled(), recipients("ann", "bob", "cy")))
    assert "example.org" not in str(caught.value)
    assert "cy@example.org" not in server.mailbox.took


def test_a_server_that_relays_for_nobody_stops_the_issue(serve: Serve) -> None:
    """A forgotten login marks no reader as refused."""
    denied = "554 5.7.1 <ann@example.org>: Relay access denied"
    server = serve(Mailbox(answers={("RCPT", "ann@example.org"): [denied]}))
    with pytest.raises(AccountError, match=r"554 5\.7\.1 <\[address\]>: Relay access denied"):
        send(server, "ann", "bob")
    assert server.mailbox.messages == []


def test_a_server_that_relays_to_some_refuses_the_others(serve: Serve) -> None:
    """One reader outside the organisation does not cost those inside their newsletter."""
    server = serve(Mailbox(answers={("RCPT", "bob@example.org"): ["550 5.7.54 unable to relay"]}))
    assert states(send(server, "ann", "bob", "cy")) == ["sent", "refused", "sent"]


def test_a_connection_that_died_while_idle_is_replaced(serve: Serve) -> None:
    """A server that hangs up between two messages costs nobody anything."""
    server = serve(Mailbox(answers={("MAIL", ""): ["", HANG_UP, "", "421 4.4.2 idle for too long"]}))
    assert states(send(server, "ann", "bob", "cy")) == ["sent"] * 3
    assert server.mailbox.connections == 3


def test_a_server_that_loses_every_connection_is_left_in_peace(serve: Serve) -> None:
    """After three in a row it is the server, not the message: the rest waits for the next run."""
    server = serve(Mailbox(answers={("RCPT", ""): [HANG_UP] * 9}))
    seen: list[Outcome] = []
    with transport(server) as opened, pytest.raises(TransientError, match="lost 3 connections in a row"):
        seen.extend(opened.deliver(compiled(), recipients("a", "b", "c", "d", "e")))
    assert states(seen) == ["deferred", "deferred"]
    assert server.mailbox.connections == 3


def test_a_server_that_loses_some_connections_is_borne_with(serve: Serve) -> None:
    """What is deferred now and then does not add up to giving in."""
    server = serve(Mailbox(answers={("RCPT", ""): [HANG_UP, HANG_UP, "", HANG_UP, HANG_UP, "", HANG_UP]}))
    outcomes = send(server, "a", "b", "c", "d", "e", "f", "g", "h")
    assert states(outcomes) == [*["deferred", "deferred", "sent"] * 2, "deferred", "sent"]


def test_no_answer_to_the_final_dot_is_unknown(serve: Serve) -> None:
    """Whoever waited in vain does not claim to know whether the message was taken."""
    answer = Event()

    def hesitate(stage: str, address: str) -> None:
        if stage == "END":
            answer.wait(10)

    server = serve(Mailbox(on_step=hesitate))
    with transport(server, final_timeout=0.2) as opened:
        (outcome,) = opened.deliver(compiled(), recipients("ann"))
        answer.set()
    assert outcome.status is UNKNOWN


def test_a_connection_lost_within_a_message_defers_it(serve: Serve) -> None:
    """As long as the final dot was not sent the server cannot have taken the message: it may be repeated."""
    server = serve(Mailbox(answers={("DATA", "ann@example.org"): [HANG_UP]}))
    long = compiled(html=HTML + "<p>word</p>" * 2_000_000)
    with transport(server) as opened:
        (outcome,) = opened.deliver(long, recipients("ann"))
    assert outcome.status is DEFERRED
    assert server.mailbox.messages == []


def test_details_of_refusals_hold_no_address(serve: Serve) -> None:
    """What the server says is kept, whom it says it of is not."""
    said = "550 5.1.1 <ann.hart@example.org>: user ann.hart unknown, see postmaster@example.org"
    server = serve(Mailbox(answers={("RCPT", "ann.hart@example.org"): [said]}))
    with transport(server) as opened:
        (outcome,) = opened.deliver(compiled(), [recipient("ann.hart")])
    assert outcome.detail == "550 5.1.1 <[address]>: user [name] unknown, see [address]"


def test_an_international_address_goes_only_where_it_is_understood(serve: Serve) -> None:
    """SMTPUTF8 is used where the server offers it; elsewhere that one recipient is refused."""
    people = [recipient("zoe", address="zoë@example.org"), recipient("bob")]
    for offered, expected in ((True, [SENT, SENT]), (False, [REFUSED, SENT])):
        server = serve(options={"enable_SMTPUTF8": offered})
        with transport(server) as opened:
            assert [outcome.status for outcome in opened.deliver(compiled(), people)] == expected


@pytest.mark.parametrize("address", ["a@example.org\r\nRCPT TO:<b@example.org>", "a@example.org>\n", "a@b.org,c@b.org"])
def test_an_address_cannot_carry_commands(serve: Serve, address: str) -> None:
    """Whatever stands in the ledger, the server hears of one recipient or of none."""
    server = serve()
    with transport(server) as opened:
        (outcome,) = opened.deliver(
            compiled(), [Recipient(subscriber_id="x", address=address, values=recipient().values)]
        )
    assert (outcome.status, server.mailbox.messages) == (REFUSED, [])


def test_certificates_that_are_none(tmp_path: Path, serve: Serve) -> None:
    """A wrong path to the authorities is a fault of the settings."""
    with pytest.raises(SettingsError, match="holds no certificates"):
        send(serve(security="tls"), "ann", certificates=tmp_path / "missing.pem")
