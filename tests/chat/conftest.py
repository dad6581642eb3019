from collections.abc import Callable
from pathlib import Path

import pytest

from app.answering.checking.check import Checker
from app.answering.conversing import Condenser
from app.answering.judging import Judge
from app.answering.modeled import ModelAnswerer
from app.answering.quoting import QuotingAnswerer
from app.answering.vocabulary import load_vocabulary
from app.models.calling import ModelCaller
from app.models.providers import make_chat_model, read_choice
from app.models.usage import Ledger, Limits
from tests.chat.servers import ChatServer

MODELS = {
    "openai": "openai:scripted",
    "anthropic": "anthropic:scripted",
    "ollama": "ollama:scripted",
}

Answerers = Callable[..., ModelAnswerer]


@pytest.fixture(scope="session")
def checker(quoting: QuotingAnswerer) -> Checker:
    return Checker(quoting.book, load_vocabulary())


@pytest.fixture
def caller_of(tmp_path: Path) -> Callable[..., ModelCaller]:
    def make(server: ChatServer, timeout: float = 3.0, limits: Limits | None = None) -> ModelCaller:
        choice = read_choice(MODELS[server.protocol], server.url, {}, timeout=timeout)
        ledger = Ledger(tmp_path / "usage.json", limits or Limits())
        return ModelCaller(lambda: make_chat_model(choice), choice.name, timeout, ledger)

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
