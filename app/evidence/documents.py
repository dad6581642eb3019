"""Ranks passages of people's documents, and the units in them, for a question.

These texts have no hypothetical questions and no labels, so what the report's ranker has learned
does not carry over. What counts is likeness to the passage, likeness to its best unit, and the
share of the question's words, weighted by how rare they are, that the passage has. The three
weights, and the level from which a passage answers, were chosen on 180 questions about 46
documents by writers who had not seen the program; see docs/measurements.md.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.documents import Document
from indexing.passages import Passage
from indexing.sentences import Span

Floats = NDArray[np.float32]
_PASSAGE, _BEST_UNIT, _WORDS = 0.5, 0.5, 0.3
# From here on a passage answers a question, in scores of `rank_candidates`.
ANSWERS = 0.50
# A unit is shown beside the best of its passage from this share of that one's cosine on.
_BESIDE = 0.85


@dataclass(frozen=True)
class Candidate:
    """A passage that may answer, with its units' spans in its document and their vectors.

    `vector` has shape (dimensions,), `unit_vectors` (units, dimensions). `asked_vectors`, of shape
    (questions, dimensions), are of hypothetical questions that it answers, if there are any.
    """

    passage: Passage
    units: tuple[Span, ...]
    vector: Floats
    unit_vectors: Floats
    asked_vectors: Floats


@dataclass(frozen=True)
class RankedPassage:
    """A passage with its score, about 0 to 1.3, and the units of it that answer best, in order.

    `vector`, of shape (dimensions,), is that of the best unit.
    """

    passage: Passage
    score: float
    units: tuple[Span, ...]
    vector: Floats

    @property
    def words(self) -> str:
        """Return the exact words of the units that answer best."""
        start, end = self.units[0][0], self.units[-1][1]
        return self.passage.text[start - self.passage.start : end - self.passage.start]


class OwnTexts(Protocol):
    """The documents that somebody has added, or may see, and has chosen to ask.

    `report` says that the report and what belongs to it are asked as well.
    """

    @property
    def report(self) -> bool:
        """Return whether the report is asked as well."""
        ...

    @property
    def replaced(self) -> frozenset[str]:
        """Return the ids of the sources of ours that a whole copy stands in for."""
        ...

    def search(self, question: str, vector: Floats) -> Sequence[RankedPassage]:
        """Return the best passages for a question, best first."""
        ...

    def document(self, source_id: str) -> Document:
        """Return a document by its source's id."""
        ...


def rank_candidates(
    vector: Floats, share: Callable[[str], float], candidates: Sequence[Candidate]
) -> list[RankedPassage]:
    """Return the candidates, best first.

    `vector` is the question's, of unit length; `share` tells how much of the question's words a
    text has, in [0, 1].
    """
    ranked = []
    for candidate in candidates:
        cosines = candidate.unit_vectors @ vector
        asked = candidate.asked_vectors @ vector
        passage = candidate.passage
        score = combined(
            float(candidate.vector @ vector),
            max(float(cosines.max()), float(asked.max(initial=-1.0))),
            share(" ".join((*passage.heading_path, passage.text))),
        )
        best = candidate.unit_vectors[int(cosines.argmax())]
        ranked.append(RankedPassage(passage, score, _best_units(candidate, cosines), best))
    return sorted(ranked, key=lambda found: -found.score)


def combined(passage: float, best_unit: float, share: float) -> float:
    """Return the score of a passage: its cosine, its best unit's, and its share of the words."""
    return _PASSAGE * passage + _BEST_UNIT * best_unit + _WORDS * share


def _best_units(candidate: Candidate, cosines: Floats) -> tuple[Span, ...]:
    """Return the best unit and its neighbours that are nearly as good, as the text has them."""
    best = int(cosines.argmax())
    first = last = best
    least = _BESIDE * float(cosines[best])
    while first > 0 and cosines[first - 1] >= least and best - first < 1:
        first -= 1
    while last + 1 < len(cosines) and cosines[last + 1] >= least and last - best < 1:
        last += 1
    return candidate.units[first : last + 1]
