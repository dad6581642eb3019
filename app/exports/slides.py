"""Slides of a session plan: one thought a slide, what the coach says in the notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Pt

from app.exports.word import plain

_INK = RGBColor(0x1D, 0x24, 0x30)
_SOFT = RGBColor(0x53, 0x5D, 0x6E)
_WIDTH, _HEIGHT = Cm(33.87), Cm(19.05)
_MARGIN = Cm(1.8)
_INNER = _WIDTH - 2 * _MARGIN
_TOP, _BODY = Cm(4), Cm(12.5)


@dataclass(frozen=True)
class Slide:
    """A title, a few lines or columns of them, what is said, and where it comes from.

    `scale` names the ends of a line from 1 to 5 to mark; `alone` sets the title in the middle.
    """

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[tuple[str, tuple[str, ...]], ...] = ()
    notes: str = ""
    source: str = ""
    scale: tuple[str, str] | None = None
    alone: bool = False


def as_slides(title: str, slides: Sequence[Slide]) -> bytes:
    """Return the bytes of a .pptx file, 16 to 9, every title a real title."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = _WIDTH, _HEIGHT
    deck.core_properties.title = plain(title)
    deck.core_properties.author = "Both Ways"
    for slide in slides:
        _add(deck, slide)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _add(deck: Any, slide: Slide) -> None:
    added = deck.slides.add_slide(deck.slide_layouts[5])
    _add_title(added.shapes.title, slide)
    if slide.scale:
        _add_scale(added, slide.scale)
    elif slide.columns:
        _add_columns(added, slide.columns)
    elif slide.lines:
        box = added.shapes.add_textbox(_MARGIN, _TOP, _INNER, _BODY)
        _write(box.text_frame, slide.lines, _size(slide.lines), _INK)
    if slide.source:
        foot = added.shapes.add_textbox(_MARGIN, Cm(17.3), _INNER, Cm(1.3))
        _write(foot.text_frame, [slide.source], Pt(12), _SOFT)
    if slide.notes:
        added.notes_slide.notes_text_frame.text = plain(slide.notes)


def _add_title(head: Any, slide: Slide) -> None:
    head.left, head.width = _MARGIN, _INNER
    head.top, head.height = (Cm(5), Cm(8)) if slide.alone else (Cm(1), Cm(2.6))
    _write(head.text_frame, [slide.title], Pt(44 if slide.alone else 32), _INK, bold=True)
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER if slide.alone else PP_ALIGN.LEFT


def _add_columns(added: Any, columns: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    width = _INNER / len(columns)
    for place, (name, lines) in enumerate(columns):
        left = int(_MARGIN + place * width)
        box = added.shapes.add_textbox(left, _TOP, int(width - Cm(0.8)), _BODY)
        _write(box.text_frame, [name], Pt(22), _INK, bold=True)
        _write(box.text_frame, lines, _size(lines), _INK, more=True)


def _add_scale(added: Any, ends: tuple[str, str]) -> None:
    """Draw the line with its five places, the ends' names below."""
    start, end, height = Cm(4), _WIDTH - Cm(4), Cm(9)
    line = added.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, start, height, end, height)
    line.line.width, line.line.color.rgb = Pt(3), _INK
    for place in range(5):
        x = int(start + (end - start) * place / 4)
        tick = added.shapes.add_connector(
            MSO_CONNECTOR.STRAIGHT, x, height - Cm(0.4), x, height + Cm(0.4)
        )
        tick.line.width, tick.line.color.rgb = Pt(2), _INK
        name = {0: ends[0], 2: "An equal mix", 4: ends[1]}.get(place)
        box = added.shapes.add_textbox(x - Cm(3.5), height + Cm(0.7), Cm(7), Cm(3))
        _write(box.text_frame, [str(place + 1), *([name] if name else [])], Pt(20), _INK)
        for paragraph in box.text_frame.paragraphs:
            paragraph.alignment = PP_ALIGN.CENTER


def _write(
    frame: Any, lines: Sequence[str], size: Any, colour: Any, *, bold: bool = False,
    more: bool = False,
) -> None:  # fmt: skip
    frame.word_wrap = True
    for place, line in enumerate(lines):
        paragraph = frame.add_paragraph() if place or more else frame.paragraphs[0]
        run = paragraph.add_run()
        run.text = plain(line)
        run.font.size, run.font.bold, run.font.color.rgb = size, bold, colour
        run.font.name = "Calibri"
        paragraph.space_after = Pt(8)


def _size(lines: Sequence[str]) -> Any:
    """Return a size at which the lines fit: what is read from afar should not be long anyway."""
    letters = sum(map(len, lines)) + 40 * len(lines)
    return Pt(24 if letters < 420 else 20 if letters < 700 else 16 if letters < 1100 else 13)
