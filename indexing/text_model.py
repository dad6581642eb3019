"""A classifier of texts that is kept as one file: what it looks at, and its weights."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from indexing.arrays import Arrays, read_arrays, save_arrays
from indexing.classifier import LinearClassifier, fit_classifier
from indexing.word_features import WordFeatures, learn_words

Floats = NDArray[np.float32]

# Runs of letters within words tell a misspelt word; they are hashed into so many columns.
_LETTER_COLUMNS = 4096
_LETTERS = (3, 5)


@dataclass(frozen=True)
class TextModel:
    """A linear classifier over a text's vector, its words, and its runs of letters.

    `key` is a hash of what it was fitted to. `levels` are log odds from which its user decides,
    where they were set in training.
    """

    key: str
    words: WordFeatures
    head: LinearClassifier
    levels: tuple[float, ...] = ()

    def probabilities(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """Return class probabilities of shape (texts, classes); `vectors` has a row a text."""
        return self.head.of_all(self.features(texts, vectors))

    def features(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """Return vectors, words and letters side by side, of shape (texts, features)."""
        letters = np.asarray(self._letters.transform(texts).toarray(), dtype=np.float32)
        return np.hstack([vectors, self.words.of_all(texts), letters])

    @cached_property
    def _letters(self) -> Any:
        from sklearn.feature_extraction.text import HashingVectorizer

        return HashingVectorizer(
            analyzer="char_wb", ngram_range=_LETTERS, n_features=_LETTER_COLUMNS, dtype=np.float32
        )


def fit_text_model(
    key: str,
    texts: Sequence[str],
    vectors: Floats,
    labels: Sequence[str],
    strength: float,
    words: WordFeatures | None = None,
) -> TextModel:
    """Return a model fitted to labelled texts; `strength` is scikit-learn's C.

    `words` are those to look at, where they were learned from other texts.
    """
    known = words or learn_words(list(dict.fromkeys(texts)))
    empty = np.zeros((0, 0), dtype=np.float32)
    unfitted = TextModel(key, known, LinearClassifier((), empty, empty))
    head = fit_classifier(unfitted.features(texts, vectors), labels, strength)
    return TextModel(key, known, head)


def save_text_model(model: TextModel, path: Path) -> None:
    """Write a model to one file that holds numbers and words only."""
    tensors: dict[str, NDArray[Any]] = {
        "idf": model.words.idf.astype(np.float16),
        "weights": model.head.weights.astype(np.float16),
        "biases": model.head.biases,
        "levels": np.array(model.levels, dtype=np.float32),
    }
    words = {
        "words": json.dumps(model.words.words),
        "classes": json.dumps(model.head.classes),
    }
    save_arrays(Arrays(tensors, words), model.key, path)


def read_text_model(path: Path, key: str) -> TextModel | None:
    """Return what a file holds, or None where it is missing, unreadable or of another key."""
    found = read_arrays(path, key)
    if found is None:
        return None
    words = WordFeatures(tuple(json.loads(found.words["words"])), found.tensors["idf"])
    classes = tuple(json.loads(found.words["classes"]))
    head = LinearClassifier(classes, found.tensors["weights"], found.tensors["biases"])
    levels = found.tensors.get("levels", np.zeros(0, dtype=np.float32))
    return TextModel(key, words, head, tuple(float(level) for level in levels))
