"""Programs elsewhere: a generated client, the command, and everything a remote one is asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from app.assistant import connect
from app.assistant.local import LocalAssistant
from app.assistant.remote import RemoteAssistant
from app.exploring.cases import CaseFilter
from app.services import Services
from app.ui.serving.server import PageServer
from corpus.errors import QuestionError, RemoteError

QUESTION = "How did others handle need vs. readiness?"
_GENERATED = """
import sys
from client import Client
from client.api.asking import ask
from client.models import AskBody
told = ask.sync(client=Client(base_url=sys.argv[1]), body=AskBody(question=sys.argv[2]))
print(told.citations[0].quote)
"""


def test_a_generated_client_asks(served: PageServer, tmp_path: Path) -> None:
    schema = httpx.get(f"{served.site.address}/api/v1/openapi.json")
    (tmp_path / "openapi.json").write_text(schema.text)
    (tmp_path / "asking.py").write_text(_GENERATED)
    tool = [sys.executable, "-m", "uv", "run", "--no-project", "--quiet", "--with",
            "openapi-python-client==0.29.1"]  # fmt: skip
    make = ["openapi-python-client", "generate", "--path", "openapi.json", "--meta", "none",
            "--output-path", "client", "--fail-on-warning"]  # fmt: skip
    ask = ["python", "asking.py", f"{served.site.address}/api/v1", QUESTION]
    for step in (make, ask):
        done = subprocess.run([*tool, *step], cwd=tmp_path, capture_output=True, text=True,
                              timeout=120, check=False)  # fmt: skip
        assert done.returncode == 0, done.stdout + done.stderr
    assert "linking schools" in done.stdout


@pytest.fixture(scope="module")
def remote(served: PageServer, token: str) -> RemoteAssistant:
    return RemoteAssistant(served.site.address, token)


def test_far_and_near_give_the_same(remote: RemoteAssistant, services: Services) -> None:
    near = LocalAssistant(services)
    assert remote.ask(QUESTION).claims == near.ask(QUESTION).claims
    assert remote.search("feeder patterns", 3) == near.search("feeder patterns", 3)
    assert remote.cases() == near.cases()
    wanted = CaseFilter(text="eager teachers", decision="Q3")
    assert remote.cases(wanted) == near.cases(wanted)
    assert (remote.decisions(), remote.sources()) == (near.decisions(), near.sources())
    part = near.sources()[0].sections[9].section
    assert remote.section("look-both-ways", part) == near.section("look-both-ways", part)
    assert remote.audit({"text": "x."}) == near.audit({"text": "x."})
    assert remote.reflection_questions("", "Q2") == near.reflection_questions("", "Q2")


def test_what_fails_far_away_is_told_plainly(served: PageServer, remote: RemoteAssistant) -> None:
    with pytest.raises(RemoteError, match="no example of this id"):
        remote.case("none")
    with pytest.raises(RemoteError, match="404"):
        remote.case("../records")
    with pytest.raises(QuestionError):
        remote.ask(" ")
    with pytest.raises(RemoteError, match="401"):
        RemoteAssistant(served.site.address, "bothways_x").decisions()
    with pytest.raises(RemoteError, match="No page of Both Ways answers"):
        connect("http://127.0.0.1:1").decisions()
    with pytest.raises(RemoteError):
        connect("no address").decisions()


def command(environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "app", *arguments], env={**os.environ, **environment},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_command_asks_a_running_page(served: PageServer, token: str, tmp_path: Path) -> None:
    environment = {"BOTHWAYS_TOKEN": token, "BOTHWAYS_DATA_DIR": str(tmp_path)}
    done = command(environment, "ask", QUESTION, "--server", served.site.address)
    assert "Sources\n[1] Look Both Ways (June 2018)" in done.stdout
    environment["BOTHWAYS_SERVER"] = served.site.address
    found = command(environment, "search", "feeder patterns", "--k", "1", "--json")
    assert json.loads(found.stdout)[0]["decision"] == "Q3"
    batch = tmp_path / "questions.jsonl"
    batch.write_text('{"id": "a", "question": "need or readiness?"}\n{"question": 1}\n')
    rows = command(environment, "ask", "--batch", str(batch)).stdout.splitlines()
    assert [json.loads(row)["id"] for row in rows] == ["a", None]
    # Nothing was loaded or kept here.
    assert sorted(path.name for path in tmp_path.iterdir()) == ["questions.jsonl"]
    wrong = command({**environment, "BOTHWAYS_TOKEN": "bothways_x"}, "ask", QUESTION)
    assert (wrong.returncode, wrong.stdout) == (9, "")
    assert "bothways_x" not in wrong.stderr


def test_the_command_completes_in_the_shell() -> None:
    environment = {"_BOTHWAYS_COMPLETE": "complete_bash", "COMP_WORDS": "bothways se",
                   "COMP_CWORD": "1"}  # fmt: skip
    assert command(environment).stdout.split() == ["search"]
