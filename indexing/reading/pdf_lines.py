"""The lines of a PDF's pages: their places and letters, without what runs on every page."""

import ctypes
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indexing.reading.parts import clean

# Letters this much larger than most of the text's are a heading's.
LARGER = 1.12
_BOLD = 600
_ROMAN = re.compile(r"^[ivxlc]+$")
# Lines that stand at the edge of this share of pages are the pages' own, not the text's.
_RUNNING_SHARE = 0.25
_EDGE_LINES = 2
# Rows of dots lead from a table of contents.
_LEADERS = re.compile(r"(?:\.\s?){5,}\s*\w+$")


@dataclass(frozen=True)
class Line:
    """A line of a page: `top`, `bottom` and `left` in points from its corner, `size` of letters."""

    text: str
    page: int
    top: float
    bottom: float
    left: float
    size: float
    bold: bool


def lines_of(page: Any, number: int) -> list[Line]:
    """Return the lines of a page, in the order in which its file draws them."""
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
        lines.append(Line(text, number, box.top, box.bottom, box.left, box.top - box.bottom, bold))
    text_page.close()
    return lines


def without_running(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return the pages' lines without those that are repeated at the edge of many pages."""
    if len(pages) < 3:
        return [list(page) for page in pages]
    body = body_size([line for page in pages for line in page])
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


def body_size(lines: Sequence[Line]) -> float:
    """Return the size of most letters of a text."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _ahead(edges: Sequence[Sequence[Line]], least: float) -> int | None:
    """Return by how much the printed page numbers are ahead of the file's, None without any."""
    seen: Counter[int] = Counter()
    for page_edges in edges:
        seen.update({n for line in page_edges for n in _numbers(line)})
    best = seen.most_common(1)
    return best[0][0] if best and best[0][1] >= least else None


def _numbers(line: Line) -> set[int]:
    """Return by how much a number at a line's beginning or end, as in “4 / 21”, is ahead."""
    words = line.text.split()
    ends = {words[0], *words[-3:]}
    return {int(word) - line.page for word in ends if word.isdecimal() and len(word) < 5}


def _edges(page: Sequence[Line], body: float) -> list[Line]:
    """Return the highest and the lowest lines of a page, but for those in a heading's letters."""
    plain = [line for line in page if line.size < LARGER * body]
    by_height = sorted(plain, key=lambda line: -line.top)
    return [*by_height[:_EDGE_LINES], *by_height[_EDGE_LINES:][-_EDGE_LINES:]]


def _running(line: Line) -> str:
    """Return what is the same of a line on page after page, but for a number in Roman letters."""
    return _ROMAN.sub("#", line.text.casefold())
