"""Headings and paragraphs out of the lines of a PDF."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from indexing.reading.parts import Part
from indexing.reading.pdf_lines import LARGER, Line, body_size

_LONGEST_HEADING, _MOST_WORDS = 120, 12
# A gap this much wider than the usual step from line to line ends a paragraph.
_WIDER = 1.45
_ITEM = re.compile(r"^(?:[•●▪◦‣·–—*-]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?=\S)")
_NUMBERED = re.compile(
    r"^(?:chapter |appendix |section )?(?:\d{1,2}|[A-Z])(?:\.\d{1,2})*\.?\s+\S", re.IGNORECASE
)


def parts_of(pages: Sequence[Sequence[Line]], outline: Mapping[str, int]) -> Iterator[Part]:
    """Yield the headings, paragraphs and items of pages; `outline` gives levels by `shape_of`."""
    lines = [line for page in pages for line in page]
    if not lines:
        return
    body = body_size(lines)
    sizes = {round(line.size, 1) for line in lines}
    larger = sorted((size for size in sizes if size >= LARGER * body), reverse=True)
    step = _usual_step(lines, body)
    held: list[Line] = []
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


def _usual_step(lines: Sequence[Line], body: float) -> float:
    steps = [
        round(one.top - other.top, 1)
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.top - other.top < 3 * body
    ]
    return Counter(steps).most_common(1)[0][0] if steps else 1.2 * body


def _level(line: Line, body: float, larger: Sequence[float], outline: Mapping[str, int]) -> int:
    """Return a heading's level, 0 for a line that is none."""
    text = line.text
    if len(text) > _LONGEST_HEADING or not any(map(str.isalpha, text)):
        return 0
    shape = shape_of(text)
    stands_out = line.size >= LARGER * body or line.bold
    if shape in outline and (stands_out or _NUMBERED.match(text)):
        return outline[shape]
    if line.size >= LARGER * body:
        return 1 + larger.index(round(line.size, 1))
    if line.bold and text[-1] not in ".,;:" and len(text.split()) <= _MOST_WORDS:
        return len(larger) + 1
    return 0


def _begins(held: Sequence[Line], line: Line, step: float) -> bool:
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


def _paragraph(lines: Iterable[Line]) -> Iterator[Part]:
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


def shape_of(text: str) -> str:
    """Return the letters of a heading alone, as its outline and its page spell it alike."""
    return re.sub(r"[\W\d_]+", "", text).casefold()
