"""Asking: an answer whole or as it grows, questions to reflect on, the audit of an answer."""

from collections.abc import AsyncIterator
from contextlib import suppress
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
from app.assistant.local import LocalAssistant
from app.assistant.texts import QuestionsObject
from app.documents.asking import Choice, Pick
from app.understanding.question import Question, read_question
from corpus.errors import BothWaysError, NotFoundError

routes = APIRouter(tags=["Asking"])


@routes.post("/ask", openapi_extra=OPEN, responses=documented(404, 415, 422))
def ask(caller: Asks, body: AskBody) -> AnswerObject:
    """Ask a question, and get the whole answer with its evidence."""
    assistant = caller.assistant(_picked(caller, body))
    return assistant.ask(body.question, body.previous, quotes_only=body.quotes_only)


def _read(caller: Asks, body: AskBody) -> tuple[LocalAssistant, Question]:
    """Return who is asked what, before a stream begins: what is wrong gets its own status."""
    question = read_question(body.question, body.previous)
    return caller.assistant(_picked(caller, body)), question


@routes.post(
    "/ask/events", openapi_extra=OPEN, responses=documented(404, 415, 422),
    response_class=EventSourceResponse,
)  # fmt: skip
async def ask_events(
    asked: Annotated[tuple[LocalAssistant, Question], Depends(_read)], body: AskBody
) -> AsyncIterator[ServerSentEvent]:
    """Ask a question, and get the answer as server-sent events.

    `draft` holds the words of a model as they come, before they are checked, `answer` the whole
    answer as `POST /ask` gives it, and `problem` why there is none.
    """
    (assistant, question), stop = asked, Event()
    made = assistant.stream(question, stop.is_set, quotes_only=body.quotes_only)
    try:
        while (item := await run_sync(next, made, None, abandon_on_cancel=True)) is not None:
            if isinstance(item, Answer):
                yield ServerSentEvent(event="answer", data=as_json(item))
            elif item.text:
                yield ServerSentEvent(event="draft", data={"text": item.text})
    except BothWaysError as error:
        yield ServerSentEvent(event="problem", data=problem_of(error).model_dump(mode="json"))
    finally:
        # Whoever hangs up frees the model: a thread that waits for its next words looks at `stop`;
        # where none does, the stream is closed from here.
        stop.set()
        with suppress(ValueError):
            made.close()


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
