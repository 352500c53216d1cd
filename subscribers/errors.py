"""What can go wrong with a list of subscribers.

    SubscriberError    a list cannot be used: one line that says which, why, and what to do

One bad row is no error: it is named in the `Roll` and left out, and the rest goes on.
"""


class SubscriberError(Exception):
    """A list of subscribers cannot be used. The message is one line for the editor and holds no address."""
