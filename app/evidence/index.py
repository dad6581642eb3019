"""The evidence index: units, passages and hypothetical questions as arrays, for exact scoring.

Chroma keeps the vectors; scoring reads them into memory once, since a search of ten thousand
vectors takes 0.4 ms that way and 3 ms through Chroma (docs/decisions/0003-exact-search.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.evidence.matching import locate_all
from app.evidence.passages import PassageIndex
from app.evidence.units import Unit, context_text, split_units
from corpus.asked import Beyond, load_asked, load_beyond
from corpus.library import Corpus
from indexing.keywords import KeywordIndex
from indexing.passages import embedded_text, plain_text
from indexing.store import Entry

Floats = NDArray[np.float32]
Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Question:
    """A hypothetical question and the rows of the units and passages that answer it.

    `entry` numbers the group of questions that were written for the same place.
    """

    text: str
    entry: int
    units: tuple[int, ...]
    passages: tuple[int, ...]


@dataclass(frozen=True)
class EvidenceTexts:
    """Everything that is embedded, in the order of the rows of the index."""

    corpus: Corpus
    book: PassageIndex
    units: tuple[Unit, ...]
    questions: tuple[Question, ...]
    near_misses: tuple[str, ...]
    beyond: Beyond
    unit_texts: tuple[str, ...]
    bare_texts: tuple[str, ...]
    passage_texts: tuple[str, ...]

    @property
    def others(self) -> tuple[str, ...]:
        """Return the questions that are indexed and that no unit answers alone."""
        return (*self.near_misses, *self.beyond.uncovered, *self.beyond.covered)

    def entries(self) -> tuple[Entry, ...]:
        """Return what the vector store holds: each different text once, in two collections."""
        kinds = {t: u.passage.kind for t, u in zip(self.bare_texts, self.units, strict=True)}
        kinds |= {t: u.passage.kind for t, u in zip(self.unit_texts, self.units, strict=True)}
        passages = zip(self.passage_texts, self.book.passages, strict=True)
        kinds |= {t: p.kind for t, p in passages}
        texts = [Entry(f"t{n}", t, {"kind": k}) for n, (t, k) in enumerate(kinds.items())]
        asked = dict.fromkeys((*(q.text for q in self.questions), *self.others))
        return (
            *texts,
            *(Entry(f"q{n}", t, {"kind": "asked"}, "questions") for n, t in enumerate(asked)),
        )


def read_texts(book: PassageIndex) -> EvidenceTexts:
    """Return the texts of the index: units with and without their place, passages, questions."""
    corpus, units = book.corpus, split_units(book)
    asked = load_asked()
    places = locate_all(units, book.passages, asked)
    questions = [
        Question(text, entry, place.units, place.passages)
        for entry, (group, place) in enumerate(zip(asked, places, strict=True))
        if place.passages
        for text in group.questions
    ]
    return EvidenceTexts(
        corpus,
        book,
        units,
        tuple(questions),
        tuple(group.near_miss for group in asked if group.near_miss),
        load_beyond(),
        tuple(context_text(unit, corpus) for unit in units),
        tuple(plain_text(unit.text) for unit in units),
        tuple(embedded_text(passage, corpus) for passage in book.passages),
    )


@dataclass(frozen=True)
class Links:
    """Which question belongs to which target: two arrays of rows, sorted by target."""

    questions: Rows
    targets: Rows
    count: int

    def best_three(self, cosines: Floats) -> Floats:
        """Return the three highest cosines of each target's questions, of shape (count, 3)."""
        best = np.full((self.count, 3), _NO_QUESTION, dtype=np.float32)
        values = cosines[self.questions]
        for place in range(3):
            highest = np.maximum.reduceat(values, self._starts)
            best[self._asked, place] = np.maximum(highest, _NO_QUESTION)
            values[values >= np.repeat(highest, self._sizes)] = _NO_QUESTION
        return best

    @cached_property
    def _starts(self) -> Rows:
        """Return where each target's questions begin."""
        return np.flatnonzero(np.r_[True, self.targets[1:] != self.targets[:-1]])

    @cached_property
    def _sizes(self) -> Rows:
        sizes: Rows = np.diff(np.r_[self._starts, len(self.targets)])
        return sizes

    @cached_property
    def _asked(self) -> Rows:
        """Return the targets that have a question, in order."""
        return self.targets[self._starts]


# What a unit without a question gets for its best cosine: as unlike as unrelated texts.
_NO_QUESTION = -0.2


@dataclass(frozen=True)
class EvidenceIndex:
    """The arrays of the index; `passage_of` gives each unit's passage row."""

    texts: EvidenceTexts
    unit_vectors: Floats
    bare_vectors: Floats
    passage_vectors: Floats
    question_vectors: Floats
    other_vectors: Floats
    passage_of: Rows
    to_units: Links
    to_passages: Links
    unit_words: KeywordIndex
    passage_words: KeywordIndex
    asked_words: KeywordIndex

    def knows(self, text: str) -> bool:
        """Return whether any word of a text is in the texts or their questions."""
        words = self.asked_words
        return bool(set(words.stems(text)) & words.vocabulary)

    def known(self) -> dict[str, Floats]:
        """Return the vector of every indexed text."""
        texts = self.texts
        groups = (
            (texts.unit_texts, self.unit_vectors),
            (texts.bare_texts, self.bare_vectors),
            (texts.passage_texts, self.passage_vectors),
            ([q.text for q in texts.questions], self.question_vectors),
            (texts.others, self.other_vectors),
        )
        return {text: row for own, rows in groups for text, row in zip(own, rows, strict=True)}

    @property
    def units(self) -> tuple[Unit, ...]:
        """Return the units in order of their rows."""
        return self.texts.units


def make_index(texts: EvidenceTexts, vectors: Mapping[str, Floats]) -> EvidenceIndex:
    """Return the index; `vectors` maps every text of it to its vector, of shape (dimensions,)."""

    def rows(of: Sequence[str]) -> Floats:
        return np.array([vectors[text] for text in of], dtype=np.float32)

    passage_rows = {passage.id: n for n, passage in enumerate(texts.book.passages)}
    questions = texts.questions
    return EvidenceIndex(
        texts,
        rows(texts.unit_texts),
        rows(texts.bare_texts),
        rows(texts.passage_texts),
        rows([q.text for q in questions]),
        rows(texts.others),
        np.array([passage_rows[unit.passage.id] for unit in texts.units]),
        _links([q.units for q in questions], len(texts.units)),
        _links([q.passages for q in questions], len(texts.book.passages)),
        KeywordIndex(texts.unit_texts),
        KeywordIndex(texts.passage_texts),
        KeywordIndex(_with_questions(texts)),
    )


def _with_questions(texts: EvidenceTexts) -> list[str]:
    """Return each passage's text followed by its questions."""
    asked: list[list[str]] = [[] for _ in texts.passage_texts]
    for question in texts.questions:
        for row in question.passages:
            asked[row].append(question.text)
    return [" ".join([text, *own]) for text, own in zip(texts.passage_texts, asked, strict=True)]


def _links(targets: Sequence[tuple[int, ...]], count: int) -> Links:
    pairs = [(target, row) for row, found in enumerate(targets) for target in found]
    pairs.sort()
    array = np.array(pairs, dtype=np.intp).reshape(-1, 2)
    return Links(array[:, 1], array[:, 0], count)
