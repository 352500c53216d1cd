"""Nobody twice, nobody missed."""

import datetime as dt
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from newsletter.delivery import ledger
from newsletter.delivery.outbox import OutboxTransport
from newsletter.errors import AccountError, NewsletterError, TransientError
from newsletter.model import CompiledIssue, DeliveryStatus, Outcome, Recipient
from tests.delivery.builders import (
    ISSUE_ID,
    NOW,
    clock,
    drain,
    frozen,
    issue_state,
    nobody,
    recipient,
    recipients,
    sender,
    statuses,
    values,
)
from tests.delivery.scripted import Scripted

SENT, REFUSED, DEFERRED = DeliveryStatus.SENT, DeliveryStatus.REFUSED, DeliveryStatus.DEFERRED


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".newsletter" / "newsletter.db"


def test_everybody_gets_it_once_and_the_issue_is_sent(path: Path) -> None:
    """The ordinary week: in the order of the list, counts that balance, an issue that is done."""
    engine = frozen(path, recipients("cy", "ann", "bob"))
    transport = Scripted()
    tally = drain(engine, transport, batch=2)
    assert transport.taken == ["id-cy", "id-ann", "id-bob"]
    assert (tally.sent, tally.recipients, tally.balanced, issue_state(engine)) == (3, 3, True, "sent")


def test_a_second_drain_sends_nothing(path: Path) -> None:
    """A scheduler that fires twice mails nobody twice."""
    engine = frozen(path, recipients("ann", "bob"))
    drain(engine, Scripted())
    again = Scripted()
    tally = drain(engine, again, run_id="run-2")
    assert (again.asked, tally.sent) == ([], 2)


def test_one_refused_recipient_does_not_stop_the_rest(path: Path) -> None:
    """A dead address costs nobody else their newsletter, and the reason is kept."""
    engine = frozen(path, recipients("ann", "bob", "cy"))
    tally = drain(engine, Scripted(bob=[REFUSED]))
    assert statuses(engine) == {"id-ann": "sent", "id-bob": "refused", "id-cy": "sent"}
    assert (tally.sent, tally.refused, issue_state(engine)) == (2, 1, "sent")
    with engine.connect() as connection:
        assert ledger.deliveries_of(connection, ISSUE_ID)[1].detail == "it was refused"


def test_whoever_is_suppressed_after_the_freeze_is_skipped(path: Path) -> None:
    """Somebody who signs off while the issue goes out does not get it any more."""
    engine = frozen(path, recipients("ann", "bob", "cy"))
    transport = Scripted()
    told: list[Outcome] = []
    gone: set[str] = set()

    def sign_off(outcome: Outcome) -> None:
        told.append(outcome)
        gone.add("cy@example.org")

    tally = drain(engine, transport, is_suppressed=gone.__contains__, on_outcome=sign_off)
    assert (transport.asked, tally.skipped) == (["id-ann", "id-bob"], 1)
    assert [outcome.status for outcome in told] == ["sent", "sent", "skipped"]


@pytest.mark.parametrize("error", [AccountError("wrong password"), TransientError("the disk is full")])
def test_when_nobody_can_be_reached_nothing_is_used_up(path: Path, error: NewsletterError) -> None:
    """After a fault that concerns everybody the next run sends the rest, and only the rest."""
    engine = frozen(path, recipients("ann", "bob", "cy"))
    with pytest.raises(type(error)):
        drain(engine, Scripted(bob=[error]))
    assert statuses(engine) == {"id-ann": "sent", "id-bob": "pending", "id-cy": "pending"}
    assert issue_state(engine) == "sending"
    rest = Scripted()
    assert drain(engine, rest, run_id="run-2").sent == 3
    assert rest.taken == ["id-bob", "id-cy"]


def test_what_was_yielded_before_a_fault_is_kept(path: Path) -> None:
    """Within one hand-over of several, those who got it are recorded and the others freed."""
    engine = frozen(path, recipients("ann", "bob", "cy", "dee"))
    with pytest.raises(TransientError):
        drain(engine, Scripted(in_flight=3, bob=[REFUSED], cy=[TransientError("gone")]))
    assert statuses(engine) == {"id-ann": "sent", "id-bob": "refused", "id-cy": "pending", "id-dee": "pending"}


def test_the_deferred_are_tried_again_after_a_while(path: Path) -> None:
    """Greylisting costs time, not the newsletter."""
    engine = frozen(path, recipients("ann", "bob"))
    waited: list[float] = []
    delays = (dt.timedelta(seconds=15), dt.timedelta(minutes=1), dt.timedelta(minutes=5))
    tally = drain(engine, Scripted(ann=[DEFERRED, DEFERRED, SENT]), retry_after=delays, wait=waited.append)
    assert (tally.sent, waited) == (2, [15, 60])


