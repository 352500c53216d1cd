"""Who gets the newsletter: lists, suppressions and lasting ids. Imports nothing of the project's other packages."""

from subscribers.enrolment import enrol, metadata, random_id
from subscribers.errors import SubscriberError
from subscribers.model import BadRow, Roll, Row, Subscriber
from subscribers.roll import read_roll
from subscribers.suppression import Suppressed, SuppressionFile, read_suppressed

__all__ = [
    "BadRow",
    "Roll",
    "Row",
    "Subscriber",
    "SubscriberError",
    "Suppressed",
    "SuppressionFile",
    "enrol",
    "metadata",
    "random_id",
    "read_roll",
    "read_suppressed",
]
