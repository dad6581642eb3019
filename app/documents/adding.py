"""Reads, cuts up and embeds the documents that wait for it, so that it can be resumed anywhere."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

import numpy as np
from filelock import FileLock
from numpy.typing import NDArray

from app.documents.cases import CASE, load_case, parts_of
from app.records.document_passages import PassageRow, Passages
from app.records.documents import About, Kept
from corpus.errors import DocumentError
from indexing.embeddings import SentenceTransformerEmbeddings
from indexing.laying import LAYING_VERSION, Laid, LaidPassage, lay_out
from indexing.reading.outside import Reading, read_outside
from indexing.reading.parts import ReadFile

_log = logging.getLogger(__name__)
_BATCH = 32
Floats = NDArray[np.float32]
Told = Callable[[Kept], None]


@dataclass(frozen=True)
class Adder:
    """Makes documents ready to be found.

    Every step is kept when it is done: whoever comes after a crash goes on where it stopped.
    `lock` is a file that one process at a time holds while it works, where all processes are on
    this machine; None where the database is a server's, whose documents are taken by a lease.
    """

    passages: Passages
    embeddings: SentenceTransformerEmbeddings
    lock: Path | None = None

    def run(self, told: Told = lambda document: None) -> int:
        """Make every document ready that waits, and return how many were taken up.

        `told` gets each document whenever something was done of it.
        """
        if self.lock is None:
            return self._run(told)
        with FileLock(self.lock):
            # Whoever read them before held the lock, and is gone.
            self.passages.release()
            return self._run(told)

    def _run(self, told: Told) -> int:
        count = 0
        while (claimed := self.passages.claim()) is not None:
            document, content = claimed
            count += 1
            told(document)
            try:
                self._add(document, content, told)
            except DocumentError as error:
                self.passages.fail(document, str(error))
                about = replace(document.about, problem=str(error))
                told(replace(document, state="failed", about=about))
        return count

    def _add(self, document: Kept, content: bytes, told: Told) -> None:
        reading = _read(document, content)
        laid = lay_out(reading.file.parts, self.embeddings.count_tokens)
        revision = document.revision + 1
        about = _about(document.about, reading, laid)
        document = replace(document, kind=reading.kind, about=about)
        head = about.title
        rows = [_row(document, laid, passage, head) for passage in laid.passages]
        begun = self.passages.begun(document.number, revision)
        if [row.digest for row in begun] != [row.digest for row in rows]:
            known = self.passages.known(document.number)
            rows = [_with_vectors(row, known) for row in rows]
            self.passages.write(document, revision, rows)
            begun = self.passages.begun(document.number, revision)
        self._embed(document, [row for row in begun if not row.vector], head, told)
        done = replace(document, about=replace(about, embedded=len(rows)))
        self.passages.put_in_use(done, revision, laid.text)
        told(replace(done, state="ready", revision=revision))

    def _embed(self, document: Kept, rows: Sequence[PassageRow], head: str, told: Told) -> None:
        # Texts of like length together: a batch is padded to its longest.
        ordered = sorted(rows, key=lambda row: row.end - row.start)
        done = document.about.passages - len(rows)
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            done += len(batch)
            document = replace(document, about=replace(document.about, embedded=done))
            self.passages.save_vectors(document, self._vectors(batch, head))
            told(document)

    def _vectors(self, rows: Sequence[PassageRow], head: str) -> list[PassageRow]:
        heads = [context(head, row.heading_path) for row in rows]
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


def _row(document: Kept, laid: Laid, passage: LaidPassage, head: str) -> PassageRow:
    own = laid.text[passage.start : passage.end]
    words = f"{LAYING_VERSION}\0{context(head, passage.heading_path)}\0{own}"
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


def _with_vectors(row: PassageRow, known: dict[str, tuple[bytes, bytes]]) -> PassageRow:
    vector, units = known.get(row.digest, (b"", b""))
    return replace(row, vector=vector, unit_vectors=units)
