"""Chooses what an answer shows from the ranked units: few where few are clearly right."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.evidence import thresholds
from app.evidence.passages import Evidence
from app.evidence.ranker import RankedUnit
from app.evidence.units import Unit
from indexing.passages import Passage

# The best passage shows up to three units, the next two up to two, the others one: an answer has
# room for twelve citations, and a twelfth passage tells more than a third line of the fifth.
MOST_UNITS = (3, 2, 2, 1)


@dataclass(frozen=True)
class Chosen:
    """A passage to show, and the units of it that are relied on, in the order of the text."""

    passage: Passage
    units: tuple[Unit, ...]
    score: float

    def runs(self) -> tuple[tuple[Unit, ...], ...]:
        """Return the units in runs of neighbours within one line of the text."""
        runs: list[list[Unit]] = []
        for unit in self.units:
            if runs and self._continues(runs[-1][-1], unit):
                runs[-1].append(unit)
            else:
                runs.append([unit])
        return tuple(map(tuple, runs))

    def _continues(self, one: Unit, other: Unit) -> bool:
        between = self.passage.text[one.end - self.passage.start : other.start - self.passage.start]
        return other.row == one.row + 1 and "\n" not in between


def choose(
    ranked: Sequence[RankedUnit],
    fewest: int,
    most: int,
    least_share: float | None = None,
) -> tuple[Chosen, ...]:
    """Return the passages to show, best first, from units in order of their score.

    At least `fewest` and at most `most`; between them those whose best unit has `least_share` of
    the best score (SHOWN_SHARE where none is given) and SHOWN_SCORE.
    """
    groups: dict[str, list[RankedUnit]] = {}
    for found in ranked:
        groups.setdefault(found.unit.passage.id, []).append(found)
    ordered = list(groups.values())
    share = thresholds.SHOWN_SHARE if least_share is None else least_share
    floor = max(thresholds.SHOWN_SCORE, share * ranked[0].score) if ranked else 0.0
    kept = [g for n, g in enumerate(ordered[:most]) if n < fewest or g[0].score >= floor]
    return tuple(_chosen(group, place) for place, group in enumerate(kept))


def joined(units: Sequence[Unit]) -> Evidence:
    """Return units that stand side by side as one piece of evidence."""
    passage, start, end = units[0].passage, units[0].start, units[-1].end
    text = passage.text[start - passage.start : end - passage.start]
    return Evidence(passage, text, start, end)


def _chosen(group: Sequence[RankedUnit], place: int) -> Chosen:
    best = group[0].score
    most = MOST_UNITS[min(place, len(MOST_UNITS) - 1)]
    near = [found.unit for found in group[:most] if found.score >= thresholds.BESIDE_SHARE * best]
    if place == 0 and len(group) <= most:
        # A short passage that answers is shown whole: its sentences refer to each other.
        near = [found.unit for found in group]
    return Chosen(group[0].unit.passage, tuple(sorted(near, key=lambda u: u.row)), best)
