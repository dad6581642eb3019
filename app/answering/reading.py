"""A question read and ranked: what every layout works from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.evidence import thresholds
from app.evidence.coverage import State
from app.evidence.query import Query
from app.evidence.ranker import RankedUnit, Ranking
from app.evidence.units import Unit
from app.understanding.turn import Act, Turn


@dataclass(frozen=True)
class Reading:
    """A turn with everything that was found for it.

    `part` is the question's own words where it is one of two in a turn, else empty. `shown` are
    the units that earlier answers have shown.
    """

    turn: Turn
    act: Act
    collection: str
    ranking: Ranking
    coverage: State
    shown: frozenset[int] = frozenset()
    part: str = ""

    @property
    def query(self) -> Query:
        """Return the query that was ranked."""
        return self.ranking.query

    @property
    def leans(self) -> bool:
        """Return whether the turn was read together with the one before it."""
        context = self.query.context
        return context is not None and context.leans >= thresholds.LEANING

    @property
    def standalone(self) -> str:
        """Return the question in words that stand alone."""
        context = self.query.context
        if context is None or not self.leans:
            return self.turn.text
        return f"{self.turn.text} (following “{context.text}”)"

    @cached_property
    def decision(self) -> str | None:
        """Return the decision that most of the evidence belongs to."""
        return self.mostly(lambda unit: unit.passage.decision)

    @cached_property
    def example(self) -> str | None:
        """Return the example that most of the evidence belongs to."""
        return self.mostly(lambda unit: unit.passage.case)

    def mostly(self, label: Callable[[Unit], str | None]) -> str | None:
        """Return the label of most of the best units' score; None where no one has it."""
        shares = self.ranking.shares(label)
        best = next(iter(shares), None)
        return best if best is not None and shares[best] >= thresholds.MOSTLY else None

    def best(self, count: int, allowed: Callable[[Unit], bool]) -> tuple[RankedUnit, ...]:
        """Return the best units of those that are allowed."""
        return self.ranking.best(count, self.marked(allowed))

    def marked(self, allowed: Callable[[Unit], bool]) -> NDArray[np.bool_]:
        """Return which units are allowed, as an array of shape (units,)."""
        return np.array([allowed(unit) for unit in self.ranking.units], dtype=bool)
