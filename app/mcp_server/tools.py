"""The tools, resources and prompts that other assistants are offered."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from importlib.metadata import version
from inspect import cleandoc
from typing import Annotated, Any, ParamSpec, TypeVar

from mcp.server.mcpserver import Context, MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.server.mcpserver.resources import FunctionResource
from mcp_types import CallToolResult, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.protocol import Assistant
from app.assistant.texts import CaseObject, DecisionObject, FoundObject, QuestionsObject
from app.coaching.plan import LONGEST, SHORTEST
from corpus.errors import BothWaysError
from prompts import load_prompt

P = ParamSpec("P")
T = TypeVar("T")
# Whose assistant a call is for, by the headers that it came with; None for stdio.
AssistantOf = Callable[[Mapping[str, str] | None], Assistant]
_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_JSON = "application/json"
Question = Annotated[str, Field(min_length=1, max_length=6000, description="What to know.")]


class FoundList(BaseModel):
    """What was found, best first."""

    found: tuple[FoundObject, ...]


def make_server(assistant_of: AssistantOf, shared: Assistant) -> MCPServer:
    """Return a server; `shared` is asked for the texts, which are the same for everybody."""
    server: MCPServer = MCPServer(
        "both-ways",
        title="Both Ways",
        instructions=load_prompt("mcp_instructions").fill(),
        version=version("both-ways"),
        log_level="WARNING",
        subscriptions=False,
    )
    _add_tools(server, assistant_of)
    _add_resources(server, shared)
    _add_prompts(server)
    return server


def _add_tools(server: MCPServer, assistant_of: AssistantOf) -> None:
    @server.tool(title="Ask", annotations=_READS)
    @_plainly
    def ask(
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
        answer = assistant_of(ctx.headers).ask(question, previous)
        return _told(answer.as_text(), answer)

    @server.tool(title="Search the texts", annotations=_READS)
    @_plainly
    def search(
        text: Question, ctx: Context, k: Annotated[int, Field(ge=1, le=50)] = 8
    ) -> Annotated[CallToolResult, FoundList]:
        """Find the pieces of the texts that come nearest to some words, best first."""
        found = assistant_of(ctx.headers).search(text, k)
        lines = (f"{one.rank}. {one.title}, {one.heading}: {one.text}" for one in found)
        return _told("\n\n".join(lines), FoundList(found=found))

    @server.tool(title="Get an example", annotations=_READS)
    @_plainly
    def get_case(
        id: Annotated[str, Field(max_length=200, description="Such as q3-feeder-patterns.")],
        ctx: Context,
    ) -> CaseObject:
        """Get one example: what districts did, each sentence with the words that it rests on."""
        return assistant_of(ctx.headers).case(id)

    @server.tool(title="Get a decision", annotations=_READS)
    @_plainly
    def get_decision(
        id: Annotated[str, Field(max_length=10, description="Q1 to Q7.")],
        ctx: Context,
    ) -> DecisionObject:
        """Get one of the seven decisions: its two sides, examples, lessons and questions."""
        return assistant_of(ctx.headers).decision(id)

    @server.tool(title="Questions to reflect on", annotations=_READS)
    @_plainly
    def reflection_questions(
        ctx: Context,
        situation: Annotated[str, Field(max_length=6000)] = "",
        decision: Annotated[str, Field(max_length=10, description="Q1 to Q7.")] = "",
        most: Annotated[int, Field(ge=1, le=20)] = 6,
    ) -> QuestionsObject:
        """Get open questions for a situation, or those of the report on a decision."""
        return assistant_of(ctx.headers).reflection_questions(situation, decision, most)

    @server.tool(title="Audit an answer", annotations=_READS)
    @_plainly
    def audit_answer(
        ctx: Context,
        answer: Annotated[
            dict[str, Any], Field(description="An answer as `ask` gives it; `text` at least.")
        ],
    ) -> AuditObject:
        """Check each claim of an answer against the words that it cites, word for word."""
        return assistant_of(ctx.headers).audit(answer)


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


def _told(text: str, value: BaseModel) -> CallToolResult:
    """Return a result to be read, and the same as an object."""
    structured = value.model_dump(mode="json")
    return CallToolResult(content=[TextContent(text=text)], structured_content=structured)


def _add_resources(server: MCPServer, shared: Assistant) -> None:
    def add(
        uri: str, title: str, description: str, read: Callable[[], str], mime: str = _JSON
    ) -> None:
        def plainly() -> str:
            try:
                return read()
            except BothWaysError as error:
                raise ResourceError(str(error)) from error

        server.add_resource(
            FunctionResource.from_function(
                plainly, uri, uri.rpartition("//")[2], title, description, mime
            )
        )

    add("both-ways://sources", "Sources", "Every text, with its licence and its sections.",
        lambda: _listed(shared.sources()))  # fmt: skip
    add("both-ways://decisions", "The seven decisions", "Both sides, lessons and questions.",
        lambda: _listed(shared.decisions()))  # fmt: skip
    add("both-ways://cases", "All examples", "What real districts did, with their words.",
        lambda: _listed(shared.cases()))  # fmt: skip
    for case in shared.cases():
        add(f"both-ways://cases/{case.id}", case.title, case.heading or "Example",
            _reader(shared.case, case.id))  # fmt: skip
    for source in shared.sources():
        for part in source.sections:
            add(f"both-ways://sources/{source.id}/{part.section}", part.heading,
                f"{source.title}, word for word. {source.licence}",
                _section_reader(shared, source.id, part.section), "text/markdown")  # fmt: skip


def _reader(get: Callable[[str], BaseModel], id_: str) -> Callable[[], str]:
    return lambda: get(id_).model_dump_json(indent=1)


def _section_reader(shared: Assistant, source: str, section: str) -> Callable[[], str]:
    return lambda: shared.section(source, section).text


def _listed(items: tuple[BaseModel, ...]) -> str:
    return json.dumps([item.model_dump(mode="json") for item in items], ensure_ascii=False)


def _add_prompts(server: MCPServer) -> None:
    @server.prompt(title="Prepare a session")
    def prepare_a_session(
        situation: Annotated[str, Field(max_length=6000, description="What it is about.")],
        minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST)] = 60,
    ) -> str:
        """Prepare a coaching session from a situation, with cited examples and open questions."""
        return load_prompt("mcp_prepare").fill(situation=situation, minutes=str(minutes))

    @server.prompt(title="Reflect on a decision")
    def reflect_on_a_decision(
        decision: Annotated[str, Field(max_length=6000, description="In your words, or Q1 to Q7.")],
    ) -> str:
        """Reflect on a decision with both of its sides, one open question at a time."""
        return load_prompt("mcp_reflect").fill(decision=decision)
