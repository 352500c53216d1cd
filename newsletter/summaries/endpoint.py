"""Any OpenAI-compatible `/chat/completions`, hosted or local, over plain HTTP."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import requests

from newsletter.summaries.prompt import SCHEMA

ANSWER_TOKENS = 600
"""Three sentences with their numbers take about 150; models that think aloud need more, and get no more than this."""
MOST_BYTES = 262_144
CONNECT_SECONDS = 10.0
STOPPING = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
"""Answers that every other post would get too."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where a model answers: `base_url` as in `http://localhost:11434/v1`. An empty key sends none."""

    base_url: str
    model: str
    key: str = field(default="", repr=False)
    timeout_seconds: float = 60.0

    @property
    def host(self) -> str:
        """The machine, for messages: the rest of an address may hold a secret."""
        try:
            return urlsplit(self.base_url).hostname or "the endpoint"
        except ValueError:
            return "the endpoint"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a model answered, and the tokens it says that question and answer took; 0 where it says nothing."""

    content: str
    tokens: int


class ModelFailure(Exception):  # noqa: N818  it is no error of ours, and never leaves this folder
    """A question without a usable answer. `stops` says that asking about other posts is of no use either."""

    def __init__(self, reason: str, *, stops: bool = False, wait_seconds: float | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.stops = stops
        self.wait_seconds = wait_seconds


class _Refused(Exception):  # noqa: N818
    """The endpoint does not know something in the question's form."""


def ask(
    endpoint: Endpoint, messages: Sequence[Mapping[str, str]], *, deadline: float, clock: Callable[[], float]
) -> Reply:
    """Put one question, without tools, at temperature 0; raise `ModelFailure` where no answer comes by the deadline.

    Endpoints that know no schema are asked again in the plain form.
    """
    question = {"model": endpoint.model, "messages": list(messages), "temperature": 0, "stream": False}
    schema = {"type": "json_schema", "json_schema": {"name": "summary", "strict": True, "schema": SCHEMA}}
    forms: tuple[dict[str, Any], ...] = (
        {"max_tokens": ANSWER_TOKENS, "response_format": schema},
        {"max_completion_tokens": ANSWER_TOKENS},
    )
    for form in forms:
        try:
            return _reply(_post(endpoint, {**question, **form}, deadline=deadline, clock=clock))
        except _Refused:
            continue
    raise ModelFailure(f"the model at {endpoint.host} refuses the form of the question", stops=True)


def _post(endpoint: Endpoint, payload: Mapping[str, Any], *, deadline: float, clock: Callable[[], float]) -> bytes:
    left = min(endpoint.timeout_seconds, deadline - clock())
    if left <= 0:
        raise ModelFailure("the seconds for the model are used up", stops=True)
    until = clock() + left
    try:
        with requests.post(
            f"{endpoint.base_url.rstrip('/')}/chat/completions",
            json=payload,
            headers={"Accept-Encoding": "identity"},
            auth=_with_key(endpoint.key),
            timeout=(min(CONNECT_SECONDS, left), left),
            allow_redirects=False,
            stream=True,
        ) as response:
            _check(endpoint, response)
            return _body(endpoint, response, until=until, clock=clock)
    except requests.Timeout as error:
        raise ModelFailure(f"the model at {endpoint.host} did not answer in time") from error
    except (requests.RequestException, ValueError) as error:
        raise ModelFailure(f"the model at {endpoint.host} cannot be reached", stops=True) from error


def _with_key(key: str) -> Callable[[requests.PreparedRequest], requests.PreparedRequest]:
    """Set the key ourselves: without this, requests would send what ~/.netrc holds for the host."""

    def signed(request: requests.PreparedRequest) -> requests.PreparedRequest:
        if key:
            request.headers["Authorization"] = f"Bearer {key}"
        return request

    return signed


def _check(endpoint: Endpoint, response: requests.Response) -> None:
    status = response.status_code
    if status == HTTPStatus.OK:
        return
    if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.UNPROCESSABLE_ENTITY):
        raise _Refused
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        reason = f"the model at {endpoint.host} asks for a pause (429)"
        raise ModelFailure(reason, stops=True, wait_seconds=_wait(response.headers.get("Retry-After", "")))
    raise ModelFailure(f"the model at {endpoint.host} answered with status {status}", stops=status in STOPPING)


def _wait(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() else None


def _body(endpoint: Endpoint, response: requests.Response, *, until: float, clock: Callable[[], float]) -> bytes:
    body = bytearray()
    for piece in response.iter_content(1):  # larger pieces wait for all their bytes, and a trickle renews the time-out
        body += piece
        if len(body) > MOST_BYTES:
            raise ModelFailure(f"the model at {endpoint.host} answered at too great a length")
        if clock() > until:
            raise ModelFailure(f"the model at {endpoint.host} did not answer in time")
    return bytes(body)


def _reply(body: bytes) -> Reply:
    try:
        answer = json.loads(body)
        content = answer["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise ModelFailure("the model answered with something other than a chat completion") from error
    if not isinstance(content, str):
        raise ModelFailure("the model answered without text")
    usage = answer.get("usage")
    tokens = usage.get("total_tokens") if isinstance(usage, dict) else 0
    return Reply(content, tokens if isinstance(tokens, int) and tokens > 0 else 0)
