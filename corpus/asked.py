"""Hypothetical questions: what people would ask to be given one piece of the texts.

Written by people who saw the texts and neither this program nor a gold question. They are indexed
beside the texts and train the ranker; they are ours and never shown as the report's.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from corpus.files import read_text

_FILES = ("passages", "lines", "pairs", "several")
ASKED_FILES = tuple(f"asked/{name}.jsonl" for name in (*_FILES, "beyond"))


@dataclass(frozen=True)
class Asked:
    """Questions that one place of the texts answers, or a few places together.

    `passage_id` names a passage; else `evidence` holds the exact words. `near_miss` sounds as if
    the place answered it, and no text does; `near_evidence` is what the texts say of its subject.
    """

    questions: tuple[str, ...]
    near_miss: str | None = None
    passage_id: str | None = None
    evidence: tuple[str, ...] = ()
    near_evidence: str | None = None


@dataclass(frozen=True)
class Beyond:
    """Questions that no text touches, and broad ones that the texts do speak to."""

    uncovered: tuple[str, ...]
    covered: tuple[str, ...]


@cache
def load_asked() -> tuple[Asked, ...]:
    """Return all groups of hypothetical questions, in the order of the files."""
    return tuple(
        Asked(
            tuple(row["asked"]),
            row.get("near_miss"),
            row.get("passage_id"),
            tuple(row.get("evidence", ())),
            row.get("near_evidence"),
        )
        for name in _FILES
        for row in read_rows(f"asked/{name}.jsonl")
    )


@cache
def load_beyond() -> Beyond:
    """Return the questions without a place of their own."""
    rows = tuple(read_rows("asked/beyond.jsonl"))
    return Beyond(
        tuple(row["none"] for row in rows if "none" in row),
        tuple(row["covered"] for row in rows if "covered" in row),
    )


def read_rows(name: str) -> Iterator[Mapping[str, Any]]:
    """Yield the JSON objects of `data/name`, one for each line."""
    for line in read_text("data", name).splitlines():
        if line.strip():
            yield json.loads(line)
