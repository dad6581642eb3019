"""A described situation: which decisions it touches, and which examples fit it.

Both are scored by logistic regressions over what the ranker of evidence, a classifier of
situations, and the words find; their weights are learned from situations that people labelled.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.evidence.passages import PassageIndex
from app.evidence.ranker import Ranking
from app.evidence.units import Unit
from corpus.cases import Case
from indexing.keywords import KeywordIndex
from indexing.passages import plain_text

Floats = NDArray[np.float32]

CASE_COLUMNS = (
    "best", "three", "share", "rank", "decision", "words", "size", "size_known", "sizes_far",
    "best_gap", "three_gap", "words_gap",
)  # fmt: skip
DECISION_COLUMNS = ("told", "ranked", "case", "told_gap", "ranked_gap", "case_gap")
_RANKED = 20
_SCHOOLS = re.compile(
    r"(?<![-\w])(\d{1,4})"
    r"(?:-(?:school|campus)\b| (?:[\w-]+ ){0,3}?(?:schools|campuses|buildings)\b)"
)
_SAME_SIZE = 0.7


@dataclass(frozen=True)
class Reading:
    """A situation read: how sure each decision is touched and each example fits, by id.

    `lines` holds each example's words that come nearest. `schools` is the number of schools that
    it tells of, None for none.
    """

    text: str
    decisions: Mapping[str, float]
    cases: Mapping[str, float]
    lines: Mapping[str, str]
    schools: int | None

    def touched(self, least: float = 0.5, most: int = 3) -> tuple[str, ...]:
        """Return the decisions that are likelier touched than not, the surest first."""
        return tuple(id_ for id_ in self.ordered() if self.decisions[id_] >= least)[:most]

    def ordered(self) -> tuple[str, ...]:
        """Return the decisions, the surest touched first."""
        return tuple(sorted(self.decisions, key=lambda id_: -self.decisions[id_]))

    def best(self, cases: tuple[Case, ...]) -> tuple[Case, ...]:
        """Return some examples, the best fitting first."""
        return tuple(sorted(cases, key=lambda case: -self.cases.get(case.id, 0.0)))


@dataclass(frozen=True)
class Found:
    """What is found for a situation before it is weighed.

    `ranking` is that of the evidence, `told` the classifier's share of each decision.
    """

    text: str
    ranking: Ranking
    told: Mapping[str, float]


@dataclass(frozen=True)
class Weights:
    """The weights of both regressions, of shapes (columns,), and their biases."""

    case: Floats
    case_bias: float
    decision: Floats
    decision_bias: float


@dataclass(frozen=True)
class SituationReader:
    """Reads situations; `find` looks one up, `knows` tells if any word of it is in the index."""

    book: PassageIndex
    find: Callable[[str], Found]
    knows: Callable[[str], bool]
    weights: Weights

    def read(self, text: str) -> Reading:
        """Return a situation read; without decisions and examples where nothing is described."""
        schools = schools_in(text)
        if not text.strip() or not self.knows(text):
            return Reading(text, {}, {}, {}, schools)
        found = self.find(text)
        fits = _share(self.features_of_cases(found), self.weights.case, self.weights.case_bias)
        cases = {case.id: float(s) for case, s in zip(self._cases, fits, strict=True)}
        rows = self.features_of_decisions(found, cases)
        touched = _share(rows, self.weights.decision, self.weights.decision_bias)
        decisions = (d.id for d in self.book.corpus.framework.decisions)
        shares = dict(zip(decisions, map(float, touched), strict=True))
        return Reading(text, shares, cases, _nearest_lines(found.ranking), schools)

    def features_of_cases(self, found: Found) -> Floats:
        """Return the features of every example, of shape (examples, CASE_COLUMNS)."""
        best, three, share = self._scores(found.ranking, lambda unit: unit.passage.case)
        rank = np.argsort(np.argsort(-best)).astype(np.float32)
        words = self._words.scores(found.text)
        told = [found.told.get(case.decision or "", 0.0) for case in self._cases]
        far, known = self._sizes(schools_in(found.text))
        columns = [
            best, three, share, 1 / (1 + rank), told, words, (far < _SAME_SIZE) & known, known,
            np.where(known, far, 0.0), best - best.max(), three - three.max(), words - words.max(),
        ]  # fmt: skip
        return np.array(columns, dtype=np.float32).T

    def features_of_decisions(self, found: Found, cases: Mapping[str, float]) -> Floats:
        """Return the features of every decision, of shape (decisions, DECISION_COLUMNS)."""
        ids = [d.id for d in self.book.corpus.framework.decisions]
        ranked = found.ranking.shares(lambda unit: unit.passage.decision, _RANKED)
        fits = {id_: [cases[c.id] for c in self.book.corpus.cases_of(id_)] for id_ in ids}
        told = np.array([found.told.get(id_, 0.0) for id_ in ids])
        shares = np.array([ranked.get(id_, 0.0) for id_ in ids])
        best = np.array([max(fits[id_], default=0.0) for id_ in ids])
        gaps = [column - column.max() for column in (told, shares, best)]
        return np.array([told, shares, best, *gaps], dtype=np.float32).T

    @cached_property
    def _cases(self) -> tuple[Case, ...]:
        return self.book.corpus.cases

    @property
    def cases(self) -> tuple[Case, ...]:
        """Return the examples in the order of the rows of features."""
        return self._cases

    @cached_property
    def _words(self) -> KeywordIndex:
        return KeywordIndex(tuple(_words_of(self.book, case) for case in self._cases))

    def _scores(
        self, ranking: Ranking, label: Callable[[Unit], str | None]
    ) -> tuple[Floats, Floats, Floats]:
        """Return each example's best unit's score, the mean of its three best, and its share."""
        by_case: dict[str, list[float]] = {case.id: [] for case in self._cases}
        for unit, score in zip(ranking.units, ranking.scores.tolist(), strict=True):
            name = label(unit)
            if name in by_case:
                by_case[name].append(score)
        ordered = [sorted(by_case[case.id], reverse=True) or [0.0] for case in self._cases]
        table = [(scores[0], sum(scores[:3]) / 3, sum(scores)) for scores in ordered]
        best, three, whole = np.array(table, dtype=np.float32).T
        return best, three, whole / np.float32(max(float(whole.sum()), 1e-6))

    def _sizes(self, schools: int | None) -> tuple[Floats, NDArray[np.bool_]]:
        """Return how far each example's size is, as a log ratio, and whether it is known."""
        far = np.array([size_apart(self.book, case, schools) for case in self._cases])
        return np.nan_to_num(far, nan=0.0).astype(np.float32), ~np.isnan(far)


