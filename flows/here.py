"""Run the flow in this process, on Prefect's temporary server: what `newsletter run` does."""

import os
from pathlib import Path
from typing import Any, cast

from newsletter.installation import STATE_FOLDER
from newsletter.report import Report


def run_here(*, period: str = "", dump: str = "", subscribers: str = "", dry_run: bool = False) -> Report:
    """Run the flow `digest` and return its report; raise whatever stopped it.

    Prefect's own files go to `.newsletter/prefect`, so that neither a profile nor a server of somebody else is used;
    who wants the run to be seen on a server sets `PREFECT_API_URL`.
    """
    os.environ.setdefault("PREFECT_HOME", str(Path.cwd() / STATE_FOLDER / "prefect"))
    # Whoever waits at the terminal gets the report, not Prefect's log; an error is raised again, not logged twice.
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_SERVER_LOGGING_LEVEL", "CRITICAL")
    Path(os.environ["PREFECT_HOME"]).mkdir(mode=0o700, parents=True, exist_ok=True)
    return _run(period=period, dump=dump, subscribers=subscribers, dry_run=dry_run)


def _run(**parameters: Any) -> Report:
    # Imported late: the settings above count only until Prefect is imported.
    from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings

    from flows.digest import digest

    # The heartbeat's thread sleeps a whole second when the flow is over; a run in this process needs none.
    with temporary_settings(restore_defaults={PREFECT_FLOWS_HEARTBEAT_FREQUENCY}, updates={}):
        state = digest(**parameters, return_state=True)
    return cast("Report", state.result())