def test_whoever_is_put_off_for_ever_ends_as_refused(path: Path) -> None:
    """An issue ends; the ledger says how often it was tried and what the answer was."""
    engine = frozen(path, recipients("ann", "bob"))
    transport = Scripted(ann=[DEFERRED] * 9)
    tally = drain(engine, transport, retry_after=(dt.timedelta(0), dt.timedelta(0)), wait=lambda _: None)
    assert (transport.asked.count("id-ann"), tally.refused, issue_state(engine)) == (3, 1, "sent")
    with engine.connect() as connection:
        assert ledger.deliveries_of(connection, ISSUE_ID)[0].detail == "put off 3 times: it was deferred"


def test_attempts_are_counted_over_runs(path: Path) -> None:
    """A run that stops while somebody is put off leaves them to the next, which does not begin counting anew."""
    engine = frozen(path, recipients("ann", "bob"))
    delays = (dt.timedelta(0), dt.timedelta(0))
    with pytest.raises(TransientError):
        drain(engine, Scripted(ann=[DEFERRED], bob=[TransientError("gone")]), retry_after=delays)
    later = Scripted(ann=[DEFERRED] * 9)
    drain(engine, later, run_id="run-2", retry_after=delays, wait=lambda _: None)
    assert later.asked.count("id-ann") == 2
    assert statuses(engine) == {"id-ann": "refused", "id-bob": "sent"}


def test_a_try_that_never_came_to_pass_is_not_counted(path: Path) -> None:
    """A server that was away costs a reader none of the tries that their own mailbox gets."""
    engine = frozen(path, recipients("ann"))
    with pytest.raises(TransientError):
        drain(engine, Scripted(ann=[TransientError("away")]))
    drain(engine, Scripted(), run_id="run-2")
    with engine.connect() as connection:
        assert ledger.deliveries_of(connection, ISSUE_ID)[0].attempts == 1


def test_an_interrupted_hand_over_is_unknown_and_never_repeated(path: Path) -> None:
    """Whoever was in flight when the sender stopped is shown as unknown; the rest still get it."""
    engine = frozen(path, recipients("ann", "bob", "cy"))
    with pytest.raises(KeyboardInterrupt):
        drain(engine, Scripted(bob=[KeyboardInterrupt()]))
    assert statuses(engine) == {"id-ann": "sent", "id-bob": "sending", "id-cy": "pending"}
    ledger.recover(engine, ISSUE_ID, "run-2", NOW)
    rest = Scripted()
    tally = drain(engine, rest, run_id="run-2")
    assert (rest.asked, tally.unknown, tally.balanced) == (["id-cy"], 1, True)
    assert issue_state(engine) == "sent"


def test_a_silent_transport_leaves_an_unknown(path: Path) -> None:
    """Without an outcome nobody claims that the message went, nor that it did not."""
    engine = frozen(path, recipients("ann", "bob"))
    assert drain(engine, Scripted(in_flight=2, ann=[None])).unknown == 1
    assert statuses(engine) == {"id-ann": "unknown", "id-bob": "sent"}


def test_a_run_taken_for_dead_still_says_what_it_knows(path: Path) -> None:
    """A sender that was only slow replaces `unknown` by what it was told, and sends none of the claims it lost."""
    engine = frozen(path, recipients("ann", "bob"))
    other = Scripted()

    def overtaken(address: str) -> bool:
        if address.startswith("bob"):
            ledger.recover(engine, ISSUE_ID, "run-2", NOW)
            drain(engine, other, run_id="run-2")
        return False

    first = Scripted()
    tally = drain(engine, first, is_suppressed=overtaken)
    assert (first.taken, other.taken) == (["id-ann"], ["id-bob"])
    assert (tally.sent, tally.unknown) == (2, 0)


def test_an_issue_closed_over_a_slow_run_is_opened_again(path: Path) -> None:
    """When it turns out that a message taken for lost was never handed over, its reader still gets it."""
    engine = frozen(path, recipients("ann"))

    class Overtaken(Scripted):
        def deliver(self, issue: CompiledIssue, recipients: Sequence[Recipient]) -> Iterator[Outcome]:
            ledger.recover(engine, ISSUE_ID, "run-2", NOW)
            drain(engine, Scripted(), run_id="run-2")
            assert issue_state(engine) == "sent"
            return super().deliver(issue, recipients)

    with pytest.raises(TransientError):
        drain(engine, Overtaken(ann=[TransientError("the server is closing")]))
    assert (statuses(engine), issue_state(engine)) == ({"id-ann": "pending"}, "sending")


