"""Fits the classifiers of a turn's words, and what kinds of answer each unit is asked for."""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from app.evidence.index import EvidenceIndex
from app.training import examples as data
from app.training.collections import collection_examples
from app.training.examples import Labelled
from corpus.asked import load_asked
from indexing.classifier import TextClassifiers, fit_classifier
from indexing.word_features import WordFeatures, learn_words

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

# Inverse regularization strengths, chosen by cross-validation on the training questions.
STRENGTHS = {
    "act": 3.0,
    "kind": 3.0,
    "leans": 3.0,
    "collection": 3.0,
    "scope": 0.5,
    "decision": 5.0,
}
# The classifiers whose examples the weighed words are taken from.
_WORDS_FROM = ("act", "kind", "leans", "collection")
# Questions that are written for a passage say less of each of its sentences than those for one.
_SHARED_WEIGHT = 0.3


def fit_classifiers(index: EvidenceIndex, embed: Embed) -> TextClassifiers:
    """Return the classifiers; `embed` returns one row for each text."""
    sets = {
        "act": data.acts(),
        "kind": data.kinds(),
        "leans": data.leaning(),
        "collection": collection_examples(index.texts.corpus),
        "scope": _scopes(index),
        "decision": _decisions(index),
    }
    texts = [row.text for name in _WORDS_FROM for row in sets[name]]
    words = learn_words(list(dict.fromkeys(texts)))
    heads = {
        name: fit_classifier(
            text_features(words, embed, [row.text for row in rows]),
            [row.label for row in rows],
            STRENGTHS[name],
        )
        for name, rows in sets.items()
    }
    return TextClassifiers(words, heads)


def text_features(words: WordFeatures, embed: Embed, texts: Sequence[str]) -> Floats:
    """Return vectors and word weights side by side, of shape (texts, dimensions + words)."""
    return np.hstack([embed(texts), words.of_all(texts)])


def unit_kinds(index: EvidenceIndex, classifiers: TextClassifiers) -> Floats:
    """Return the mean kinds of answer each unit is asked for, of shape (units, kinds)."""
    texts = [question.text for question in index.texts.questions]
    features = np.hstack([index.question_vectors, classifiers.words.of_all(texts)])
    told = classifiers.heads["kind"].of_all(features)
    sums = np.zeros((len(index.units), told.shape[1]), dtype=np.float32)
    counts = np.full(len(index.units), 1e-6, dtype=np.float32)
    for question, kinds in zip(index.texts.questions, told, strict=True):
        rows = list(question.units)
        weight = 1.0 if rows else _SHARED_WEIGHT
        rows = rows or np.flatnonzero(np.isin(index.passage_of, question.passages)).tolist()
        sums[rows] += weight * kinds
        counts[rows] += weight
    return np.asarray(sums / counts[:, None], dtype=np.float32)


def _scopes(index: EvidenceIndex) -> list[Labelled]:
    """Return questions that are covered, sound covered, or are about something else."""
    groups = [g for g in load_asked() if len(g.questions) > 1]
    situations = index.texts.corpus.framework.situations
    return [
        *(Labelled(text, "full") for group in groups for text in group.questions),
        *(Labelled(group.near_miss, "miss") for group in groups if group.near_miss),
        *(Labelled(s.text, "outside") for s in situations if s.topic == "outside"),
    ]


def _decisions(index: EvidenceIndex) -> list[Labelled]:
    """Return described situations with the decision that each is about."""
    situations = index.texts.corpus.framework.situations
    found = [(s.text, s.topic.split("/")) for s in situations if s.topic]
    return [Labelled(text, topic[0]) for text, topic in found if len(topic) > 1]
