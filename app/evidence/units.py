"""Units of evidence: the smallest pieces of the texts that can be cited and stand alone."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from app.evidence.passages import Evidence, PassageIndex
from corpus.cases import Case, Statement
from corpus.library import Corpus
from corpus.statements import load_statements
from indexing.passages import Passage, embedded_text, plain_text
from indexing.sentences import Span, sentence_spans

_ITEM_BREAK = re.compile(r";\s+")
# A line of a passage behind its list mark, if it has one.
_LINE = re.compile(r"^(?:[-*]\s+|\d+\.\s+)?(\S.*)$", re.MULTILINE)
# Passages of these kinds are one item each: a list entry or somebody's words.
_WHOLE = frozenset({"lesson", "reflection", "guide", "quote"})
# A sentence that shares this much of itself with a statement's quotation is what it rests on.
_LEAST_OVERLAP = 0.4


@dataclass(frozen=True)
class Unit:
    """A sentence, list item or table entry of a passage.

    `row` is its number among all units. `start` and `end` count from the beginning of the
    document. `statement` says in our words what the unit tells; somebody's own words have none.
    """

    row: int
    passage: Passage
    start: int
    end: int
    statement: Statement | None = None

    @cached_property
    def text(self) -> str:
        """Return the unit's exact words."""
        return self.passage.text[self.start - self.passage.start : self.end - self.passage.start]

    @property
    def evidence(self) -> Evidence:
        """Return the unit as words that can be cited."""
        return Evidence(self.passage, self.text, self.start, self.end)


def split_units(book: PassageIndex) -> tuple[Unit, ...]:
    """Return the units of every passage, in the order of the texts.

    Those that are a mere label, such as a table's head, are left out: alone they tell nothing.
    """
    cases = {case.id: case for case in book.corpus.cases}
    plain = load_statements()
    units: list[Unit] = []
    for passage in book.passages:
        statements = _statements(cases.get(passage.case or ""), passage)
        for start, end in unit_spans(passage):
            span = (passage.start + start, passage.start + end)
            quote = passage.text[start:end]
            said = _statement_at(span, statements) or _plain(plain.get((passage.id, quote)), quote)
            if said is None or said.text:
                units.append(Unit(len(units), passage, *span, said))
    return tuple(units)


def _plain(text: str | None, quote: str) -> Statement | None:
    return None if text is None else Statement(text, quote)


def unit_spans(passage: Passage) -> tuple[Span, ...]:
    """Return the spans of a passage's units, counted from its own beginning."""
    text = passage.text
    if passage.kind in _WHOLE:
        return ((0, len(text)),)
    if passage.kind == "benefit" and passage.role:
        return tuple(_items(text))
    return tuple(span for line in _lines(text) for span in _sentences(text, line))


def context_text(unit: Unit, corpus: Corpus) -> str:
    """Return a unit's words behind its place in the texts: decision, side, headings, systems."""
    passage = unit.passage
    whole = embedded_text(passage, corpus)
    head = whole[: len(whole) - len(plain_text(passage.text))]
    return head + plain_text(unit.text)


def _lines(text: str) -> Iterator[Span]:
    """Yield the spans of the lines of a text, list marks left out."""
    for match in _LINE.finditer(text):
        yield match.span(1)


def _sentences(text: str, line: Span) -> Iterator[Span]:
    start, end = line
    for first, last in sentence_spans(text[start:end]):
        yield start + first, start + last


def _items(text: str) -> Iterator[Span]:
    start = 0
    for match in _ITEM_BREAK.finditer(text):
        yield start, match.start()
        start = match.end()
    yield start, len(text)


def _statements(case: Case | None, passage: Passage) -> list[tuple[Span, Statement]]:
    """Return an example's statements whose quotation is in a passage, with its document span."""
    found = []
    for statement in case.statements if case else ():
        offset = passage.text.find(statement.quote)
        if offset >= 0:
            start = passage.start + offset
            found.append(((start, start + len(statement.quote)), statement))
    return found


def _statement_at(span: Span, statements: Iterable[tuple[Span, Statement]]) -> Statement | None:
    """Return the statement that rests on a span more than on any other, if one does."""
    best, most = None, _LEAST_OVERLAP
    for place, statement in statements:
        shared = min(span[1], place[1]) - max(span[0], place[0])
        share = shared / min(span[1] - span[0], place[1] - place[0])
        if share >= most:
            best, most = statement, share
    return best
