"""PDF into parts, by PDFium."""

import io
import re
from collections.abc import Iterator
from typing import Any

from indexing.reading.parts import Part, ReadFile, clean
from indexing.reading.pdf_lines import Line, lines_of, without_running
from indexing.reading.pdf_parts import parts_of, shape_of
from indexing.reading.scans import read_scan

_MOST_PAGES = 5_000
# 110 dots an inch: easily read, and a tenth of a megabyte.
_SCALE = 110 / 72


def read_pdf(content: bytes) -> ReadFile:
    """Return the parts of a PDF.

    Raises PermissionError where it asks for a password, ValueError where it is broken.
    """
    import pypdfium2 as pdfium

    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise PermissionError("encrypted") from error
        raise ValueError("broken") from error
    count = len(document)
    if count > _MOST_PAGES:
        raise ValueError("too many pages")
    pages: list[list[Line]] = []
    scans: dict[int, str] = {}
    for number in range(count):
        page = document[number]
        lines = lines_of(page, number + 1)
        if not lines and _has_picture(page):
            scans[number + 1] = read_scan(page)
        pages.append(lines)
        page.close()
    outline = {shape_of(item.get_title()): item.level + 1 for item in _outline(document)}
    told = {name: clean(document.get_metadata_value(name) or "") for name in ("Title", "Author")}
    date = document.get_metadata_value("CreationDate") or ""
    parts = [*parts_of(without_running(pages), outline), *_scanned(scans)]
    parts.sort(key=lambda part: part.page or 0)
    return ReadFile(
        tuple(parts), told["Title"], told["Author"], _day(date), "page", count,
        tuple(_notes(scans, count)),
    )  # fmt: skip


def draw_page(content: bytes, number: int) -> bytes:
    """Return a page, counted from 1, as a PNG of about a screen's width."""
    import pypdfium2 as pdfium

    picture = io.BytesIO()
    page = pdfium.PdfDocument(content)[number - 1]
    page.render(scale=_SCALE).to_pil().save(picture, "PNG")
    return picture.getvalue()


def _scanned(scans: dict[int, str]) -> Iterator[Part]:
    """Yield the paragraphs that were recognized on pages that are pictures."""
    for page, text in scans.items():
        for block in re.split(r"\n\s*\n", text):
            if clean(block):
                yield Part("paragraph", clean(block), 0, page)


def _notes(scans: dict[int, str], count: int) -> Iterator[str]:
    unread = sum(not text.strip() for text in scans.values())
    if unread:
        yield f"{unread} of {count} pages are pictures without text."
    if len(scans) > unread:
        yield f"{len(scans) - unread} of {count} pages were recognized from pictures: mind slips."


def _outline(document: Any) -> Iterator[Any]:
    try:
        yield from document.get_toc(max_depth=6)
    except Exception:
        # A broken outline says nothing of the text, which may well be whole.
        return


def _day(date: str) -> str:
    """Return a PDF's date, such as D:20180613…, as a day."""
    digits = "".join(c for c in date if c.isdigit())[:8]
    return f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}" if len(digits) == 8 else ""


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))
