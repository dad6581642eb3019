"""The tools that other assistants are offered."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import cleandoc
from typing import Annotated, ParamSpec, TypeVar

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, Field

from app.assistant.answers import AuditObject
from app.assistant.protocol import Assistant
from app.assistant.texts import CaseObject, DecisionObject, FoundObject, QuestionsObject
from app.exploring.cases import CaseFilter
from app.mcp_server.telling import (
    ToldAnswer,
    case_text,
    cases_text,
    decision_text,
    found_text,
    questions_text,
    told_answer,
)
from app.understanding.question import MAX_CHARS
from corpus.errors import BothWaysError

P = ParamSpec("P")
T = TypeVar("T")
# Whose assistant a call is for, by the headers that it came with; None for stdio.
AssistantOf = Callable[[Mapping[str, str] | None], Assistant]
Question = Annotated[
    str,
    Field(min_length=1, max_length=MAX_CHARS, description="The question, in a person’s words."),
]
Previous = Annotated[
    tuple[str, ...],
    Field(max_length=50, description="Earlier questions of the conversation, oldest first."),
]
DecisionId = Annotated[str, Field(max_length=10, description="Q1 to Q7.")]


class FoundList(BaseModel):
    """What was found, best first."""

    found: tuple[FoundObject, ...]


class CaseHead(BaseModel):
    """An example in a line; `id` is what get_case takes."""

    id: str
    title: str
    decision: str | None
    heading: str


class CaseList(BaseModel):
    """The examples that fit."""

    cases: tuple[CaseHead, ...]


def _plainly(work: Callable[P, T]) -> Callable[P, T]:
    """Return a tool whose errors are told as they are written for people."""

    @wraps(work)
    def told(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return work(*args, **kwargs)
        except BothWaysError as error:
            raise ToolError(str(error)) from error

    # Models read what a tool is for as it stands here.
    told.__doc__ = cleandoc(work.__doc__ or "")
    return told


class Tools:
    """The tools; `assistant_of` gives the assistant of whoever calls."""

    def __init__(self, assistant_of: AssistantOf) -> None:
        self._assistant_of = assistant_of

    @_plainly
    def ask(
        self, question: Question, ctx: Context, previous: Previous = ()
    ) -> Annotated[CallToolResult, ToldAnswer]:
        """Answer a question on leading change in schools and districts. Use this first.

        The answer is made of quoted and checked lines from the report “Look Both Ways”, with
        examples of real districts on both sides, a marker such as [1] behind each claim, the exact
        words under Sources, and a question to reflect on. It says so where the texts do not cover
        the question.
        """
        # Whoever calls words it anew, so that no model need do so here; and the same question then
        # has the same markers when a text about it is audited.
        answer = self._assistant_of(ctx.headers).ask(question, previous, quotes_only=True)
        return _told(answer.as_markdown(), told_answer(answer))

    @_plainly
    def search(
        self,
        text: Annotated[
            str, Field(min_length=1, max_length=MAX_CHARS, description="Words to look for.")
        ],
        ctx: Context,
        k: Annotated[int, Field(ge=1, le=50, description="How many.")] = 8,
    ) -> Annotated[CallToolResult, FoundList]:
        """Find single pieces of the texts that come nearest to some words, best first.

        Use it to look for a passage or more evidence; `ask` answers questions. A low score, below
        some 0.1, means that nothing fits.
        """
        found = self._assistant_of(ctx.headers).search(text, k)
        return _told(found_text(found), FoundList(found=found))

    @_plainly
    def list_cases(
        self,
        ctx: Context,
        situation: Annotated[
            str, Field(max_length=MAX_CHARS, description="Ranks them by how well they fit it.")
        ] = "",
        decision: DecisionId = "",
    ) -> Annotated[CallToolResult, CaseList]:
        """List the examples of real districts, all or those that fit, with their ids."""
        wanted = CaseFilter(text=situation, decision=decision.upper())
        found = self._assistant_of(ctx.headers).cases(wanted)
        heads = tuple(
            CaseHead(id=one.id, title=one.title, decision=one.decision, heading=one.heading)
            for one in found
        )
        return _told(cases_text(found), CaseList(cases=heads))

    @_plainly
    def get_case(
        self,
        id: Annotated[
            str,
            Field(max_length=200, description="Such as q3-feeder-patterns, from list_cases."),
        ],
        ctx: Context,
    ) -> Annotated[CallToolResult, CaseObject]:
        """Get one example: what districts did, each sentence with the words that it rests on."""
        case = self._assistant_of(ctx.headers).case(id)
        return _told(case_text(case), case)

    @_plainly
    def get_decision(
        self, id: DecisionId, ctx: Context
    ) -> Annotated[CallToolResult, DecisionObject]:
        """Get one of the seven decisions: its two sides, lessons, questions and examples.

        Q1 centralize or decentralize, Q2 fast or steady, Q3 need or readiness, Q4 buy or build,
        Q5 fixed or adapted strategy, Q6 whole models or single pieces, Q7 best practices or
        process and failures.
        """
        decision = self._assistant_of(ctx.headers).decision(id)
        return _told(decision_text(decision), decision)

    @_plainly
    def reflection_questions(
        self,
        ctx: Context,
        situation: Annotated[
            str, Field(max_length=MAX_CHARS, description="What is on somebody’s mind.")
        ] = "",
        decision: DecisionId = "",
        most: Annotated[int, Field(ge=1, le=20)] = 6,
    ) -> Annotated[CallToolResult, QuestionsObject]:
        """Get open questions for coaching: for a situation, or the report’s on a decision."""
        assistant = self._assistant_of(ctx.headers)
        found = assistant.reflection_questions(situation, decision, most)
        return _told(questions_text(found), found)

    @_plainly
    def audit_answer(
        self,
        ctx: Context,
        text: Annotated[
            str,
            Field(min_length=1, max_length=60_000, description="Your text, with its [1] markers."),
        ],
        question: Annotated[
            str,
            Field(max_length=MAX_CHARS, description="What you gave `ask`; its markers count."),
        ] = "",
        previous: Previous = (),
    ) -> AuditObject:
        """Check a text that you wrote from an answer, sentence by sentence.

        Use it before you show a text that rests on `ask`: it tells which sentences the words behind
        their markers do not carry, and which quotations are not word for word.
        """
        assistant = self._assistant_of(ctx.headers)
        answer = assistant.ask(question, previous, quotes_only=True) if question.strip() else None
        citations = [one.model_dump(mode="json") for one in answer.citations] if answer else []
        shown = [one for one in citations if f"[{one['marker']}]" in text]
        return assistant.audit({"text": text, "question": question, "citations": shown})


def _told(text: str, value: BaseModel) -> CallToolResult:
    """Return a result to be read, and the same as an object."""
    structured = value.model_dump(mode="json")
    return CallToolResult(content=[TextContent(text=text)], structured_content=structured)
