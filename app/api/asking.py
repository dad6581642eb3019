"""Asking: an answer whole or as it grows, questions to reflect on, the audit of an answer."""

from collections.abc import AsyncIterator, Generator
from contextlib import suppress
from dataclasses import dataclass
from threading import Event
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.answering.answer import Answer
from app.answering.contract import as_json
from app.api.callers import OPEN, Asks, Caller
from app.api.objects import AskBody, AuditBody, QuestionsBody
from app.api.problems import documented, problem_of
from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.texts import QuestionsObject
from app.documents.asking import Choice, Pick
from app.generation.modeled import Partial
from app.understanding.question import read_question
from corpus.errors import BothWaysError, NotFoundError

routes = APIRouter(tags=["Asking"])


@routes.post("/ask", openapi_extra=OPEN, responses=documented(404, 415, 422))
def ask(caller: Asks, body: AskBody) -> AnswerObject:
    """Ask a question, and get the whole answer with its evidence."""
    assistant = caller.assistant(_picked(caller, body))
    return assistant.ask(body.question, body.previous, quotes_only=body.quotes_only)


@dataclass(frozen=True)
class _Growing:
    """An answer as it grows, until it is closed; a thread may wait in it for a model's words."""

    made: Generator[Partial | Answer, None, None]
    stop: Event

    def following(self) -> Partial | Answer | None:
        """Return what comes next, None at the end; closes the answer once it is to stop."""
        item = next(self.made, None)
        if self.stop.is_set():
            self.close()
        return item

    def close(self) -> None:
        """Free the model; where a thread is in the answer, that one closes it when it is out."""
        self.stop.set()
        with suppress(ValueError):
            self.made.close()


async def _growing(caller: Asks, body: AskBody) -> AsyncIterator[_Growing]:
    """Give an answer, not yet begun: what is wrong with the question gets its own status.

    It is closed when the call ends, also where whoever called has hung up.
    """
    question = read_question(body.question, body.previous)
    assistant = caller.assistant(await run_sync(_picked, caller, body))
    stop = Event()
    made = assistant.stream(question, stop.is_set, quotes_only=body.quotes_only)
    growing = _Growing(made, stop)
    try:
        yield growing
    finally:
        growing.close()


@routes.post(
    "/ask/events", openapi_extra=OPEN, responses=documented(404, 415, 422),
    response_class=EventSourceResponse,
)  # fmt: skip
async def ask_events(
    growing: Annotated[_Growing, Depends(_growing)],
) -> AsyncIterator[ServerSentEvent]:
    """Ask a question, and get the answer as server-sent events.

    `draft` holds the words of a model as they come, before they are checked, `answer` the whole
    answer as `POST /ask` gives it, and `problem` why there is none.
    """
    try:
        while (item := await run_sync(growing.following, abandon_on_cancel=True)) is not None:
            if isinstance(item, Answer):
                yield ServerSentEvent(event="answer", data=as_json(item))
            elif item.text:
                yield ServerSentEvent(event="draft", data={"text": item.text})
    except BothWaysError as error:
        yield ServerSentEvent(event="problem", data=problem_of(error).model_dump(mode="json"))


@routes.post("/questions", openapi_extra=OPEN, responses=documented(404, 415, 422))
def reflection_questions(caller: Asks, body: QuestionsBody) -> QuestionsObject:
    """Get open questions for a situation, or those of the report on a decision."""
    return caller.assistant().reflection_questions(body.situation, body.decision, body.most)


@routes.post("/audits", openapi_extra=OPEN, responses=documented(415, 422))
def audit(caller: Asks, body: AuditBody) -> AuditObject:
    """Check each claim of an answer against the words that it cites; nothing is kept."""
    return caller.assistant().audit(body.answer.model_dump())


def _picked(caller: Caller, body: AskBody) -> Pick | None:
    """Return what chooses the texts that are asked; None for all that somebody may see.

    Raises NotFoundError for a document that they may not.
    """
    if body.texts is None:
        return None
    choice = Choice(body.texts.report, frozenset(body.texts.documents))
    if choice.documents:
        visible = {d.id for d in caller.services.shelf().search.visible(caller.viewer)}
        if not choice.documents <= visible:
            raise NotFoundError(
                "One of the documents can't be asked: it is not there, not ready, or not yours.",
                "Nothing was asked.",
                "GET /documents lists those that can be.",
            )
    return lambda visible: choice
