"""The flow as an editor knows it: one mail a week to everybody, whatever happens on the way."""

import datetime as dt
import email
import email.policy
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from newsletter.errors import NewsletterError, SettingsError, TransientError
from newsletter.installation import open_installation
from newsletter.issue.period import period_of
from newsletter.proof import pull_proof
from newsletter.report import Ending, Report
from tests.flows.conftest import Desk

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]

LIVE = """
[newsletter.weekly]
live = true
transport = "smtp"
sender_name = "Practice Weekly"
sender_address = "weekly@example.org"
postal_address = "1 Mill Lane, Leeds"
[smtp]
host = "127.0.0.1"
port = {port}
security = "none"
"""


class Mailbox:
    """A mail server that keeps what it takes and refuses whom it is told to."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, bytes]] = []
        self.refuses: set[str] = set()

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address in self.refuses:
            return "550 5.1.1 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.taken += [(address, envelope.original_content or b"") for address in envelope.rcpt_tos]
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return sorted(address for address, _ in self.taken)


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def port() -> int:
    """A port that nobody uses."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(mailbox: Mailbox, port: int) -> Iterator[None]:
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()


def run(**parameters: Any) -> Report:
    from flows.digest import digest

    state = digest(**parameters, return_state=True)
    report = state.result()
    assert isinstance(report, Report)
    return report


def test_a_run_sends_one_mail_to_everybody(desk: Desk) -> None:
    """From a folder and a list to messages that a mail program opens, with both parts saying the same."""
    report = run(period="2026-W47")
    assert report.ending is Ending.SENT
    messages = [email.message_from_bytes(path.read_bytes(), policy=email.policy.default) for path in desk.messages]
    assert sorted(message["To"].addresses[0].addr_spec for message in messages) == [
        "ada@example.org",
        "ben@example.org",
        "cay@example.org",
    ]
    for message in messages:
        for kind in ("plain", "html"):
            part = message.get_body((kind,))
            assert part is not None
            assert "A Roof That Leaks" in part.get_content()
        assert message["List-Unsubscribe"].startswith("<mailto:")


def test_what_was_previewed_is_what_is_sent(desk: Desk) -> None:
    """The preview's hash is the one in every message; the preview of a frozen issue shows those very bytes."""
    installation = open_installation(desk.folder)
    proof = pull_proof(installation, "2026-W47")
    run(period="2026-W47")
    hashes = {email.message_from_bytes(path.read_bytes())["X-Newsletter-Hash"] for path in desk.messages}
    assert hashes == {proof.compiled.hash}
    desk.drop_later_news()
    assert pull_proof(installation, "2026-W47").compiled == proof.compiled


def test_a_preview_leaves_only_caches_behind(desk: Desk) -> None:
    """Looking uses nothing up: no database, no issue file, no message."""
    before = {path for path in desk.folder.rglob("*") if path.is_file()}
    pull_proof(open_installation(desk.folder), "2026-W47")
    left = {path for path in desk.folder.rglob("*") if path.is_file()} - before
    assert {path.parent for path in left} <= {desk.folder / ".newsletter" / "cache"}


def test_a_second_run_of_the_week_sends_nothing(desk: Desk) -> None:
    """A double click, a restart or a repeated hour does not mail anybody twice, even with new posts in the folder."""
    run(period="2026-W47")
    desk.drop_later_news()
    before = {path: path.stat().st_mtime_ns for path in desk.messages}
    assert run(period="2026-W47").ending is Ending.ALREADY_SENT
    assert {path: path.stat().st_mtime_ns for path in desk.messages} == before


def test_the_next_week_holds_only_what_is_new(desk: Desk) -> None:
    """A post goes out once."""
    run(period="2026-W47")
    desk.drop_later_news()
    run(period="2026-W48")
    latest = (desk.folder / "issues/rehearsal/weekly/2026-W48.toml").read_text(encoding="utf-8")
    assert "News That Came Later" in latest
    assert "A Roof That Leaks" not in latest


def test_nothing_new_ends_well_and_sends_nothing(desk: Desk) -> None:
    """An empty mail is worse than none; the run is completed and says why nothing went."""
    run(period="2026-W47")
    report = run(period="2026-W48")
    assert report.ending is Ending.NOTHING_NEW
    assert "Nothing new" in report.lines[-1]
    assert len(desk.messages) == 3
    desk.drop_later_news()
    assert run(period="2026-W48").ending is Ending.SENT


def test_a_dry_run_leaves_nothing_behind(desk: Desk) -> None:
    """It says what would happen; caches, which may be deleted at any time, are all it writes."""
    report = run(period="2026-W47", dry_run=True)
    assert report.ending is Ending.DRY_RUN
    left = {path for path in desk.folder.rglob("*") if path.is_file() and path.parent.name != "cache"}
    assert {path.name for path in left} == {"page-1.txt", "page-2.txt", "subscribers.csv", "rehearsal.lock"}


