"""Search results as text and JSON, and JSON a line."""

from collections.abc import Sequence
from typing import Any

from langchain_core.documents import Document

from app.terminal import dumps


def search_json(found: Sequence[Document]) -> list[dict[str, Any]]:
    """Return one object for each unit, best first."""
    return [
        {
            "rank": rank,
            **item.metadata,
            "score": round(item.metadata["score"], 4),
            "text": item.page_content,
        }
        for rank, item in enumerate(found, 1)
    ]


def search_text(found: Sequence[Document]) -> str:
    """Return the units for reading in a terminal."""
    return "\n\n".join(
        f"{rank}. {item.metadata['heading']}  ({item.metadata['score']:.2f})\n{item.page_content}"
        for rank, item in enumerate(found, 1)
    )


def json_line(value: object) -> str:
    """Return a value as JSON on one line, for every reader's idea of where a line ends."""
    line = dumps(value)
    for end in ("\x85", "\u2028", "\u2029"):
        line = line.replace(end, f"\\u{ord(end):04x}")
    return line
