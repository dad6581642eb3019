from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from app.answering.answer import Answer
from app.answering.quoting import QuotingAnswerer
from app.generation.conversing import Condenser
from app.generation.judging import Judge
from app.generation.modeled import ModelAnswerer
from app.models.calling import ModelCaller
from app.models.providers import make_chat_model, read_choice
from app.models.usage import Ledger, Limits
from app.understanding.question import read_question
from app.verification.check import Checker
from corpus.side_words import load_side_words
from tests.chat.servers import ChatServer, Protocol, Reply

PROTOCOLS: tuple[Protocol, ...] = ("openai", "anthropic", "ollama")
MODELS = {
    "openai": "openai:scripted",
    "anthropic": "anthropic:scripted",
    "ollama": "ollama:scripted",
}

Answerers = Callable[..., ModelAnswerer]


@pytest.fixture(autouse=True, scope="session")
def loaded() -> None:
    """Loading a client's library takes seconds on a busy machine, and is not what is timed."""
    for name in ("langchain_openai", "langchain_anthropic", "langchain_ollama"):
        import_module(name)


@pytest.fixture(scope="session")
def checker(quoting: QuotingAnswerer) -> Checker:
    return Checker(quoting.book, load_side_words())


@pytest.fixture
def caller_of(tmp_path: Path) -> Callable[..., ModelCaller]:
    def make(server: ChatServer, timeout: float = 3.0, limits: Limits | None = None) -> ModelCaller:
        choice = read_choice(MODELS[server.protocol], server.url, {}, timeout=timeout)
        ledger = Ledger(tmp_path / "usage.json", limits or Limits())
        return ModelCaller(partial(make_chat_model, choice), choice.name, timeout, ledger)

    return make


@pytest.fixture
def answerer_of(
    quoting: QuotingAnswerer, checker: Checker, caller_of: Callable[..., ModelCaller]
) -> Answerers:
    def make(
        server: ChatServer,
        *,
        structured: bool = False,
        strike: bool = False,
        judge: ChatServer | None = None,
        **options: object,
    ) -> ModelAnswerer:
        caller = caller_of(server, **options)
        return ModelAnswerer(
            quoting, caller, checker, Condenser(caller, quoting.book),
            Judge(caller_of(judge)) if judge else None, structured=structured, strike=strike,
        )  # fmt: skip

    return make


@dataclass(frozen=True)
class Stage:
    """A server that goes on through many tests, and the answerer that asks it.

    Making a client takes longer than an answer, so that hundreds of cases share three.
    """

    server: ChatServer
    answerer: ModelAnswerer

    def answer(self, question: str, *replies: Reply) -> Answer:
        self.server.replies = list(replies)
        self.server.requests.clear()
        return self.answerer.answer(read_question(question))


@pytest.fixture(scope="session")
def stages(
    quoting: QuotingAnswerer, checker: Checker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[Protocol, Stage]]:
    made: dict[Protocol, Stage] = {}
    ledger = Ledger(tmp_path_factory.mktemp("usage") / "usage.json", Limits())
    for protocol in PROTOCOLS:
        server = ChatServer(protocol, [])
        choice = read_choice(MODELS[protocol], server.url, {}, timeout=3.0)
        caller = ModelCaller(partial(make_chat_model, choice), choice.name, 3.0, ledger)
        condenser = Condenser(caller, quoting.book)
        made[protocol] = Stage(server, ModelAnswerer(quoting, caller, checker, condenser))
    yield made
    for stage in made.values():
        stage.server.close()
