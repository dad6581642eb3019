"""Ranks units by one learned score: the probability that a unit belongs in the answer."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.evidence.features import FeatureMaker
from app.evidence.query import Query
from app.evidence.units import Unit

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class RankedUnit:
    """A unit with its score, a calibrated probability in [0, 1]."""

    unit: Unit
    score: float


@dataclass(frozen=True)
class Ranking:
    """Every unit's score for one query: `scores` has shape (units,).

    `asked`, of shape (questions,), are the query's cosines to the hypothetical questions.
    """

    query: Query
    units: tuple[Unit, ...]
    scores: Floats
    asked: Floats

    def best(self, count: int, allowed: NDArray[np.bool_] | None = None) -> tuple[RankedUnit, ...]:
        """Return the best units, best first, only those that `allowed` marks if it is given."""
        scores = self.scores if allowed is None else np.where(allowed, self.scores, -1.0)
        order = np.argsort(-scores, kind="stable")[:count]
        return tuple(RankedUnit(self.units[r], float(scores[r])) for r in order if scores[r] >= 0)

    def only(self, allowed: Callable[[Unit], bool]) -> "Ranking":
        """Return the same ranking with every other unit's score set to 0."""
        marked = np.array([allowed(unit) for unit in self.units], dtype=bool)
        return replace(self, scores=np.where(marked, self.scores, np.float32(0.0)))

    def shares(self, label: Callable[[Unit], str | None], count: int = 12) -> dict[str, float]:
        """Return how the score of the best units is shared among labels, the greatest first.

        Units without a label count for none; empty where none of the best has one.
        """
        sums: dict[str, float] = {}
        for found in self.best(count):
            name = label(found.unit)
            if name:
                sums[name] = sums.get(name, 0.0) + found.score
        whole = sum(found.score for found in self.best(count)) or 1.0
        ordered = sorted(sums.items(), key=lambda item: -item[1])
        return {name: share / whole for name, share in ordered}


@dataclass(frozen=True)
class Ranker:
    """A logistic regression over the features; `weights` has shape (columns,)."""

    maker: FeatureMaker
    weights: Floats
    bias: float

    def rank(self, query: Query, skipped: NDArray[np.bool_] | None = None) -> Ranking:
        """Return every unit's probability of belonging in the answer to a query.

        `skipped` marks hypothetical questions that count as unknown, for training.
        """
        asked = self.maker.cosines(query)
        logits = self.maker.features(query, asked, skipped) @ self.weights + np.float32(self.bias)
        scores = 1.0 / (1.0 + np.exp(-np.clip(logits, -30, 30)))
        return Ranking(query, self.maker.index.units, scores.astype(np.float32), asked)
