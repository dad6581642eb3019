"""What a question is about, learned from labelled sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "outside"
LOOKUP = "lookup"


@dataclass(frozen=True)
class Topics:
    """The probability of each label, summing to 1; decisions are split by pole, as `Q3/left`."""

    labels: dict[str, float]

    @property
    def outside(self) -> float:
        """Return the probability that the texts don't hold it."""
        return self.labels[OUTSIDE]

    @property
    def lookup(self) -> float:
        """Return the probability of a look-up that is tied to no decision."""
        return self.labels[LOOKUP]

    @cached_property
    def decisions(self) -> dict[str, float]:
        """Return the probability of each decision."""
        sums: dict[str, float] = {}
        for label, share in self.labels.items():
            if "/" in label:
                decision = label.split("/")[0]
                sums[decision] = sums.get(decision, 0.0) + share
        return sums

    def pole(self, decision: str) -> tuple[str, float]:
        """Return the likeliest pole of a decision, and its share of that decision."""
        shares = {p: self.labels[f"{decision}/{p}"] for p in ("left", "right", "combine")}
        best = max(shares, key=lambda p: shares[p])
        return best, shares[best] / (sum(shares.values()) or 1.0)


@dataclass(frozen=True)
class TopicModel:
    """A logistic regression over sentence vectors, one class per label.

    `vectors` has one row per label; fitting takes a fraction of a second, on first use.
    """

    vectors: NDArray[np.float32]
    labels: tuple[str, ...]

    def read(self, vector: Sequence[float]) -> "Topics":
        """Return what a question's vector is about."""
        row = np.asarray(vector, dtype=np.float32)
        scores = self._weights @ row + self._biases
        raised = np.exp(scores - scores.max())
        return Topics(dict(zip(self._classes, (raised / raised.sum()).tolist(), strict=True)))

    @cached_property
    def _fitted(self) -> Any:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=30.0, class_weight="balanced", max_iter=500)
        return model.fit(self.vectors, np.array(self.labels))

    @cached_property
    def _weights(self) -> NDArray[np.float32]:
        weights: NDArray[np.float32] = self._fitted.coef_.astype(np.float32)
        return weights

    @cached_property
    def _biases(self) -> NDArray[np.float32]:
        biases: NDArray[np.float32] = self._fitted.intercept_.astype(np.float32)
        return biases

    @cached_property
    def _classes(self) -> tuple[str, ...]:
        return tuple(str(c) for c in self._fitted.classes_)
