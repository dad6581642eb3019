"""Training examples as queries, with what they may not know left out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.evidence.index import EvidenceIndex
from app.evidence.query import Context, Query
from app.training.classifying import STRENGTHS, Embed, text_features
from app.training.examples import RankExample
from indexing.classifier import TextClassifiers

Floats = NDArray[np.float32]
FOLDS = 5


@dataclass(frozen=True)
class QueryMaker:
    """Turns examples into queries; `embed` returns one row for each text."""

    index: EvidenceIndex
    embed: Embed
    classifiers: TextClassifiers

    def of(self, example: RankExample, leans: float) -> Query:
        """Return an example as a query that leans on its earlier turn by so much."""
        query = self._alone(example.text)
        if example.previous is None:
            return query
        before = self._alone(example.previous)
        rows = example.previous_rows
        context = Context(before.text, before.vector, before.mentions, rows, frozenset(rows), leans)
        return replace(query, context=context)

    def own(self, example: RankExample) -> NDArray[np.bool_] | None:
        """Return which hypothetical questions count as unknown to an example; None for none."""
        if example.entry is None:
            return None
        return np.array([q.entry == example.entry for q in self.index.texts.questions])

    def leans_unseen(self, found: Sequence[RankExample]) -> Floats:
        """Return how much each example leans, by classifiers that have not seen it; 0 for none."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict

        rows = [n for n, example in enumerate(found) if example.previous]
        features = text_features(self.classifiers.words, self.embed, [found[n].text for n in rows])
        model = LogisticRegression(C=STRENGTHS["leans"], class_weight="balanced", max_iter=400)
        told = cross_val_predict(
            model, features, [found[n].leans for n in rows], cv=FOLDS, method="predict_proba"
        )
        leans = np.zeros(len(found), dtype=np.float32)
        leans[rows] = told[:, 1]
        return leans

    def _alone(self, text: str) -> Query:
        vector = self.embed([text])[0]
        features = self.classifiers.features(text, vector)
        kinds = self.classifiers.heads["kind"].of_all(features[None])[0]
        return Query(text, vector, self.index.texts.corpus.finder.find(text), kinds)
