"""Nearest passages by a Chroma server, for more of them than one machine's memory should hold."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from corpus.errors import SettingsError
from indexing.vectors import Floats

if TYPE_CHECKING:
    from chromadb import Collection

_COLLECTION = "own-documents"
_BATCH = 1000


class ChromaVectors:
    """Keeps the vectors of passages on a Chroma server.

    Raises SettingsError where the server can't be reached.
    """

    def __init__(self, address: str) -> None:
        self._collection = _open(address)

    def has(self, passage: int) -> bool:
        """Return whether a passage's vector is there already."""
        return bool(self._collection.get(ids=[str(passage)], include=[])["ids"])

    def change(
        self, gone: Iterable[int], added: Sequence[tuple[int, int]], vectors: Floats
    ) -> None:
        """Take out the passages of some documents, and put in others."""
        left = list(gone)
        if left:
            self._collection.delete(where={"document": {"$in": left}})  # type: ignore[dict-item]
        for start in range(0, len(added), _BATCH):
            batch = added[start : start + _BATCH]
            self._collection.upsert(
                ids=[str(passage) for passage, _ in batch],
                embeddings=vectors[start : start + _BATCH],
                metadatas=[{"document": document} for _, document in batch],
            )

    def nearest(
        self, vector: Floats, count: int, documents: Sequence[int]
    ) -> list[tuple[int, float]]:
        """Return the nearest passages of some documents with their cosines, nearest first."""
        if not documents:
            return []
        found = self._collection.query(
            query_embeddings=vector.tolist(),
            n_results=count,
            where={"document": {"$in": list(documents)}},  # type: ignore[dict-item]
            include=["distances"],
        )
        distances = found["distances"] or [[]]
        return [(int(id_), 1.0 - d) for id_, d in zip(found["ids"][0], distances[0], strict=True)]


def _open(address: str) -> "Collection":
    import chromadb
    from chromadb.config import Settings

    parts = urlsplit(address)
    try:
        client = chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or (443 if parts.scheme == "https" else 8000),
            ssl=parts.scheme == "https",
            settings=Settings(anonymized_telemetry=False),
        )
        return client.get_or_create_collection(
            _COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
        )
    except ValueError as error:
        raise SettingsError(
            "The Chroma server that BOTHWAYS_VECTORS names can't be reached.",
            "Documents that were added are not asked; the report is.",
            "Start it, or unset BOTHWAYS_VECTORS to search in memory.",
        ) from error
