"""Search results as text and JSON, and JSON a line."""

from collections.abc import Sequence
from typing import Any

from app.assistant.texts import FoundObject
from app.terminal import dumps


def search_json(found: Sequence[FoundObject]) -> list[dict[str, Any]]:
    """Return one object for each unit, best first."""
    return [one.model_dump(mode="json") for one in found]


def search_text(found: Sequence[FoundObject]) -> str:
    """Return the units for reading in a terminal."""
    return "\n\n".join(f"{one.rank}. {one.heading}  ({one.score:.2f})\n{one.text}" for one in found)


def json_line(value: object) -> str:
    """Return a value as JSON on one line, for every reader's idea of where a line ends."""
    line = dumps(value)
    for end in ("\x85", "\u2028", "\u2029"):
        line = line.replace(end, f"\\u{ord(end):04x}")
    return line
