"""What a question is about, by its meaning and by its words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from indexing.word_features import WordFeatures

OUTSIDE = "outside"
LOOKUP = "lookup"
INSIDE = "inside"
COURTESY = "courtesy"
EXAMPLES = "examples"
NARROW = "narrow"
WHOLE = "whole"

Vectors = NDArray[np.float32]


@dataclass(frozen=True)
class Topics:
    """What a question is about, as probabilities.

    `scope` has `inside`, `lookup`, `outside` and `courtesy`; `poles` has labels such as `Q3/left`,
    or `Q3/any` for no pole in particular, and tells which decision is meant if one is; `wants`
    tells the kind of thing that is asked for, `breadth` whether one pole alone would answer. Each
    sums to 1.
    """

    scope: Mapping[str, float]
    poles: Mapping[str, float]
    wants: Mapping[str, float]
    breadth: Mapping[str, float]

    @property
    def narrow(self) -> float:
        """Return the probability that one pole alone would answer."""
        return self.breadth[NARROW]

    @property
    def outside(self) -> float:
        """Return the probability that the texts don't hold it."""
        return self.scope[OUTSIDE]

    @property
    def lookup(self) -> float:
        """Return the probability of a look-up that is tied to no decision."""
        return self.scope[LOOKUP]

    @property
    def inside(self) -> float:
        """Return the probability that it is about one of the decisions."""
        return self.scope[INSIDE]

    @property
    def courtesy(self) -> float:
        """Return the probability that it asks for nothing: thanks, a greeting."""
        return self.scope.get(COURTESY, 0.0)

    @cached_property
    def decisions(self) -> dict[str, float]:
        """Return the probability of each decision, if the question is about one."""
        sums: dict[str, float] = {}
        for label, share in self.poles.items():
            decision = label.split("/")[0]
            sums[decision] = sums.get(decision, 0.0) + share
        return sums

    def pole(self, decision: str) -> tuple[str, float]:
        """Return the likeliest pole of a decision, and its share of that decision."""
        shares = {p: self.poles[f"{decision}/{p}"] for p in ("left", "right", "combine")}
        best = max(shares, key=lambda p: shares[p])
        return best, shares[best] / (sum(shares.values()) or 1.0)


@dataclass(frozen=True)
class Head:
    """A fitted multinomial logistic regression: one row of weights and one bias per class."""

    classes: tuple[str, ...]
    weights: Vectors
    biases: Vectors

    def probabilities(self, features: Vectors) -> dict[str, float]:
        """Return the probability of each class."""
        scores = self.weights @ features + self.biases
        raised = np.exp(scores - scores.max())
        shares: list[float] = (raised / raised.sum()).tolist()
        return dict(zip(self.classes, shares, strict=True))


@dataclass(frozen=True)
class TopicModel:
    """Four regressions over a text's vector and its words side by side."""

    words: WordFeatures
    scope: Head
    poles: Head
    wants: Head
    breadth: Head

    def read(self, text: str, vector: Sequence[float]) -> Topics:
        """Return what a text is about; `vector` is its embedding."""
        features = np.concatenate([np.asarray(vector, dtype=np.float32), self.words.of(text)])
        heads = (self.scope, self.poles, self.wants, self.breadth)
        return Topics(*(head.probabilities(features) for head in heads))
