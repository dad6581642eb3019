"""Fits coverage: whether the texts give what is asked, in part, or not at all."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.evidence.coverage import CoverageFeatures, CoverageModel, State
from app.evidence.index import EvidenceTexts
from app.evidence.ranker import Ranker
from app.training.examples import JUDGED, RankExample
from app.training.queries import FOLDS, QueryMaker
from app.understanding.turn import told_to_coverage
from corpus.asked import load_asked, read_rows
from indexing.classifier import TextClassifiers

Floats = NDArray[np.float32]

_STRENGTH = 0.1
# The share of covered training questions that may be called not fully covered. They are harder
# than what people ask: on the development sets the same doubt is wrong for fewer.
_WRONG_ALARMS = 0.03


@dataclass(frozen=True)
class Judged:
    """A question with its state of coverage; `leans` on the turn before it, in [0, 1]."""

    example: RankExample
    state: State
    leans: float = 0.0


def fit_coverage(
    ranker: Ranker, queries: QueryMaker, found: Sequence[RankExample], leans: Floats
) -> CoverageModel:
    """Return a logistic regression over the features of judged questions."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    classes = queries.classifiers.heads["kind"].classes
    maker = CoverageFeatures(queries.index, ranker.maker.unit_kinds, classes)
    judged = [*_judged(queries.index.texts)]
    # Follow-up turns are covered; without them a few words would look like nothing covered.
    judged += [Judged(e, "full", float(n)) for e, n in zip(found, leans, strict=True) if e.previous]
    table = np.array([_row(maker, ranker, queries, one) for one in judged])
    states = np.array([one.state for one in judged])
    mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
    clipped = np.clip((table - mean) / scale, -3, 3)
    model = LogisticRegression(C=_STRENGTH, max_iter=800)
    shares = cross_val_predict(model, clipped, states, cv=FOLDS, method="predict_proba")
    model.fit(clipped, states)
    covered = 1.0 - shares[states == "full", list(model.classes_).index("full")]
    return CoverageModel(
        maker,
        tuple(model.classes_),
        mean.astype(np.float32),
        scale.astype(np.float32),
        model.coef_.astype(np.float32),
        model.intercept_.astype(np.float32),
        float(np.quantile(covered, 1 - _WRONG_ALARMS)),
    )


def coverage_told(classifiers: TextClassifiers, text: str, vector: Floats) -> Floats:
    """Return what the text classifiers tell coverage: scope and act, class by class."""
    features = classifiers.features(text, vector)[None]
    scope = classifiers.heads["scope"].of_all(features)[0]
    return told_to_coverage(scope, classifiers.heads["act"].probabilities(features[0]))


def _row(maker: CoverageFeatures, ranker: Ranker, queries: QueryMaker, one: Judged) -> Floats:
    """Return the features of one question, its own hypothetical questions counted as unknown."""
    texts, example = queries.index.texts, one.example
    own = queries.own(example)
    query = queries.of(example, one.leans)
    known = np.ones(len(texts.questions) + len(texts.others), dtype=np.float32)
    if own is not None:
        known[: len(own)][own] = 0
    group = load_asked()[example.entry] if example.entry is not None else None
    hidden = {example.text, group.near_miss if group else None}
    known[len(texts.questions) :][[text in hidden for text in texts.others]] = 0
    told = coverage_told(queries.classifiers, example.text, query.vector)
    return maker.of(ranker.rank(query, own), told, known)


def _judged(texts: EvidenceTexts) -> Iterable[Judged]:
    """Yield questions with their state of coverage."""
    for entry, group in enumerate(load_asked()):
        if len(group.questions) == 1:
            yield Judged(RankExample(group.questions[0], (), entry), "full")
            if group.near_miss:
                yield Judged(RankExample(group.near_miss, (), entry), "partial")
    yield from (Judged(RankExample(r["question"], ()), r["coverage"]) for r in read_rows(JUDGED))
    yield from (Judged(RankExample(text, ()), "none") for text in texts.beyond.uncovered)
    yield from (Judged(RankExample(text, ()), "full") for text in texts.beyond.covered)
