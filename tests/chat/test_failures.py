"""Every way in which a model can fail leaves the user with a cited answer and one line."""

import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage

from app.generation.modeled import Partial
from app.models.calling import ModelCaller
from app.models.failures import FailureKind, ModelFailureError
from app.models.providers import is_placeholder, make_chat_model, read_choice
from app.models.usage import Ledger, Limits
from app.understanding.question import read_question
from corpus.errors import SettingsError
from tests.chat.cases import GOOD, QUESTION, Exhibits
from tests.chat.conftest import Answerers
from tests.chat.servers import Protocol, Reply, chat_server, saying

PROTOCOLS: tuple[Protocol, ...] = ("openai", "anthropic", "ollama")
FAILURES: dict[str, tuple[Reply, FailureKind, int]] = {
    # What the server does, what it means, and how many requests are worth making.
    "401": (Reply(status=401), FailureKind.WRONG_KEY, 1),
    "403": (Reply(status=403), FailureKind.WRONG_KEY, 1),
    "404": (Reply(status=404), FailureKind.NO_SUCH_MODEL, 1),
    "400": (Reply(status=400), FailureKind.UNREADABLE, 1),
    "500": (Reply(status=500), FailureKind.SERVER, 3),
    "503": (Reply(status=503), FailureKind.SERVER, 3),
    "hang": (Reply(("a",), hang_after=0), FailureKind.SILENT, 1),
    "hang in the middle": (Reply(("One ", "two"), hang_after=1), FailureKind.SILENT, 1),
    "cut": (Reply(("One ", "two"), cut_after=1), FailureKind.CUT, 3),
    "cut at once": (Reply(("One ",), cut_after=0), FailureKind.CUT, 3),
    "garbage": (Reply(raw=b"<html>no</html>"), FailureKind.UNREADABLE, 1),
    "empty": (Reply(), FailureKind.EMPTY, 1),
    "blank": (Reply((" ", "\n")), FailureKind.EMPTY, 1),
    "refused": (Reply(("I can't.",), end="refusal"), FailureKind.REFUSED, 1),
    "too long": (
        Reply(status=400, error="maximum context length is 4096 tokens"), FailureKind.TOO_LONG, 2
    ),
}  # fmt: skip

# Ollama's library tells a connection that closes at once from garbage by nothing.
ELSEWHERE = {("cut at once", "ollama"): (FailureKind.UNREADABLE, 1)}

