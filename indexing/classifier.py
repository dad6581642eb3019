"""Linear classifiers over a text's vector and its words, and how they are fitted and kept."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexing.word_features import WordFeatures

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class LinearClassifier:
    """A fitted multinomial logistic regression: `weights` of shape (classes, features)."""

    classes: tuple[str, ...]
    weights: Floats
    biases: Floats

    def probabilities(self, features: Floats) -> dict[str, float]:
        """Return the probability of each class; `features` has shape (features,)."""
        return dict(zip(self.classes, self.of_all(features[None])[0].tolist(), strict=True))

    def of_all(self, features: Floats) -> Floats:
        """Return the probabilities of several texts, of shape (texts, classes)."""
        scores = features @ self.weights.T + self.biases
        raised = np.exp(scores - scores.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True), dtype=np.float32)


@dataclass(frozen=True)
class TextClassifiers:
    """Classifiers by name that share the features of a text: its vector and its words."""

    words: WordFeatures
    heads: Mapping[str, LinearClassifier]

    def features(self, text: str, vector: Floats) -> Floats:
        """Return the features of one text, of shape (dimensions + words,)."""
        return np.concatenate([vector, self.words.of(text)])

    def read(self, text: str, vector: Floats) -> dict[str, dict[str, float]]:
        """Return the class probabilities of every classifier for one text."""
        features = self.features(text, vector)
        return {name: head.probabilities(features) for name, head in self.heads.items()}


def fit_classifier(
    features: Floats, labels: Sequence[str], strength: float, *, balanced: bool = True
) -> LinearClassifier:
    """Return a logistic regression fitted to labelled rows.

    `strength` is scikit-learn's C, the inverse of the regularization; `balanced` weighs classes
    by the inverse of their frequency.
    """
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    weight = "balanced" if balanced else None
    model = LogisticRegression(C=strength, class_weight=weight, max_iter=400)
    model.fit(csr_matrix(features), list(labels))
    return LinearClassifier(*_weights(model))


def _weights(model: Any) -> tuple[tuple[str, ...], Floats, Floats]:
    """Return classes, weights and biases, with a row for each class.

    A regression between two classes has one row, for the second: the first is its opposite.
    """
    weights, biases = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(model.classes_) == 2:
        weights = np.vstack([np.zeros_like(weights), weights])
        biases = np.concatenate([np.zeros_like(biases), biases])
    return tuple(str(label) for label in model.classes_), weights, biases
