"""Post -> summary, written by a model and checked: what fails a check is replaced by the extractive summary.

The model is optional and never trusted. A post is data to it (`prompt`), its answer has one fixed form (`answers`), and
every sentence must pass the gate of facts against the sentences that it names. Whatever goes wrong, each post gets a
summary, and what happened is reported.
"""

import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from newsletter.model import Kind, Post, Summary
from newsletter.summaries import answer_cache, prompt
from newsletter.summaries.answer_cache import AnswerCache
from newsletter.summaries.answers import Answer, RejectedError, parse, sound_sentences
from newsletter.summaries.endpoint import ANSWER_TOKENS, Endpoint, ModelFailure, Reply, ask
from newsletter.summaries.extractive import MOST_WORDS
from newsletter.summaries.extractive import summarise_all as extract_all
from newsletter.summaries.quoting import is_short
from newsletter.summaries.sentences import TextSentence
from newsletter.themes.vectors import Encoder

CHARACTERS_A_TOKEN = 3
"""On the safe side: English has about four, other scripts fewer."""
LONGEST_WAIT = 30.0
"""Seconds that we wait, once a run, for a model that asks for a pause."""
MOST_FAILURES = 3
"""Failures of one model, one after the other, after which it is left in peace."""
OUT_OF_TOKENS = "the tokens for the model are used up"
OUT_OF_SECONDS = "the seconds for the model are used up"


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a run may spend: tokens of questions and answers, seconds on the wall, questions under way at once."""

    tokens: int = 200_000
    seconds: float = 300.0
    at_once: int = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Why posts have their extractive summary instead of the model's; each reason is reported once."""

    reason: str
    post_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A summary for every post, in the order given, and what was replaced."""

    summaries: tuple[Summary, ...]
    reports: tuple[Report, ...]
    tokens: int = 0
    """Tokens spent in this run; answers from the cache cost none."""


@dataclass(frozen=True, slots=True)
class _Question:
    post: Post
    shown: tuple[TextSentence, ...]
    messages: list[dict[str, str]]
    key: str

    @property
    def tokens(self) -> int:
        """An upper estimate of what question and answer take."""
        return sum(len(each["content"]) for each in self.messages) // CHARACTERS_A_TOKEN + ANSWER_TOKENS


class ModelSummariser:
    """Summarises with a model. `cache` is the folder for its answers, `clock` gives seconds that only go forward."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        budget: Budget | None = None,
        cache: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._endpoint = endpoint
        self._budget = budget or Budget()
        self._cache = AnswerCache(cache) if cache is not None else None
        self._clock = clock
        self._sleep = sleep

    @property
    def method(self) -> str:
        """What `Summary.method` says of a summary that the model wrote."""
        return f"llm:{self._endpoint.model}"

    def summarise_all(self, posts: Iterable[Post], encoder: Encoder, *, words: int | None = None) -> Written:
        """Summarise posts, in the order given; teasers and short posts are quoted, as they are without a model.

        A sentence's `start` and `end` span the sentences of the post that it rests on, from the first to the last; its
        text is the model's, so it is not `post.text[start:end]`.
        """
        some = tuple(posts)
        most = words or MOST_WORDS
        questions = [question for post in some if (question := self._question(post, most)) is not None]
        run = _Run(self._endpoint, self._budget, self._cache, self._clock, self._sleep)
        contents = run.answers(questions)
        written: dict[str, Summary] = {}
        reasons: dict[str, str] = {}
        for question in questions:
            content = contents[question.key]
            try:
                written[question.post.id] = self._summary(question, content, most)
            except RejectedError as error:
                reasons[question.post.id] = str(error)
        others = iter(extract_all((post for post in some if post.id not in written), encoder, words=words))
        summaries = tuple(written[post.id] if post.id in written else next(others) for post in some)
        return Written(summaries=summaries, reports=_reports(reasons), tokens=run.spent)

    def _question(self, post: Post, words: int) -> _Question | None:
        shown = prompt.shown(post)
        if post.kind is Kind.TEASER or not shown or is_short(shown, words):
            return None
        messages = prompt.messages(post, shown, words)
        return _Question(post, shown, messages, answer_cache.key(self._endpoint.model, messages))

    def _summary(self, question: _Question, content: "str | ModelFailure", words: int) -> Summary:
        if isinstance(content, ModelFailure):
            raise RejectedError(content.reason)
        sentences = sound_sentences(parse(content), question.shown, words)
        return Summary(post_id=question.post.id, sentences=sentences, method=self.method)


