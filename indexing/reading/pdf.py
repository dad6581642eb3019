"""PDF into parts, by PDFium: lines with their letters' size, headings, paragraphs and pages."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from indexing.reading.parts import Part, ReadFile, clean
from indexing.reading.scans import read_scan

_MOST_PAGES = 5_000
# Letters this much larger than most of the text's, or bold and alone on a line, are a heading's.
_LARGER = 1.12
_BOLD = 600
_LONGEST_HEADING = 120
# A gap this much wider than the usual step from line to line ends a paragraph.
_WIDER = 1.45
_ITEM = re.compile(r"^(?:[•●▪◦‣·–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_NUMBERED = re.compile(
    r"^(?:chapter |appendix |section )?(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*\.?\s+\S", re.I
)
_ROMAN = re.compile(r"^[ivxlc]+$")
# Lines that stand at the edge of this share of pages are the pages' own, not the text's.
_RUNNING_SHARE = 0.25
_EDGE_LINES = 2
# Rows of dots lead from a table of contents.
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\w+$")


@dataclass(frozen=True)
class _Line:
    """A line of a page: `top`, `bottom` and `left` in points from its corner, `size` of letters."""

    text: str
    page: int
    top: float
    bottom: float
    left: float
    size: float
    bold: bool


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
    pages: list[list[_Line]] = []
    scans: dict[int, str] = {}
    for number in range(count):
        page = document[number]
        lines = _lines_of(page, number + 1)
        if not lines and _has_picture(page):
            scans[number + 1] = read_scan(page)
        pages.append(lines)
        page.close()
    outline = {_shape(item.get_title()): item.level + 1 for item in _outline(document)}
    told = {name: clean(document.get_metadata_value(name) or "") for name in ("Title", "Author")}
    date = document.get_metadata_value("CreationDate") or ""
    parts = [*_parts(_without_running(pages), outline), *_scanned(scans)]
    parts.sort(key=lambda part: part.page or 0)
    return ReadFile(
        tuple(parts), told["Title"], told["Author"], _day(date), "page", count,
        tuple(_notes(scans, count)),
    )  # fmt: skip


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


def _shape(text: str) -> str:
    return re.sub(r"[\W\d_]+", "", text).casefold()


def _has_picture(page: Any) -> bool:
    import pypdfium2.raw as raw

    return any(True for _ in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=3))


def _lines_of(page: Any, number: int) -> list[_Line]:
    import ctypes

    import pypdfium2.raw as raw

    text_page = page.get_textpage()
    whole = text_page.get_text_range()
    box = raw.FS_RECTF()
    lines, start = [], 0
    for said in whole.split("\n"):
        bare = said.rstrip("\r")
        offset = len(bare) - len(bare.lstrip())
        # PDFium marks a word that is divided between lines, and has joined it already.
        text = clean(bare.replace("\ufffe", "").replace("\x02", ""))
        place = start + offset
        start += len(said) + 1
        if not text or _LEADERS.search(text):
            continue
        if not raw.FPDFText_GetLooseCharBox(text_page.raw, place, ctypes.byref(box)):
            continue
        bold = raw.FPDFText_GetFontWeight(text_page.raw, place) >= _BOLD
        lines.append(_Line(text, number, box.top, box.bottom, box.left, box.top - box.bottom, bold))
    text_page.close()
    return lines


def _without_running(pages: Sequence[Sequence[_Line]]) -> list[list[_Line]]:
    """Return the pages' lines without those that are repeated at the edge of many pages."""
    if len(pages) < 3:
        return [list(page) for page in pages]
    body = _body_size([line for page in pages for line in page])
    edges = [_edges(page, body) for page in pages]
    seen: Counter[str] = Counter()
    for page_edges in edges:
        seen.update({_running(line) for line in page_edges})
    least = max(3, _RUNNING_SHARE * len(pages))
    running = {text for text, times in seen.items() if times >= least}
    ahead = _ahead(edges, least)
    dropped = {
        id(line)
        for page_edges in edges
        for line in page_edges
        if _running(line) in running or ahead in _numbers(line)
    }
    return [[line for line in page if id(line) not in dropped] for page in pages]


