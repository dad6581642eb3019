"""Models as people run them: their addresses, reasoning, servers that refuse options, proxies."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from app.models.addresses import read_address
from app.models.calling import ModelCaller
from app.models.failures import FailureKind
from app.models.providers import read_choice
from app.models.thoughts import without_thoughts
from app.settings import Settings
from app.understanding.question import read_question
from app.wiring import read_model_choice
from corpus.errors import SettingsError
from tests.chat.cases import GOOD, QUESTION, Exhibits
from tests.chat.conftest import PROTOCOLS, Answerers
from tests.chat.servers import Protocol, Reply, chat_server, saying

OLLAMA = {
    "127.0.0.1": "http://127.0.0.1:11434",
    "127.0.0.1:11435": "http://127.0.0.1:11435",
    "0.0.0.0": "http://127.0.0.1:11434",
    "0.0.0.0:8080": "http://127.0.0.1:8080",
    "http://0.0.0.0:11434": "http://127.0.0.1:11434",
    ":11435": "http://127.0.0.1:11435",
    "[::]": "http://[::1]:11434",
    "[::]:11435": "http://[::1]:11435",
    "::": "http://[::1]:11434",
    "::1": "http://[::1]:11434",
    '"127.0.0.1:11434"': "http://127.0.0.1:11434",
    " 'http://localhost:11434/' ": "http://localhost:11434",
    "ollama.example.org": "http://ollama.example.org:11434",
    "https://ollama.example.org": "https://ollama.example.org",
    "ollama.example.org:443": "https://ollama.example.org:443",
    "http://localhost:11434/api/chat": "http://localhost:11434",
    "http://localhost:11434/api": "http://localhost:11434",
    "http://localhost:11434/v1": "http://localhost:11434",
    "http://localhost/ollama/": "http://localhost/ollama",
    "HTTP://LOCALHOST:11434": "http://localhost:11434",
}
OPENAI = {
    "http://127.0.0.1:8000": "http://127.0.0.1:8000/v1",
    "http://127.0.0.1:8000/": "http://127.0.0.1:8000/v1",
    "http://127.0.0.1:8000/v1": "http://127.0.0.1:8000/v1",
    "http://127.0.0.1:8000/v1/": "http://127.0.0.1:8000/v1",
    "http://127.0.0.1:8000/v1/chat/completions": "http://127.0.0.1:8000/v1",
    "http://127.0.0.1:8000/v1/models/": "http://127.0.0.1:8000/v1",
    "127.0.0.1:8000": "http://127.0.0.1:8000/v1",
    "localhost:1234/v1": "http://localhost:1234/v1",
    "https://x.example.org/openai/v3": "https://x.example.org/openai/v3",
}


@pytest.mark.parametrize(("text", "url"), OLLAMA.items())
def test_addresses_of_ollama(text: str, url: str) -> None:
    assert read_address(text, "ollama") == url


@pytest.mark.parametrize(("text", "url"), OPENAI.items())
def test_addresses_of_openais_protocol(text: str, url: str) -> None:
    assert read_address(text, "openai") == url


def test_addresses_of_others() -> None:
    assert read_address("https://a.example.org/v1/messages", "anthropic") == "https://a.example.org"
    assert [read_address(text, "ollama") for text in ("", "  ", '""')] == [None] * 3


@pytest.mark.parametrize(
    "text", ["http://[::1", "ftp://x", "localhost:port", "a b", "http://:x@:y"]
)
def test_what_is_no_address_is_told_without_its_words(text: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_address(text, "ollama")
    assert text not in str(told.value)


def test_a_model_on_this_machine_is_waited_for_longer(tmp_path: Path) -> None:
    def choice(**settings: object) -> float:
        made = read_model_choice(Settings(data_dir=tmp_path, **settings))  # type: ignore[arg-type]
        assert made is not None
        return made.timeout

    assert choice(model="ollama:x") == 120
    assert choice(model="openai:x") == 15
    assert choice(model="openai:x", model_base_url="http://[::1]:8000") == 120
    assert choice(model="ollama:x", model_timeout=7.0) == 7


THOUGHTS = {
    "<think>hm</think>Yes.": "Yes.",
    "<think>hm": "",
    "<thi": "",
    "hm, so</think>Yes.": "Yes.",
    "One. <think>a</think>Two.<think>b": "One. Two.",
    "[THINK]hm[/THINK]Yes.": "Yes.",
    "<thinking>a <think>b</think> c</thinking>Yes.": " c</thinking>Yes.",
    "<|channel|>analysis<|message|>hm<|end|><|start|>assistant<|channel|>final<|message|>Yes.":
        "Yes.",
    "a < b": "a < b",
    "Yes.": "Yes.",
}  # fmt: skip
THOUGHTS["<thinking>a <think>b</think> c</thinking>Yes."] = "Yes."


@pytest.mark.parametrize(("written", "shown"), THOUGHTS.items())
def test_thoughts_are_left_out(written: str, shown: str) -> None:
    assert without_thoughts(written) == shown


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_model_that_thinks_aloud_is_read_and_its_thoughts_never_shown(
    protocol: Protocol, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    words = f"<think>They ask about SECRETTHOUGHT.</think>\n{GOOD[0].marked(exhibits)}"
    with chat_server(protocol, saying(words)) as server:
        parts = list(answerer_of(server).stream(read_question(QUESTION), lambda: False))
    assert parts[-1].answerer == f"{protocol}:scripted"  # type: ignore[union-attr]
    assert all("SECRETTHOUGHT" not in str(part) for part in parts)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_model_that_thinks_for_long_is_alive(
    protocol: Protocol, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    thoughts = ("<think>", *(f"thought {n} " for n in range(12)), "</think>")
    reply = Reply((*thoughts, GOOD[0].marked(exhibits)), pause=0.25)
    with chat_server(protocol, reply) as server:
        answer = answerer_of(server, timeout=1.0).answer(read_question(QUESTION))
    assert answer.answerer == f"{protocol}:scripted"


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_tokens_that_all_go_into_thoughts_are_told_with_the_setting(
    protocol: Protocol, caller_of: Callable[..., ModelCaller], answerer_of: Answerers
) -> None:
    end = "max_tokens" if protocol == "anthropic" else "length"
    with chat_server(protocol, Reply(("<think>hm, ", "and "), end=end)) as server:
        answer = answerer_of(server).answer(read_question(QUESTION))
    assert FailureKind.ALL_THOUGHT in answer.notice
    assert answer.citations


REFUSED = [
    ("openai", "Unknown parameter: 'stream_options'.", "stream_options"),
    ("openai", "Unsupported value: 'temperature' does not support 0.2", "temperature"),
    ("openai", "Unrecognized request argument supplied: max_completion_tokens", "max_"),
    ("anthropic", "temperature: is not supported by this model", "temperature"),
]


@pytest.mark.parametrize(("protocol", "error", "option"), REFUSED)
def test_a_refused_option_is_left_out_and_remembered(
    protocol: Protocol, error: str, option: str, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    good = saying(GOOD[0].marked(exhibits))
    with chat_server(protocol, Reply(status=400, error=error), good) as server:
        answerer = answerer_of(server)
        for _ in range(2):
            assert answerer.answer(read_question(QUESTION)).answerer == f"{protocol}:scripted"
        sent = [any(option in name for name in request) for request in server.requests]
    assert sent == [True, False, False]


def test_a_refused_schema_is_left_out_and_json_in_a_fence_is_read(
    exhibits: Exhibits, answerer_of: Answerers
) -> None:
    good = GOOD[0]
    evidence = [{"id": good.id(exhibits), "quote": good.quote}]
    told = json.dumps({"heard": "", "claims": [{"text": good.text, "evidence": evidence}]})
    words = f"Here it is:\n```json\n{told}\n```"
    refusal = Reply(status=400, error="response_format type json_schema is not supported")
    with chat_server("openai", refusal, saying(words)) as server:
        answer = answerer_of(server, structured=True).answer(read_question(QUESTION))
        assert ["response_format" in request for request in server.requests] == [True, False]
    assert answer.answerer == "openai:scripted"


def test_ollama_is_asked_for_a_window_that_the_prompt_fits_into(
    exhibits: Exhibits, answerer_of: Answerers
) -> None:
    with chat_server("ollama", saying(GOOD[0].marked(exhibits))) as server:
        answerer_of(server).answer(read_question(QUESTION))
        [request] = server.requests
    letters = sum(len(message["content"]) for message in request["messages"])
    options = request["options"]
    assert letters / 3.5 + options["num_predict"] < options["num_ctx"]


def test_a_model_that_takes_less_gets_fewer_passages(
    exhibits: Exhibits, answerer_of: Answerers
) -> None:
    refusal = Reply(status=400, error="maximum context length is 2048 tokens")
    with chat_server("openai", refusal, saying(GOOD[0].marked(exhibits))) as server:
        answer = answerer_of(server).answer(read_question(QUESTION))
        sizes = [len(str(request["messages"])) for request in server.requests]
    assert sizes[1] < sizes[0] * 0.8
    assert answer.answerer == "openai:scripted"


@pytest.mark.parametrize(
    "written", ["and what did they learn?", "", "<think>hm</think>", "word " * 60]
)
def test_a_condensed_question_that_says_no_more_falls_back_to_ours(
    written: str, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    question = read_question("and what did they learn?", (QUESTION,))
    with chat_server("openai", saying(written), saying(GOOD[0].marked(exhibits))) as server:
        answer = answerer_of(server).answer(question)
    assert answer.answerer == "openai:scripted"
    assert answer.route.decisions == ("Q3",)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_proxy_in_the_environment_never_reaches_loopback(
    protocol: Protocol, exhibits: Exhibits, answerer_of: Answerers, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "intranet.example.org")
    with chat_server(protocol, saying(GOOD[0].marked(exhibits))) as server:
        answer = answerer_of(server).answer(read_question(QUESTION))
        assert len(server.requests) == 1
    assert answer.answerer == f"{protocol}:scripted"
    assert "intranet.example.org" in os.environ["NO_PROXY"]


def test_an_unset_address_is_the_providers_own() -> None:
    for text in (None, "", '""'):
        assert read_choice("ollama:x", text, {}).url == "http://127.0.0.1:11434"
