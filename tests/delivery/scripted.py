"""A transport whose answers are written down beforehand, for what no server does on demand."""

from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import Self

from newsletter.errors import NewsletterError
from newsletter.model import CompiledIssue, DeliveryStatus, Outcome, Recipient

Answer = DeliveryStatus | NewsletterError | KeyboardInterrupt | None
"""What a hand-over comes to; `None` gives no outcome at all."""


class Scripted:
    """Says `sent` unless told otherwise; remembers everybody whose message it took."""

    name = "scripted"

    def __init__(self, in_flight: int = 1, **answers: Sequence[Answer]) -> None:
        self.in_flight = in_flight
        self.taken: list[str] = []
        self.asked: list[str] = []
        self._answers = {f"id-{name}": list(given) for name, given in answers.items()}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        return None

    def deliver(self, issue: CompiledIssue, recipients: Sequence[Recipient]) -> Iterator[Outcome]:
        for recipient in recipients:
            self.asked.append(recipient.subscriber_id)
            script = self._answers.get(recipient.subscriber_id)
            answer = script.pop(0) if script else DeliveryStatus.SENT
            if isinstance(answer, BaseException):
                raise answer
            if answer is DeliveryStatus.SENT:
                self.taken.append(recipient.subscriber_id)
            if answer is not None:
                yield Outcome(subscriber_id=recipient.subscriber_id, status=answer, detail=f"it was {answer}")
