"""Slides of a session plan: one thought a slide, what the coach says in the notes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import zip_longest
from typing import Any

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.shapes import MSO_CONNECTOR
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Length, Pt

from app.exports.direction import in_pages, runs_from_right
from app.exports.word import plain

_INK = RGBColor(0x1D, 0x24, 0x30)
_SOFT = RGBColor(0x53, 0x5D, 0x6E)
_WIDTH, _HEIGHT = Cm(33.87), Cm(19.05)
_MARGIN = Cm(1.8)
_INNER = Length(_WIDTH - 2 * _MARGIN)
_TOP, _BODY = Cm(4), Cm(12.5)
# Sizes of letters in points, the largest that fits is taken: lines, titles, titles alone.
_SIZES, _TITLES, _ALONE = (24, 20, 16, 13), (32, 26, 20, 16), (44, 36, 28, 20)
_TITLE_CM, _ALONE_CM = 2.6, 11.0
# Room for a column's name above its lines, and between columns.
_NAME_CM, _GAP_CM = 1.5, 0.8


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
        for part in _fitting(slide):
            _add(deck, part)
    file = BytesIO()
    deck.save(file)
    return file.getvalue()


def _fitting(slide: Slide) -> list[Slide]:
    """Return a slide as the slides that it needs: what does not fit goes on, on the next one."""
    if slide.scale:
        return [slide]
    if slide.alone:
        first, *others = in_pages([slide.title], _ALONE[-1], _INNER.cm, _ALONE_CM)
        rest = [Slide("", page, source=slide.source) for page in others]
        return [replace(slide, title=" ".join(first)), *rest]
    if slide.columns:
        width = _INNER.cm / len(slide.columns) - _GAP_CM
        columns = [_pages(lines, width) for _, lines in slide.columns]
        names = [name for name, _ in slide.columns]
        return [
            _continued(slide, n, columns=tuple(zip(names, page, strict=True)))
            for n, page in enumerate(zip_longest(*columns, fillvalue=()))
        ]
    return [_continued(slide, n, lines=p) for n, p in enumerate(_pages(slide.lines, _INNER.cm))]


def _pages(lines: Sequence[str], width_cm: float) -> list[tuple[str, ...]]:
    """Return lines in pages: as one where a size of letters fits, else in the smallest."""
    smallest = _SIZES[-1]
    return in_pages(lines, smallest, width_cm, _BODY.cm - _NAME_CM)


def _continued(slide: Slide, number: int, **changed: Any) -> Slide:
    if number == 0:
        return replace(slide, **changed)
    return replace(slide, title=f"{slide.title} (continued)", notes="", **changed)


def _add(deck: Any, slide: Slide) -> None:
    added = deck.slides.add_slide(deck.slide_layouts[5])
    _add_title(added.shapes.title, slide)
    if slide.scale:
        _add_scale(added, slide.scale)
    elif slide.columns:
        _add_columns(added, slide.columns)
    elif slide.lines:
        box = added.shapes.add_textbox(_MARGIN, _TOP, _INNER, _BODY)
        _write(box.text_frame, slide.lines, _size(slide.lines, _INNER.cm), _INK)
    if slide.source:
        foot = added.shapes.add_textbox(_MARGIN, Cm(17.3), _INNER, Cm(1.3))
        _write(foot.text_frame, [slide.source], Pt(12), _SOFT)
    if slide.notes:
        added.notes_slide.notes_text_frame.text = plain(slide.notes)


def _add_title(head: Any, slide: Slide) -> None:
    head.left, head.width = _MARGIN, _INNER
    head.top, head.height = (Cm(4), Cm(_ALONE_CM)) if slide.alone else (Cm(1), Cm(_TITLE_CM))
    sizes, height = (_ALONE, _ALONE_CM) if slide.alone else (_TITLES, _TITLE_CM)
    size = _fitting_size([slide.title], sizes, _INNER.cm, height)
    _write(head.text_frame, [slide.title], size, _INK, bold=True)
    head.text_frame.paragraphs[0].alignment = PP_ALIGN.CENTER if slide.alone else PP_ALIGN.LEFT


def _add_columns(added: Any, columns: Sequence[tuple[str, tuple[str, ...]]]) -> None:
    width = _INNER / len(columns)
    for place, (name, lines) in enumerate(columns):
        left = int(_MARGIN + place * width)
        box = added.shapes.add_textbox(left, _TOP, int(width - Cm(0.8)), _BODY)
        _write(box.text_frame, [name], Pt(22), _INK, bold=True)
        size = _size(lines, width / Cm(1) - _GAP_CM)
        _write(box.text_frame, lines, size, _INK, more=True)


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
        if runs_from_right(line):
            properties = paragraph._p.get_or_add_pPr()
            properties.set("rtl", "1")
            properties.set("algn", "r")


def _size(lines: Sequence[str], width_cm: float) -> Any:
    return _fitting_size(lines, _SIZES, width_cm, _BODY.cm - _NAME_CM)


def _fitting_size(
    lines: Sequence[str], sizes: Sequence[int], width_cm: float, height_cm: float
) -> Any:
    """Return the largest size at which the lines fit, the smallest where none does."""
    fits = (s for s in sizes if len(in_pages(lines, s, width_cm, height_cm)) == 1)
    return Pt(next(fits, sizes[-1]))
