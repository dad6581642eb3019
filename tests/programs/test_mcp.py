"""Other assistants: the SDK's own client over HTTP and stdio, and the Inspector's command."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
from mcp import Client, StdioServerParameters
from mcp.shared.exceptions import MCPError

from app.services import Services
from app.ui.serving.server import PageServer
from tests.packages import npm_package

HERE = Path(__file__).parent
QUESTION = "How did others handle need vs. readiness?"
TOOLS = {
    "ask": {"question": QUESTION},
    "search": {"text": "feeder patterns", "k": 2},
    "list_cases": {"decision": "Q3"},
    "get_case": {"id": "q3-feeder-patterns"},
    "get_decision": {"id": "Q3"},
    "reflection_questions": {"decision": "Q3"},
    "audit_answer": {"text": "Dallas linked its schools [1].", "question": QUESTION},
}  # fmt: skip
Connect = Callable[[], Client]


@pytest.fixture(scope="module", params=["http", "stdio", "stdio of a page"])
def connect(request: pytest.FixtureRequest, served: PageServer, services: Services) -> Connect:
    """Return what opens a client to the server, over each of both ways."""
    if request.param == "http":
        return lambda: Client(f"{served.site.address}/mcp")
    environment = {**os.environ, "BOTHWAYS_DATA_DIR": str(services.settings.data_dir)}
    far = ["--server", served.site.address] if request.param == "stdio of a page" else []
    command = StdioServerParameters(
        command=sys.executable, args=["-m", "app", "mcp", *far], env=environment
    )
    return lambda: Client(command)


def run(connect: Connect, walk: Callable[[Client], Coroutine[Any, Any, None]]) -> None:
    async def whole() -> None:
        with anyio.fail_after(100):
            async with connect() as client:
                await walk(client)

    # In a thread of its own: the browser's tests leave a loop running in this one.
    with ThreadPoolExecutor(1) as worker:
        worker.submit(anyio.run, whole).result()


def test_everything_is_listed_and_each_tool_answers(connect: Connect, services: Services) -> None:
    async def walk(client: Client) -> None:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == set(TOOLS)
        assert all(tool.output_schema and tool.annotations for tool in tools)
        for name, arguments in TOOLS.items():
            told = await client.call_tool(name, arguments)
            assert (name, told.is_error) == (name, False)
            assert told.structured_content
        answer = await client.call_tool("ask", {"question": QUESTION})
        assert "- [1] Look Both Ways" in answer.content[0].text
        assert len(json.dumps(answer.structured_content)) < 12_000
        whole = services.library.corpus.document("look-both-ways").text
        for cited in answer.structured_content["citations"]:
            assert cited["quote"] in whole
        # What was written from it is checked by its markers, without sending the answer back.
        for text, found in (
            ("Dallas ISD linked its schools to create consistency [1].", False),
            ("Dallas gave every teacher a laptop and a raise of ten percent [1].", True),
            ("Dallas ISD said “we never link any schools at all” [1].", True),
        ):
            told = await client.call_tool("audit_answer", {"text": text, "question": QUESTION})
            claims = told.structured_content["claims"]
            assert any(claim["findings"] for claim in claims) is found
        wrong = await client.call_tool("get_case", {"id": "none"})
        assert wrong.is_error
        assert "no example of this id" in wrong.content[0].text
        untyped = await client.call_tool("ask", {"question": ""})
        assert untyped.is_error

    run(connect, walk)


def test_texts_are_resources_and_ways_of_working_prompts(
    connect: Connect, services: Services
) -> None:
    async def walk(client: Client) -> None:
        resources = {str(r.uri): r for r in (await client.list_resources()).resources}
        corpus = services.library.corpus
        assert {f"both-ways://cases/{case.id}" for case in corpus.cases} <= set(resources)
        sections = [uri for uri in resources if uri.startswith("both-ways://sources/")]
        text = "".join(document.text for document in corpus.documents)
        for uri in sections[::50]:
            assert (await client.read_resource(uri)).contents[0].text in text
        read = await client.read_resource("both-ways://decisions")
        assert len(json.loads(read.contents[0].text)) == 7
        with pytest.raises(MCPError):
            await client.read_resource("both-ways://cases/none")
        assert len((await client.list_prompts()).prompts) == 2
        given = {"situation": "Two schools of five are ready.", "minutes": "45"}
        prompt = await client.get_prompt("prepare_a_session", given)
        assert "Two schools of five are ready." in prompt.messages[0].content.text
        prompt = await client.get_prompt("reflect_on_a_decision", {"decision": "Q3"})
        assert "988" in prompt.messages[0].content.text

    run(connect, walk)


@pytest.fixture(scope="module")
def inspect(served: PageServer) -> Callable[..., dict[str, Any]]:
    """Return what runs the Inspector's command against the served page."""
    package = npm_package(HERE, "@modelcontextprotocol/inspector")
    command = package.parents[1] / ".bin" / "mcp-inspector"

    def call(*arguments: str) -> dict[str, Any]:
        done = subprocess.run(
            [command, "--cli", f"{served.site.address}/mcp", "--transport", "http", *arguments],
            capture_output=True, text=True, timeout=60, check=False, cwd=HERE,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    return call


def test_the_inspector_lists_every_tool(inspect: Callable[..., dict[str, Any]]) -> None:
    assert {t["name"] for t in inspect("--method", "tools/list")["tools"]} == set(TOOLS)


@pytest.mark.parametrize("name", TOOLS)
def test_the_inspector_calls_every_tool(inspect: Callable[..., dict[str, Any]], name: str) -> None:
    given = [
        f"{key}={value if isinstance(value, str) else json.dumps(value)}"
        for key, value in TOOLS[name].items()  # type: ignore[attr-defined]
    ]
    arguments = [part for pair in given for part in ("--tool-arg", pair)]
    told = inspect("--method", "tools/call", "--tool-name", name, *arguments)
    assert not told.get("isError")
    assert told["structuredContent"]


def test_a_strange_token_and_another_site_are_refused(served: PageServer) -> None:
    address = f"{served.site.address}/mcp"
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    for headers, status in (({"authorization": "Bearer bothways_x"}, 401),
                            ({"origin": "https://evil.example"}, 403)):  # fmt: skip
        assert httpx.post(address, json=body, headers=headers).status_code == status
