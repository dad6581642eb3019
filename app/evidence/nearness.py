"""How near examples and other passages come to a described situation, by the ranker."""

from collections.abc import Callable
from dataclasses import dataclass

from app.evidence.ranker import Ranking
from app.evidence.units import Unit


@dataclass(frozen=True)
class Nearness:
    """Scores pieces of the texts for a situation.

    `rank` ranks all units for it; `knows` tells whether any of its words is in the index at all.
    """

    rank: Callable[[str], Ranking]
    knows: Callable[[str], bool]

    def of_cases(self, situation: str) -> dict[str, float]:
        """Return the score of every example, by id; empty where nothing is described."""
        return self._best(situation, lambda unit: unit.passage.case)

    def of_passages(self, situation: str) -> dict[str, float]:
        """Return the score of every passage, by id; empty where nothing is described."""
        return self._best(situation, lambda unit: unit.passage.id)

    def _best(self, situation: str, key: Callable[[Unit], str | None]) -> dict[str, float]:
        if not self.knows(situation):
            return {}
        ranking = self.rank(situation)
        best: dict[str, float] = {}
        for unit, score in zip(ranking.units, ranking.scores.tolist(), strict=True):
            name = key(unit)
            if name:
                best[name] = max(best.get(name, 0.0), score)
        return best
