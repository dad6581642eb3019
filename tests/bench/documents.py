"""What people's own documents cost: reading each kind, and searching ever more passages.

Part of `make bench`; run it with numbers of passages, and engines, to measure others:
`python tests/bench/documents.py 100000 memory chroma pgvector`.
"""

import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from app.records.document_passages import Passages
    from app.records.documents import Documents
    from app.services import Services
    from indexing.vectors import Floats, VectorEngine

_A_DOCUMENT = 300
_SEARCHES = 200
_COUNTED = 10
_SENTENCES = 6


def main() -> None:
    """Measure what the arguments name, else what `make bench` shows."""
    from app.services import Services
    from app.settings import Settings
    from indexing.watcher import Watcher

    numbers = [int(word) for word in sys.argv[1:] if word.isdecimal()] or [1_000, 10_000]
    engines = [word for word in sys.argv[1:] if not word.isdecimal()] or ["memory"]
    with TemporaryDirectory(prefix="bothways-bench-") as folder:
        services = Services(Settings(data_dir=Path(folder)), Watcher())
        services.library.embeddings.load()
        if len(sys.argv) == 1:
            _reading(services)
        print("\nSearching passages            load s   p50 ms   p95 ms   recall   MB")
        for number in numbers:
            for engine in engines:
                _searching(services, number, engine, Path(folder) / f"{number}-{engine}")
        services.close()


def _reading(services: "Services") -> None:
    """Print passages a second by kind: read and cut up, and with their embedding."""
    from indexing.laying import lay_out
    from indexing.reading.outside import read_outside
    from tests.documents import files

    words = "The board of ward {n} voted to place a coach in each of its schools by May."
    lines = [words.format(n=n) for n in range(900)]
    text = "\n\n".join(f"## Ward {n}\n\n" + " ".join(lines[n : n + 8]) for n in range(0, 880, 8))
    made = {
        "pdf": files.report_pdf(60), "docx": files.docx(), "pptx": files.pptx(),
        "xlsx": files.xlsx(), "epub": files.epub(), "html": files.HTML, "md": text.encode(),
        "txt": text.encode(), "csv": "\n".join(f"{n};{line}" for n, line in
                                               enumerate(lines)).encode(),
    }  # fmt: skip
    embeddings = services.library.embeddings
    print("\nAdding, by kind               passages   read s   passages/s with embedding")
    for kind, content in made.items():
        began = time.perf_counter()
        laid = lay_out(read_outside(f"a.{kind}", content).file.parts, embeddings.count_tokens)
        read = time.perf_counter() - began
        texts = [laid.text[p.start : p.end] for p in laid.passages]
        for start in range(0, len(texts), 32):
            embeddings.embed_spans(texts[start : start + 32], [[]] * len(texts[start : start + 32]))
        spent = time.perf_counter() - began
        print(f"{kind:28} {len(texts):9} {read:8.2f} {len(texts) / spent:11.1f}")


def _searching(services: "Services", number: int, kind: str, folder: Path) -> None:
    from app.documents.searching import DocumentSearch
    from app.records.document import Viewer

    with ExitStack() as open_:
        documents, passages, engine = open_.enter_context(_store(kind, folder))
        vectors = _fill(documents, passages, number)
        search = DocumentSearch(documents, passages, engine)
        began = time.perf_counter()
        seen = search.visible(Viewer())
        load = time.perf_counter() - began
        chance = np.random.default_rng(1)
        times, recalls = [], []
        numbers = [d.number for d in seen]
        ids = np.array([row.number for d in seen for row in passages.in_use(d.number, 1)])
        for _ in range(_SEARCHES):
            query = _near(vectors[chance.integers(len(vectors))], chance)
            began = time.perf_counter()
            search.search(_text(chance), query, seen, 5)
            times.append(time.perf_counter() - began)
            exact = set(np.sort(ids)[np.argsort(-(vectors @ query))[:_COUNTED]].tolist())
            near = {n for n, _ in engine.nearest(query, _COUNTED, numbers)}
            recalls.append(len(near & exact) / _COUNTED)
        print(
            f"{number:>9,} {kind:18} {load:8.1f} {statistics.median(times) * 1e3:8.1f} "
            f"{statistics.quantiles(times, n=20)[-1] * 1e3:8.1f} {statistics.mean(recalls):8.3f} "
            f"{_megabytes():6.0f}",
            flush=True,
        )


