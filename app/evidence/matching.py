"""Where the words of hypothetical and training questions' evidence stand among the units."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from app.evidence.units import Unit
from corpus.asked import Asked
from indexing.normalizing import normalize
from indexing.passages import Passage

_LEAST_SHARE = 0.5
_BETWEEN = "\0"


@dataclass(frozen=True)
class Place:
    """Rows of the units and of the passages that some words are in."""

    units: tuple[int, ...]
    passages: tuple[int, ...]


class PlaceFinder:
    """Finds words in the passages; quotation marks, dashes, spaces and case don't count."""

    def __init__(self, units: Sequence[Unit], passages: Sequence[Passage]) -> None:
        texts = [normalize(p.text) for p in passages]
        # One long text is searched ten times as fast as hundreds of short ones.
        self._text = _BETWEEN.join(texts)
        lengths = [len(text) + len(_BETWEEN) for text in texts]
        self._starts = [0, *accumulate(lengths)][: len(texts)]
        rows = {p.id: n for n, p in enumerate(passages)}
        self._spans: list[list[tuple[int, int, int]]] = [[] for _ in passages]
        for unit in units:
            row, text = rows[unit.passage.id], normalize(unit.text)
            start = self._starts[row] + texts[row].find(text)
            self._spans[row].append((unit.row, start, start + len(text)))

    def find(self, words: str) -> Place:
        """Return every place of `words`; empty where no single passage holds them."""
        said = normalize(words)
        passages: list[int] = []
        units: list[int] = []
        start = self._text.find(said)
        while start >= 0:
            row = bisect_right(self._starts, start) - 1
            if row not in passages:
                passages.append(row)
                units += self._touched(row, start, start + len(said))
            start = self._text.find(said, start + 1)
        return Place(tuple(units), tuple(passages))

    def find_all(self, words: Iterable[str]) -> Place:
        """Return every place of several pieces of words, each row once."""
        found = [self.find(piece) for piece in words]
        units = dict.fromkeys(row for place in found for row in place.units)
        passages = dict.fromkeys(row for place in found for row in place.passages)
        return Place(tuple(units), tuple(passages))

    def _touched(self, row: int, start: int, end: int) -> Iterator[int]:
        """Yield the rows of a passage's units that hold the words, or half of them or of it."""
        for unit, first, last in self._spans[row]:
            shared = min(end, last) - max(start, first)
            if shared >= _LEAST_SHARE * min(end - start, last - first):
                yield unit


def locate_all(
    units: Sequence[Unit], passages: Sequence[Passage], asked: Iterable[Asked]
) -> list[Place]:
    """Return the place of every group of hypothetical questions, in order."""
    finder = PlaceFinder(units, passages)
    rows = {p.id: n for n, p in enumerate(passages)}
    return [
        Place((), (rows[group.passage_id],))
        if group.passage_id
        else finder.find_all(group.evidence)
        for group in asked
    ]
