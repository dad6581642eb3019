"""A document for Word: real headings, real lists, table headers, and words for every picture."""

import re
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from app.exports.direction import runs_from_right
from app.exports.document import (
    Bullets,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Table,
    WritingLines,
)
from app.exports.drawing import as_png

_INK = RGBColor(0x1D, 0x24, 0x30)
# XML can't hold these at all.
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_STYLES = {"quote": "Quote", "small": "Small", "lead": "Lead", "plain": "Normal"}
_WIDTH = Cm(16.5)
_SIZES = {
    "Normal": 11, "After": 5, "Before": 10, "Title": 22, "Heading 1": 15, "Heading 2": 12.5,
    "Small": 8.5, "Lead": 12,
}  # fmt: skip
_COMPACT = {
    "Normal": 9, "After": 1, "Before": 3, "Title": 15, "Heading 1": 11, "Heading 2": 10,
    "Small": 8, "Lead": 9,
}  # fmt: skip


def as_word(document: Document) -> bytes:
    """Return a document as the bytes of a .docx file."""
    word = docx.Document()
    _set_up(word, document)
    for part in document.parts:
        _add(word, part)
    for paragraph in word.element.body.iter(qn("w:p")):
        _direct(paragraph)
    file = BytesIO()
    word.save(file)
    return file.getvalue()


def _set_up(word: WordDocument, document: Document) -> None:
    word.core_properties.title = plain(document.title)
    word.core_properties.author = "Both Ways"
    word.core_properties.language = "en-US"
    margin = Cm(1.2) if document.compact else Cm(1.8)
    for section in word.sections:
        section.page_width, section.page_height = Cm(21.59), Cm(27.94)
        section.left_margin = section.right_margin = Cm(2.3)
        section.top_margin = section.bottom_margin = margin
    _set_styles(word, _COMPACT if document.compact else _SIZES)


def _set_styles(word: WordDocument, sizes: Mapping[str, float]) -> None:
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(sizes["Normal"])
    normal.paragraph_format.space_after = Pt(sizes["After"])
    for name in ("Title", "Heading 1", "Heading 2"):
        style = word.styles[name]
        style.font.size, style.font.color.rgb = Pt(sizes[name]), _INK
        style.paragraph_format.keep_with_next = True
        style.paragraph_format.space_before = Pt(sizes["Before"])
    for name in ("Small", "Lead"):
        style = word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size = Pt(sizes[name])
        style.paragraph_format.space_after = Pt(3)


def _add(word: WordDocument, part: Part) -> None:
    match part:
        case Heading(text, level):
            word.add_heading(plain(text), level - 1)
        case Paragraph(text, style):
            word.add_paragraph(plain(text), style=_STYLES[style])
        case Bullets(items, numbered):
            _add_list(word, items, numbered)
        case Table():
            _add_table(word, part)
        case Picture(drawing, alt):
            _add_picture(word, as_png(drawing), alt)
        case WritingLines(count):
            for _ in range(count):
                _add_line(word)
        case NewPage():
            word.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _add_list(word: WordDocument, items: Any, numbered: bool) -> None:
    for number, item in enumerate(items, 1):
        # Word goes on counting through all lists of a style; these begin at 1.
        paragraph = word.add_paragraph(style=None if numbered else "List Bullet")
        if numbered:
            paragraph.paragraph_format.left_indent = Cm(0.9)
            paragraph.paragraph_format.first_line_indent = Cm(-0.7)
            paragraph.add_run(f"{number}.\u2002")
        if item.subject:
            paragraph.add_run(f"{plain(item.subject)}: ").bold = True
        paragraph.add_run(plain(item.text))


def _add_table(word: WordDocument, part: Table) -> None:
    caption = word.add_paragraph(plain(part.caption), style="Caption")
    caption.paragraph_format.keep_with_next = True
    table = word.add_table(rows=1, cols=len(part.header))
    table.style = "Table Grid"
    table.autofit = False
    for cell, text in zip(table.rows[0].cells, part.header, strict=True):
        cell.paragraphs[0].add_run(plain(text)).bold = True
    _flag(table.rows[0]._tr.get_or_add_trPr(), "w:tblHeader")
    for row in part.rows:
        added = table.add_row()
        _flag(added._tr.get_or_add_trPr(), "w:cantSplit")
        for place, (cell, text) in enumerate(zip(added.cells, row, strict=True)):
            cell.paragraphs[0].add_run(plain(text)).bold = place == 0
    for column, width in zip(table.columns, _widths(part), strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    word.add_paragraph().paragraph_format.space_after = Pt(0)


def _widths(part: Table) -> list[int]:
    """Return the columns' widths: by what they hold, and none too narrow for its longest word."""
    columns = list(zip(part.header, *part.rows, strict=True))
    longest = [
        max(len(word) for text in column for word in text.split() or [""]) for column in columns
    ]
    most = [min(60, max(map(len, column))) for column in columns]
    wanted = [max(a + 2, b**0.7 * 2) for a, b in zip(longest, most, strict=True)]
    return [int(_WIDTH * share / sum(wanted)) for share in wanted]


def _direct(paragraph: Any) -> None:
    """Let a paragraph of Hebrew or Arabic run from the right."""
    if runs_from_right("".join(t.text or "" for t in paragraph.iter(qn("w:t")))):
        _flag(paragraph.get_or_add_pPr(), "w:bidi")
        for run in paragraph.iter(qn("w:r")):
            _flag(run.get_or_add_rPr(), "w:rtl")


def _flag(properties: Any, name: str) -> None:
    element = OxmlElement(name)
    element.set(qn("w:val"), "true")
    properties.append(element)


def _add_picture(word: WordDocument, png: bytes, alt: str) -> None:
    shape = word.add_picture(BytesIO(png), width=_WIDTH)
    described = shape._inline.docPr
    described.set("descr", plain(alt))
    described.set("title", "Picture")


def _add_line(word: WordDocument) -> None:
    paragraph = word.add_paragraph()
    paragraph.paragraph_format.space_after = Pt(2)
    borders = OxmlElement("w:pBdr")
    # Lines that follow one another count as one frame: what stands between them is drawn apart.
    for side in ("bottom", "between"):
        border = OxmlElement(f"w:{side}")
        for name, value in (("val", "single"), ("sz", "4"), ("space", "1"), ("color", "8B95A5")):
            border.set(qn(f"w:{name}"), value)
        borders.append(border)
    paragraph._p.get_or_add_pPr().append(borders)


def plain(text: str) -> str:
    """Return a text without what a file of this kind can't hold."""
    return _UNWRITABLE.sub("", text)
