"""Documents into passages with their vectors; nothing here is kept."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from app.documents.cases import CASE, load_case, parts_of
from app.records.document import About, Kept
from app.records.document_passages import PassageRow
from indexing.embeddings import SentenceTransformerEmbeddings
from indexing.laying import LAYING_VERSION, Laid, LaidPassage, lay_out
from indexing.reading.outside import Reading, read_outside
from indexing.reading.parts import ReadFile

Floats = NDArray[np.float32]
# So many passages are embedded at a time.
BATCH = 32


@dataclass(frozen=True)
class Read:
    """A document that was read: what is told of it now, its text, and its passages."""

    document: Kept
    text: str
    rows: tuple[PassageRow, ...]


@dataclass(frozen=True)
class Maker:
    """Reads documents and embeds their passages."""

    embeddings: SentenceTransformerEmbeddings

    def read(self, document: Kept, content: bytes) -> Read:
        """Return a document's passages, not yet embedded; DocumentError where it can't be read."""
        reading = _read(document, content)
        laid = lay_out(reading.file.parts, self.embeddings.count_tokens)
        about = _about(document.about, reading, laid)
        document = replace(document, kind=reading.kind, about=about)
        rows = tuple(_row(document, laid, passage) for passage in laid.passages)
        return Read(document, laid.text, rows)

    def embedded(self, title: str, rows: Sequence[PassageRow]) -> list[PassageRow]:
        """Return passages of a document with their vectors, and those of their units."""
        heads = [context(title, row.heading_path) for row in rows]
        texts = [h + row.text for h, row in zip(heads, rows, strict=True)]
        spans = [
            [(a - row.start + len(h), b - row.start + len(h)) for a, b in row.units]
            for h, row in zip(heads, rows, strict=True)
        ]
        whole, units = self.embeddings.embed_spans(texts, spans)
        return [
            replace(row, vector=packed(vector), unit_vectors=packed(own))
            for row, vector, own in zip(rows, whole, units, strict=True)
        ]


def _read(document: Kept, content: bytes) -> Reading:
    """Return what a document holds; a case that was told in our form needs no reader."""
    if document.kind == CASE:
        return Reading(CASE, ReadFile(parts_of(load_case(content))))
    return read_outside(document.about.file_name, content)


def context(title: str, heading_path: Sequence[str]) -> str:
    """Return what is put before a passage's words when it is embedded: its place."""
    return ". ".join(dict.fromkeys(filter(None, (title, *heading_path)))) + "\n"


def unpacked(vectors: bytes, dimensions: int) -> Floats:
    """Return kept vectors, of shape (rows, dimensions)."""
    return np.frombuffer(vectors, dtype=np.float16).astype(np.float32).reshape(-1, dimensions)


def packed(vectors: Floats) -> bytes:
    """Return vectors as they are kept: 16-bit numbers, one row behind the other."""
    return np.asarray(vectors, dtype=np.float16).tobytes()


def _about(before: About, reading: Reading, laid: Laid) -> About:
    """Return what is told of a document, what its adder has said ahead of what the file says."""
    file = reading.file
    return replace(
        before,
        title=before.title or file.title or before.file_name or "Untitled",
        author=before.author or file.author,
        published=before.published or file.published,
        page_unit=file.page_unit,
        pages=file.pages,
        passages=len(laid.passages),
        notes=file.notes,
        problem="",
        asked_ahead=0,
    )


def _row(document: Kept, laid: Laid, passage: LaidPassage) -> PassageRow:
    own = laid.text[passage.start : passage.end]
    words = f"{LAYING_VERSION}\0{context(document.about.title, passage.heading_path)}\0{own}"
    return PassageRow(
        0,
        document.number,
        passage.start,
        passage.end,
        passage.heading_path,
        passage.pages,
        passage.units,
        sha256(words.encode()).hexdigest(),
        own,
    )
