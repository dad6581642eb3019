"""Chroma, embedded: the only place that knows it.

Chroma is not safe between processes, and a damaged folder may end the process that opens it.
So a finished store is never opened where it lies: each process opens a private copy, made after
the files have been checked, and what lies on disk stays as it was built.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    import chromadb.api.client
    from langchain_chroma import Chroma

_PASSAGES = "passages"
_BATCH = 64

Report = Callable[[int], None]


@dataclass(frozen=True)
class Entry:
    """What is stored: an id, the text that is embedded, and flat metadata."""

    id: str
    text: str
    metadata: dict[str, str]


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Turn Chroma's errors into those of the disk that they come from."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        code = errno.ENOSPC if "disk is full" in str(error) else errno.EIO
        raise OSError(code, f"Chroma: {type(error).__name__}") from error


class PassageStore:
    """A collection of passages by vector, on a client of its own.

    `copy` is the temporary folder that it lies in, if any; it lives as long as the store.
    """

    def __init__(
        self, folder: Path, embeddings: Embeddings, copy: "TemporaryDirectory[str] | None" = None
    ) -> None:
        self._copy = copy
        # Chroma reads this at import; its telemetry would call out.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.config import Settings

        with _as_os_errors():
            settings = Settings(anonymized_telemetry=False)
            client = chromadb.PersistentClient(str(folder), settings)
            # Declared as the interface, which lacks `close`.
            self._client = cast("chromadb.api.client.Client", client)
            self.vectorstore = self._vectorstore(embeddings)
            # The name alone: the embedding function stays ours and is never Chroma's default.
            self._passages = self._client.get_collection(_PASSAGES, embedding_function=None)

    def _vectorstore(self, embeddings: Embeddings) -> "Chroma":
        from langchain_chroma import Chroma

        return Chroma(
            collection_name=_PASSAGES,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def add(self, entries: Sequence[Entry], report: Report) -> None:
        """Embed and store the entries; `report` is told after each batch how many were done."""
        # Texts of like length together: a batch is padded to its longest.
        ordered = sorted(entries, key=lambda entry: len(entry.text))
        for batch in _batches(ordered):
            with _as_os_errors():
                self.vectorstore.add_texts(
                    [e.text for e in batch], [e.metadata for e in batch], [e.id for e in batch]
                )
            report(len(batch))

    def nearest(self, vector: Sequence[float], k: int) -> dict[str, float]:
        """Return the ids of the `k` nearest passages with their cosine, nearest first."""
        found = self._passages.query(
            query_embeddings=list(vector), n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return {id_: 1.0 - d for id_, d in zip(found["ids"][0], distances[0], strict=True)}

    def count(self) -> int:
        """Return how many passages are stored."""
        return self._passages.count()

    def vectors(self) -> dict[str, list[float]]:
        """Return every stored text with its vector."""
        held = self._passages.get(include=["documents", "embeddings"])
        texts, rows = held["documents"] or [], held["embeddings"]
        if rows is None:
            return {}
        return {t: [float(x) for x in row] for t, row in zip(texts, rows, strict=True)}

    def close(self) -> None:
        """Release the files; the store can't be used afterwards."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), _BATCH):
        yield entries[start : start + _BATCH]


def open_store(folder: Path, embeddings: Embeddings) -> PassageStore:
    """Return a finished store, opened through a private copy that goes when it is closed."""
    copy = TemporaryDirectory(prefix="bothways-", ignore_cleanup_errors=True)
    shutil.copytree(folder, copy.name, dirs_exist_ok=True)
    return PassageStore(Path(copy.name), embeddings, copy)
