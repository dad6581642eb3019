"""A document's text in pieces for reading: by page and heading, opened at a place, searched."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.documents.searching import DocumentSearch
from app.evidence.documents import Floats
from app.records.document import Kept
from app.records.document_passages import PassageRow
from indexing.sentences import Span

# A long document is shown around the place that is opened, so many passages at a time.
_SHOWN = 120
_FOUND = 8


@dataclass(frozen=True)
class Piece:
    """A passage to read: what is new above it, and its words around the marked ones.

    `number` is that of the page where it begins, if that is known.
    """

    page: str
    number: int | None
    headings: tuple[str, ...]
    before: str
    marked: str
    after: str


@dataclass(frozen=True)
class Found:
    """A passage that was found: where it begins, its page and heading, and its best words."""

    start: int
    end: int
    page: str
    heading: str
    words: str


@dataclass(frozen=True)
class Pieces:
    """Some pieces of a document; `before` and `after` are places to go on at, None at an end."""

    pieces: tuple[Piece, ...]
    before: int | None
    after: int | None


def pieces_of(text: str, rows: Sequence[PassageRow], document: Kept, at: Span | None) -> Pieces:
    """Return the pieces around a place, or the first; the words at the place are marked."""
    place = next((n for n, row in enumerate(rows) if at is not None and row.end > at[0]), 0)
    first = max(0, place - _SHOWN // 2) if len(rows) > _SHOWN else 0
    shown = rows[first : first + _SHOWN]
    pieces: list[Piece] = []
    page: str = ""
    path: tuple[str, ...] = ()
    for row in shown:
        now = _page(row, document)
        new = row.heading_path[_shared(path, row.heading_path) :]
        marked = _marked(row, at)
        pieces.append(
            Piece(
                now if now != page else "",
                row.pages[0] if row.pages else None,
                new,
                text[row.start : marked[0]],
                text[marked[0] : marked[1]],
                text[marked[1] : row.end],
            )
        )
        page, path = now, row.heading_path
    last = first + len(shown)
    return Pieces(
        tuple(pieces),
        rows[max(0, first - _SHOWN // 2)].start if first else None,
        rows[last].start if last < len(rows) else None,
    )


def find_in(
    searching: DocumentSearch, document: Kept, wanted: str, vector: Floats
) -> tuple[Found, ...]:
    """Return the passages of a document that answer best."""
    searching.follow()
    found = []
    for one in searching.search(wanted, vector, [document], _FOUND):
        start, end = one.units[0][0], one.units[-1][1]
        passage = one.passage
        found.append(Found(start, end, passage.pages or "", passage.place, one.words))
    return tuple(found)


def _page(row: PassageRow, document: Kept) -> str:
    return f"{document.about.page_unit} {row.pages[0]}" if row.pages else ""


def _shared(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many headings two paths have in common from the top."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _marked(row: PassageRow, at: Span | None) -> Span:
    """Return the words of a passage at a place; none of it where the place is elsewhere."""
    if at is None or not row.start <= at[0] < row.end:
        return row.end, row.end
    return at[0], max(at[0], min(at[1], row.end))
