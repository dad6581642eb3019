"""Fits the classifiers, the ranker and coverage, each on questions that it has not seen indexed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from app.evidence.coverage import CoverageFeatures, CoverageModel
from app.evidence.features import BASE, FeatureMaker
from app.evidence.index import EvidenceIndex, EvidenceTexts
from app.evidence.learned import Learned
from app.evidence.query import Context, Query
from app.evidence.ranker import Ranker
from app.training import examples as data
from app.training.collections import collection_examples
from app.training.examples import Labelled, RankExample
from corpus.asked import ASKED_FILES, load_asked
from corpus.files import read_text
from indexing.classifier import LinearClassifier, TextClassifiers, fit_classifier
from indexing.query_map import learn_query_map
from indexing.word_features import WordFeatures, learn_words

Floats = NDArray[np.float32]
Embed = Callable[[Sequence[str]], Floats]

VERSION = "evidence-3"
# Inverse regularization strengths, chosen by cross-validation on the training questions.
_STRENGTHS = {
    "act": 3.0,
    "kind": 3.0,
    "leans": 3.0,
    "collection": 3.0,
    "scope": 0.5,
    "decision": 5.0,
}
_RANK_STRENGTH, _COVERAGE_STRENGTH = 0.01, 0.1
# Of the units of a question, the ranker learns from the likeliest and from some others.
_HARD, _EASY = 60, 30
# The share of covered training questions that may be called not fully covered. They are harder
# than what people ask: on the development sets the same doubt is wrong for fewer.
_WRONG_ALARMS = 0.045
# Questions that are written for a passage say less of each of its sentences than those for one.
_SHARED_WEIGHT = 0.3
_FOLDS = 5


@dataclass(frozen=True)
class Trainer:
    """Fits to the shipped questions, with an index over them; `embed` returns rows of vectors."""

    index: EvidenceIndex
    embed: Embed

    def fit(self) -> Learned:
        """Return everything that is learned; takes about a minute beside the vectors."""
        words, heads = self._classifiers()
        classifiers = TextClassifiers(words, heads)
        maker = FeatureMaker(self.index, self._query_map(), self._unit_kinds(classifiers))
        found = data.rank_examples(self.index.texts)
        # All at once: one by one, their vectors take ten times as long.
        self.embed([text for e in found for text in (e.text, e.previous) if text])
        leans = self._leans_unseen(words, found)
        weights, bias = self._ranker(maker, classifiers, found, leans)
        ranker = Ranker(maker, weights, bias)
        coverage = self._coverage(ranker, classifiers, found, leans)
        return Learned(
            classifiers,
            maker.query_map,
            maker.unit_kinds,
            weights,
            bias,
            coverage.mean,
            coverage.scale,
            LinearClassifier(coverage.states, coverage.weights, coverage.biases),
            coverage.doubt,
        )

    def _query_map(self) -> Floats:
        index = self.index
        rows = index.texts.questions
        answers = [
            index.unit_vectors[row.units[0]]
            if row.units
            else index.passage_vectors[row.passages[0]]
            for row in rows
        ]
        groups = np.array([row.passages[0] for row in rows])
        return learn_query_map(index.question_vectors, np.array(answers), groups)

    def _classifiers(self) -> tuple[WordFeatures, dict[str, LinearClassifier]]:
        sets = {
            "act": data.acts(),
            "kind": data.kinds(),
            "leans": data.leaning(),
            "collection": collection_examples(self.index.texts.corpus),
            "scope": self._scopes(),
            "decision": self._decisions(),
        }
        learned_from = ("act", "kind", "leans", "collection")
        texts = [row.text for name in learned_from for row in sets[name]]
        words = learn_words(list(dict.fromkeys(texts)))
        heads = {
            name: fit_classifier(
                self._features(words, [row.text for row in rows]),
                [row.label for row in rows],
                _STRENGTHS[name],
            )
            for name, rows in sets.items()
        }
        return words, heads

    def _features(self, words: WordFeatures, texts: Sequence[str]) -> Floats:
        return np.hstack([self.embed(texts), words.of_all(texts)])

    def _scopes(self) -> list[Labelled]:
        """Return questions that are covered, sound covered, or are about something else."""
        groups = [g for g in load_asked() if len(g.questions) > 1]
        situations = self.index.texts.corpus.framework.situations
        return [
            *(Labelled(text, "full") for group in groups for text in group.questions),
            *(Labelled(group.near_miss, "miss") for group in groups if group.near_miss),
            *(Labelled(s.text, "outside") for s in situations if s.topic == "outside"),
        ]

    def _decisions(self) -> list[Labelled]:
        """Return described situations with the decision that each is about."""
        situations = self.index.texts.corpus.framework.situations
        found = [(s.text, s.topic.split("/")) for s in situations if s.topic]
        return [Labelled(text, topic[0]) for text, topic in found if len(topic) > 1]

    def _unit_kinds(self, classifiers: TextClassifiers) -> Floats:
        """Return the mean kinds of answer that each unit's questions ask for."""
        index = self.index
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

    def _ranker(
        self,
        maker: FeatureMaker,
        classifiers: TextClassifiers,
        found: Sequence[RankExample],
        leans: Floats,
    ) -> tuple[Floats, float]:
        from sklearn.linear_model import LogisticRegression

        random = np.random.default_rng(0)
        features, labels = [], []
        for example, lean in zip(found, leans, strict=True):
            query = self._query(example, float(lean), classifiers)
            rows = maker.features(query, maker.cosines(query), self._own(example.entry))
            chosen = _sample(rows, example.rows, random)
            features.append(rows[chosen])
            labels.append(np.isin(np.flatnonzero(chosen), example.rows))
        table, wanted = np.vstack(features), np.concatenate(labels)
        mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
        model = LogisticRegression(C=_RANK_STRENGTH, max_iter=600)
        model.fit((table - mean) / scale, wanted)
        weights = model.coef_[0] / scale
        return weights.astype(np.float32), float(model.intercept_[0] - weights @ mean)

    def _leans_unseen(self, words: WordFeatures, found: Sequence[RankExample]) -> Floats:
        """Return how much each example leans, by classifiers that have not seen it; 0 for none."""
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict

        rows = [n for n, example in enumerate(found) if example.previous]
        features = self._features(words, [found[n].text for n in rows])
        model = LogisticRegression(C=_STRENGTHS["leans"], class_weight="balanced", max_iter=400)
        told = cross_val_predict(
            model, features, [found[n].leans for n in rows], cv=_FOLDS, method="predict_proba"
        )
        leans = np.zeros(len(found), dtype=np.float32)
        leans[rows] = told[:, 1]
        return leans

    def _query(self, example: RankExample, leans: float, classifiers: TextClassifiers) -> Query:
        query = self._plain_query(example.text, classifiers)
        if example.previous is None:
            return query
        before = self._plain_query(example.previous, classifiers)
        rows = example.previous_rows
        context = Context(before.text, before.vector, before.mentions, rows, frozenset(rows), leans)
        return replace(query, context=context)

    def _plain_query(self, text: str, classifiers: TextClassifiers) -> Query:
        vector = self.embed([text])[0]
        kinds = classifiers.heads["kind"].of_all(classifiers.features(text, vector)[None])[0]
        return Query(text, vector, self.index.texts.corpus.finder.find(text), kinds)

    def _own(self, entry: int | None) -> NDArray[np.bool_] | None:
        if entry is None:
            return None
        return np.array([question.entry == entry for question in self.index.texts.questions])

    def _coverage(
        self,
        ranker: Ranker,
        classifiers: TextClassifiers,
        found: Sequence[RankExample],
        leans: Floats,
    ) -> CoverageModel:
        from sklearn.linear_model import LogisticRegression
        from sklearn.model_selection import cross_val_predict

        maker = CoverageFeatures(
            self.index, ranker.maker.unit_kinds, classifiers.heads["kind"].classes
        )
        judged = [(example, state, 0.0) for example, state in _judged(self.index.texts)]
        # Follow-up turns are covered; without them a few words would look like nothing covered.
        judged += [(e, "full", float(n)) for e, n in zip(found, leans, strict=True) if e.previous]
        table = np.array(
            [self._coverage_row(maker, ranker, classifiers, e, n) for e, _, n in judged]
        )
        states = np.array([state for _, state, _ in judged])
        mean, scale = table.mean(axis=0), table.std(axis=0) + 1e-6
        clipped = np.clip((table - mean) / scale, -3, 3)
        model = LogisticRegression(C=_COVERAGE_STRENGTH, max_iter=800)
        shares = cross_val_predict(model, clipped, states, cv=_FOLDS, method="predict_proba")
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

    def _coverage_row(
        self,
        maker: CoverageFeatures,
        ranker: Ranker,
        classifiers: TextClassifiers,
        example: RankExample,
        leans: float,
    ) -> Floats:
        """Return the features of one example, its own questions counted as unknown."""
        texts = self.index.texts
        own = self._own(example.entry)
        query = self._query(example, leans, classifiers)
        known = np.ones(len(texts.questions) + len(texts.others), dtype=np.float32)
        if own is not None:
            known[: len(own)][own] = 0
        group = load_asked()[example.entry] if example.entry is not None else None
        hidden = {example.text, group.near_miss if group else None}
        known[len(texts.questions) :][[text in hidden for text in texts.others]] = 0
        told = coverage_told(classifiers, example.text, query.vector)
        return maker.of(ranker.rank(query, own), told, known)


