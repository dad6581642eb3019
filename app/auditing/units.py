"""Figures whose unit is another one than in the texts: percent for a count, months for years."""

import re
from collections.abc import Mapping
from functools import lru_cache

from app.verification.figures import figures_in

_UNIT = re.compile(
    r"(?P<figure>\d[\d,.]*|\b[a-z]+)[- ]?(?P<unit>%|percent\b|per cent\b|years?\b|months?\b"
    r"|weeks?\b|days?\b|decades?\b|hours?\b)",
    re.IGNORECASE,
)
_PERCENT = "%"


def misread_units(statement: str, passages: str) -> tuple[str, ...]:
    """Return the figures of a statement, with their units, that passages have in another unit.

    Only where the passages give such a unit themselves: a bare figure may count anything.
    """
    held = _units(passages)
    return tuple(
        f"{figure} {unit}"
        for figure, units in _units(statement).items()
        for unit in sorted(units)
        if held.get(figure) and unit not in held[figure]
    )


@lru_cache(maxsize=4096)
def _units(text: str) -> Mapping[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for match in _UNIT.finditer(text):
        for figure in figures_in(match["figure"]):
            found.setdefault(figure, set()).add(_plain(match["unit"]))
    return {figure: frozenset(units) for figure, units in found.items()}


def _plain(unit: str) -> str:
    lowered = unit.casefold()
    return _PERCENT if lowered in {"%", "percent", "per cent"} else lowered.rstrip("s")
