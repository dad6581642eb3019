"""Every vector engine finds the same passages, those of the chosen documents alone."""

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from pydantic import SecretStr

from app.services import Services
from app.settings import Settings
from app.wiring import Shelf, open_kept, open_shelf
from corpus.errors import SettingsError
from indexing.chroma_vectors import ChromaVectors
from indexing.vectors import ExactVectors, Floats, VectorEngine
from tests.documents.conftest import ME
from tests.documents.test_shelf import COACHES, PLAN, found

ENGINES = ("memory", "chroma", "pgvector")


@pytest.fixture(scope="module")
def chroma_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path_factory.mktemp("chroma")
    command = str(Path(sys.executable).with_name("chroma"))
    server = subprocess.Popen(
        [command, "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port)],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    for _ in range(200):
        try:
            ChromaVectors(address)
            break
        except SettingsError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait()


@pytest.fixture(scope="module")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A PostgreSQL with pgvector, from a wheel."""
    import pgserver

    server = pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=ENGINES)
def shelf(request: pytest.FixtureRequest, services: Services, tmp_path: Path) -> Iterator[Shelf]:
    settings = Settings(data_dir=tmp_path)
    if request.param == "chroma":
        settings = Settings(data_dir=tmp_path, vectors=request.getfixturevalue("chroma_server"))
    if request.param == "pgvector":
        url = SecretStr(request.getfixturevalue("postgres"))
        settings = Settings(data_dir=tmp_path, database_url=url, vectors="pgvector")
    kept = open_kept(settings)
    yield open_shelf(settings, kept, services.library)
    for document in open_shelf(settings, kept, services.library).documents.list(ME):
        open_shelf(settings, kept, services.library).documents.take_out(ME, document.id)
    kept.records.engine.dispose()


def test_found_changed_and_taken_out(put: Callable[..., str], shelf: Shelf) -> None:
    put("plan.md", PLAN)
    put("other.md", b"# Other\n\nNothing but gardens and the weather in spring.")
    assert "Title II grant" in found(shelf, COACHES)[0]
    again = type(shelf.search)(shelf.documents, shelf.passages, shelf.search.vectors)
    assert len(again.visible(ME)) == 2
    put("plan.md", PLAN.replace(b"Title II", b"Title IV"))
    assert "Title IV grant" in found(shelf, COACHES)[0]
    for document in shelf.documents.list(ME):
        shelf.documents.take_out(ME, document.id)
    assert found(shelf, COACHES) == []
    number = 1
    vector = np.ones(384, dtype=np.float32) / np.sqrt(np.float32(384))
    assert shelf.search.vectors.nearest(vector, 5, [number]) == []


def _random(count: int) -> Floats:
    rows = np.random.default_rng(0).normal(size=(count, 384)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def test_a_chroma_server_agrees_with_exact_search(chroma_server: str) -> None:
    rows, exact = _random(3000), ExactVectors()
    engines: list[VectorEngine] = [exact, ChromaVectors(chroma_server)]
    places = [(100_000 + n, n % 7 + 50) for n in range(len(rows))]
    for engine in engines:
        engine.change([], places, rows)
    shared = 0
    for query in rows[:20] + 0.02 * _random(20):
        near = [{n for n, _ in engine.nearest(query, 10, [51, 52])} for engine in engines]
        shared += len(near[0] & near[1])
    assert shared >= 0.9 * 200
    assert engines[1].has(100_000)
    engines[1].change([51, 52], [], rows[:0])
    assert engines[1].nearest(rows[1], 10, [51, 52]) == []


def test_exact_search_takes_out_and_grows() -> None:
    engine, rows = ExactVectors(), _random(2500)
    for start in range(0, 2500, 500):
        places = [(n, start) for n in range(start, start + 500)]
        engine.change([], places, rows[start : start + 500])
    assert engine.nearest(rows[700], 1, [500])[0][0] == 700
    engine.change([500], [], rows[:0])
    assert not engine.has(700)
    assert engine.nearest(rows[700], 1, [500]) == []
    assert engine.nearest(rows[1200], 1, [1000])[0][0] == 1200


@pytest.mark.parametrize("wanted", ["elsewhere", "http://127.0.0.1:9", "pgvector"])
def test_an_engine_that_is_not_there_is_said_plainly(
    services: Services, tmp_path: Path, wanted: str
) -> None:
    settings = Settings(data_dir=tmp_path, vectors=wanted)
    kept = open_kept(settings)

    def search() -> object:
        shelf = open_shelf(settings, kept, services.library)
        return shelf.search.vectors.nearest(_random(1)[0], 1, [1])

    with pytest.raises(SettingsError, match="report is"):
        search()
    kept.records.engine.dispose()
