"""The tools that other assistants are offered."""

from collections.abc import Callable, Mapping
from functools import wraps
from inspect import cleandoc
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp_types import CallToolResult, TextContent
from pydantic import BaseModel, Field

from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.protocol import Assistant
from app.assistant.texts import CaseObject, DecisionObject, FoundObject, QuestionsObject
from corpus.errors import BothWaysError

P = ParamSpec("P")
T = TypeVar("T")
# Whose assistant a call is for, by the headers that it came with; None for stdio.
AssistantOf = Callable[[Mapping[str, str] | None], Assistant]
Question = Annotated[str, Field(min_length=1, max_length=6000, description="What to know.")]


class FoundList(BaseModel):
    """What was found, best first."""

    found: tuple[FoundObject, ...]


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
        self,
        question: Question,
        ctx: Context,
        previous: Annotated[
            tuple[str, ...], Field(max_length=50, description="Earlier questions, oldest first.")
        ] = (),
    ) -> Annotated[CallToolResult, AnswerObject]:
        """Answer a question on leading change in school systems, each claim with its source.

        The answer shows both sides with examples of real districts, and ends with a question to
        reflect on. It says so where the texts do not cover the question.
        """
        answer = self._assistant_of(ctx.headers).ask(question, previous)
        return _told(answer.as_text(), answer)

    @_plainly
    def search(
        self, text: Question, ctx: Context, k: Annotated[int, Field(ge=1, le=50)] = 8
    ) -> Annotated[CallToolResult, FoundList]:
        """Find the pieces of the texts that come nearest to some words, best first."""
        found = self._assistant_of(ctx.headers).search(text, k)
        lines = (f"{one.rank}. {one.title}, {one.heading}: {one.text}" for one in found)
        return _told("\n\n".join(lines), FoundList(found=found))

    @_plainly
    def get_case(
        self,
        id: Annotated[str, Field(max_length=200, description="Such as q3-feeder-patterns.")],
        ctx: Context,
    ) -> CaseObject:
        """Get one example: what districts did, each sentence with the words that it rests on."""
        return self._assistant_of(ctx.headers).case(id)

    @_plainly
    def get_decision(
        self, id: Annotated[str, Field(max_length=10, description="Q1 to Q7.")], ctx: Context
    ) -> DecisionObject:
        """Get one of the seven decisions: its two sides, examples, lessons and questions."""
        return self._assistant_of(ctx.headers).decision(id)

    @_plainly
    def reflection_questions(
        self,
        ctx: Context,
        situation: Annotated[str, Field(max_length=6000)] = "",
        decision: Annotated[str, Field(max_length=10, description="Q1 to Q7.")] = "",
        most: Annotated[int, Field(ge=1, le=20)] = 6,
    ) -> QuestionsObject:
        """Get open questions for a situation, or those of the report on a decision."""
        return self._assistant_of(ctx.headers).reflection_questions(situation, decision, most)

    @_plainly
    def audit_answer(
        self,
        ctx: Context,
        answer: Annotated[
            dict[str, Any], Field(description="An answer as `ask` gives it; `text` at least.")
        ],
    ) -> AuditObject:
        """Check each claim of an answer against the words that it cites, word for word."""
        return self._assistant_of(ctx.headers).audit(answer)


def _told(text: str, value: BaseModel) -> CallToolResult:
    """Return a result to be read, and the same as an object."""
    structured = value.model_dump(mode="json")
    return CallToolResult(content=[TextContent(text=text)], structured_content=structured)
