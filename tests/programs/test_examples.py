"""The examples of the README and of the documents, as written, against a page that is served."""

import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import anyio
import pytest
from mcp import Client, StdioServerParameters

from app.services import Services
from app.ui.serving.server import PageServer

ROOT = Path(__file__).parents[2]
FILES = ("README.md", "docs/api.md", "docs/mcp.md")
WRITTEN = "http://127.0.0.1:7860"


def blocks(language: str, *holding: str) -> list[Any]:
    """Return the examples of a language that hold some words, by the file that they stand in."""
    found = []
    for name in FILES:
        text = (ROOT / name).read_text(encoding="utf-8")
        for block in re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL):
            if all(words in block for words in holding):
                found.append(pytest.param(block, id=f"{name}:{block[:30].strip()}"))
    assert found
    return found


@pytest.mark.parametrize("block", blocks("sh", "curl"))
def test_what_curl_asks_is_answered(block: str, served: PageServer) -> None:
    for line in block.strip().splitlines():
        done = subprocess.run(
            ["bash", "-c", line.replace(WRITTEN, served.site.address)],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        assert '"citations"' in done.stdout or '"total"' in done.stdout


@pytest.mark.parametrize("block", blocks("python"))
def test_what_python_asks_is_answered(block: str, served: PageServer) -> None:
    code = block.replace(WRITTEN, served.site.address)
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True,
                          timeout=60, check=True)  # fmt: skip
    assert len(done.stdout) > 200


@pytest.mark.parametrize("block", blocks("json", "ervers"))
def test_the_lines_for_other_assistants_connect(
    block: str, served: PageServer, services: Services
) -> None:
    [servers] = json.loads(block).values()
    line = servers["both-ways"]
    if "url" in line:
        target: Any = line["url"].replace(WRITTEN, served.site.address)
    else:
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        data = str(services.settings.data_dir)
        environment = {**os.environ, "PATH": path, "BOTHWAYS_DATA_DIR": data}
        target = StdioServerParameters(**line, env=environment)

    async def count() -> int:
        async with Client(target) as client:
            return len((await client.list_tools()).tools)

    with ThreadPoolExecutor(1) as worker:
        assert worker.submit(anyio.run, count).result() == 7
