"""Fitting the topic model to labelled sentences, and keeping it."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.situations import Situation
from indexing.topics import (
    COURTESY,
    EXAMPLES,
    INSIDE,
    LOOKUP,
    NARROW,
    OUTSIDE,
    WHOLE,
    Head,
    TopicModel,
    Vectors,
)
from indexing.word_features import WordFeatures, learn_words

_log = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent / "trained" / "topics.safetensors"
_VERSION = "words-3"
_BEYOND = frozenset({LOOKUP, OUTSIDE, COURTESY})


@dataclass(frozen=True)
class Teaching:
    """Sentences that teach, and the embeddings that they are read with, named `model`."""

    situations: tuple[Situation, ...]
    embeddings: Embeddings
    model: str

    @property
    def texts(self) -> list[str]:
        """Return the sentences in order."""
        return [situation.text for situation in self.situations]

    @property
    def key(self) -> str:
        """Return a hash of all that a model trained on them depends on."""
        digest = sha256(f"{_VERSION}\0{self.model}".encode())
        for s in self.situations:
            digest.update(f"\0{s.text}\0{s.topic}\0{s.want}\0{s.narrow}".encode())
        return digest.hexdigest()


def find_model(taught: Teaching, kept: Path) -> TopicModel:
    """Return the model for these sentences and embeddings: shipped, kept, or trained now.

    One that had to be trained is kept in the file `kept` for the next time.
    """
    for path in (SHIPPED, kept):
        if model := read_model(path, taught.key):
            return model
    model = train(taught)
    try:
        save_model(model, taught.key, kept)
    except OSError as error:
        _log.warning("the topic model could not be kept: %s", type(error).__name__)
    return model


def train(taught: Teaching) -> TopicModel:
    """Return a model fitted to labelled sentences; takes seconds, most of them for vectors."""
    words = learn_words(taught.texts)
    vectors = np.asarray(taught.embeddings.embed_documents(taught.texts), dtype=np.float32)
    features = np.hstack([vectors, words.of_all(taught.texts)])
    return TopicModel(words, **{h: _fit(h, taught.situations, features) for h in _HEADS})


def _scope(situation: Situation) -> str | None:
    return situation.topic if situation.topic in _BEYOND else situation.topic and INSIDE


def _pole(situation: Situation) -> str | None:
    return None if situation.topic in _BEYOND else situation.topic


def _want(situation: Situation) -> str | None:
    """Return what is asked for; someone who tells of a situation is given examples."""
    told = situation.topic not in _BEYOND and EXAMPLES
    return situation.want or told or None


def _breadth(situation: Situation) -> str | None:
    return None if situation.narrow is None else NARROW if situation.narrow else WHOLE


_HEADS: dict[str, tuple[Callable[[Situation], str | None], float]] = {
    # What a sentence teaches a head, if anything, and the head's inverse regularization strength,
    # chosen on the development questions.
    "scope": (_scope, 30.0),
    "poles": (_pole, 5.0),
    "wants": (_want, 10.0),
    "breadth": (_breadth, 10.0),
}


def _fit(head: str, situations: Sequence[Situation], features: Vectors) -> Head:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    teach, strength = _HEADS[head]
    targets = [teach(situation) for situation in situations]
    rows = [n for n, target in enumerate(targets) if target]
    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000)
    model.fit(csr_matrix(features[rows]), [targets[n] for n in rows])
    return Head(*_weights(model))


def _weights(model: Any) -> tuple[tuple[str, ...], Vectors, Vectors]:
    """Return classes, weights and biases, with a row for each class.

    A regression between two classes has one row, for the second: the first is its opposite.
    """
    weights, biases = model.coef_.astype(np.float32), model.intercept_.astype(np.float32)
    if len(model.classes_) == 2:
        weights = np.vstack([np.zeros_like(weights), weights])
        biases = np.concatenate([np.zeros_like(biases), biases])
    return tuple(str(label) for label in model.classes_), weights, biases


def save_model(model: TopicModel, key: str, path: Path) -> None:
    """Write a model to one file that holds numbers and words only; half precision is enough."""
    from safetensors.numpy import save_file

    tensors = {"idf": model.words.idf}
    named = {"key": key, "words": json.dumps(model.words.words)}
    for name in _HEADS:
        head: Head = getattr(model, name)
        tensors |= {f"{name}.weights": head.weights, f"{name}.biases": head.biases}
        named[name] = json.dumps(head.classes)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The file holds rows one after the other, whatever the order in memory.
    save_file({n: t.astype(np.float16, order="C") for n, t in tensors.items()}, path, named)


def read_model(path: Path, key: str) -> TopicModel | None:
    """Return a kept model, or None where the file is missing, unreadable or of another key."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(path, "numpy") as file:
            named = file.metadata() or {}
            if named.get("key") != key:
                return None
            tensors = {n: file.get_tensor(n).astype(np.float32) for n in file.keys()}  # noqa: SIM118
    except (OSError, SafetensorError):
        return None
    heads = {
        name: Head(
            tuple(json.loads(named[name])), tensors[f"{name}.weights"], tensors[f"{name}.biases"]
        )
        for name in _HEADS
    }
    return TopicModel(WordFeatures(tuple(json.loads(named["words"])), tensors["idf"]), **heads)
