"""Documents of people's own that give different figures for the same thing."""

import re
from collections.abc import Sequence
from itertools import combinations

from app.evidence.documents import RankedPassage

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
# Sentences so alike mostly speak of the same thing. Tried on versions of one plan, not measured on
# a set of its own: an alarm that is wrong shows two quotes side by side, and hides nothing.
_ALIKE = 0.80


def disagreeing(found: Sequence[RankedPassage]) -> tuple[RankedPassage, RankedPassage] | None:
    """Return the first two passages of different documents that tell other figures; else None.

    What they tell has to be alike, and neither may hold all figures of the other.
    """
    for one, other in combinations(found, 2):
        if one.passage.source_id == other.passage.source_id:
            continue
        if float(one.vector @ other.vector) < _ALIKE:
            continue
        figures, others = _figures(one), _figures(other)
        if figures - others and others - figures:
            return one, other
    return None


def _figures(found: RankedPassage) -> set[str]:
    """Return the numbers in what a passage answers, whichever way thousands are marked."""
    return {number.replace(",", "") for number in _NUMBER.findall(found.words)}
