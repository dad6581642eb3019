"""Search results as text and JSON, and JSON a line."""

import json
from collections.abc import Sequence
from typing import Any

from indexing.retriever import RetrievedPassage


def search_json(found: Sequence[RetrievedPassage]) -> list[dict[str, Any]]:
    """Return one object per passage, best first."""
    return [
        {
            "rank": rank,
            "score": round(item.score, 4),
            "cosine": None if item.cosine is None else round(item.cosine, 4),
            "bm25": round(item.bm25, 4),
            "passage_id": item.passage.id,
            "source_id": item.passage.source_id,
            "heading_path": list(item.passage.heading_path),
            "kind": item.passage.kind,
            "decision": item.passage.decision,
            "pole": item.passage.pole,
            "pages": item.passage.pages,
            "text": item.passage.text,
        }
        for rank, item in enumerate(found, 1)
    ]


def search_text(found: Sequence[RetrievedPassage]) -> str:
    """Return the passages for reading in a terminal."""
    return "\n\n".join(
        f"{rank}. {' › '.join(item.passage.heading_path)}  ({item.score:.2f})\n{item.passage.text}"
        for rank, item in enumerate(found, 1)
    )


def json_line(value: object) -> str:
    """Return a value as JSON on one line, for every reader's idea of where a line ends."""
    line = json.dumps(value, ensure_ascii=False)
    for end in ("\x85", "\u2028", "\u2029"):
        line = line.replace(end, f"\\u{ord(end):04x}")
    return line
