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
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, cast

from langchain_core.embeddings import Embeddings

if TYPE_CHECKING:
    import chromadb.api.client
    import numpy as np
    from langchain_chroma import Chroma
    from numpy.typing import NDArray

_PASSAGES = "passages"
_SITUATIONS = "situations"
_BATCH = 64

Report = Callable[[int], None]


@dataclass(frozen=True)
class Entry:
    """What is stored: an id, the text that is embedded, and flat metadata.

    `label` is None for a passage. An entry with a label is a sentence that teaches what a
    question is about; it is never found by a search.
    """

    id: str
    text: str
    metadata: dict[str, str]
    label: str | None = None


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
            self.vectorstore = self._vectorstore(_PASSAGES, embeddings)
            self._sentences = self._vectorstore(_SITUATIONS, embeddings)
            # The name alone: the embedding function stays ours and is never Chroma's default.
            self._passages = self._client.get_collection(_PASSAGES, embedding_function=None)
            self._examples = self._client.get_collection(_SITUATIONS, embedding_function=None)

    def _vectorstore(self, name: str, embeddings: Embeddings) -> "Chroma":
        from langchain_chroma import Chroma

        return Chroma(
            collection_name=name,
            embedding_function=embeddings,
            client=self._client,
            collection_configuration={"hnsw": {"space": "cosine"}},
        )

    def add(self, entries: Sequence[Entry], report: Report) -> None:
        """Embed and store the entries; `report` is told after each batch how many were done."""
        # Texts of like length together: a batch is padded to its longest.
        ordered = sorted(entries, key=lambda entry: (entry.label is not None, len(entry.text)))
        for labelled, group in groupby(ordered, key=lambda entry: entry.label is not None):
            place = self._sentences if labelled else self.vectorstore
            for batch in _batches(tuple(group)):
                with _as_os_errors():
                    place.add_texts(
                        [e.text for e in batch],
                        [{**e.metadata, "label": e.label or ""} for e in batch],
                        [e.id for e in batch],
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
        """Return how many passages and labelled sentences are stored."""
        return self._passages.count() + self._examples.count()

    def labelled(self) -> tuple[list[str], "NDArray[np.float32]"]:
        """Return the labels of the labelled sentences, and their vectors row by row."""
        import numpy as np

        held = self._examples.get(include=["metadatas", "embeddings"])
        labels = [str(m["label"]) for m in held["metadatas"] or []]
        return labels, np.asarray(held["embeddings"], dtype=np.float32)

    def vectors_of(self, ids: Sequence[str]) -> "NDArray[np.float32]":
        """Return the vectors of passages, row by row in the order of `ids`."""
        import numpy as np

        held = self._passages.get(ids=list(ids), include=["embeddings"])
        rows = dict(zip(held["ids"], np.asarray(held["embeddings"]), strict=True))
        return np.asarray([rows[id_] for id_ in ids], dtype=np.float32)

    def vectors(self) -> dict[str, list[float]]:
        """Return every stored text with its vector."""
        known: dict[str, list[float]] = {}
        for collection in (self._passages, self._examples):
            held = collection.get(include=["documents", "embeddings"])
            texts, rows = held["documents"] or [], held["embeddings"]
            if rows is not None:
                known |= {t: [float(x) for x in row] for t, row in zip(texts, rows, strict=True)}
        return known

    def close(self) -> None:
        """Release the files; the store can't be used afterwards."""
        self._client.close()
        if self._copy is not None:
            self._copy.cleanup()


def _batches(entries: tuple[Entry, ...]) -> Iterator[tuple[Entry, ...]]:
    for start in range(0, len(entries), _BATCH):
        yield entries[start : start + _BATCH]


def open_store(folder: Path, embeddings: Embeddings) -> PassageStore:
    """Return a finished store, opened through a private copy that goes when it is closed."""
    copy = TemporaryDirectory(prefix="bothways-", ignore_cleanup_errors=True)
    shutil.copytree(folder, copy.name, dirs_exist_ok=True)
    return PassageStore(Path(copy.name), embeddings, copy)
