"""The server: its tools, the texts as resources, and ways of working as prompts."""

import json
from collections.abc import Callable
from functools import partial
from importlib.metadata import version
from typing import Annotated

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError
from mcp.server.mcpserver.resources import FunctionResource
from mcp_types import ToolAnnotations
from pydantic import BaseModel, Field

from app.assistant.protocol import Assistant
from app.coaching.plan import LONGEST, SHORTEST
from app.mcp_server.tools import AssistantOf, Tools
from app.understanding.question import MAX_CHARS
from corpus.errors import BothWaysError
from prompts import load_prompt

_READS = ToolAnnotations(read_only_hint=True, open_world_hint=False)
_JSON, _MARKDOWN = "application/json", "text/markdown"


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
    tools = Tools(assistant_of)
    for work, title in (
        (tools.ask, "Ask"),
        (tools.search, "Search the texts"),
        (tools.list_cases, "List examples"),
        (tools.get_case, "Get an example"),
        (tools.get_decision, "Get a decision"),
        (tools.reflection_questions, "Questions to reflect on"),
        (tools.audit_answer, "Audit an answer"),
    ):
        server.add_tool(work, title=title, annotations=_READS)
    for resource in (*_lists(shared), *_cases(shared), *_sections(shared)):
        server.add_resource(resource)
    server.prompt(title="Prepare a session")(prepare_a_session)
    server.prompt(title="Reflect on a decision")(reflect_on_a_decision)
    return server


def _lists(shared: Assistant) -> list[FunctionResource]:
    return [
        _resource("sources", "Sources", "Every text, with its licence and its sections.",
                  lambda: _listed(shared.sources())),
        _resource("decisions", "The seven decisions", "Both sides, lessons and questions.",
                  lambda: _listed(shared.decisions())),
        _resource("cases", "All examples", "What real districts did, with their words.",
                  lambda: _listed(shared.cases())),
    ]  # fmt: skip


def _cases(shared: Assistant) -> list[FunctionResource]:
    def read(id_: str) -> str:
        return shared.case(id_).model_dump_json(indent=1)

    return [
        _resource(f"cases/{one.id}", one.title, one.heading or "Example", partial(read, one.id))
        for one in shared.cases()
    ]


def _sections(shared: Assistant) -> list[FunctionResource]:
    def read(source: str, section: str) -> str:
        return shared.section(source, section).text

    return [
        _resource(
            f"sources/{source.id}/{part.section}", part.heading,
            f"{source.title}, word for word. {source.licence}",
            partial(read, source.id, part.section), _MARKDOWN,
        )
        for source in shared.sources()
        for part in source.sections
    ]  # fmt: skip


def _resource(
    name: str, title: str, about: str, read: Callable[[], str], mime: str = _JSON
) -> FunctionResource:
    """Return a text that is read when it is asked for; what fails is told plainly."""

    def plainly() -> str:
        try:
            return read()
        except BothWaysError as error:
            raise ResourceError(str(error)) from error

    return FunctionResource.from_function(plainly, f"both-ways://{name}", name, title, about, mime)


def _listed(items: tuple[BaseModel, ...]) -> str:
    return json.dumps([item.model_dump(mode="json") for item in items], ensure_ascii=False)


def prepare_a_session(
    situation: Annotated[str, Field(max_length=MAX_CHARS, description="What it is about.")],
    minutes: Annotated[int, Field(ge=SHORTEST, le=LONGEST)] = 60,
) -> str:
    """Prepare a coaching session from a situation, with cited examples and open questions."""
    return load_prompt("mcp_prepare").fill(situation=situation, minutes=str(minutes))


def reflect_on_a_decision(
    decision: Annotated[
        str, Field(max_length=MAX_CHARS, description="In your words, or Q1 to Q7.")
    ],
) -> str:
    """Reflect on a decision with both of its sides, one open question at a time."""
    return load_prompt("mcp_reflect").fill(decision=decision)
