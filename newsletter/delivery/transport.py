"""What a transport is: whatever hands messages over, be it SMTP, the outbox folder or an API provider."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Protocol, Self

from newsletter.model import CompiledIssue, Outcome, Recipient


class Transport(Protocol):
    """Hands an issue over for batches of recipients. A context manager, for the sake of its connections.

    docs/adding-a-transport.md says how to write one, and tests/delivery/test_contract.py what every one must do.
    """

    @property
    def name(self) -> str:
        """The transport as settings and log lines call it."""
        ...

    @property
    def in_flight(self) -> int:
        """How many recipients to hand to one `deliver`: as many are in doubt if the sender is killed in it."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...

    def deliver(self, issue: CompiledIssue, recipients: Sequence[Recipient]) -> Iterator[Outcome]:
        """Hand over one message a recipient and yield each one's outcome as soon as it is known.

        An outcome is `sent`, `deferred`, `refused` or, where nobody can tell whether the message was taken, `unknown`.
        What concerns one recipient is never raised. Raises `AccountError` or `TransientError` when nobody's can go;
        whoever was not yielded by then was not handed over.
        """
        ...
