"""Keyword search with BM25, held in memory: building it takes less time than reading it."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.files import read_yaml
from indexing.stems import stem_all, words_of


class KeywordStems:
    """Reduces texts to the stems of their words, without stop words."""

    def of(self, text: str) -> list[str]:
        """Return the stems of the words of `text`, in order."""
        return stem_all([w for w in words_of(text) if w not in self._stop_words])

    @cached_property
    def _stop_words(self) -> frozenset[str]:
        return frozenset(read_yaml("stop_words.yaml"))


class KeywordIndex:
    """Scores texts by the words that they share with a question, reduced to their stems."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._texts = tuple(texts)
        self._stems = KeywordStems()

    def scores(self, question: str) -> NDArray[np.float32]:
        """Return one BM25 score per text, in order; all 0 where no word is shared."""
        known = self._index.vocab_dict
        words = [w for w in self.stems(question) if w in known]
        if not words:
            return np.zeros(len(self._texts), dtype=np.float32)
        scores: NDArray[np.float32] = self._index.get_scores(words)
        return scores

    def stems(self, text: str) -> list[str]:
        """Return the stems of the words of `text`, without stop words."""
        return self._stems.of(text)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Return every stem that the texts hold."""
        return frozenset(self._index.vocab_dict)

    @cached_property
    def _index(self) -> Any:
        import bm25s

        index = bm25s.BM25()
        index.index([self.stems(text) for text in self._texts], show_progress=False)
        return index
