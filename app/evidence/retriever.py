"""A ranked unit as LangChain takes it."""

from langchain_core.documents import Document

from app.evidence.ranker import RankedUnit


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
        "case": passage.case,
        "decision": passage.decision,
        "pole": passage.pole,
        "start_index": unit.start,
        "score": found.score,
    }
    return Document(id=str(metadata["id"]), page_content=unit.text, metadata=metadata)