def test_one_refused_address_does_not_stop_the_rest(desk: Desk, mailbox: Mailbox, port: int) -> None:
    """A mailbox that is gone is recorded with its reason; everybody else has the issue."""
    desk.write("newsletter.toml", LIVE.format(port=port))
    mailbox.refuses = {"ben@example.org"}
    with serving(mailbox, port):
        report = run(period="2026-W47")
    assert report.ending is Ending.SENT
    assert mailbox.addresses == ["ada@example.org", "cay@example.org"]
    assert any("2 sent, 1 refused" in line for line in report.lines)


def test_a_server_that_was_down_is_tried_again_by_the_next_run(desk: Desk, mailbox: Mailbox, port: int) -> None:
    """A failed send uses nothing up: the same frozen issue goes out when the server is back."""
    desk.write("newsletter.toml", LIVE.format(port=port))
    with pytest.raises(TransientError):
        run(period="2026-W47")
    frozen = (desk.folder / ".newsletter/frozen/weekly/2026-W47.json").read_bytes()
    desk.drop_later_news()
    with serving(mailbox, port):
        assert run(period="2026-W47").ending is Ending.SENT
    assert mailbox.addresses == ["ada@example.org", "ben@example.org", "cay@example.org"]
    assert (desk.folder / ".newsletter/frozen/weekly/2026-W47.json").read_bytes() == frozen


def test_bad_rows_are_named_by_line_without_the_address(desk: Desk) -> None:
    """The rest of the list gets its mail, and no log shows an address."""
    desk.enrol("ada@example.org", "not an address", "cay@example.org")
    report = run(period="2026-W47")
    assert len(desk.messages) == 2
    (told,) = [line for line in report.lines if "line 3" in line]
    assert "not an address" not in told


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("newsletter.toml", "dumps = 'x'", "unknown key dumps"),
        ("newsletter.toml", "dump = 'nowhere'", "nowhere"),
        ("newsletter.toml", "[newsletter.weekly]\nlive = true", "go-live"),
        ("subscribers/subscribers.csv", "", "subscribers.csv"),
        ("subscribers/subscribers.csv", "email,name\n", "nobody"),
    ],
)
def test_what_stops_a_run_is_told_in_one_line(desk: Desk, name: str, text: str, told: str) -> None:
    """A mistake stops the run before anything is sent or written down."""
    desk.write(name, text)
    with pytest.raises(NewsletterError) as error:
        run(period="2026-W47")
    assert told in str(error.value)
    assert "\n" not in str(error.value)
    assert desk.messages == []


def test_a_broken_template_stops_the_run(desk: Desk) -> None:
    """Nobody gets half an e-mail; the file and the line are named."""
    desk.write("newsletter.toml", "[newsletter.weekly]\ntemplates = 'mine'\n")
    desk.write("mine/issue.mjml.j2", "<mjml>\n{{ no_such_thing }}\n</mjml>")
    with pytest.raises(NewsletterError, match=r"issue\.mjml\.j2.*2"):
        run(period="2026-W47")
    assert desk.messages == []


def run_due(due: dt.datetime) -> "State[Any]":
    """Run the flow as a worker would: a run that was scheduled for an hour."""
    from prefect.client.orchestration import get_client
    from prefect.flow_engine import run_flow_sync
    from prefect.states import Scheduled

    from flows.digest import digest

    with get_client(sync_client=True) as client:
        flow_run = client.create_flow_run(digest, state=Scheduled(scheduled_time=due))
    state = run_flow_sync(digest, flow_run=flow_run, return_type="state")
    assert state is not None
    return state


def test_a_run_long_after_its_hour_stops(desk: Desk) -> None:
    """A machine that comes back after three weeks does not mail three weeks at once."""
    state = run_due(dt.datetime.now(dt.UTC) - dt.timedelta(days=3))
    assert (state.name, desk.messages) == (Ending.STALE.value, [])
    assert "by hand" in (state.message or "")


def test_a_late_run_takes_the_week_of_its_hour(desk: Desk) -> None:
    """A run that starts on Tuesday, because the machine was off on Monday, is still Monday's."""
    due = dt.datetime.now(dt.UTC) - dt.timedelta(hours=47)
    assert run_due(due).name == Ending.SENT.value
    week = period_of(due, ZoneInfo("Europe/London"))
    assert (desk.folder / f"issues/rehearsal/weekly/{week}.toml").is_file()


def test_settings_errors_are_told_as_such(desk: Desk) -> None:
    """Whoever calls the flow from Python can tell a wrong setting from a broken server."""
    desk.write("newsletter.toml", "[newsletter.weekly]\nlive = true\npostal_address = 'x'")
    with pytest.raises(SettingsError, match="sender_address"):
        run(period="2026-W47")


def test_the_form_explains_itself() -> None:
    """Prefect's form shows what each parameter is for, and refuses a week that is none."""
    from flows.digest import digest

    properties = digest.parameters.properties
    assert list(properties) == ["period", "dump", "subscribers", "dry_run"]
    assert all(each["description"].endswith(".") for each in properties.values())
    assert "pattern" in properties["period"]
