"""Fitting the topic model to labelled sentences, and keeping it."""

import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from corpus.situations import Situation
from indexing.topics import COURTESY, EXAMPLES, INSIDE, LOOKUP, OUTSIDE, Head, TopicModel, Vectors
from indexing.word_features import WordFeatures, learn_words

_log = logging.getLogger(__name__)

SHIPPED = Path(__file__).parent / "trained" / "topics.safetensors"
_WANT = "want:"
_VERSION = "words-2"
_HEADS = ("scope", "poles", "wants")

# Inverse regularization strengths, chosen on the development questions.
_STRENGTH = {"scope": 30.0, "poles": 5.0, "wants": 10.0}


@dataclass(frozen=True)
class LabelledTexts:
    """Sentences with what they are about, and the embeddings that they are read with.

    `labels` are those of corpus.situations; `model` names the embeddings.
    """

    labels: tuple[str, ...]
    texts: tuple[str, ...]
    embeddings: Embeddings
    model: str

    @classmethod
    def of(
        cls, situations: Sequence[Situation], embeddings: Embeddings, model: str
    ) -> "LabelledTexts":
        """Return the sentences of the corpus, to be read with the embeddings named `model`."""
        labels, texts = ((s.label for s in situations), (s.text for s in situations))
        return cls(tuple(labels), tuple(texts), embeddings, model)

    @property
    def key(self) -> str:
        """Return a hash of all that a model trained on them depends on."""
        digest = sha256(f"{_VERSION}\0{self.model}".encode())
        for label, text in zip(self.labels, self.texts, strict=True):
            digest.update(f"\0{label}\0{text}".encode())
        return digest.hexdigest()


def find_model(taught: LabelledTexts, kept: Path) -> TopicModel:
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


def train(taught: LabelledTexts) -> TopicModel:
    """Return a model fitted to labelled sentences; takes seconds, most of them for vectors."""
    words = learn_words(taught.texts)
    vectors = np.asarray(taught.embeddings.embed_documents(list(taught.texts)), dtype=np.float32)
    features = np.hstack([vectors, words.of_all(taught.texts)])
    heads = {name: _fit(*_rows(name, taught.labels, features), _STRENGTH[name]) for name in _HEADS}
    return TopicModel(words, **heads)


def _rows(head: str, labels: Sequence[str], features: Vectors) -> tuple[list[str], Vectors]:
    """Return the rows that teach one head, and what they teach it."""
    targets = [_target(head, label) for label in labels]
    chosen = [n for n, target in enumerate(targets) if target]
    return [target for target in targets if target], features[chosen]


def _target(head: str, label: str) -> str | None:
    """Return what a sentence teaches one head, or None where it teaches it nothing."""
    kind, _, topic = label.removeprefix(_WANT).partition("/")
    is_request = label.startswith(_WANT)
    other = label in {OUTSIDE, LOOKUP, COURTESY}
    if head == "wants":
        # Situations and look-ups ask for no particular kind: for them, examples are the answer.
        return kind if is_request else None if label in {OUTSIDE, COURTESY} else EXAMPLES
    if is_request and not topic:
        return None
    if head == "scope":
        return label if other else INSIDE
    return None if other else f"{topic}/any" if is_request else label


def _fit(labels: list[str], features: Vectors, strength: float) -> Head:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=strength, class_weight="balanced", max_iter=1000)
    model.fit(csr_matrix(features), labels)
    return Head(
        tuple(str(label) for label in model.classes_),
        model.coef_.astype(np.float32),
        model.intercept_.astype(np.float32),
    )


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
            tensors = {n: file.get_tensor(n).astype(np.float32) for n in file.keys()}
    except (OSError, SafetensorError):
        return None
    heads = {
        name: Head(
            tuple(json.loads(named[name])), tensors[f"{name}.weights"], tensors[f"{name}.biases"]
        )
        for name in _HEADS
    }
    return TopicModel(WordFeatures(tuple(json.loads(named["words"])), tensors["idf"]), **heads)
