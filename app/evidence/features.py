"""What the ranker looks at: one row of numbers for each unit, for one query."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.evidence.index import EvidenceIndex
from app.evidence.query import Context, Query, unit_length

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]

# Names of the columns that are also given as the distance to the best unit for the query.
RELATIVE = (
    "unit", "bare", "passage", "passage_best_unit", "asked", "asked_mean", "passage_asked",
    "passage_asked_mean", "mapped_unit", "mapped_passage", "unit_words", "passage_words",
    "asked_words",
)  # fmt: skip
ABSOLUTE = (
    "names_shared", "names_in_unit", "names_missed", "kind", "decision", "side", "answer_kind",
)  # fmt: skip
RELATED = ("same_passage", "same_example", "same_decision", "same_system", "same_kind", "shown")
BASE = (*RELATIVE, *(f"{name}_gap" for name in RELATIVE), *ABSOLUTE)
# A turn's own columns, those of the turn joined with the earlier one, and what it is near to.
COLUMNS = (*BASE, *(f"joined_{name}" for name in BASE), *RELATED)

# How many of the nearest hypothetical questions vote on decision, side and kind, how sharply the
# nearer ones outweigh the others, and the least share that a label gets. Chosen on the training
# questions; the ranker's weights make up for any near value.
_VOTERS = 40
_SHARPNESS = 0.07
_LEAST_VOTE = 1e-3


@dataclass(frozen=True)
class FeatureMaker:
    """Computes features from the arrays of an index.

    `query_map` of shape (dimensions, dimensions) turns a question's vector toward its answers'.
    `unit_kinds` of shape (units, kinds) holds the kinds of answer that each unit is asked for.
    """

    index: EvidenceIndex
    query_map: Floats
    unit_kinds: Floats

    def cosines(self, query: Query) -> Floats:
        """Return the cosine of a query's own vector to every hypothetical question."""
        return np.asarray(self.index.question_vectors @ query.vector)

    def features(
        self, query: Query, asked: Floats, skipped: NDArray[np.bool_] | None = None
    ) -> Floats:
        """Return the features of every unit, of shape (units, COLUMNS).

        `asked` are the query's cosines to the hypothetical questions; `skipped` marks those of
        them that count as unknown, for training.
        """
        own = self._base(query, asked, skipped)
        context = query.context
        if context is None:
            rest = np.zeros((len(own), own.shape[1] + len(RELATED)), dtype=np.float32)
            return np.hstack([own, rest])
        leans = np.float32(context.leans)
        joined = self._base(query.mixed, self.cosines(query.mixed), skipped)
        related = self._related(context)
        return np.hstack([(1 - leans) * own, leans * joined, leans * related])

    def _base(self, query: Query, asked: Floats, skipped: NDArray[np.bool_] | None) -> Floats:
        index, of = self.index, self.index.passage_of
        if skipped is not None:
            asked = np.where(skipped, np.float32(-0.2), asked)
        unit = index.unit_vectors @ query.vector
        by_unit = index.to_units.best_three(asked)
        by_passage = index.to_passages.best_three(asked)
        mapped = unit_length(query.vector @ self.query_map)
        best_unit = np.full(len(index.passage_vectors), -1.0, dtype=np.float32)
        np.maximum.at(best_unit, of, unit)
        relative = [
            unit,
            index.bare_vectors @ query.vector,
            (index.passage_vectors @ query.vector)[of],
            best_unit[of],
            by_unit[:, 0],
            by_unit.mean(axis=1),
            by_passage[of, 0],
            by_passage.mean(axis=1)[of],
            index.unit_vectors @ mapped,
            (index.passage_vectors @ mapped)[of],
            index.unit_words.scores(query.text),
            index.passage_words.scores(query.text)[of],
            index.asked_words.scores(query.text)[of],
        ]
        columns = np.array(relative, dtype=np.float32).T
        gaps = columns - columns.max(axis=0)
        return np.hstack([columns, gaps, self._absolute(query, asked)])

    def _absolute(self, query: Query, asked: Floats) -> Floats:
        named = sorted(query.mentions.ids)
        told, within = self._told(named), self._within(named)
        votes = self._votes(asked)
        kinds = np.zeros(len(self.index.units), dtype=np.float32)
        if query.kinds is not None:
            kinds = self.unit_kinds @ query.kinds
        missed = (told == 0) * bool(named)
        return np.array([told, within, missed, *votes, kinds], dtype=np.float32).T

    def _told(self, named: Sequence[str]) -> Floats:
        """Return the share of the names that each unit's passage is about."""
        return self._share(named, self._passage_names)

    def _within(self, named: Sequence[str]) -> Floats:
        """Return the share of the names that stand in each unit itself."""
        return self._share(named, self._unit_names)

    def _share(self, named: Sequence[str], rows: dict[str, Rows]) -> Floats:
        share = np.zeros(len(self.index.units), dtype=np.float32)
        for name in named:
            share[rows.get(name, np.array([], dtype=np.intp))] += 1.0 / len(named)
        return share

    def _votes(self, asked: Floats) -> list[Floats]:
        """Return the log of what share of the nearest questions has each unit's labels."""
        nearest = np.argpartition(-asked, _VOTERS)[:_VOTERS]
        weights = np.exp((asked[nearest] - asked[nearest].max()) / _SHARPNESS)
        voices = weights / weights.sum()
        passages = self._first_passage[nearest]
        return [self._vote(labels, passages, voices) for labels in self._labels]

    def _vote(self, labels: Rows, passages: Rows, voices: Floats) -> Floats:
        shares = np.full(labels.max() + 1, _LEAST_VOTE)
        np.add.at(shares, labels[passages], voices)
        return np.asarray(np.log(shares)[labels[self.index.passage_of]], dtype=np.float32)

    def _related(self, context: Context) -> Floats:
        """Return how each unit relates to what answered the turn before, of shape (units, 6)."""
        count = len(self.index.units)
        related = np.zeros((count, len(RELATED)), dtype=np.float32)
        if not context.rows:
            return related
        rows = np.array(context.rows[:4])
        for column, codes in enumerate(self._codes):
            known = codes[rows][codes[rows] >= 0]
            related[:, column] = np.isin(codes, known)
        systems = {s for row in rows for s in self.index.units[row].passage.systems}
        related[:, 3] = self._told(sorted(systems)) > 0 if systems else 0.0
        shown = np.array(sorted(context.shown), dtype=np.intp)
        related[shown, 5] = 1.0
        return related

    @cached_property
    def _codes(self) -> list[Rows]:
        """Return passage, example, decision, nothing, and kind of each unit as numbers."""
        passages = [u.passage for u in self.index.units]
        return [
            self.index.passage_of,
            _codes([p.case or "" for p in passages]),
            _codes([p.decision or "" for p in passages]),
            np.full(len(passages), -1),
            _codes([p.kind for p in passages]),
        ]

    @cached_property
    def _labels(self) -> list[Rows]:
        """Return kind (with role), decision and side of each passage as numbers."""
        passages = self.index.texts.book.passages
        return [
            _codes([f"{p.kind}/{p.role or ''}" for p in passages]),
            _codes([p.decision or "none" for p in passages]),
            _codes([f"{p.decision or ''}/{p.pole or ''}" for p in passages]),
        ]

    @cached_property
    def _first_passage(self) -> Rows:
        return np.array([q.passages[0] if q.passages else 0 for q in self.index.texts.questions])

    @cached_property
    def _passage_names(self) -> dict[str, Rows]:
        return _rows_by_name(
            [
                (*p.systems, *p.people, *p.organizations)
                for p in (u.passage for u in self.index.units)
            ]
        )

    @cached_property
    def _unit_names(self) -> dict[str, Rows]:
        find = self.index.texts.corpus.finder.find
        return _rows_by_name([tuple(find(unit.text).ids) for unit in self.index.units])


def _codes(labels: Sequence[str]) -> Rows:
    """Return labels as numbers; -1 for an empty one."""
    known = {label: n for n, label in enumerate(dict.fromkeys(filter(None, labels)))}
    return np.array([known.get(label, -1) for label in labels], dtype=np.intp)


def _rows_by_name(names: Sequence[tuple[str, ...]]) -> dict[str, Rows]:
    found: dict[str, list[int]] = {}
    for row, own in enumerate(names):
        for name in own:
            found.setdefault(name, []).append(row)
    return {name: np.array(rows, dtype=np.intp) for name, rows in found.items()}
