"""Calling a chat model with a deadline, few retries, and a stop that really stops.

Calls run on one event loop in a thread of its own: cancelling a task closes its connection at
once, with every provider's library and in the middle of a hang.
"""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from functools import cache, cached_property
from queue import Empty, Queue
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage

from app.models.failures import PASSING, FailureKind, ModelFailureError, failure_of
from app.models.thoughts import without_thoughts
from app.models.usage import Ledger

_log = logging.getLogger(__name__)
_RETRIES = 2
_FIRST_PAUSE = 0.5
_POLL_SECONDS = 0.05
_LONGEST_SECONDS = 60.0
_BRISK_SECONDS = 5.0
_CHARS_A_TOKEN = 4

# Ways of holding a model to a schema that a server may refuse; the prompt asks for it all the same.
_SCHEMAS = frozenset({"response_format", "json_schema", "format", "tool_choice"})
StopCheck = Callable[[], bool]
Messages = Sequence[BaseMessage]


@dataclass(frozen=True)
class ModelCaller:
    """One chat model with its limits; `make` may raise ModelFailureError.

    `make` takes the names of options that the server has refused; they are left out from then on.

    `timeout` bounds, in seconds, the wait for the first words, retries among it, and every later
    pause.
    """

    make: Callable[[frozenset[str]], BaseChatModel]
    name: str
    timeout: float
    ledger: Ledger
    _refused: set[str] = field(default_factory=set)

    @property
    def model(self) -> BaseChatModel:
        """Return the model, made at the first call: its library takes a second to load."""
        return self._model(frozenset(self._refused))

    @cached_property
    def _model(self) -> Callable[[frozenset[str]], BaseChatModel]:
        return cache(self.make)

    def stream(
        self,
        messages: Messages,
        stop: StopCheck,
        schema: dict[str, Any] | None = None,
        *,
        brisk: bool = False,
    ) -> Iterator[str]:
        """Yield what the model has written so far, each time more of it, the last time all.

        `schema` holds the answer to a JSON schema, where one is given; `brisk` waits less, for
        what an answer can do without. Raises ModelFailureError; words that were yielded before a
        failure are nobody's answer.
        """
        if self.ledger.is_over():
            raise ModelFailureError(FailureKind.OVER_LIMIT)
        patience = min(self.timeout, _BRISK_SECONDS) if brisk else self.timeout
        deadline = time.monotonic() + patience
        attempt = 0
        while True:
            try:
                bound = self._bound(schema)
                yield from self._attempt(messages, stop, bound, deadline, patience)
                return
            except ModelFailureError as failure:
                if failure.option and failure.option not in self._refused:
                    _log.info("model %s: asked again without %s", self.name, failure.option)
                    self._refused.add(failure.option)
                    continue
                pause = failure.retry_after or _FIRST_PAUSE * 2**attempt
                late = time.monotonic() + pause >= deadline
                if attempt == _RETRIES or failure.kind not in PASSING or late:
                    raise
                _log.info("model %s: %s; trying again", self.name, failure.kind.name)
                _wait(pause, stop)
                attempt += 1

    def complete(self, messages: Messages, stop: StopCheck) -> str:
        """Return all that the model writes, waiting briskly; raises ModelFailureError."""
        *_, text = self.stream(messages, stop, brisk=True)
        return text

    def _attempt(
        self, messages: Messages, stop: StopCheck, bound: Any, deadline: float, patience: float
    ) -> Iterator[str]:
        chunks: Queue[AIMessageChunk | ModelFailureError | None] = Queue()
        task = _run(_pump(bound.astream(list(messages)), chunks))
        reply = _Reply()
        try:
            until, last = deadline, time.monotonic() + max(_LONGEST_SECONDS, 4 * patience)
            while (chunk := _next(chunks, until, stop)) is not None:
                if isinstance(chunk, ModelFailureError):
                    raise chunk
                before = reply.text
                reply.add(chunk)
                # Thoughts, and pieces without any words, are signs of life as well.
                until = min(time.monotonic() + patience, last)
                if reply.text != before:
                    yield reply.text
            reply.check()
        finally:
            task.cancel()
            self._count(messages, reply)

    def _bound(self, schema: dict[str, Any] | None) -> Any:
        """Return the model, held to a schema the way its provider does it."""
        if schema is None or self._refused & _SCHEMAS:
            return self.model
        if self.name.startswith("openai:"):
            form = {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}
            return self.model.bind(response_format=form)
        if self.name.startswith("ollama:"):
            return self.model.bind(format=schema)
        tool = {"title": "answer", "description": "Give the answer.", **schema}
        return self.model.bind_tools([tool], tool_choice="answer")

    def _count(self, messages: Messages, reply: "_Reply") -> None:
        asked = sum(len(str(m.content)) for m in messages) // _CHARS_A_TOKEN
        told = reply.tokens or (asked, len(reply.text) // _CHARS_A_TOKEN)
        try:
            self.ledger.add(*told)
        except OSError as error:
            _log.warning("the use of tokens could not be kept: %s", type(error).__name__)


class _Reply:
    """What has arrived of an answer."""

    def __init__(self) -> None:
        self._all = ""
        self.text = ""
        self.tokens: tuple[int, int] | None = None
        self._end = ""

    def add(self, chunk: AIMessageChunk) -> None:
        self._all += chunk.text
        self._all += "".join(call["args"] or "" for call in chunk.tool_call_chunks)
        self.text = without_thoughts(self._all)
        usage = chunk.usage_metadata
        if usage and usage["output_tokens"]:
            self.tokens = (usage["input_tokens"], usage["output_tokens"])
        told = chunk.response_metadata
        end = told.get("finish_reason") or told.get("stop_reason") or told.get("done_reason")
        self._end = str(end or self._end).lower()
        if chunk.additional_kwargs.get("refusal"):
            self._end = "refusal"

    def check(self) -> None:
        """Raise where the whole is no answer."""
        if self._end in {"refusal", "content_filter", "safety"}:
            raise ModelFailureError(FailureKind.REFUSED)
        if not self._end:
            raise ModelFailureError(FailureKind.CUT)
        if not self.text.strip() and self._end in {"length", "max_tokens"}:
            raise ModelFailureError(FailureKind.ALL_THOUGHT)
        if not self.text.strip():
            raise ModelFailureError(FailureKind.EMPTY)


async def _pump(
    stream: AsyncIterator[AIMessageChunk],
    chunks: "Queue[AIMessageChunk | ModelFailureError | None]",
) -> None:
    try:
        async for chunk in stream:
            chunks.put(chunk)
        chunks.put(None)
    except Exception as error:
        chunks.put(failure_of(error))


def _next(
    chunks: "Queue[AIMessageChunk | ModelFailureError | None]", until: float, stop: StopCheck
) -> AIMessageChunk | ModelFailureError | None:
    while True:
        if stop():
            raise ModelFailureError(FailureKind.STOPPED)
        if time.monotonic() > until:
            raise ModelFailureError(FailureKind.SILENT)
        try:
            return chunks.get(timeout=_POLL_SECONDS)
        except Empty:
            continue


def _wait(seconds: float, stop: StopCheck) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if stop():
            raise ModelFailureError(FailureKind.STOPPED)
        time.sleep(min(_POLL_SECONDS, max(0.0, until - time.monotonic())))


def _run(work: Any) -> "Future[None]":
    return asyncio.run_coroutine_threadsafe(work, _loop())


@cache
def _loop() -> asyncio.AbstractEventLoop:
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="model-calls", daemon=True).start()
    return loop