def _nearest_lines(ranking: Ranking) -> dict[str, str]:
    """Return the best ranked words of every example, by its id."""
    lines: dict[str, str] = {}
    for found in ranking.best(len(ranking.units)):
        case = found.unit.passage.case
        if case and case not in lines:
            lines[case] = plain_text(found.unit.text)
    return lines


def size_apart(book: PassageIndex, case: Case, schools: int | None) -> float:
    """Return the least log ratio between a number of schools and an example's; nan if unknown."""
    systems = map(book.corpus.system, case.all_systems)
    sizes = [s.size.schools for s in systems if s.size and s.size.schools]
    if not sizes or not schools:
        return float("nan")
    return min(abs(float(np.log(size / schools))) for size in sizes)


def schools_in(text: str) -> int | None:
    """Return the largest number of schools that a text tells of; None where it tells none."""
    from text_to_num import alpha2digit

    said = alpha2digit(text.replace("-", " - "), "en").replace(" - ", "-")
    found = [int(m[1]) for m in _SCHOOLS.finditer(said.lower())]
    return max((n for n in found if n), default=None)


def _words_of(book: PassageIndex, case: Case) -> str:
    """Return all that is said of an example, for finding its words."""
    systems = (book.corpus.system(s).name for s in case.all_systems)
    passages = (p.text for p in book.of_case(case.id))
    return " ".join((case.title, *systems, *(s.text for s in case.statements), *passages))


def _share(rows: Floats, weights: Floats, bias: float) -> Floats:
    logits = np.clip(rows @ weights + np.float32(bias), -30, 30)
    return np.asarray(1.0 / (1.0 + np.exp(-logits)), dtype=np.float32)
