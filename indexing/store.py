"""Chroma, embedded: the only place that knows it.

Chroma is not safe between processes, and a damaged folder may end the process that opens it.
So a finished store is never opened where it lies: each process opens a private copy, made after
the files have been checked, and what lies on disk stays as it was built.
"""

import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from langchain_chroma import Chroma
from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    import chromadb.api.client

_COLLECTION = "passages"
_BATCH = 32

Report = Callable[[int], None]


@dataclass(frozen=True)
class Entry:
    """What is stored of a passage: its id, the text that is embedded, and flat metadata."""

    id: str
    text: str
    metadata: dict[str, str]


class PassageStore:
    """A collection of passages by vector, on a client of its own."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        # Chroma reads this at import; its telemetry would call out.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        import chromadb
        from chromadb.config import Settings

        client = chromadb.PersistentClient(str(folder), Settings(anonymized_telemetry=False))
        # Declared as the interface, which lacks `close`.
        self._client = cast("chromadb.api.client.Client", client)
        self.vectorstore = Chroma(
            collection_name=_COLLECTION,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )
        # The name alone: the embedding function stays ours and is never Chroma's default.
        self._collection = self._client.get_collection(_COLLECTION, embedding_function=None)

    def add(self, entries: Sequence[Entry], report: Report) -> None:
        """Embed and store the entries; `report` is told after each batch how many were done."""
        for start in range(0, len(entries), _BATCH):
            batch = entries[start : start + _BATCH]
            self.vectorstore.add_texts(
                [e.text for e in batch], [e.metadata for e in batch], [e.id for e in batch]
            )
            report(len(batch))

    def nearest(self, vector: Sequence[float], k: int) -> dict[str, float]:
        """Return the ids of the `k` nearest passages with their cosine, nearest first."""
        found = self._collection.query(
            query_embeddings=list(vector), n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return {id_: 1.0 - d for id_, d in zip(found["ids"][0], distances[0], strict=True)}

    def count(self) -> int:
        """Return how many passages are stored."""
        return self._collection.count()

    def vectors(self) -> dict[str, list[float]]:
        """Return every stored text with its vector."""
        held = self._collection.get(include=["documents", "embeddings"])
        texts, rows = held["documents"] or [], held["embeddings"]
        if rows is None:
            return {}
        return {text: [float(x) for x in row] for text, row in zip(texts, rows, strict=True)}

    def close(self) -> None:
        """Release the files; the store can't be used afterwards."""
        self._client.close()


class OpenStore:
    """A finished store, opened through a private copy that goes when it is closed."""

    def __init__(self, folder: Path, embeddings: Embeddings) -> None:
        self._copy = TemporaryDirectory(prefix="bothways-", ignore_cleanup_errors=True)
        shutil.copytree(folder, self._copy.name, dirs_exist_ok=True)
        self.store = PassageStore(Path(self._copy.name), embeddings)

    def close(self) -> None:
        """Close the store and remove the copy."""
        self.store.close()
        self._copy.cleanup()
