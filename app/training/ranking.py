"""Fits the ranker: which units belong in the answer to a question."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from app.evidence.features import BASE, FeatureMaker
from app.evidence.index import EvidenceIndex
from app.evidence.ranker import Ranker
from app.training.examples import RankExample
from app.training.queries import QueryMaker
from indexing.query_map import learn_query_map

Floats = NDArray[np.float32]

_STRENGTH = 0.01
# Of the units of a question, the ranker learns from the likeliest and from some others.
_HARD, _EASY = 60, 30


def fit_query_map(index: EvidenceIndex) -> Floats:
    """Return the map of a question's vector toward its answers' vectors."""
    rows = index.texts.questions
    answers = [
        index.unit_vectors[row.units[0]] if row.units else index.passage_vectors[row.passages[0]]
        for row in rows
    ]
    groups = np.array([row.passages[0] for row in rows])
    return learn_query_map(index.question_vectors, np.array(answers), groups)


def fit_ranker(
    maker: FeatureMaker, queries: QueryMaker, found: Sequence[RankExample], leans: Floats
) -> Ranker:
    """Return a logistic regression over the features of wanted and other units."""
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(0)
    features, labels = [], []
    for example, lean in zip(found, leans, strict=True):
        query = queries.of(example, float(lean))
        rows = maker.features(query, maker.cosines(query), queries.own(example))
        chosen = _sample(rows, example.rows, random)
        features.append(rows[chosen])
        labels.append(np.isin(np.flatnonzero(chosen), example.rows))
    table, wanted = np.vstack(features), np.concatenate(labels)
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
    model = LogisticRegression(C=_STRENGTH, max_iter=600)
    model.fit((table - mean) / scale, wanted)
    weights = model.coef_[0] / scale
    return Ranker(maker, weights.astype(np.float32), float(model.intercept_[0] - weights @ mean))


def _sample(
    features: Floats, wanted: Sequence[int], random: np.random.Generator
) -> NDArray[np.bool_]:
    """Return which units to learn from: all wanted, the likeliest others, and some at random."""
    columns = [BASE.index(n) for n in ("unit", "passage", "asked", "passage_asked")]
    columns += [len(BASE) + column for column in columns]
    likely = features[:, columns].sum(axis=1)
    chosen = np.zeros(len(features), dtype=bool)
    chosen[np.argsort(-likely)[:_HARD]] = True
    chosen[random.integers(0, len(features), _EASY)] = True
    chosen[list(wanted)] = True
    return chosen
