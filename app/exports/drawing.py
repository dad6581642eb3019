"""Simple drawings as values: drawn once, shown as SVG in the page and as PNG in documents."""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import pairwise
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from PIL import Image, ImageDraw, ImageFont

Colour = Literal["ink", "soft", "line", "left", "right", "both"]
Anchor = Literal["start", "middle", "end"]
_PAPER = "#ffffff"
# As in the page's style sheet, in its light theme; each has a contrast of 4.5 and more on white.
_COLOURS: dict[Colour, str] = {
    "ink": "#1d2430", "soft": "#535d6e", "line": "#8b95a5", "left": "#0b6e6e",
    "right": "#8a4b08", "both": "#5b3f8f",
}  # fmt: skip
_SCALE = 2
_MIDDLE_OF_TEXT = 0.35


@dataclass(frozen=True)
class Line:
    """A line through points; `dashed` lines are told apart without colour too."""

    points: tuple[tuple[float, float], ...]
    colour: Colour = "line"
    width: float = 1.0
    dashed: bool = False


@dataclass(frozen=True)
class Dot:
    """A mark; the shapes tell layers apart without colour."""

    x: float
    y: float
    radius: float
    colour: Colour = "ink"
    shape: Literal["circle", "ring", "diamond"] = "circle"


@dataclass(frozen=True)
class Bar:
    """A filled box."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


@dataclass(frozen=True)
class Label:
    """A line of text whose middle stands at `y`."""

    x: float
    y: float
    text: str
    size: float = 13.0
    colour: Colour = "ink"
    anchor: Anchor = "start"


Shape = Line | Dot | Bar | Label


@dataclass(frozen=True)
class Drawing:
    """Shapes on a sheet, measured in pixels of the page."""

    width: int
    height: int
    shapes: tuple[Shape, ...]


def as_svg(drawing: Drawing, alt: str) -> str:
    """Return a drawing as SVG, named for screen readers; colours follow the page's theme."""
    shapes = "".join(_svg(shape) for shape in drawing.shapes)
    return (
        f'<svg class="bw-drawing" role="img" aria-label={quoteattr(alt)} '
        f'viewBox="0 0 {drawing.width} {drawing.height}" '
        f'xmlns="http://www.w3.org/2000/svg">{shapes}</svg>'
    )


def as_png(drawing: Drawing) -> bytes:
    """Return a drawing as PNG at twice its size, on white."""
    size = (drawing.width * _SCALE, drawing.height * _SCALE)
    image = Image.new("RGB", size, _PAPER)
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        _paint(pen, shape)
    file = BytesIO()
    image.save(file, "PNG")
    return file.getvalue()


def _svg(shape: Shape) -> str:
    paint = f'class="bw-c-{shape.colour}"'
    match shape:
        case Line(points, _, width, dashed):
            path = " ".join(f"{x:g},{y:g}" for x, y in points)
            dash = ' stroke-dasharray="7 5"' if dashed else ""
            return f'<polyline {paint} fill="none" stroke-width="{width:g}"{dash} points="{path}"/>'
        case Dot(x, y, r, _, "diamond"):
            path = " ".join(f"{px:g},{py:g}" for px, py in _diamond(x, y, r))
            return f'<polygon {paint} points="{path}"/>'
        case Dot(x, y, r, _, kind):
            hollow = " bw-ring" if kind == "ring" else ""
            classes = f'class="bw-c-{shape.colour}{hollow}"'
            return f'<circle {classes} cx="{x:g}" cy="{y:g}" r="{r:g}"/>'
        case Bar(x, y, width, height, _):
            box = f'x="{x:g}" y="{y:g}" width="{width:g}" height="{height:g}"'
            return f"<rect {paint} {box}/>"
        case Label(x, y, text, size, _, anchor):
            place = f'x="{x:g}" y="{y + size * _MIDDLE_OF_TEXT:g}" text-anchor="{anchor}"'
            return f'<text {paint} font-size="{size:g}" {place}>{escape(text)}</text>'


def _paint(pen: ImageDraw.ImageDraw, shape: Shape) -> None:
    ink = _COLOURS[shape.colour]
    match shape:
        case Line(points, _, width, dashed):
            for start, end in pairwise(points):
                _paint_line(pen, start, end, ink, width, dashed)
        case Dot(x, y, r, _, "diamond"):
            pen.polygon([_scaled(p) for p in _diamond(x, y, r)], fill=ink)
        case Dot(x, y, r, _, kind):
            box = (*_scaled((x - r, y - r)), *_scaled((x + r, y + r)))
            fill = _PAPER if kind == "ring" else ink
            pen.ellipse(box, fill=fill, outline=ink, width=2 * _SCALE)
        case Bar(x, y, width, height, _):
            pen.rectangle((*_scaled((x, y)), *_scaled((x + width, y + height))), fill=ink)
        case Label(x, y, text, size, _, anchor):
            place = {"start": "lm", "middle": "mm", "end": "rm"}[anchor]
            pen.text(_scaled((x, y)), text, fill=ink, font=_font(size), anchor=place)


def _paint_line(
    pen: ImageDraw.ImageDraw,
    start: tuple[float, float],
    end: tuple[float, float],
    ink: str,
    width: float,
    dashed: bool,
) -> None:
    length = max(1.0, ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5)
    pieces = max(1, int(length / 6)) if dashed else 1
    for piece in range(0, pieces, 2):
        ends = (piece / pieces, min(1.0, (piece + 1) / pieces))
        points = [
            _scaled((start[0] + (end[0] - start[0]) * t, start[1] + (end[1] - start[1]) * t))
            for t in ends
        ]
        pen.line(points, fill=ink, width=round(width * _SCALE))


def _diamond(x: float, y: float, r: float) -> list[tuple[float, float]]:
    return [(x, y - r), (x + r, y), (x, y + r), (x - r, y)]


def _scaled(point: tuple[float, float]) -> tuple[float, float]:
    return point[0] * _SCALE, point[1] * _SCALE


@cache
def _font(size: float) -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    """Return the font that comes with the drawing library, so that no machine lacks it."""
    return ImageFont.load_default(size * _SCALE)
