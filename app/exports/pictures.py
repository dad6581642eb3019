"""The pictures of the report's tools, each with its equal in words."""

from collections.abc import Mapping, Sequence

from app.coaching.pathway import POSITIONS, Placement
from app.coaching.team import Spread
from app.exploring.decision import SurveyShares
from app.exports.document import Picture
from app.exports.drawing import Bar, Colour, Dot, Drawing, Label, Line, Shape
from corpus.framework import Decision, Dimension

_WIDTH = 780
_LEFT, _RIGHT = 200, 570
_TOP, _ROW = 46, 54
_SIZE = 13


def pathway_picture(
    dimensions: Sequence[Dimension],
    placement: Placement,
    means: Mapping[str, float] | None = None,
) -> Picture:
    """Return the seven spectra with the pathways drawn through their marks.

    `means` are the survey's, drawn as context where they are given.
    """
    shapes: list[Shape] = [*_legend(placement, bool(means))]
    for row, dimension in enumerate(dimensions):
        shapes += _spectrum(row, dimension)
    shapes += _path(dimensions, placement.aspired, dashed=True)
    shapes += _path(dimensions, placement.now, dashed=False)
    for row, dimension in enumerate(dimensions):
        if means and dimension.decision in means:
            shapes.append(Dot(_x(means[dimension.decision]), _y(row) - 11, 5, "both", "diamond"))
    height = _TOP + _ROW * len(dimensions) + 12
    return Picture(Drawing(_WIDTH, height, tuple(shapes)), pathway_words(dimensions, placement))


def pathway_words(dimensions: Sequence[Dimension], placement: Placement) -> str:
    """Return a pathway as a sentence for each spectrum that is marked."""
    told = []
    for d in dimensions:
        now, aspired = placement.now.get(d.decision), placement.aspired.get(d.decision)
        marks = [f"now {now}" if now else "", f"aspired {aspired}" if aspired else ""]
        if any(marks):
            told.append(f"{d.name}: {', '.join(filter(None, marks))}")
    scale = "Places from 1, the left end, to 5, the right end."
    return f"{scale} {'; '.join(told)}." if told else f"{scale} Nothing is marked yet."


def team_picture(
    spreads: Sequence[Spread], own: Placement | None, aspired: Mapping[str, Spread]
) -> Picture:
    """Return how a team's marks spread on each spectrum: larger dots for more people.

    `aspired` are the spreads of where they want to be, by decision.
    """
    shapes: list[Shape] = [
        Label(_LEFT, 14, "Larger dots: more people", _SIZE, "soft"),
        Dot(_LEFT + 190, 14, 5, "both", "diamond"),
        Label(_LEFT + 202, 14, "Average", _SIZE, "soft"),
    ]
    if own and own.now:
        shapes += [Dot(_LEFT + 280, 14, 6, "right", "ring"), Label(_LEFT + 294, 14, "You", _SIZE)]
    if aspired:
        shapes += [
            Dot(_LEFT + 340, 14, 5, "right", "diamond"),
            Label(_LEFT + 352, 14, "Where you want to be", _SIZE),
        ]
    for row, spread in enumerate(spreads):
        aim = aspired.get(spread.dimension.decision)
        if aim:
            shapes.append(Dot(_x(aim.mean), _y(row) + 14, 5, "right", "diamond"))
        shapes += _spectrum(row, spread.dimension)
        shapes.append(Line(((_x(spread.least), _y(row)), (_x(spread.most), _y(row))), "left", 4))
        for place, count in zip(POSITIONS, spread.counts, strict=True):
            if count:
                radius = 4 + 8 * count / max(spread.counts)
                shapes.append(Dot(_x(place), _y(row), radius, "left"))
        if own and spread.dimension.decision in own.now:
            place = own.now[spread.dimension.decision]
            shapes.append(Dot(_x(place), _y(row), 6, "right", "ring"))
        shapes.append(Dot(_x(spread.mean), _y(row) - 14, 5, "both", "diamond"))
    height = _TOP + _ROW * len(spreads) + 12
    words = "; ".join(
        f"{s.dimension.name}: from {s.least} to {s.most}, average {s.mean:.1f}"
        + (f", aspired {aspired[d].mean:.1f}" if (d := s.dimension.decision) in aspired else "")
        for s in spreads
    )
    return Picture(Drawing(_WIDTH, height, tuple(shapes)), f"{words}.")


