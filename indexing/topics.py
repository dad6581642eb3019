"""What a question is about, learned from labelled sentences and the passages themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

OUTSIDE = "outside"
LOOKUP = "lookup"
INSIDE = "inside"
EXAMPLES = "examples"
_WANT = "want:"

Vectors = NDArray[np.float32]

# Inverse regularization strengths, chosen on the development half of the gold set: a sharp line
# between what is held and what isn't, a soft one among the decisions.
_SHARP, _SOFT = 30.0, 3.0
# Passages speak in the report's words, sentences in a leader's: the latter count more.
_PASSAGE_WEIGHT = 0.3


@dataclass(frozen=True)
class Topics:
    """What a question is about, as probabilities.

    `scope` has `inside`, `lookup` and `outside`; `poles` has labels such as `Q3/left` and tells
    which decision is meant if one is; `wants` tells the kind of thing that is asked for. Each
    sums to 1.
    """

    scope: Mapping[str, float]
    poles: Mapping[str, float]
    wants: Mapping[str, float]

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


class TopicModel:
    """Three logistic regressions over vectors; fitting them takes a fraction of a second.

    `labels` and `vectors` are those of labelled sentences, row by row. `told` are passages with
    their labels: they teach which decision a question is about, but not what lies outside.
    """

    def __init__(
        self, labels: Sequence[str], vectors: Vectors, told: tuple[Sequence[str], Vectors]
    ) -> None:
        wants = [n for n, label in enumerate(labels) if label.startswith(_WANT)]
        topics = [n for n, label in enumerate(labels) if not label.startswith(_WANT)]
        inside = [n for n in topics if labels[n] not in {OUTSIDE, LOOKUP}]
        scopes = [INSIDE if n in set(inside) else labels[n] for n in topics]
        self._scope = _Regression(scopes, vectors[topics], _SHARP)
        self._poles = _Regression(
            [*(labels[n] for n in inside), *told[0]],
            np.vstack([vectors[inside], told[1]]),
            _SOFT,
            [1.0] * len(inside) + [_PASSAGE_WEIGHT] * len(told[0]),
        )
        # Situations and look-ups ask for no particular kind: for them, examples are the answer.
        plain = [n for n in topics if labels[n] != OUTSIDE]
        kinds = [labels[n].removeprefix(_WANT) for n in wants] + [EXAMPLES] * len(plain)
        self._wants = _Regression(kinds, vectors[[*wants, *plain]], _SHARP)

    def read(self, vector: Sequence[float]) -> Topics:
        """Return what a question's vector is about."""
        models = (self._scope, self._poles, self._wants)
        return Topics(*(model.probabilities(vector) for model in models))


class _Regression:
    """A multinomial logistic regression, fitted at once and kept as plain arrays."""

    def __init__(
        self,
        labels: Sequence[str],
        vectors: Vectors,
        strength: float,
        weights: Sequence[float] | None = None,
    ) -> None:
        from sklearn.linear_model import LogisticRegression

        model = LogisticRegression(C=strength, class_weight="balanced", max_iter=500)
        model.fit(vectors, np.array(labels), sample_weight=weights)
        self._classes = [str(label) for label in model.classes_]
        self._weights: Vectors = model.coef_.astype(np.float32)
        self._biases: Vectors = model.intercept_.astype(np.float32)

    def probabilities(self, vector: Sequence[float]) -> dict[str, float]:
        scores = self._weights @ np.asarray(vector, dtype=np.float32) + self._biases
        raised = np.exp(scores - scores.max())
        shares: list[float] = (raised / raised.sum()).tolist()
        return dict(zip(self._classes, shares, strict=True))
