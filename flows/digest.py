"""The flow `digest`: from the dump directory to everybody's mailbox, once a week.

No `from __future__ import annotations` here: Prefect builds the form in its pages from the parameters' real types.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from filelock import Timeout
from prefect import Task, flow, get_run_logger, runtime, task
from prefect.cache_policies import NO_CACHE
from prefect.client.schemas.objects import State, TaskRun
from prefect.states import Cancelled, Completed
from pydantic import Field

from newsletter import report, stages
from newsletter.database import now
from newsletter.delivery.ledger import Tally
from newsletter.errors import NewsletterError, TransientError
from newsletter.installation import Installation, another_run, check_ready, open_installation
from newsletter.issue.compose import Edition, Selection
from newsletter.issue.frozen import IssueRecord
from newsletter.issue.period import Period, parse_period, period_of
from newsletter.model import CompiledIssue, Issue, IssueState, Summary
from newsletter.report import Ending, Report
from newsletter.stages import Found
from newsletter.themes import Grouping
from newsletter.themes.vectors import Encoder
from subscribers import Roll, SubscriberError

STALE_AFTER = dt.timedelta(days=2)
"""A run that starts so long after its hour would surprise its readers. A machine that comes back after weeks starts all
runs that it missed at once, oldest first (PrefectHQ/prefect#15886), so each has to look at its own hour."""

RETRY_SECONDS = [60.0, 300.0, 900.0]

PeriodText = Annotated[str, Field(pattern=r"^(\d{4}-W\d{2}(\.[2-9])?)?$")]


@flow(name="digest", persist_result=False)
def digest(period: PeriodText = "", dump: str = "", subscribers: str = "", dry_run: bool = False) -> State[Report]:
    """Find new posts, summarise them, group them by theme, render the e-mail and send it to every subscriber once.

    Args:
        period: The week to send, such as 2026-W47. Empty: the week of the scheduled hour.
        dump: The dump directory. Empty: the one in newsletter.toml.
        subscribers: A CSV of email,name. Empty: the one in newsletter.toml.
        dry_run: Compose and render, but send nothing and write nothing down.
    """
    installation = open_installation(Path.cwd(), dump=_path(dump), subscribers=_path(subscribers))
    check_ready(installation)
    if _is_stale():
        return _stale()
    week = parse_period(period) if period else period_of(_scheduled(), installation.newsletter.zone)
    try:
        with installation.lock():
            record = stages.issue_on_record(installation, week)
            return _go_on(installation, record) if record else _start(installation, week, dry_run=dry_run)
    except Timeout as error:
        raise another_run(error) from error
    except SubscriberError as error:
        raise NewsletterError(str(error)) from error


def _start(installation: Installation, week: Period, *, dry_run: bool) -> State[Report]:
    edition = stages.edition(installation, week)
    found = read_dumps(installation)
    told = report.about_dumps(found)
    selection = stages.select(found, edition)
    if not selection.posts:
        line = f"Nothing new for {edition.issue_id}, so nothing was sent."
        return _ended(Ending.NOTHING_NEW, line, [*told, line])
    vectors = stages.encoder(installation)
    summaries = summarise(selection, vectors)
    grouping = group(selection, vectors, edition)
    issue = compose(selection, summaries, grouping, edition)
    compiled = render(installation, issue)
    roll = read_subscribers(installation)
    told += report.about_issue(issue) + report.about_roll(roll)
    if dry_run:
        line = f"Dry run of {issue.id}: nothing was sent to the {len(roll.rows)} on the list."
        return _ended(Ending.DRY_RUN, line, [*told, line])
    record = freeze(installation, found, issue, compiled, roll)
    return _send(installation, record, told)


def _go_on(installation: Installation, record: IssueRecord) -> State[Report]:
    if record.state is IssueState.SENT:
        told = report.about_sent(installation, record)
        return _ended(Ending.ALREADY_SENT, told[0], told)
    return _send(installation, record, [f"Going on with {record.id}, which an earlier run left unfinished."])


def _send(installation: Installation, record: IssueRecord, told: Sequence[str]) -> State[Report]:
    # By hand in this process, whoever waits at the terminal sees at once what is wrong; on a schedule nobody does.
    drain = deliver if runtime.deployment.id else deliver.with_options(retries=0)
    tally = drain(installation, record)
    told = [*told, *report.about_delivery(installation, record, tally), *report.about_rehearsal(installation)]
    ending = Ending.SENT if tally.balanced else Ending.UNFINISHED
    return _ended(ending, f"{record.id}: {report.tally_line(tally)}", told)


@task(persist_result=False, cache_policy=NO_CACHE)
def read_dumps(installation: Installation) -> Found:
    """Dump directory -> posts, and which of them are new."""
    return stages.find_posts(installation)


@task(persist_result=False, cache_policy=NO_CACHE)
def summarise(selection: Selection, vectors: Encoder) -> tuple[Summary, ...]:
    """Posts -> two or three of their own sentences each."""
    return stages.summarise(selection, vectors)


@task(persist_result=False, cache_policy=NO_CACHE)
def group(selection: Selection, vectors: Encoder, edition: Edition) -> Grouping:
    """Posts -> themes."""
    return stages.group(selection, vectors, edition)


@task(persist_result=False, cache_policy=NO_CACHE)
def compose(selection: Selection, summaries: tuple[Summary, ...], grouping: Grouping, edition: Edition) -> Issue:
    """Themes -> issue."""
    return stages.compose(selection, summaries, grouping, edition)


@task(persist_result=False, cache_policy=NO_CACHE)
def render(installation: Installation, issue: Issue) -> CompiledIssue:
    """Issue -> e-mail, once for everybody."""
    return stages.render(installation, issue)


@task(persist_result=False, cache_policy=NO_CACHE)
def read_subscribers(installation: Installation) -> Roll:
    """The list of subscribers; bad rows are left out."""
    return stages.read_subscribers(installation)


@task(persist_result=False, cache_policy=NO_CACHE)
def freeze(installation: Installation, found: Found, issue: Issue, compiled: CompiledIssue, roll: Roll) -> IssueRecord:
    """From here on the issue is its bytes, its posts are taken and its recipients are known."""
    return stages.freeze(installation, found, issue, compiled, roll, run_id=_run_id(), now=now())


def _may_work_later(_task: Task[..., Any], _run: TaskRun, state: State[Any]) -> bool:
    return isinstance(state.result(raise_on_failure=False), TransientError)


@task(
    persist_result=False,
    cache_policy=NO_CACHE,
    retries=len(RETRY_SECONDS),
    retry_delay_seconds=RETRY_SECONDS,
    retry_condition_fn=_may_work_later,
)
def deliver(installation: Installation, record: IssueRecord) -> Tally:
    """Drain the ledger: whoever has the issue is left alone, whoever does not gets it."""
    return stages.deliver(installation, record, run_id=_run_id(), clock=now)


def _ended(ending: Ending, message: str, told: Sequence[str]) -> State[Report]:
    for line in told:
        get_run_logger().info(line)
    return Completed(name=ending.value, message=message, data=Report(ending=ending, lines=tuple(told)))


def _is_stale() -> bool:
    return now() - _scheduled() > STALE_AFTER


def _stale() -> State[Report]:
    due = f"{_scheduled():%d %B %Y at %H:%M} UTC"
    line = f"This run was due on {due}, too long ago: run the week by hand if you want it sent."
    return Cancelled(name=Ending.STALE.value, message=line, data=Report(ending=Ending.STALE, lines=(line,)))


def _scheduled() -> dt.datetime:
    scheduled = runtime.flow_run.scheduled_start_time
    return scheduled if scheduled else now()


def _run_id() -> str:
    return str(runtime.flow_run.id)


def _path(text: str) -> Path | None:
    return Path(text) if text.strip() else None
