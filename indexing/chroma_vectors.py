"""Nearest passages by a Chroma server, for more of them than one machine's memory should hold."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from corpus.errors import SettingsError
from indexing.vectors import Floats

if TYPE_CHECKING:
    from chromadb import Collection

_COLLECTION = "own-documents"
_BATCH = 1000
_MORE = 4


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
        # A filter costs Chroma more than the search; mostly the nearest of all are among those.
        chosen = set(documents)
        found = self._query(vector, count * _MORE, None)
        near = [(passage, cosine) for passage, cosine, document in found if document in chosen]
        if len(near) < count and len(found) == count * _MORE:
            wanted = {"document": {"$in": list(documents)}}
            near = [(passage, cosine) for passage, cosine, _ in self._query(vector, count, wanted)]
        return near[:count]

    def _query(
        self, vector: Floats, count: int, wanted: dict[str, Any] | None
    ) -> list[tuple[int, float, int]]:
        """Return passage, cosine and document of the nearest, nearest first."""
        found = self._collection.query(
            query_embeddings=vector.tolist(),
            n_results=count,
            where=wanted,
            include=["distances", "metadatas"],
        )
        distances, told = found["distances"] or [[]], found["metadatas"] or [[]]
        return [
            (int(id_), 1.0 - distance, int(str(of["document"])))
            for id_, distance, of in zip(found["ids"][0], distances[0], told[0], strict=True)
        ]


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
