"""The pictures of an audit's report, each with its equal in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.auditing.figures import Slice
from app.auditing.intervals import Interval
from app.auditing.verdicts import SUPPORT_NAMES, Support
from app.exports.document import Picture
from app.exports.drawing import Bar, Colour, Dot, Drawing, Label, Line, Shape

_WIDTH = 780
_LEFT, _RIGHT = 230, 560
_ROW = 44
_SIZE = 13
_MOST_LETTERS = 30
_TINTS: dict[Support, Colour] = {"full": "left", "partial": "right", "none": "line"}
_TOP = 46
_HEIGHT = 190


@dataclass(frozen=True)
class TimePoint:
    """Recall and precision at one time, None where there was nothing to measure."""

    label: str
    recall: float | None
    precision: float | None


def support_picture(slices: Sequence[Slice]) -> Picture:
    """Return the shares of full, partial and no support as bars, one for each group."""
    shapes: list[Shape] = []
    for place, (support, tint) in enumerate(_TINTS.items()):
        x = _LEFT + 130 * place
        shapes += [Bar(x, 6, 16, 14, tint), Label(x + 22, 13, SUPPORT_NAMES[support], _SIZE)]
    told = []
    rows = [s for s in slices if s.shares["full"] is not None]
    for row, one in enumerate(rows):
        shapes += _bar(row, one)
        told.append(f"{one.name}: {shares_in_words(one)}")
    drawing = Drawing(_WIDTH, 26 + max(1, len(rows)) * _ROW, tuple(shapes))
    return Picture(drawing, f"Shares of support. {'; '.join(told)}.")


def shares_in_words(one: Slice) -> str:
    """Return the shares of support of a group in words."""
    parts = [(SUPPORT_NAMES[s].lower(), one.shares[s]) for s in _TINTS]
    return ", ".join(f"{name} {found.value:.0%}" for name, found in parts if found is not None)


def shares_in_short(one: Slice) -> str:
    """Return the shares of full, partial and no support in that order, "" without any."""
    found = [share for s in _TINTS if (share := one.shares[s]) is not None]
    return " / ".join(f"{share.value:.0%}" for share in found)


def recall_picture(slices: Sequence[Slice]) -> Picture:
    """Return citation recall and precision with their intervals, two rows for each group."""
    shapes: list[Shape] = [
        Dot(_LEFT, 14, 6, "left"), Label(_LEFT + 14, 14, "Citation recall", _SIZE),
        Dot(_LEFT + 150, 14, 6, "both", "diamond"),
        Label(_LEFT + 164, 14, "Citation precision; lines: 95% intervals", _SIZE),
    ]  # fmt: skip
    told = []
    rows = [s for s in slices if s.recall is not None]
    for row, one in enumerate(rows):
        y = _TOP + row * _ROW
        shapes.append(Label(_LEFT - 14, y, _short(one.name), _SIZE, "ink", "end"))
        shapes += _interval(one.recall, y - 7, "left")
        shapes += _interval(one.precision, y + 9, "both")
        told.append(
            f"{one.name}: recall {interval_text(one.recall)}, "
            f"precision {interval_text(one.precision)}"
        )
    bottom = _TOP + len(rows) * _ROW
    shapes += _scale(bottom)
    return Picture(Drawing(_WIDTH, bottom + 26, tuple(shapes)), f"{'; '.join(told)}.")


def time_picture(points: Sequence[TimePoint]) -> Picture:
    """Return recall and precision from one run to the next, from left to right."""
    shapes: list[Shape] = [
        Dot(70, 14, 6, "left"), Label(84, 14, "Citation recall", _SIZE),
        Dot(220, 14, 6, "both", "diamond"), Label(234, 14, "Citation precision", _SIZE),
    ]  # fmt: skip
    for value in (0.0, 0.5, 1.0):
        shapes.append(Line(((60, _height(value)), (740, _height(value))), "line", 1))
        shapes.append(Label(50, _height(value), f"{value:g}", _SIZE, "soft", "end"))
    step = 660 / max(1, len(points) - 1)
    xs = [80 + step * place for place in range(len(points))]
    shapes += _track(xs, [p.recall for p in points], "left", dashed=False)
    shapes += _track(xs, [p.precision for p in points], "both", dashed=True)
    told = [
        f"{p.label}: recall {_plain(p.recall)}, precision {_plain(p.precision)}" for p in points
    ]
    return Picture(Drawing(_WIDTH, _TOP + _HEIGHT + 20, tuple(shapes)), f"{'; '.join(told)}.")


def interval_text(found: Interval | None) -> str:
    """Return a figure with its interval, a dash where there is nothing to measure."""
    return "–" if found is None else found.text()


def _bar(row: int, one: Slice) -> list[Shape]:
    y, x = row * _ROW + 50, float(_LEFT)
    shapes: list[Shape] = [Label(_LEFT - 14, y, _short(one.name), _SIZE, "ink", "end")]
    for support, tint in _TINTS.items():
        found = one.shares[support]
        width = (_RIGHT - _LEFT) * (found.value if found else 0)
        if width > 0:
            shapes.append(Bar(x, y - 10, width, 20, tint))
        x += width
    shapes.append(Label(_RIGHT + 12, y, shares_in_short(one), _SIZE))
    return shapes


def _interval(found: Interval | None, y: float, colour: Colour) -> list[Shape]:
    if found is None:
        return []
    shape: list[Shape] = []
    if found.shown is not None:
        low, high = found.shown
        shape.append(Line(((_x(low), y), (_x(high), y)), colour, 3))
    shape.append(Dot(_x(found.value), y, 5, colour, "diamond" if colour == "both" else "circle"))
    return [*shape, Label(_RIGHT + 12, y, f"{found.value:.2f}", _SIZE)]


def _scale(y: float) -> list[Shape]:
    ticks: list[Shape] = [Line(((_LEFT, y), (_RIGHT, y)), "line", 1)]
    for value in (0.0, 0.25, 0.5, 0.75, 1.0):
        ticks.append(Line(((_x(value), y - 4), (_x(value), y + 4)), "line", 1))
        ticks.append(Label(_x(value), y + 15, f"{value:g}", _SIZE - 1, "soft", "middle"))
    return ticks


def _track(
    xs: Sequence[float], values: Sequence[float | None], colour: Colour, *, dashed: bool
) -> list[Shape]:
    points = [(x, _height(v)) for x, v in zip(xs, values, strict=True) if v is not None]
    dots = [Dot(x, y, 5, colour, "diamond" if dashed else "circle") for x, y in points]
    return [Line(tuple(points), colour, 2, dashed), *dots] if points else []


def _x(value: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * value


def _height(value: float) -> float:
    return _TOP + _HEIGHT * (1 - value)


def _plain(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _short(label: str) -> str:
    return label if len(label) <= _MOST_LETTERS else f"{label[: _MOST_LETTERS - 1]}…"
