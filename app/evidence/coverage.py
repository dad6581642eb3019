"""Whether the texts cover what is asked: fully, partly, or not at all."""

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from app.evidence.index import EvidenceIndex
from app.evidence.ranker import Ranking

Floats = NDArray[np.float32]
State = Literal["full", "partial", "none"]

# How many of the nearest questions vote on whether such questions are covered, and how sharply
# nearer ones outweigh the others. Chosen on the training questions.
_VOTERS = 25
_SHARPNESS = 0.07
_TOP = 3
_MOST_LOGIT = 5.0
_FEWEST_WORDS = 4


# How answers of some kinds are written.
_NUMBERS = "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred"
_FORMS = {
    "money": re.compile(r"[$€£]\s?\d|\bdollars?\b", re.IGNORECASE),
    "share": re.compile(r"\d\s?(?:%|percent)|\b(?:half|third|quarter)s?\b", re.IGNORECASE),
    "count": re.compile(rf"\d|\b(?:{_NUMBERS})\b", re.IGNORECASE),
    "date": re.compile(
        r"\b(?:19|20)\d\d\b|\b(?:year|month|week|day|spring|summer|fall|undated)s?\b", re.IGNORECASE
    ),
}


@dataclass(frozen=True)
class CoverageFeatures:
    """Computes what coverage is judged by.

    `unit_kinds` of shape (units, kinds) holds the kinds of answer that each unit is asked for,
    `kinds` their names.
    """

    index: EvidenceIndex
    unit_kinds: Floats
    kinds: tuple[str, ...]

    def of(self, ranking: Ranking, told: Floats, own: Floats | None = None) -> Floats:
        """Return the features of one ranked query, of shape (features,).

        `told` are the text classifiers' probabilities that are given along. `own` marks with 0
        the questions that count as unknown, for training.
        """
        query, scores = ranking.query, np.sort(ranking.scores)[::-1]
        assert query.kinds is not None
        top = np.argsort(-ranking.scores, kind="stable")[:_TOP]
        cosines = self._cosines(ranking)
        if own is not None:
            cosines = np.where(own > 0, cosines, np.float32(-1.0))
        vote = self._vote(cosines)
        covered = float(cosines[self._is_covered].max())
        uncovered = float(cosines[~self._is_covered].max())
        fit = self.unit_kinds[top] @ query.kinds
        lacking = query.kinds @ np.log(
            (query.kinds + 1e-2) / (self.unit_kinds[top].max(axis=0) + 1e-2)
        )
        features = [
            *(_logit(float(scores[n])) for n in (0, 1, 3)), float(scores[:4].sum()), covered,
            uncovered, covered - uncovered, _logit(vote), *self._strange(query.text),
            float(fit.max()), float(fit.mean()), float(lacking), float(bool(query.mentions)),
        ]  # fmt: skip
        features += self._lacking_types(query.kinds, top)
        own = np.array(features, dtype=np.float32)
        return np.concatenate([own, np.log(told + np.float32(1e-3)), query.kinds])

    def _lacking_types(self, asked: Floats, top: NDArray[np.intp]) -> list[float]:
        """Return, for each kind that is written in a form of its own, how much it is missed.

        That is the probability that it is asked for where none of the best units holds such a
        form, else 0.
        """
        held: list[bool] = np.any(self._types[top], axis=0).tolist()
        shares = [float(asked[self.kinds.index(kind)]) for kind in _FORMS]
        return [0.0 if has else share for has, share in zip(held, shares, strict=True)]

    @cached_property
    def _types(self) -> NDArray[np.bool_]:
        """Return which units hold an amount, a share, a number, a date; of shape (units, 4)."""
        rows = [[bool(form.search(u.text)) for form in _FORMS.values()] for u in self.index.units]
        return np.array(rows, dtype=bool)

    def _cosines(self, ranking: Ranking) -> Floats:
        """Return the query's cosines to every question, covered or not."""
        vector = ranking.query.effective_vector
        alone = vector is ranking.query.vector
        asked = ranking.asked if alone else self.index.question_vectors @ vector
        return np.concatenate([asked, self.index.other_vectors @ vector])

    def _vote(self, cosines: Floats) -> float:
        """Return the weight of covered questions among the nearest ones, in [0, 1]."""
        nearest = np.argpartition(-cosines, _VOTERS)[:_VOTERS]
        weights = np.exp((cosines[nearest] - cosines[nearest].max()) / _SHARPNESS)
        return float(weights[self._is_covered[nearest]].sum() / weights.sum())

    def _strange(self, text: str) -> tuple[float, float]:
        """Return the shares of the question's words that no passage, and no question, has."""
        stems = set(self.index.passage_words.stems(text))
        count = max(_FEWEST_WORDS, len(stems))
        texts, asked = self.index.passage_words.vocabulary, self.index.asked_words.vocabulary
        return len(stems - texts) / count, len(stems - asked) / count

    @cached_property
    def _is_covered(self) -> NDArray[np.bool_]:
        texts = self.index.texts
        uncovered = len(texts.near_misses) + len(texts.beyond.uncovered)
        return np.array(
            [True] * len(texts.questions) + [False] * uncovered + [True] * len(texts.beyond.covered)
        )


@dataclass(frozen=True)
class CoverageModel:
    """A logistic regression over standardized, clipped features.

    `weights` has shape (states, features). `doubt` is the calibrated probability of not being
    fully covered from which a question is said not to be: it holds wrong alarms to one in twenty.
    """

    features: CoverageFeatures
    states: tuple[State, ...]
    mean: Floats
    scale: Floats
    weights: Floats
    biases: Floats
    doubt: float

    def judge(self, ranking: Ranking, told: Floats) -> State:
        """Return how far the texts cover a ranked query."""
        shares = self.shares(self.features.of(ranking, told))
        if 1.0 - shares["full"] < self.doubt:
            return "full"
        return "none" if shares["none"] > shares["partial"] else "partial"

    def shares(self, features: Floats) -> dict[State, float]:
        """Return the probability of each state; `features` has shape (features,)."""
        clipped = np.clip((features - self.mean) / self.scale, -3, 3)
        scores = self.weights @ clipped + self.biases
        raised = np.exp(scores - scores.max())
        return dict(zip(self.states, (raised / raised.sum()).tolist(), strict=True))


def _logit(share: float) -> float:
    value = np.log((share + 1e-5) / (1 - share + 1e-5))
    return float(np.clip(value, -_MOST_LOGIT, _MOST_LOGIT))
