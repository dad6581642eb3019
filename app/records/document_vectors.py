"""Nearest passages by pgvector, in the PostgreSQL database that holds the documents."""

from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

from app.records.database import saving
from corpus.errors import SettingsError

if TYPE_CHECKING:
    from langchain_postgres import PGVectorStore

Floats = NDArray[np.float32]
_TABLE = "document_vectors"
# A passage's vector goes with it: what is taken out is gone from here in the same transaction.
_MAKE = """
CREATE TABLE IF NOT EXISTS document_vectors (
  passage integer PRIMARY KEY REFERENCES document_passages (number) ON DELETE CASCADE,
  document integer NOT NULL,
  words text NOT NULL,
  embedding vector({dimensions}) NOT NULL
)"""
_INDEX = """
CREATE INDEX IF NOT EXISTS ix_document_vectors_embedding
ON document_vectors USING hnsw (embedding vector_cosine_ops)"""


class _Unused(Embeddings):
    """Stands where LangChain wants an embedder: only vectors that were made before come here."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        raise NotImplementedError


class PostgresVectors:
    """Keeps the vectors of passages in PostgreSQL, by LangChain's store for pgvector."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def has(self, passage: int) -> bool:
        """Return whether a passage's vector is there already."""
        wanted = text("SELECT 1 FROM document_vectors WHERE passage = :passage")
        with saving("the documents can't be read now"), self._engine.begin() as connection:
            if not _is_made(connection):
                return False
            return connection.execute(wanted, {"passage": passage}).first() is not None

    def change(
        self, gone: Iterable[int], added: Sequence[tuple[int, int]], vectors: Floats
    ) -> None:
        """Put in the passages of some documents; those of others went with their documents."""
        if not added:
            return
        self._make(vectors.shape[1])
        with saving("the documents can't be searched now"):
            self._store.add_embeddings(
                [""] * len(added),
                vectors.tolist(),
                [{"document": document} for _, document in added],
                [str(passage) for passage, _ in added],
            )

    def nearest(
        self, vector: Floats, count: int, documents: Sequence[int]
    ) -> list[tuple[int, float]]:
        """Return the nearest passages of some documents with their cosines, nearest first."""
        with saving("the documents can't be searched now"), self._engine.begin() as connection:
            made = bool(documents) and _is_made(connection)
        if not made:
            return []
        with saving("the documents can't be searched now"):
            found = self._store.similarity_search_with_score_by_vector(
                vector.tolist(), k=count, filter={"document": {"$in": list(documents)}}
            )
        return [(int(document.id or 0), 1.0 - distance) for document, distance in found]

    def _make(self, dimensions: int) -> None:
        """Make the table where it is missing; SettingsError where there is no pgvector."""
        try:
            with self._engine.begin() as connection:
                if not _is_made(connection):
                    connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
                    connection.execute(text(_MAKE.format(dimensions=int(dimensions))))
                    connection.execute(text(_INDEX))
        except SQLAlchemyError as error:
            raise _lacking() from error

    @cached_property
    def _store(self) -> "PGVectorStore":
        try:
            from langchain_postgres import PGEngine, PGVectorStore
        except ImportError as error:
            raise _lacking() from error
        address = self._engine.url.render_as_string(hide_password=False)
        return PGVectorStore.create_sync(
            PGEngine.from_connection_string(address),
            _Unused(),
            table_name=_TABLE,
            id_column="passage",
            content_column="words",
            metadata_columns=["document"],
            metadata_json_column=None,  # type: ignore[arg-type]
        )


def _is_made(connection: Connection) -> bool:
    if connection.dialect.name != "postgresql":
        raise _lacking()
    found = connection.execute(text("SELECT to_regclass(:name)"), {"name": _TABLE})
    return found.scalar() is not None


def _lacking() -> SettingsError:
    return SettingsError(
        "BOTHWAYS_VECTORS is pgvector, but the database or this program has none.",
        "Documents that were added are not asked; the report is.",
        "Install the extension in the database and pip install 'both-ways[pgvector]', set "
        "BOTHWAYS_DATABASE_URL to a PostgreSQL address, or unset BOTHWAYS_VECTORS.",
    )
