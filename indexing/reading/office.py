"""Word, PowerPoint, Excel and EPUB files into parts."""

import io
import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from indexing.reading.html import read_html
from indexing.reading.parts import Part, ReadFile, clean
from indexing.reading.plain import rows_of

# A zip that unpacks to more than this, or to so many times its own size, is no document.
_MOST_UNPACKED = 300_000_000
_MOST_RATIO = 200
_SMALL = 1_000_000
_MOST_FILES = 20_000


def open_zip(content: bytes) -> zipfile.ZipFile:
    """Return a zip that is safe to unpack; ValueError for a bomb or an encrypted one."""
    whole = zipfile.ZipFile(io.BytesIO(content))
    entries = whole.infolist()
    size = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_FILES or size > _MOST_UNPACKED:
        raise ValueError("too large unpacked")
    if size > _SMALL and size > _MOST_RATIO * len(content):
        raise ValueError("packed too tightly")
    if any(entry.flag_bits & 1 for entry in entries):
        raise PermissionError("encrypted")
    return whole


def read_docx(content: bytes) -> ReadFile:
    """Return the parts of a Word file; what is struck out by tracked changes is left out."""
    import mammoth

    open_zip(content)
    made = mammoth.convert_to_html(io.BytesIO(content), convert_image=_no_image())
    read = read_html(made.value)
    title, author, published = _properties(content)
    return ReadFile(read.parts, title or read.title, author, published)


def _no_image() -> Any:
    import mammoth

    return mammoth.images.img_element(lambda image: {})


def _properties(content: bytes) -> tuple[str, str, str]:
    """Return title, author and date as an Office file's properties give them."""
    from lxml import etree

    with open_zip(content) as whole:
        try:
            core = whole.read("docProps/core.xml")
        except KeyError:
            return "", "", ""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    try:
        tree = etree.fromstring(core, parser)
    except etree.XMLSyntaxError:
        return "", "", ""
    found = {
        str(element.tag).rpartition("}")[2]: clean(element.text or "")
        for element in tree
        if isinstance(element.tag, str)
    }
    return found.get("title", ""), found.get("creator", ""), found.get("created", "")[:10]


def read_pptx(content: bytes) -> ReadFile:
    """Return the parts of a slide deck: a slide is a page, its title a heading."""
    from pptx import Presentation

    open_zip(content)
    deck = Presentation(io.BytesIO(content))
    parts: list[Part] = []
    slides = list(deck.slides)
    for number, slide in enumerate(slides, 1):
        title = slide.shapes.title
        heading = clean(title.text_frame.text) if title is not None else ""
        parts.append(Part("heading", heading or f"Slide {number}", 1, number))
        for shape in _shapes(slide.shapes):
            if title is None or shape.shape_id != title.shape_id:
                parts += _of_shape(shape, number)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            parts += _paragraphs(slide.notes_slide.notes_text_frame, number)
    title_, author, published = _properties(content)
    return ReadFile(tuple(parts), title_, author, published, "slide", len(slides))


def _shapes(shapes: Any) -> Iterator[Any]:
    """Yield shapes in reading order, those of a group among them."""
    for shape in sorted(shapes, key=lambda s: (s.top or 0, s.left or 0)):
        if hasattr(shape, "shapes"):
            yield from _shapes(shape.shapes)
        else:
            yield shape


def _of_shape(shape: Any, page: int) -> list[Part]:
    if getattr(shape, "has_table", False):
        return rows_of(([cell.text for cell in row.cells] for row in shape.table.rows), page)
    return _paragraphs(shape.text_frame, page) if shape.has_text_frame else []


def _paragraphs(frame: Any, page: int) -> list[Part]:
    texts = [clean(paragraph.text) for paragraph in frame.paragraphs]
    return [Part("item", text, 0, page) for text in texts if text]


def read_xlsx(content: bytes) -> ReadFile:
    """Return the rows of a workbook's visible sheets, each under its name."""
    from openpyxl import load_workbook

    open_zip(content)
    book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    parts: list[Part] = []
    for sheet in book.worksheets:
        if sheet.sheet_state != "visible":
            continue
        parts.append(Part("heading", clean(sheet.title), 1))
        parts += rows_of(sheet.iter_rows(values_only=True))
    title, author, published = _properties(content)
    return ReadFile(tuple(parts), title, author, published)


def read_epub(content: bytes) -> ReadFile:
    """Return the chapters of a book in its own order."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    with open_zip(content) as whole:
        container = etree.fromstring(whole.read("META-INF/container.xml"), parser)
        path = container.xpath("string(//*[local-name()='rootfile']/@full-path)")
        package = etree.fromstring(whole.read(path), parser)
        files = dict(
            zip(
                package.xpath("//*[local-name()='item']/@id"),
                package.xpath("//*[local-name()='item']/@href"),
                strict=False,
            )
        )
        spine = package.xpath("//*[local-name()='itemref']/@idref")
        inside = set(whole.namelist())
        parts: list[Part] = []
        for name in (files[id_] for id_ in spine if id_ in files):
            place = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(name)))
            if place in inside:
                parts += read_html(whole.read(place)).parts
    told = {
        name: clean(package.xpath(f"string(//*[local-name()='metadata']/*[local-name()='{name}'])"))
        for name in ("title", "creator", "date")
    }
    return ReadFile(tuple(parts), told["title"], told["creator"], told["date"][:10])
