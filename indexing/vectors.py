"""Nearest passages by their vectors, by one of several engines behind one interface."""

import threading
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
_FIRST_ROWS = 1024


class VectorEngine(Protocol):
    """Keeps vectors of unit length by the number of their passage, and finds the nearest."""

    def has(self, passage: int) -> bool:
        """Return whether a passage's vector is there already, from an earlier run perhaps."""
        ...

    def change(
        self, gone: Iterable[int], added: Sequence[tuple[int, int]], vectors: Floats
    ) -> None:
        """Take out the passages of some documents, and put in others.

        `added` gives each passage's and its document's number, in the order of the rows of
        `vectors`, which has shape (added, dimensions).
        """
        ...

    def nearest(
        self, vector: Floats, count: int, documents: Sequence[int]
    ) -> list[tuple[int, float]]:
        """Return the nearest passages of some documents with their cosines, nearest first."""
        ...


class ExactVectors:
    """Compares with every vector, in memory: exact, and fast enough for a hundred thousand."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._rows = np.zeros((0, 0), dtype=np.float32)
        self._passages = np.zeros(0, dtype=np.int64)
        self._documents = np.zeros(0, dtype=np.int64)
        self._count = 0

    def has(self, passage: int) -> bool:
        """Return whether a passage's vector is there."""
        return bool((self._passages[: self._count] == passage).any())

    def change(
        self, gone: Iterable[int], added: Sequence[tuple[int, int]], vectors: Floats
    ) -> None:
        """Take out the passages of some documents, and put in others."""
        with self._lock:
            left = ~np.isin(self._documents[: self._count], list(gone))
            if not left.all():
                self._keep(left)
            if added:
                self._append(np.array(added, dtype=np.int64), vectors)

    def _keep(self, left: NDArray[np.bool_]) -> None:
        self._rows = self._rows[: self._count][left]
        self._passages = self._passages[: self._count][left]
        self._documents = self._documents[: self._count][left]
        self._count = len(self._rows)

    def _append(self, added: NDArray[np.int64], vectors: Floats) -> None:
        """Put rows behind the others, in room that grows by half each time it is used up."""
        end = self._count + len(added)
        if end > len(self._rows):
            room = max(end, len(self._rows) * 3 // 2, _FIRST_ROWS)
            rows = np.zeros((room, vectors.shape[1]), dtype=np.float32)
            numbers = np.zeros((2, room), dtype=np.int64)
            if self._count:
                rows[: self._count] = self._rows[: self._count]
                numbers[0, : self._count] = self._passages[: self._count]
                numbers[1, : self._count] = self._documents[: self._count]
            self._rows, (self._passages, self._documents) = rows, numbers
        self._rows[self._count : end] = vectors
        self._passages[self._count : end] = added[:, 0]
        self._documents[self._count : end] = added[:, 1]
        self._count = end

    def nearest(
        self, vector: Floats, count: int, documents: Sequence[int]
    ) -> list[tuple[int, float]]:
        """Return the nearest passages of some documents with their cosines, nearest first."""
        with self._lock:
            end = self._count
            rows, passages, own = self._rows[:end], self._passages[:end], self._documents[:end]
        if not end or not documents:
            return []
        chosen = np.zeros(int(max(own.max(), *documents)) + 1, dtype=bool)
        chosen[np.array(documents)] = True
        cosines = np.where(chosen[own], rows @ vector, np.float32(-2.0))
        best = np.argpartition(-cosines, min(count, end) - 1)[:count]
        best = best[np.argsort(-cosines[best], kind="stable")]
        return [(int(passages[n]), float(cosines[n])) for n in best if cosines[n] > -2.0]
