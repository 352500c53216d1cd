"""A sender in a process of its own, to be killed: `python -m tests.delivery.sending DATABASE PORT RUN [STEP TIMES]`.

With a step it kills itself when it comes to that step for so many times, as SIGKILL does: no clean-up runs.
"""

import os
import signal
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from newsletter import database
from newsletter.delivery import ledger
from newsletter.delivery.smtp import SmtpTransport
from newsletter.model import Outcome
from tests.delivery.builders import ISSUE_ID, NOW, clock, compiled, nobody, sender, values


def main(path: str, port: str, run_id: str, step: str = "", times: str = "0") -> None:
    engine = database.open_database(Path(path))
    die = countdown(step, int(times))

    def is_suppressed(address: str) -> bool:
        die("claimed")
        return nobody(address)

    def filled(subscriber_id: str) -> Mapping[str, str]:
        die("sending")
        return values(subscriber_id)

    def recorded(outcome: Outcome) -> None:
        die("recorded")

    ledger.recover(engine, ISSUE_ID, run_id, NOW)
    with SmtpTransport(host="127.0.0.1", port=int(port), security="none", sender=sender(), clock=clock) as transport:
        ledger.drain(
            engine,
            compiled(),
            transport,
            run_id=run_id,
            is_suppressed=is_suppressed,
            values=filled,
            clock=clock,
            on_outcome=recorded,
        )


def countdown(step: str, times: int) -> Callable[[str], None]:
    left = [times]

    def die(here: str) -> None:
        if here == step:
            left[0] -= 1
            if left[0] == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    return die


if __name__ == "__main__":
    main(*sys.argv[1:])
