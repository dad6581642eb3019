"""Chroma, embedded: the only place that knows it.

Chroma is not safe between processes, and a damaged folder may end the process that opens it.
So a finished store is never opened where it lies: each process opens a private copy, made after
the files have been checked, and what lies on disk stays as it was built.
"""

import errno
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import IndexingError
from indexing.copies import PrivateCopy

if TYPE_CHECKING:
    import chromadb.api.client
    from langchain_chroma import Chroma

Collection = Literal["texts", "questions"]
COLLECTIONS: tuple[Collection, ...] = ("texts", "questions")
_BATCH = 256

Report = Callable[[int], None]


@dataclass(frozen=True)
class Entry:
    """A record of a collection: its id, the text that is embedded, and flat metadata."""

    id: str
    text: str
    metadata: dict[str, str]
    collection: Collection = "texts"


@contextmanager
def _as_os_errors() -> Iterator[None]:
    """Turn Chroma's errors into those of the disk that they come from."""
    from chromadb.errors import ChromaError

    try:
        yield
    except ChromaError as error:
        code = errno.ENOSPC if "disk is full" in str(error) else errno.EIO
        raise OSError(code, f"Chroma: {type(error).__name__}") from error


class VectorStore:
    """Two Chroma collections, `texts` and `questions`, on a client of their own.

    `copy` is the temporary folder that the files are in, if any; it is removed on close.
    """

    def __init__(
        self, folder: Path, embeddings: Embeddings, copy: PrivateCopy | None = None
    ) -> None:
        self._copy = copy
        # Chroma reads this at import; its telemetry would call out.
        os.environ.setdefault("ANONYMIZED_TELEMETRY", "False")
        try:
            import chromadb
            from chromadb.config import Settings
        except RuntimeError as error:
            raise _old_sqlite() from error

        with _as_os_errors():
            settings = Settings(anonymized_telemetry=False)
            client = chromadb.PersistentClient(str(folder), settings)
            # Declared as the interface, which lacks `close`.
            self._client = cast("chromadb.api.client.Client", client)
            self.vectorstores = {name: self._open(name, embeddings) for name in COLLECTIONS}
            # The name alone: the embedding function stays ours and is never Chroma's default.
            self._collections = {
                name: self._client.get_collection(name, embedding_function=None)
                for name in COLLECTIONS
            }

    def _open(self, name: Collection, embeddings: Embeddings) -> "Chroma":
        from langchain_chroma import Chroma

        return Chroma(
            collection_name=name,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def add(self, entries: Sequence[Entry], report: Report) -> None:
        """Embed and store the entries; `report` is told after each batch how many were done."""
        for name, store in self.vectorstores.items():
            # Texts of like length together: a batch is padded to its longest.
            own = sorted((e for e in entries if e.collection == name), key=lambda e: len(e.text))
            for batch in _batches(own):
                with _as_os_errors():
                    store.add_texts(
                        [e.text for e in batch], [e.metadata for e in batch], [e.id for e in batch]
                    )
                report(len(batch))

    def nearest(
        self, vector: Sequence[float], k: int, collection: Collection = "texts"
    ) -> dict[str, float]:
        """Return the ids of the `k` nearest entries with their cosine, nearest first."""
        found = self._collections[collection].query(
            query_embeddings=list(vector), n_results=k, include=["distances"]
        )
        distances = found["distances"] or [[]]
        return {id_: 1.0 - d for id_, d in zip(found["ids"][0], distances[0], strict=True)}

    def count(self) -> int:
        """Return how many entries are stored."""
        return sum(collection.count() for collection in self._collections.values())

    def vectors(self) -> dict[str, NDArray[np.float32]]:
        """Return the vector of every stored text, of either collection."""
        known: dict[str, NDArray[np.float32]] = {}
        for collection in self._collections.values():
            held = collection.get(include=["documents", "embeddings"])
            texts, rows = held["documents"] or [], held["embeddings"]
            if texts and rows is not None:
                known |= zip(texts, np.asarray(rows, dtype=np.float32), strict=True)
        return known

    def close(self) -> None:
        """Release the files; the store can't be used afterwards."""
        self._client.close()
        if self._copy is not None:
            self._copy.close()


def _old_sqlite() -> IndexingError:
    return IndexingError(
        f"SQLite {sqlite3.sqlite_version}, which comes with this Python, is too old for the index.",
        "No question can be answered.",
        "Use a Python with SQLite 3.35 or later; bothways doctor names the one in use.",
    )


def _batches(entries: Sequence[Entry]) -> Iterator[Sequence[Entry]]:
    for start in range(0, len(entries), _BATCH):
        yield entries[start : start + _BATCH]


def open_store(folder: Path, embeddings: Embeddings, beside: Path) -> VectorStore:
    """Return a finished store, opened through a private copy that goes when it is closed.

    The copy is made in the folder `beside`, or where nothing can be written there, in the
    system's folder for such things.
    """
    copy = PrivateCopy(beside)
    shutil.copytree(folder, copy.path, dirs_exist_ok=True)
    return VectorStore(copy.path, embeddings, copy)
