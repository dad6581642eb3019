"""Who is in a described situation, and whether people in it are in open conflict."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.coaching.tagging import Tagger, fit_tagger
from corpus.asked import read_rows
from indexing.text_model import TextModel

SITUATIONS = "training/situations.jsonl"
SHIPPED = Path(__file__).parent / "trained" / "conflict.safetensors"
CONFLICT, CALM = "conflict", "calm"
_MOST_PEOPLE = 5


@dataclass(frozen=True)
class Scene:
    """Who is named in a situation, in its own words, and whether there is conflict."""

    people: tuple[str, ...] = ()
    conflict: bool = False


@dataclass(frozen=True)
class RoomReader:
    """Reads scenes; `embed` returns one row for each text."""

    model: TextModel
    embed: Callable[[Sequence[str]], NDArray[np.float32]]

    def read(self, situation: str) -> Scene:
        """Return who is in a situation; nobody where nothing is described."""
        if not situation.strip():
            return Scene()
        shares = self.model.probabilities([situation], self.embed([situation]))[0]
        likeliest = self.model.head.classes[int(shares.argmax())]
        people = _tagger().find(situation).get("people", [])
        kept = list({person.lower(): person for person in people}.values())
        return Scene(tuple(kept[:_MOST_PEOPLE]), likeliest == CONFLICT)


@cache
def _tagger() -> Tagger:
    """Return the tagger of people, fitted when the first situation is read."""
    rows = (row for row in read_rows(SITUATIONS) if row.get("people"))
    return fit_tagger((row["text"], {"people": row["people"]}) for row in rows)
