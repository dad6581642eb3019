"""Asking: an answer whole or as it grows, questions to reflect on, the audit of an answer."""

from collections.abc import Iterator
from threading import Event
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.sse import EventSourceResponse, ServerSentEvent

from app.answering.answer import Answer
from app.answering.contract import as_json
from app.api.callers import OPEN, Asks
from app.api.objects import AskBody, AuditBody, QuestionsBody, Texts
from app.api.problems import documented, problem_of
from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.texts import QuestionsObject
from app.documents.asking import Choice, Pick
from app.understanding.question import Question, read_question
from corpus.errors import BothWaysError

routes = APIRouter(tags=["Asking"])


@routes.post("/ask", openapi_extra=OPEN, responses=documented(415, 422))
def ask(caller: Asks, body: AskBody) -> AnswerObject:
    """Ask a question, and get the whole answer with its evidence."""
    assistant = caller.assistant(picked(body.texts))
    return assistant.ask(body.question, body.previous, quotes_only=body.quotes_only)


def _read(body: AskBody) -> Question:
    """Return the question, before a stream begins: what is wrong with it gets its own status."""
    return read_question(body.question, body.previous)


@routes.post(
    "/ask/events", openapi_extra=OPEN, responses=documented(415, 422),
    response_class=EventSourceResponse,
)  # fmt: skip
def ask_events(
    caller: Asks, body: AskBody, question: Annotated[Question, Depends(_read)]
) -> Iterator[ServerSentEvent]:
    """Ask a question, and get the answer as server-sent events.

    `draft` holds the words of a model as they come, before they are checked, `answer` the whole
    answer as `POST /ask` gives it, and `problem` why there is none.
    """
    assistant, stop = caller.assistant(picked(body.texts)), Event()
    try:
        for made in assistant.stream(question, stop.is_set, quotes_only=body.quotes_only):
            if isinstance(made, Answer):
                yield ServerSentEvent(event="answer", data=as_json(made))
            elif made.text:
                yield ServerSentEvent(event="draft", data={"text": made.text})
    except BothWaysError as error:
        yield ServerSentEvent(event="problem", data=problem_of(error).model_dump(mode="json"))
    finally:
        stop.set()


@routes.post("/questions", openapi_extra=OPEN, responses=documented(404, 415, 422))
def reflection_questions(caller: Asks, body: QuestionsBody) -> QuestionsObject:
    """Get open questions for a situation, or those of the report on a decision."""
    return caller.assistant().reflection_questions(body.situation, body.decision, body.most)


@routes.post("/audits", openapi_extra=OPEN, responses=documented(415, 422))
def audit(caller: Asks, body: AuditBody) -> AuditObject:
    """Check each claim of an answer against the words that it cites; nothing is kept."""
    return caller.assistant().audit(body.answer.model_dump())


def picked(texts: Texts | None) -> Pick | None:
    """Return what chooses the texts that are asked; None for all that somebody may see."""
    if texts is None:
        return None
    choice = Choice(texts.report, frozenset(texts.documents))
    return lambda visible: choice