def survey_picture(decision: Decision, shares: SurveyShares) -> Picture:
    """Return where the survey's leaders placed themselves: average, middle answer, shares."""
    dimension = Dimension(decision.id, "", decision.left.label, decision.right.label)
    shapes: list[Shape] = []
    if not shares.doubtful:
        shapes += _spectrum(0, dimension)
        shapes += [
            Dot(_x(shares.mean), _y(0) - 12, 6, "both", "diamond"),
            Label(_x(shares.mean), _y(0) - 28, f"average {shares.mean:g}", _SIZE, "both", "middle"),
            Dot(_x(shares.median), _y(0), 7, "ink", "ring"),
            Label(_x(shares.median), _y(0) + 36, f"middle answer {shares.median:g}", _SIZE, "ink",
                  "middle"),
        ]  # fmt: skip
    top = 0 if shares.doubtful else 118
    bars = _bars(decision, shares)
    for row, (label, value, colour) in enumerate(bars):
        y = top + 22 + 34 * row
        width = (_RIGHT - _LEFT) * value / 100
        shapes += [
            Label(_LEFT - 12, y, label, _SIZE, "ink", "end"),
            Bar(_LEFT, y - 9, width, 18, colour),
            Label(_LEFT + width + 8, y, f"{value:g}%", _SIZE),
        ]  # fmt: skip
    drawing = Drawing(_WIDTH, top + 34 * len(bars) + 16, tuple(shapes))
    return Picture(drawing, survey_words(decision, shares))


def survey_words(decision: Decision, shares: SurveyShares) -> str:
    """Return the survey's picture in words."""
    scale = f"On a scale from 1 ({decision.left.label}) to 5 ({decision.right.label})"
    if shares.doubtful:
        scale = "On a scale from 1 to 5, of which the report tells the direction in two ways,"
    told = "; ".join(f"{label}: {value:g}%" for label, value, _ in _bars(decision, shares))
    return (
        f"{shares.respondents} leaders. {scale}, the average was {shares.mean:g} and the middle "
        f"answer {shares.median:g}. {told}."
    ).replace(",,", ",")


def _bars(decision: Decision, shares: SurveyShares) -> list[tuple[str, float, Colour]]:
    bars: list[tuple[str, float | None, Colour]] = [
        (f"to {_short(decision.left.label)}", shares.left, "left"),
        ("in between", shares.between, "line"),
        (f"to {_short(decision.right.label)}", shares.right, "right"),
        ("called it a priority", shares.priority, "soft"),
    ]
    return [(label, value, colour) for label, value, colour in bars if value is not None]


def _legend(placement: Placement, with_means: bool) -> list[Shape]:
    shapes: list[Shape] = [
        Line(((_LEFT, 14), (_LEFT + 34, 14)), "left", 3),
        Dot(_LEFT + 17, 14, 6, "left"),
        Label(_LEFT + 42, 14, "Now", _SIZE),
    ]
    if placement.aspired:
        shapes += [
            Line(((_LEFT + 95, 14), (_LEFT + 129, 14)), "right", 3, dashed=True),
            Dot(_LEFT + 112, 14, 6, "right", "ring"),
            Label(_LEFT + 137, 14, "Where you want to be", _SIZE),
        ]
    if with_means:
        shapes += [
            Dot(_LEFT + 300, 14, 5, "both", "diamond"),
            Label(_LEFT + 312, 14, "Survey average, 2018", _SIZE),
        ]
    return shapes


def _spectrum(row: int, dimension: Dimension) -> list[Shape]:
    y = _y(row)
    ticks = [Line(((_x(p), y - 4), (_x(p), y + 4)), "line", 1) for p in POSITIONS]
    return [
        Label(_LEFT - 14, y - 17, dimension.name, _SIZE - 1, "soft", "end"),
        Line(((_LEFT, y), (_RIGHT, y)), "line", 1.5),
        *ticks,
        Label(_LEFT - 14, y, _short(dimension.left), _SIZE, "ink", "end"),
        Label(_RIGHT + 14, y, _short(dimension.right), _SIZE, "ink"),
    ]


def _path(
    dimensions: Sequence[Dimension], marks: Mapping[str, int], *, dashed: bool
) -> list[Shape]:
    points = [
        (_x(marks[d.decision]), _y(row)) for row, d in enumerate(dimensions) if d.decision in marks
    ]
    colour: Colour = "right" if dashed else "left"
    radius = 8 if dashed else 6
    dots = [Dot(x, y, radius, colour, "ring" if dashed else "circle") for x, y in points]
    return [Line(tuple(points), colour, 3, dashed), *dots] if points else []


def _x(position: float) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (position - 1) / (len(POSITIONS) - 1)


def _y(row: int) -> float:
    return _TOP + _ROW * row + _ROW / 2


def _short(label: str) -> str:
    """Return a label that fits beside a spectrum; the tables have it whole."""
    return label if len(label) <= 28 else f"{label[:27]}…"
