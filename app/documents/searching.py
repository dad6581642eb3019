"""Finds passages in people's documents; follows what any process changes in the database."""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from app.documents.cases import CASE
from app.documents.making import context, unpacked
from app.evidence.documents import Candidate, Floats, RankedPassage, rank_candidates
from app.records.document import EVERYBODY, Kept, Viewer
from app.records.document_passages import PassageRow, Passages
from app.records.documents import Documents
from corpus.documents import OWN_PREFIX, Document, Source
from indexing.passages import Passage
from indexing.vectors import VectorEngine
from indexing.words import WordIndex

# Of each way of searching so many passages are looked at closely.
_LOOKED_AT = 40
# So many whole texts are held for quoting from.
_MOST_TEXTS = 64


@dataclass
class DocumentSearch:
    """Searches the passages that somebody may see; the best are read from the database."""

    documents: Documents
    passages: Passages
    vectors: VectorEngine
    words: WordIndex = field(default_factory=WordIndex)
    _seen: int = -1
    _held: dict[int, Kept] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _texts: dict[tuple[int, int], str] = field(default_factory=dict)

    def visible(self, viewer: Viewer) -> tuple[Kept, ...]:
        """Return the documents that somebody may see and that can be found, by title."""
        self.follow()
        seen = (d for d in self._held.values() if _may_see(viewer, d))
        return tuple(sorted(seen, key=lambda d: d.about.title.casefold()))

    def search(
        self, question: str, vector: Floats, chosen: Sequence[Kept], count: int
    ) -> list[RankedPassage]:
        """Return the best passages of some documents, best first; `vector` is the question's."""
        numbers = [document.number for document in chosen]
        if not numbers:
            return []
        found = self.vectors.nearest(vector, _LOOKED_AT, numbers)
        by_words = self.words.best(question, _LOOKED_AT, numbers)
        wanted = dict.fromkeys([n for n, _ in found] + [n for n, _ in by_words])
        by_number = {document.number: document for document in chosen}
        rows = (r for r in self.passages.rows(list(wanted)) if r.document in by_number)
        candidates = [_candidate(row, by_number[row.document]) for row in rows]
        share = self.words.share(question)
        return rank_candidates(vector, share, candidates)[:count]

    def document(self, source_id: str) -> Document:
        """Return a document with its whole text, as citations point into it."""
        kept = next(d for d in self._held.values() if source_of(d).id == source_id)
        return Document(source_of(kept), self._text(kept))

    def _text(self, document: Kept) -> str:
        key = (document.number, document.revision)
        if key not in self._texts:
            while len(self._texts) >= _MOST_TEXTS:
                self._texts.pop(next(iter(self._texts)))
            self._texts[key] = self.documents.text(document.number)
        return self._texts[key]

    def follow(self) -> None:
        """Take up what was changed since the last time, by whichever process."""
        with self._lock:
            count = self.documents.changes()
            if count == self._seen:
                return
            now = {document.number: document for document in self.documents.in_use()}
            gone = [n for n, d in self._held.items() if _is_other(d, now.get(n))]
            new = [d for n, d in now.items() if _is_other(d, self._held.get(n))]
            self._load(gone, new)
            self._held, self._seen = now, count

    def _load(self, gone: Iterable[int], new: Iterable[Kept]) -> None:
        gone = list(gone)
        added: list[tuple[int, int]] = []
        rows: list[Floats] = []
        words: list[tuple[int, int, str]] = []
        for document in new:
            own = tuple(self.passages.in_use(document.number, document.revision))
            is_there = bool(own) and self.vectors.has(own[-1].number)
            for row in own:
                if not is_there:
                    added.append((row.number, document.number))
                    rows.append(np.frombuffer(row.vector, np.float16).astype(np.float32))
                head = context(document.about.title, row.heading_path)
                words.append((row.number, document.number, head + row.text))
        self.vectors.change(gone, added, np.array(rows, dtype=np.float32))
        self.words.change(gone, words)


def source_of(kept: Kept) -> Source:
    """Return a document as a source of citations."""
    about = kept.about
    return Source(
        id=f"{OWN_PREFIX}{kept.id}",
        title=about.title,
        authors=(about.author,) if about.author else (),
        publisher="",
        published=about.published,
        licence=about.licence,
        kind="case" if kept.kind == CASE else "own",
        file="",
        url=about.url or None,
        page_unit=about.page_unit,
    )


def _is_other(one: Kept, other: Kept | None) -> bool:
    return other is None or (one.revision, one.about.title) != (other.revision, other.about.title)


def _may_see(viewer: Viewer, document: Kept) -> bool:
    if document.seen_by == EVERYBODY or document.seen_by in viewer.teams:
        return True
    return viewer.owns(document)


def _candidate(row: PassageRow, kept: Kept) -> Candidate:
    """Return a kept passage as a candidate; behind its units stand the questions asked ahead."""
    [vector] = unpacked(row.vector, len(row.vector) // 2)
    vectors = unpacked(row.unit_vectors, len(vector))
    units = len(row.units)
    return Candidate(passage_of(row, kept), row.units, vector, vectors[:units], vectors[units:])


def passage_of(row: PassageRow, kept: Kept) -> Passage:
    """Return a kept passage as citations know it."""
    source = source_of(kept)
    return Passage(
        id=f"{source.id}/{row.number}",
        source_id=source.id,
        heading_path=row.heading_path or (kept.about.title,),
        text=row.text,
        start=row.start,
        end=row.end,
        kind="own",
        pages=_pages(row.pages),
    )


def _pages(pages: tuple[int, int] | None) -> str | None:
    if pages is None:
        return None
    return str(pages[0]) if pages[0] == pages[1] else f"{pages[0]}–{pages[1]}"