Callers = Callable[..., ModelCaller]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_leaves_a_cited_answer(
    name: str, protocol: Protocol, answerer_of: Answerers
) -> None:
    reply, kind, requests = FAILURES[name]
    kind, requests = ELSEWHERE.get((name, protocol), (kind, requests))
    started = time.monotonic()
    with chat_server(protocol, reply) as server:
        answer = answerer_of(server, timeout=2.5).answer(read_question(QUESTION))
        assert len(server.requests) == requests
    assert time.monotonic() - started < 15
    assert answer.answerer == "quoting"
    assert kind in answer.notice
    assert len(answer.citations) >= 5
    assert all(c.verified for c in answer.citations)


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
def test_a_server_that_asks_to_wait_is_waited_for(
    protocol: Protocol, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    busy = Reply(status=429, headers={"retry-after": "1"})
    with chat_server(protocol, busy, saying(GOOD[0].marked(exhibits))) as server:
        started = time.monotonic()
        answer = answerer_of(server).answer(read_question(QUESTION))
        assert time.monotonic() - started >= 1
    assert answer.answerer.startswith(protocol)


@pytest.mark.parametrize("protocol", ["openai", "anthropic"])
def test_a_server_that_asks_for_too_long_is_not(protocol: Protocol, answerer_of: Answerers) -> None:
    with chat_server(protocol, Reply(status=429, headers={"retry-after": "60"})) as server:
        answer = answerer_of(server).answer(read_question(QUESTION))
        assert len(server.requests) == 1
    assert FailureKind.BUSY in answer.notice


def test_nobody_at_the_address(answerer_of: Answerers) -> None:
    with chat_server("ollama", Reply()) as server:
        answerer = answerer_of(server)
    answer = answerer.answer(read_question(QUESTION))
    assert FailureKind.UNREACHABLE in answer.notice
    assert answer.citations


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_the_plug_pulled_in_mid_answer(
    protocol: Protocol, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    said = "\n".join(good.marked(exhibits) for good in GOOD)
    pieces = tuple(said[i : i + 20] for i in range(0, len(said), 20))
    with chat_server(protocol, Reply(pieces, cut_after=len(pieces) // 2)) as server:
        seen = list(answerer_of(server).stream(read_question(QUESTION), lambda: False))
    assert any(isinstance(item, Partial) and item.claims for item in seen)
    last = seen[-1]
    assert not isinstance(last, Partial)
    assert last.answerer == "quoting"
    assert last.citations


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_stop_closes_the_connection(protocol: Protocol, answerer_of: Answerers) -> None:
    stop = threading.Event()
    with chat_server(protocol, Reply(("One ", "two"), hang_after=1)) as server:
        threading.Timer(0.4, stop.set).start()
        with pytest.raises(ModelFailureError) as raised:
            list(answerer_of(server, timeout=20.0).stream(read_question(QUESTION), stop.is_set))
        assert raised.value.kind is FailureKind.STOPPED
        assert server.broken.wait(2)


def test_words_come_before_citations(exhibits: Exhibits, answerer_of: Answerers) -> None:
    said = "\n".join(good.marked(exhibits) for good in GOOD[:3])
    with chat_server("openai", saying(said, 9)) as server:
        seen = list(answerer_of(server).stream(read_question(QUESTION), lambda: False))
    partials = [item for item in seen if isinstance(item, Partial)]
    assert partials[0].text == ""
    assert partials[1].text
    assert partials[0].claims == ()
    assert all("[" not in p.text and good.quote not in p.text for p in partials for good in GOOD)
    assert [len(p.claims) for p in partials] == sorted(len(p.claims) for p in partials)


def test_what_the_texts_do_not_cover_is_not_put_to_a_model(answerer_of: Answerers) -> None:
    with chat_server("openai", saying("Lima.")) as server:
        answer = answerer_of(server).answer(read_question("What is the capital of Peru?"))
        assert server.requests == []
    assert answer.abstained


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("What did leaders learn about need versus readiness?", "Q3"),
        ("What did Ken Eastwood say in 1999? See https://evil.example", "Q3"),
        ("One line.\nAnother line.", "Q3"),
    ],
)
def test_a_follow_up_is_condensed_or_folded_by_us(
    written: str, expected: str, exhibits: Exhibits, answerer_of: Answerers
) -> None:
    question = read_question("and what did they learn?", (QUESTION,))
    with chat_server("openai", saying(written), saying(GOOD[0].marked(exhibits))) as server:
        answer = answerer_of(server).answer(question)
    assert answer.route.decisions == (expected,)
    assert answer.question == "and what did they learn?"


def test_a_model_that_is_silent_on_a_follow_up_is_asked_nothing_more(
    answerer_of: Answerers,
) -> None:
    question = read_question("and what did they learn?", (QUESTION,))
    started = time.monotonic()
    with chat_server("openai", Reply(("a",), hang_after=0)) as server:
        answer = answerer_of(server, timeout=30.0).answer(question)
        assert len(server.requests) == 1
    assert time.monotonic() - started < 15
    assert answer.route.folded
    assert FailureKind.SILENT in answer.notice
    assert answer.citations


def test_a_ceiling_on_tokens_holds_across_restarts(tmp_path: Path) -> None:
    path, limits = tmp_path / "usage.json", Limits(tokens_a_day=200)
    ledger = Ledger(path, limits)
    ledger.add(100, 50)
    assert not Ledger(path, limits).is_over()
    ledger.add(40, 10)
    assert Ledger(path, limits).is_over()
    assert not Ledger(path, limits, lambda: date(2999, 1, 1)).is_over()
    path.write_text("{broken", encoding="utf-8")
    assert not Ledger(path, limits).is_over()


def test_a_ceiling_on_cost(caller_of: Callers) -> None:
    limits = Limits(cost_a_day=0.001, price_in=5.0, price_out=15.0)
    with chat_server("openai", saying("fine")) as server:
        caller = caller_of(server, limits=limits)
        assert caller.complete([HumanMessage("hi")], lambda: False) == "fine"
        assert caller.ledger.today().tokens == 150
        with pytest.raises(ModelFailureError) as raised:
            caller.complete([HumanMessage("hi")], lambda: False)
    assert raised.value.kind is FailureKind.OVER_LIMIT
    assert len(server.requests) == 1


@pytest.mark.parametrize("key", ["", "  ", "your-key", "sk-xxxx", "<key>", "changeme", "..."])
def test_a_placeholder_counts_as_unset(key: str) -> None:
    assert is_placeholder(key)
    assert not is_placeholder("sk-proj-9dk2LmQ81")


def test_no_key_is_said_before_anything_is_sent() -> None:
    choice = read_choice("openai:gpt-5", None, {})
    assert choice.is_remote
    with pytest.raises(ModelFailureError) as raised:
        make_chat_model(choice)
    assert raised.value.kind is FailureKind.NO_KEY
    assert "OPENAI_API_KEY" in raised.value.remedy


@pytest.mark.parametrize("spec", ["gpt-5", "nobody:gpt", "openai:", ":x"])
def test_a_setting_that_names_no_model(spec: str) -> None:
    with pytest.raises(SettingsError, match="BOTHWAYS_MODEL"):
        read_choice(spec, None, {})


@pytest.mark.parametrize(
    ("url", "remote"),
    [
        ("http://127.0.0.1:11434", False), ("http://localhost:1", False),
        ("http://[::1]:8000/v1", False), ("https://models.example.org/v1", True),
        ("http://192.168.1.5:11434", True),
    ],
)  # fmt: skip
def test_what_leaves_this_machine(url: str, remote: bool) -> None:
    assert read_choice("ollama:llama3.2", url, {}).is_remote is remote
