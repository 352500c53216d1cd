"""What every transport must do. A new one adds itself to `TRANSPORTS` and passes."""

from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

import pytest

from newsletter.delivery.outbox import OutboxTransport
from newsletter.delivery.smtp import SmtpTransport
from newsletter.delivery.transport import Transport
from newsletter.errors import RenderError, TransportError
from newsletter.model import DeliveryStatus, Recipient
from tests.delivery.builders import clock, compiled, drain, frozen, recipient, recipients, sender, statuses, values
from tests.delivery.conftest import Serve


@dataclass(frozen=True)
class Case:
    """A transport, one like it that reaches nobody, and what has arrived so far."""

    transport: Transport
    broken: Transport
    arrived: Callable[[], list[bytes]]


def outbox(folder: Path, serve: Serve) -> Case:
    (folder / "file").write_text("in the way", encoding="utf-8")

    def arrived() -> list[bytes]:
        return [path.read_bytes() for path in sorted((folder / "outbox").rglob("*.eml"))]

    broken = OutboxTransport(folder / "file", sender(), clock)
    return Case(OutboxTransport(folder / "outbox", sender(), clock), broken, arrived)


def smtp(folder: Path, serve: Serve) -> Case:
    server, closed = serve(), serve()
    closed.mailbox.answers = {("MAIL", ""): ["550 5.7.1 not you"] * 9}

    def arrived() -> list[bytes]:
        return [content for _, content in sorted(server.mailbox.messages)]

    def to(port: int) -> SmtpTransport:
        return SmtpTransport(host="127.0.0.1", port=port, security="none", sender=sender(), clock=clock, timeout=5)

    return Case(to(server.port), to(closed.port), arrived)


TRANSPORTS = {"outbox": outbox, "smtp": smtp}


def read(content: bytes) -> EmailMessage:
    found = message_from_bytes(content, policy=policy.default)
    assert isinstance(found, EmailMessage)
    return found


@pytest.fixture(params=TRANSPORTS)
def case(request: pytest.FixtureRequest, tmp_path: Path, serve: Serve) -> Case:
    return TRANSPORTS[request.param](tmp_path, serve)


def test_it_has_a_name_and_says_how_much_is_in_flight(case: Case) -> None:
    """Settings choose it by its name; the ledger records as many as `sending`."""
    assert case.transport.name in TRANSPORTS
    assert case.transport.in_flight >= 1


def test_one_outcome_and_one_message_a_recipient(case: Case) -> None:
    """Everybody gets a message of their own, with their own values, and nobody sees anybody else."""
    with case.transport as transport:
        outcomes = list(transport.deliver(compiled(), recipients("ann", "bob", "cy")))
    assert [(each.subscriber_id, each.status) for each in outcomes] == [
        (f"id-{name}", DeliveryStatus.SENT) for name in ("ann", "bob", "cy")
    ]
    for name, found in zip(("ann", "bob", "cy"), map(read, case.arrived()), strict=True):
        body = found.get_body(("plain",))
        assert body is not None
        assert found["To"] == f"{name}@example.org"
        assert values(name)["unsubscribe"] in body.get_content()


def test_list_unsubscribe_arrives_raw(case: Case) -> None:
    """What the transport adds or folds leaves this header alone."""
    long = Recipient(subscriber_id="k3" * 60, address="ann@example.org", values=values("ann"))
    with case.transport as transport:
        list(transport.deliver(compiled(), [long]))
    (found,) = case.arrived()
    uri = f"mailto:digest@example.org?subject=unsubscribe%20{'k3' * 60}%20weekly%2F2026-W47"
    assert f"\r\nList-Unsubscribe: <{uri}>\r\n".encode() in found


def test_nothing_is_handed_over_before_it_is_asked_for(case: Case) -> None:
    """Whoever stops listening stops the sending."""
    with case.transport as transport:
        outcomes = transport.deliver(compiled(), recipients("ann", "bob", "cy"))
        assert case.arrived() == []
        next(outcomes)
        assert len(case.arrived()) <= max(1, transport.in_flight)


def test_one_recipient_that_cannot_be_used_does_not_stop_the_rest(case: Case) -> None:
    """A name that would break a header costs nobody else their newsletter."""
    people = [recipient("ann"), recipient("bob", display="Bob\r\nBcc: eve@example.org"), recipient("cy")]
    with case.transport as transport:
        outcomes = list(transport.deliver(compiled(), people))
    assert [each.status for each in outcomes] == ["sent", "refused", "sent"]
    assert [read(found)["To"] for found in case.arrived()] == ["ann@example.org", "cy@example.org"]


def test_it_can_be_used_again_after_it_was_left(case: Case) -> None:
    """A retry enters the same transport anew."""
    for name in ("ann", "bob"):
        with case.transport as transport:
            list(transport.deliver(compiled(), recipients(name)))
    assert len(case.arrived()) == 2


def test_nobody_to_send_to(case: Case) -> None:
    """An empty batch is no error and reaches nobody."""
    with case.transport as transport:
        assert list(transport.deliver(compiled(), [])) == []
    assert case.arrived() == []


def test_what_concerns_everybody_is_raised_and_hands_nothing_over(case: Case) -> None:
    """A fault of ours marks no recipient as refused, and says in one line what to mend, naming nobody."""
    with case.broken as transport, pytest.raises(TransportError) as caught:
        list(transport.deliver(compiled(), recipients("ann", "bob")))
    assert "\n" not in str(caught.value)
    assert "@" not in str(caught.value)


def test_a_missing_value_stops_before_anything_is_handed_over(case: Case) -> None:
    """Nobody gets a message with a hole in it."""
    empty = Recipient(subscriber_id="id-ann", address="ann@example.org")
    with case.transport as transport, pytest.raises(RenderError):
        list(transport.deliver(compiled(), [empty]))
    assert case.arrived() == []


def test_the_ledger_drains_through_it_once(case: Case, tmp_path: Path) -> None:
    """A fault of everybody's leaves all to go, the next run sends to all, the one after that to nobody."""
    engine = frozen(tmp_path / "newsletter.db", recipients("ann", "bob", "cy"))
    with pytest.raises(TransportError):
        drain(engine, case.broken)
    assert set(statuses(engine).values()) == {"pending"}
    assert drain(engine, case.transport, run_id="run-2").sent == 3
    assert drain(engine, case.transport, run_id="run-3").sent == 3
    assert len(case.arrived()) == 3
