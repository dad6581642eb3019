import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from app.answering.answer import Answer
from app.answering.quoting import QuotingAnswerer
from app.exploring.situations import SituationReader
from app.generation.briefing import brief
from app.services import Services
from app.settings import Settings
from app.ui.serving.server import PageServer, make_server
from app.ui.serving.site import make_site
from app.understanding.question import read_question
from app.wiring import Ready
from corpus.library import Corpus, load_corpus
from indexing.passages import Passage, split_corpus
from indexing.watcher import Watcher
from tests.chat.cases import QUESTION, Exhibits

_real_connect = socket.socket.connect


def _loopback_only(self: socket.socket, address: Any) -> Any:
    if self.family in (socket.AF_INET, socket.AF_INET6):
        host = str(address[0])
        assert host in {"localhost", "::1"} or host.startswith("127."), f"test reached for {host}"
    return _real_connect(self, address)


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """No test may reach anything but this machine."""
    socket.socket.connect = _loopback_only  # type: ignore[method-assign]
    yield
    socket.socket.connect = _real_connect  # type: ignore[method-assign]


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    return load_corpus()


@pytest.fixture(scope="session")
def passages(corpus: Corpus) -> tuple[Passage, ...]:
    return split_corpus(corpus)


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("both-ways")


@pytest.fixture(scope="session")
def services(data_dir: Path) -> Iterator[Services]:
    """The real model and the real Chroma."""
    services = Services(Settings(data_dir=data_dir), Watcher())
    yield services
    services.close()


@pytest.fixture(scope="session")
def ready(services: Services) -> Ready:
    return services.ready()


@pytest.fixture(scope="session")
def ask(ready: Ready) -> Callable[..., Answer]:
    def ask(text: str, *previous: str) -> Answer:
        return ready.answer(read_question(text, previous))

    return ask


@pytest.fixture(scope="session")
def quoting(ready: Ready) -> QuotingAnswerer:
    return ready.quoting


@pytest.fixture(scope="session")
def situations(ready: Ready) -> SituationReader:
    return ready.guide.situations


@pytest.fixture(scope="session")
def exhibits(quoting: QuotingAnswerer) -> Exhibits:
    prepared = quoting.prepare(read_question(QUESTION))
    assert prepared.draft is not None
    corpus = quoting.book.corpus
    return brief(corpus, prepared.reading, prepared.draft, structured=False).exhibits


@pytest.fixture
def alone(tmp_path: Path, services: Services) -> Iterator[Services]:
    """Services with a database of their own; model and index are loaded once for all tests."""
    own = Services(Settings(data_dir=tmp_path), Watcher())
    own._ready = services.ready()
    own.safety = services.safety
    own.library = services.library
    yield own
    own._ready = None
    own.close()


def free_port() -> int:
    """Return a port of this machine that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def served(services: Services) -> Iterator[PageServer]:
    """The page with the real model, at a port of its own."""
    services.ready()
    server = make_server(services, make_site("127.0.0.1", free_port()))
    server.start()
    yield server
    server.close()
