"""Documents and what was found in them, as lines and as JSON objects."""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from app.evidence.documents import RankedPassage
from app.records.document import Kept
from corpus.documents import OWN_PREFIX, Document

_STATES = {"waiting": "waits", "reading": "is being read", "ready": "ready", "failed": "failed"}


def row_of(document: Kept) -> dict[str, Any]:
    """Return a document as a JSON object."""
    about = asdict(document.about)
    return {
        "id": document.id,
        "kind": document.kind,
        "state": document.state,
        "seen_by": document.seen_by,
        **{**about, "notes": list(document.about.notes)},
        "sha256": document.digest,
        "added": document.created.isoformat(),
        "changed": document.changed.isoformat(),
    }


def line_of(document: Kept) -> str:
    """Return a document as a line for a terminal."""
    about = document.about
    told = [document.id, _STATES[document.state], about.title or about.file_name]
    if about.pages:
        told.append(f"{about.pages} {about.page_unit}s")
    if about.passages:
        told.append(f"{about.passages} passages")
    return "  ".join([*told, about.problem]).strip()


def found_row(rank: int, found: RankedPassage, document_of: Callable[[str], Document]) -> Any:
    """Return a passage that was found as a JSON object; `quote` is what answers best."""
    passage, source = found.passage, document_of(found.passage.source_id).source
    start, end = found.units[0][0], found.units[-1][1]
    return {
        "rank": rank,
        "score": round(found.score, 4),
        "document": source.id.removeprefix(OWN_PREFIX),
        "title": source.title,
        "heading_path": list(passage.heading_path),
        "pages": passage.pages,
        "start": passage.start,
        "end": passage.end,
        "text": passage.text,
        "quote": found.words,
        "quote_start": start,
        "quote_end": end,
    }


def found_text(found: RankedPassage, document_of: Callable[[str], Document]) -> str:
    """Return a passage that was found for reading in a terminal."""
    passage, source = found.passage, document_of(found.passage.source_id).source
    where = [source.title, f"p. {passage.pages}" if passage.pages else "", passage.place]
    return f"{', '.join(filter(None, where))}  ({found.score:.2f})\n{passage.text}"