def _judged(texts: EvidenceTexts) -> Iterable[tuple[RankExample, str]]:
    """Yield questions with their state of coverage."""
    for entry, group in enumerate(load_asked()):
        if len(group.questions) == 1:
            yield RankExample(group.questions[0], (), entry), "full"
            if group.near_miss:
                yield RankExample(group.near_miss, (), entry), "partial"
    yield from ((RankExample(text, ()), "none") for text in texts.beyond.uncovered)
    yield from ((RankExample(text, ()), "full") for text in texts.beyond.covered)


def coverage_told(classifiers: TextClassifiers, text: str, vector: Floats) -> Floats:
    """Return what the text classifiers tell coverage: scope and act, class by class."""
    features = classifiers.features(text, vector)[None]
    return np.concatenate(
        [classifiers.heads[name].of_all(features)[0] for name in ("scope", "act")]
    )


def training_key(texts: EvidenceTexts, model: str) -> str:
    """Return a hash of all that the fit depends on."""
    digest = sha256(f"{VERSION}\0{model}\0{texts.corpus.hash}".encode())
    for name in (*ASKED_FILES, *data.FILES):
        digest.update(read_text("data", name).encode())
    for text in (*texts.unit_texts, *(s.text for s in texts.corpus.framework.situations)):
        digest.update(f"\0{text}".encode())
    return digest.hexdigest()


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
