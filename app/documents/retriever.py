"""Everything that can be asked, the report and people's own documents, for LangChain."""

from collections.abc import Callable
from math import exp

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict, SkipValidation

from app.documents.listing import found_row
from app.evidence.documents import ANSWERS, OwnTexts, RankedPassage
from app.evidence.ranker import Ranking
from app.evidence.retriever import as_document

# The scores of people's documents as probabilities, so that they stand beside the report's: at the
# level from which a passage answers, as many do as don't.
_STEEPNESS = 12.0


class TextsRetriever(BaseRetriever):
    """Retrieves units of the report and passages of people's documents, best first.

    `rank` ranks the report's units for a question, `own` are the documents that are asked as well,
    if any, and `k` is how many are returned.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    rank: Callable[[str], Ranking]
    own: SkipValidation[OwnTexts | None] = None
    k: int = 10

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        ranking = self.rank(query)
        found = [as_document(unit) for unit in ranking.best(self.k)]
        if self.own is not None:
            passages = self.own.search(query, ranking.query.vector)
            found += [_as_document(one, self.own) for one in passages[: self.k]]
        return sorted(found, key=lambda document: -document.metadata["score"])[: self.k]


def _as_document(found: RankedPassage, own: OwnTexts) -> Document:
    row = found_row(0, found, own.document)
    score = 1.0 / (1.0 + exp(-_STEEPNESS * (found.score - ANSWERS)))
    metadata = {
        "id": found.passage.id,
        "passage": found.passage.id,
        "source": found.passage.source_id,
        "page_label": found.passage.pages,
        "heading": found.passage.place,
        "kind": found.passage.kind,
        "title": row["title"],
        "quote": row["quote"],
        "start_index": found.passage.start,
        "score": score,
    }
    return Document(id=found.passage.id, page_content=found.passage.text, metadata=metadata)
