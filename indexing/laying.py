"""The parts of a file as one text with passages: by structure, never across a heading."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from indexing.reading.parts import Part
from indexing.sentences import Count, Span, chunk_spans, count_tokens, sentence_spans

LAYING_VERSION = "parts-1"
MAX_CHARS = 1200
# MiniLM reads 256 word pieces; the headings before a passage need room.
MAX_TOKENS = 185
_LINE = re.compile(r"\S[^\n]*")


@dataclass(frozen=True)
class LaidPassage:
    """A piece of a document: `text[start:end]`; `units` are the spans of what can be cited.

    Spans count from the beginning of the document. `pages` is the first and last page, if any.
    """

    start: int
    end: int
    heading_path: tuple[str, ...]
    pages: tuple[int, int] | None
    units: tuple[Span, ...]


@dataclass(frozen=True)
class Laid:
    """A document's text and its passages in order."""

    text: str
    passages: tuple[LaidPassage, ...]


@dataclass(frozen=True)
class _Placed:
    """A part at its place in the text."""

    part: Part
    start: int
    end: int
    path: tuple[str, ...]


@dataclass
class _Writer:
    """Writes parts one below the other and keeps the headings that are open."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    open: list[tuple[int, str]] = field(default_factory=list)

    def write(self, part: Part, before: Part | None) -> _Placed | None:
        """Write a part; None for one that only ends headings."""
        if part.kind in {"heading", "close"}:
            self.open = [h for h in self.open if h[0] < part.level]
        if part.kind == "close":
            return None
        if part.kind == "heading":
            self.open.append((part.level, part.text))
        same = before is not None and before.kind == part.kind and part.kind in {"item", "row"}
        gap = "" if not self.pieces else "\n" if same else "\n\n"
        self.pieces += [gap, part.text]
        start = self.length + len(gap)
        self.length = start + len(part.text)
        path = tuple(heading for _, heading in self.open)
        return _Placed(part, start, self.length, (*path, part.header) if part.header else path)


def lay_out(parts: Iterable[Part], count: Count = count_tokens) -> Laid:
    """Return the text that parts make, and its passages.

    `count` tells how many of the embedding model's tokens a text takes.
    """
    writer = _Writer()
    placed: list[_Placed] = []
    before: Part | None = None
    for part in parts:
        made = writer.write(part, before)
        before = part
        if made is not None:
            placed.append(made)
    text = "".join(writer.pieces)
    body = (p for p in placed if p.part.kind != "heading")
    passages = [
        passage
        for path, group in groupby(body, key=lambda p: p.path)
        for passage in _passages(text, path, tuple(group), count)
    ]
    return Laid(text, tuple(passages))


def _passages(
    text: str, path: tuple[str, ...], section: Sequence[_Placed], count: Count
) -> Iterator[LaidPassage]:
    """Yield the passages of the parts under one heading, as few as fit."""
    run: list[_Placed] = []
    for placed in section:
        if run and not _fits(text[run[0].start : placed.end], count):
            yield from _cut(text, path, run, count)
            run = []
        run.append(placed)
    yield from _cut(text, path, run, count)


def _fits(text: str, count: Count) -> bool:
    return len(text) <= MAX_CHARS and count(text) <= MAX_TOKENS


def _cut(
    text: str, path: tuple[str, ...], run: Sequence[_Placed], count: Count
) -> Iterator[LaidPassage]:
    """Yield a run of parts as one passage; a single part that is too long in several."""
    start, end = run[0].start, run[-1].end
    units = tuple(span for placed in run for span in _units(text, placed))
    for first, last in chunk_spans(text[start:end], MAX_TOKENS, MAX_CHARS, count):
        span = (start + first, start + last)
        own = tuple(
            (max(a, span[0]), min(b, span[1])) for a, b in units if a < span[1] and b > span[0]
        )
        touched = [p.part.page for p in run if p.start < span[1] and p.end > span[0]]
        pages = [page for page in touched if page is not None]
        yield LaidPassage(*span, path, (min(pages), max(pages)) if pages else None, own or (span,))


def _units(text: str, placed: _Placed) -> Iterator[Span]:
    """Yield the spans of a part's units: sentences, or the lines of code and tables."""
    own = text[placed.start : placed.end]
    if placed.part.kind in {"row", "code"}:
        spans: Iterable[Span] = (match.span() for match in _LINE.finditer(own))
    else:
        spans = sentence_spans(own)
    for start, end in spans:
        yield placed.start + start, placed.start + end
