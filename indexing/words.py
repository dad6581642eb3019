"""Keyword search over passages that come and go, by Tantivy, held in memory."""

import threading
from collections.abc import Callable, Iterable, Sequence
from math import log
from typing import Any

from indexing.keywords import KeywordStems

_HEAP = 32_000_000
# Rarer words tell more; a question's commonest ones only cost time.
_MOST_WORDS = 24


class WordIndex:
    """Finds passages by the stems that they share with a question, ranked by BM25."""

    def __init__(self) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("stems", tokenizer_name="whitespace", index_option="freq")
        builder.add_unsigned_field("passage", stored=True)
        builder.add_unsigned_field("document", indexed=True)
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_HEAP, num_threads=1)
        self._lock = threading.Lock()
        self._stems = KeywordStems()

    def change(self, gone: Iterable[int], added: Iterable[tuple[int, int, str]]) -> None:
        """Take out the passages of some documents, and put in others.

        `gone` are numbers of documents; `added` gives a passage's and its document's number, and
        its text.
        """
        import tantivy

        with self._lock:
            for document in gone:
                self._writer.delete_documents_by_term("document", document)
            for passage, document, text in added:
                entry = tantivy.Document()
                entry.add_text("stems", " ".join(self._stems.of(text)))
                entry.add_unsigned("passage", passage)
                entry.add_unsigned("document", document)
                self._writer.add_document(entry)
            self._writer.commit()
            self._index.reload()

    def best(self, question: str, count: int, documents: Sequence[int]) -> list[tuple[int, float]]:
        """Return the numbers of the best passages of some documents, with their BM25 scores."""
        stems = list(dict.fromkeys(self._stems.of(question)))[:_MOST_WORDS]
        if not stems or not documents:
            return []
        searcher = self._index.searcher()
        found = searcher.search(self._query(stems, documents), count, count=False)
        rows = (searcher.doc(address)["passage"][0] for _, address in found.hits)
        return [(row, score) for row, (score, _) in zip(rows, found.hits, strict=True)]

    def share(self, question: str) -> Callable[[str], float]:
        """Return what tells how much of a question's words a text has, in [0, 1].

        Each word weighs as BM25 has it: the more, the fewer passages it is in.
        """
        searcher = self._index.searcher()
        stems = set(self._stems.of(question))
        count = searcher.num_docs
        held = {stem: searcher.doc_freq("stems", stem) for stem in stems}
        weights = {s: log(1 + (count - n + 0.5) / (n + 0.5)) for s, n in held.items()}
        whole = sum(weights.values()) or 1.0

        def share(text: str) -> float:
            return sum(weights[stem] for stem in stems.intersection(self._stems.of(text))) / whole

        return share

    def _query(self, stems: Sequence[str], documents: Sequence[int]) -> Any:
        from tantivy import Occur, Query

        schema = self._schema
        words = [(Occur.Should, Query.term_query(schema, "stems", s, "freq")) for s in stems]
        within = Query.const_score_query(
            Query.term_set_query(schema, "document", list(documents)), 0.0
        )
        return Query.boolean_query([(Occur.Must, Query.boolean_query(words)), (Occur.Must, within)])