def _reports(reasons: dict[str, str]) -> tuple[Report, ...]:
    posts: dict[str, list[str]] = {}
    for post_id, reason in reasons.items():
        posts.setdefault(reason, []).append(post_id)
    return tuple(Report(reason=reason, post_ids=tuple(ids)) for reason, ids in posts.items())


class _Run:
    """One run's questions: from the cache, else put to the model in waves, until it fails or the budget is spent."""

    def __init__(
        self,
        endpoint: Endpoint,
        budget: Budget,
        cache: AnswerCache | None,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
    ) -> None:
        self._endpoint = endpoint
        self._budget = budget
        self._cache = cache
        self._clock = clock
        self._sleep = sleep
        self._deadline = clock() + budget.seconds
        self._failures = 0
        self._may_wait = True
        self.spent = 0

    def answers(self, questions: Sequence[_Question]) -> dict[str, str | ModelFailure]:
        """Give each question's answer, or why it has none, by the question's key."""
        found: dict[str, str | ModelFailure] = {}
        for question in questions:
            kept = self._cache.read(question.key) if self._cache else None
            if kept is not None and _is_readable(kept):
                found[question.key] = kept
        left = list({question.key: question for question in questions if question.key not in found}.values())
        while left:
            wave = self._wave(left)
            left = left[len(wave) :]
            stopped = self._put(wave, found) if wave else ModelFailure(self._exhausted())
            if stopped is not None:
                found.update({question.key: stopped for question in (*wave, *left) if question.key not in found})
                break
        return found

    def _wave(self, left: Sequence[_Question]) -> list[_Question]:
        """Take as many questions as may run at once and can be paid for."""
        wave: list[_Question] = []
        tokens = self.spent
        if self._clock() >= self._deadline:
            return wave
        for question in left[: max(1, self._budget.at_once)]:
            tokens += question.tokens
            if tokens > self._budget.tokens:
                break
            wave.append(question)
        return wave

    def _exhausted(self) -> str:
        return OUT_OF_SECONDS if self._clock() >= self._deadline else OUT_OF_TOKENS

    def _put(self, wave: Sequence[_Question], found: dict[str, str | ModelFailure]) -> ModelFailure | None:
        """Put the questions of a wave at once; give the failure that makes further ones useless."""
        with ThreadPoolExecutor(len(wave)) as pool:
            outcomes = list(pool.map(self._ask, wave))
        stopping: ModelFailure | None = None
        again: list[_Question] = []
        for question, outcome in zip(wave, outcomes, strict=True):
            if isinstance(outcome, Reply):
                self._failures = 0
                self.spent += outcome.tokens or question.tokens
                found[question.key] = outcome.content
                self._keep(question, outcome.content)
                continue
            self._failures += 1
            if self._can_wait(outcome):
                again.append(question)
                continue
            found[question.key] = outcome
            if outcome.stops or self._failures >= MOST_FAILURES:
                stopping = outcome
        return self._put_again(again, outcomes, found) if again and stopping is None else stopping

    def _ask(self, question: _Question) -> Reply | ModelFailure:
        try:
            return ask(self._endpoint, question.messages, deadline=self._deadline, clock=self._clock)
        except ModelFailure as failure:
            return failure

    def _can_wait(self, failure: ModelFailure) -> bool:
        wait = failure.wait_seconds
        return self._may_wait and wait is not None and wait <= min(LONGEST_WAIT, self._deadline - self._clock())

    def _put_again(
        self, again: Sequence[_Question], outcomes: Sequence[Reply | ModelFailure], found: dict[str, str | ModelFailure]
    ) -> ModelFailure | None:
        waits = [each.wait_seconds or 0.0 for each in outcomes if isinstance(each, ModelFailure)]
        self._may_wait = False
        self._failures = 0
        self._sleep(max(waits))
        return self._put(again, found)

    def _keep(self, question: _Question, content: str) -> None:
        if self._cache and _is_readable(content):
            self._cache.write(question.key, self._endpoint.model, content)


def _is_readable(content: str) -> Answer | None:
    try:
        return parse(content)
    except RejectedError:
        return None
