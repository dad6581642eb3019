"""The ranking behind LangChain's retriever interface."""

from collections.abc import Callable

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from app.evidence.ranker import RankedUnit, Ranking


class UnitRetriever(BaseRetriever):
    """Retrieves units of evidence, best first; each document's metadata names its passage.

    `rank` ranks all units for a question, and `k` is how many are returned.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    rank: Callable[[str], Ranking]
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        return [as_document(found) for found in self.rank(query).best(self.k)]


def as_document(found: RankedUnit) -> Document:
    """Return a ranked unit as a LangChain document."""
    unit, passage = found.unit, found.unit.passage
    metadata = {
        "id": f"{passage.id}#{unit.start}",
        "passage": passage.id,
        "source": passage.source_id,
        "page_label": passage.pages,
        "heading": passage.heading_path[-1],
        "kind": passage.kind,
        "decision": passage.decision,
        "pole": passage.pole,
        "start_index": unit.start,
        "score": found.score,
    }
    return Document(id=str(metadata["id"]), page_content=unit.text, metadata=metadata)