def test_an_issue_is_not_sent_while_another_run_has_somebody_in_flight(path: Path) -> None:
    """Whoever finishes first does not declare the issue done over the head of the other."""
    engine = frozen(path, recipients("ann", "bob"))
    states: list[str] = []

    def meanwhile(subscriber_id: str) -> dict[str, str]:
        if not states:
            drain(engine, Scripted(), run_id="run-2")
            states.append(issue_state(engine))
        return values(subscriber_id)

    drain(engine, Scripted(), values=meanwhile, batch=1)
    assert [*states, issue_state(engine)] == ["sending", "sent"]


def test_two_drains_at_once_send_to_nobody_twice(path: Path, tmp_path: Path) -> None:
    """Two schedulers that start at the same moment share the list."""
    people = recipients(*(f"reader{number:03}" for number in range(120)))
    engine = frozen(path, people)
    transports = [Scripted(), Scripted(), Scripted()]
    threads = [
        Thread(target=drain, args=(engine, transport), kwargs={"run_id": f"run-{number}", "batch": 5})
        for number, transport in enumerate(transports)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = [name for transport in transports for name in transport.taken]
    assert sorted(taken) == sorted(person.subscriber_id for person in people)
    assert (set(statuses(engine).values()), issue_state(engine)) == ({"sent"}, "sent")


def test_nobody_is_frozen_twice_for_one_issue(path: Path) -> None:
    """The table itself refuses a second delivery of an issue to a subscriber."""
    engine = frozen(path, recipients("ann"))
    with pytest.raises(IntegrityError), engine.begin() as connection:
        ledger.freeze(connection, ISSUE_ID, recipients("ann"), NOW)


def test_an_issue_for_nobody_is_not_frozen(path: Path) -> None:
    """An empty list uses no issue up."""
    with pytest.raises(NewsletterError, match="nobody to send it to"):
        frozen(path, [])


def test_a_ledger_that_cannot_be_written_says_so_and_names_nobody(path: Path) -> None:
    """A database that fails half-way is one line with the way out."""
    engine = frozen(path, recipients("ann"))
    with engine.begin() as connection:
        connection.execute(sa.text("drop table deliveries"))
    with pytest.raises(NewsletterError, match="run again, nobody gets it twice") as caught:
        drain(engine, Scripted())
    assert "@" not in str(caught.value)


def test_logs_name_subscribers_by_id(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """No address and no name stands in a log, whatever happens."""
    caplog.set_level(logging.DEBUG)
    engine = frozen(path, [recipient("ann", display="Ann Hart"), recipient("bob")])
    drain(engine, Scripted(ann=[REFUSED]))
    ledger.recover(engine, ISSUE_ID, "run-2", NOW)
    assert "id-ann" in caplog.text
    assert "@example.org" not in caplog.text
    assert "Ann Hart" not in caplog.text


def test_who_lists_everybody_in_the_order_of_sending(path: Path, tmp_path: Path) -> None:
    """`newsletter who` can say for each recipient what became of their message and when."""
    engine = frozen(path, recipients("bob", "ann"))
    drain(engine, OutboxTransport(tmp_path / "outbox", sender(), clock))
    with engine.connect() as connection:
        found = ledger.deliveries_of(connection, ISSUE_ID)
        assert ledger.tally(connection, "weekly/2026-W48") == ledger.Tally()
    assert [(each.address, each.status, each.attempts, each.updated) for each in found] == [
        ("bob@example.org", SENT, 1, NOW),
        ("ann@example.org", SENT, 1, NOW),
    ]
    assert found[0].provider_id == "weekly/2026-W47/id-bob.eml"
    assert "example.org" not in repr(found)


def test_a_fault_of_the_suppression_list_sends_to_nobody_unchecked(path: Path) -> None:
    """Where it cannot be asked who is suppressed, the send stops, and what was sent before is kept."""
    engine = frozen(path, recipients("ann", "bob"))

    def failing(address: str) -> bool:
        if address.startswith("bob"):
            raise NewsletterError("suppressed.csv cannot be read")
        return nobody(address)

    with pytest.raises(NewsletterError, match="cannot be read"):
        drain(engine, Scripted(), is_suppressed=failing)
    assert statuses(engine) == {"id-ann": "sent", "id-bob": "pending"}
