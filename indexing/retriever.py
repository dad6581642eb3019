"""A question into ranked passages: vectors and keywords, fused."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_core.retrievers import BaseRetriever
from numpy.typing import NDArray
from pydantic import ConfigDict

from indexing.keywords import KeywordIndex
from indexing.passages import Passage
from indexing.store import PassageStore

# Min-max normalized convex combination (Bruch et al., arXiv 2210.11934). The weight of the
# dense side is frozen from measurements on six public sets; see docs in README, "Decisions".
DENSE_WEIGHT = 0.6
_DENSE_CANDIDATES = 64


@dataclass(frozen=True)
class RetrievedPassage:
    """A passage with its scores: `score` is fused, in [0, 1]; `cosine` and `bm25` are raw.

    `cosine` is None where the passage is not among the nearest by vector.
    """

    passage: Passage
    score: float
    cosine: float | None
    bm25: float


@dataclass(frozen=True)
class Retrieval:
    """What one search found: passages best first, and the question's vector."""

    passages: tuple[RetrievedPassage, ...]
    vector: tuple[float, ...]


class PassageSearch:
    """Searches the passages of one index."""

    def __init__(
        self,
        passages: Sequence[Passage],
        keywords: KeywordIndex,
        store: PassageStore,
        embeddings: Embeddings,
    ) -> None:
        self.passages = tuple(passages)
        self.keywords = keywords
        self._store = store
        self._embeddings = embeddings
        self._rows = {passage.id: row for row, passage in enumerate(self.passages)}

    def search(
        self, question: str, k: int = 10, vector: tuple[float, ...] | None = None
    ) -> Retrieval:
        """Return the `k` best passages for a question; ties keep the order of the text.

        `vector` is the question's, where it is known already.
        """
        vector = vector or self.embed(question)
        nearest = self._store.nearest(vector, _DENSE_CANDIDATES)
        return Retrieval(self._ranked(question, nearest, k), vector)

    def embed(self, question: str) -> tuple[float, ...]:
        """Return the vector of a question."""
        return tuple(self._embeddings.embed_query(question))

    def _ranked(
        self, question: str, nearest: dict[str, float], k: int
    ) -> tuple[RetrievedPassage, ...]:
        dense = self._dense(nearest)
        sparse = self.keywords.scores(question).astype(np.float64)
        fused = DENSE_WEIGHT * _normalized(dense) + (1 - DENSE_WEIGHT) * _normalized(sparse)
        order = np.argsort(-fused, kind="stable")[:k]
        return tuple(
            RetrievedPassage(
                self.passages[row],
                float(fused[row]),
                None if np.isnan(dense[row]) else float(dense[row]),
                float(sparse[row]),
            )
            for row in order
        )

    def _dense(self, nearest: dict[str, float]) -> NDArray[np.float64]:
        scores = np.full(len(self.passages), np.nan)
        scores[[self._rows[id_] for id_ in nearest]] = list(nearest.values())
        return scores


class HybridRetriever(BaseRetriever):
    """The same search behind LangChain's interface; a document's metadata names its passage."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    searcher: PassageSearch
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_langchain(found) for found in self.searcher.search(query, self.k).passages]


def as_langchain(found: RetrievedPassage) -> Document:
    """Return a retrieved passage as a LangChain document."""
    passage = found.passage
    metadata = {
        "id": passage.id,
        "source": passage.source_id,
        "page_label": passage.pages,
        "kind": passage.kind,
        "decision": passage.decision,
        "pole": passage.pole,
        "score": found.score,
    }
    return Document(id=passage.id, page_content=passage.text, metadata=metadata)


def _normalized(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Return scores mapped to [0, 1] by their least and greatest; missing ones become 0."""
    known = scores[~np.isnan(scores)]
    if not known.size or known.max() == known.min():
        return np.zeros_like(scores)
    scaled = (scores - known.min()) / (known.max() - known.min())
    filled: NDArray[np.floating] = np.nan_to_num(scaled)
    return filled