def _body_size(lines: Sequence[_Line]) -> float:
    """Return the size of most letters of a text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _ahead(edges: Sequence[Sequence[_Line]], least: float) -> int | None:
    """Return by how much the printed page numbers are ahead of the file's, None without any."""
    seen: Counter[int] = Counter()
    for page_edges in edges:
        seen.update({n for line in page_edges for n in _numbers(line)})
    best = seen.most_common(1)
    return best[0][0] if best and best[0][1] >= least else None


def _numbers(line: _Line) -> set[int]:
    """Return by how much a number that begins or ends a line is ahead of its page."""
    words = line.text.split()
    return {int(w) - line.page for w in (words[0], words[-1]) if w.isdecimal() and len(w) < 5}


def _edges(page: Sequence[_Line], body: float) -> list[_Line]:
    """Return the highest and the lowest lines of a page, but for those in a heading's letters."""
    plain = [line for line in page if line.size < _LARGER * body]
    by_height = sorted(plain, key=lambda line: -line.top)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _running(line: _Line) -> str:
    """Return what is the same of a line on page after page, but for a number in Roman letters."""
    return _ROMAN.sub("#", line.text.casefold())


def _parts(pages: Sequence[Sequence[_Line]], outline: dict[str, int]) -> Iterator[Part]:
    lines = [line for page in pages for line in page]
    if not lines:
        return
    body = _body_size(lines)
    sizes = {round(line.size, 1) for line in lines}
    larger = sorted((size for size in sizes if size >= _LARGER * body), reverse=True)
    step = _usual_step(lines, body)
    held: list[_Line] = []
    for line in lines:
        level = _level(line, body, larger, outline)
        if level:
            yield from _paragraph(held)
            held = []
            yield Part("heading", line.text, level, line.page)
        elif held and _begins(held, line, step):
            yield from _paragraph(held)
            held = [line]
        else:
            held.append(line)
    yield from _paragraph(held)


def _usual_step(lines: Sequence[_Line], body: float) -> float:
    steps = [
        round(one.top - other.top, 1)
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.top - other.top < 3 * body
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 1.2 * body


def _level(line: _Line, body: float, larger: Sequence[float], outline: dict[str, int]) -> int:
    """Return a heading's level, 0 for a line that is none."""
    text = line.text
    if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
        return 0
    shape = _shape(text)
    stands_out = line.size >= _LARGER * body or line.bold
    if shape in outline and (stands_out or _NUMBERED.match(text)):
        return outline[shape]
    if line.size >= _LARGER * body:
        return 1 + larger.index(round(line.size, 1))
    if line.bold and text[-1] not in ".,;:" and len(text.split()) <= 12:
        return len(larger) + 1
    return 0


def _begins(held: Sequence[_Line], line: _Line, step: float) -> bool:
    """Return whether a line begins a paragraph of its own."""
    last = held[-1]
    if _ITEM.match(line.text):
        return True
    if line.page != last.page or line.top > last.top:
        # The next page or column: a sentence that has not ended goes on there.
        return last.text[-1:] in '.?!:”"' or line.text[:1].isupper()
    if abs(line.size - last.size) > 0.1 * last.size:
        return True
    return last.top - line.top > _WIDER * max(step, last.size)


def _paragraph(lines: Iterable[_Line]) -> Iterator[Part]:
    """Yield the part that some lines are; words that were hyphenated at a line's end are joined."""
    own = list(lines)
    if not own:
        return
    text = own[0].text
    for line in own[1:]:
        if text.endswith("-") and text[-2:-1].isalpha() and line.text[:1].islower():
            text = text[:-1] + line.text
        else:
            text = f"{text} {line.text}"
    part = Part("paragraph", text, 0, own[0].page)
    marked = _ITEM.match(text)
    if marked:
        part = replace(part, kind="item", text=text[marked.end() :])
    yield part