def _fill(documents: "Documents", passages: "Passages", number: int) -> "Floats":
    """Keep so many passages, of vectors in bunches as texts have them, and return the vectors."""
    from app.records.document import EVERYBODY, About
    from app.records.document_passages import PassageRow

    chance = np.random.default_rng(0)
    centres = _unit(chance.normal(size=(200, 384)))
    vectors = _unit(
        centres[chance.integers(200, size=number)] + chance.normal(size=(number, 384)) / 16
    )
    for start in range(0, number, _A_DOCUMENT):
        own = vectors[start : start + _A_DOCUMENT].astype(np.float16)
        text, rows = "", []
        for vector in own:
            words = _text(chance)
            place = len(text)
            text += words + "\n\n"
            units = tuple((place + a, place + a + 40) for a in range(0, len(words) - 40, 80))
            rows.append(
                PassageRow(0, 0, place, place + len(words), ("Part",), (1, 1), units, "", words,
                           vector.tobytes(), np.repeat(vector[None], len(units), 0).tobytes())
            )  # fmt: skip
        id_ = documents.add(None, "text", About(f"Document {start}"), str(start), b"", EVERYBODY)
        kept = next(d for d in documents.list(_everybody()) if d.id == id_)
        passages.write(kept, 1, [replace(row, document=kept.number) for row in rows])
        passages.put_in_use(kept, 1, text)
    return vectors


def _everybody():  # type: ignore[no-untyped-def]
    from app.records.document import Viewer

    return Viewer()


def _text(chance: np.random.Generator) -> str:
    """Return a passage of about a hundred words, drawn as English draws its own."""
    rows = np.minimum(chance.zipf(1.3, 100), 20_000)
    return " ".join(f"word{row}" for row in rows)


def _near(vector: "Floats", chance: np.random.Generator) -> "Floats":
    return np.asarray(_unit(vector + chance.normal(size=384) / 30), dtype=np.float32)


def _unit(rows: np.ndarray) -> "Floats":  # type: ignore[type-arg]
    return np.asarray(rows / np.linalg.norm(rows, axis=-1, keepdims=True), dtype=np.float32)


@contextmanager
def _store(kind: str, folder: Path) -> Iterator[tuple["Documents", "Passages", "VectorEngine"]]:
    from app.records.database import open_database
    from app.records.document_passages import Passages
    from app.records.document_vectors import PostgresVectors
    from app.records.documents import Documents
    from indexing.chroma_vectors import ChromaVectors
    from indexing.vectors import ExactVectors

    folder.mkdir()
    url, stop = f"sqlite:///{folder / 'records.db'}", [lambda: None]
    if kind == "pgvector":
        import pgserver

        server = pgserver.get_server(folder / "pg", cleanup_mode="stop")
        url, stop = server.get_uri(), [server.cleanup]
    engine = open_database(url)
    make: dict[str, Callable[[], VectorEngine]] = {
        "memory": ExactVectors,
        "pgvector": lambda: PostgresVectors(engine),
        "chroma": lambda: ChromaVectors(_chroma(folder, stop)),
    }
    yield Documents(engine), Passages(engine), make[kind]()
    engine.dispose()
    stop[-1]()


def _chroma(folder: Path, stop: list[Callable[[], object]]) -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("chroma")), "run", "--path", str(folder / "c")]
    server = subprocess.Popen([*command, "--port", str(port)], stdout=subprocess.DEVNULL)
    stop.append(server.terminate)
    time.sleep(5)
    return f"http://127.0.0.1:{port}"


def _megabytes() -> float:
    """Return what this process holds in memory now."""
    status = Path("/proc/self/status").read_text()
    return float(next(x for x in status.splitlines() if x.startswith("VmRSS")).split()[1]) / 1e3


if __name__ == "__main__":
    main()
