"""Which way a text runs, and how many rows it takes."""

import textwrap
import unicodedata
from collections.abc import Sequence

# A letter of Calibri is about half as wide as it is high; a row is a fifth higher than its letters.
_WIDTH_SHARE, _ROW_SHARE = 0.5, 1.2
_POINTS_PER_CM = 72 / 2.54


def runs_from_right(text: str) -> bool:
    """Return whether a text's first letter with a direction runs to the left (UAX #9, P2, P3)."""
    for letter in text:
        found = unicodedata.bidirectional(letter)
        if found in {"R", "AL"}:
            return True
        if found == "L":
            return False
    return False


def rows_of(text: str, points: float, width_cm: float) -> list[str]:
    """Return a text in the rows that it takes in letters of so many points."""
    wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    share = _WIDTH_SHARE * (2 if wide else 1)
    letters = max(1, int(width_cm * _POINTS_PER_CM / (points * share)))
    return [row for line in text.split("\n") for row in textwrap.wrap(line, letters) or [""]]


def in_pages(
    lines: Sequence[str], points: float, width_cm: float, height_cm: float, apart: float = 8
) -> list[tuple[str, ...]]:
    """Return lines on as many pages as they need; one that is longer than a page is parted.

    `points` is the size of the letters, `apart` the room below a line in points.
    """
    most = height_cm * _POINTS_PER_CM
    row = points * _ROW_SHARE
    pages: list[list[str]] = [[]]
    used = 0.0
    for line in lines:
        for piece in _pieces(line, points, width_cm, int((most - apart) / row)):
            height = len(rows_of(piece, points, width_cm)) * row + apart
            if used + height > most and pages[-1]:
                pages.append([])
                used = 0.0
            pages[-1].append(piece)
            used += height
    return [tuple(page) for page in pages]


def _pieces(line: str, points: float, width_cm: float, most_rows: int) -> list[str]:
    rows = rows_of(line, points, width_cm)
    if len(rows) <= most_rows:
        return [line]
    return [" ".join(rows[n : n + most_rows]) for n in range(0, len(rows), most_rows)]
