"""The questions that a guided reflection offers: the report's own, taken apart, and ours."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from app.coaching.talk import OpenQuestion, QuestionKind
from app.evidence.passages import PassageIndex
from corpus.asked import read_rows

QUESTIONS = "training/questions.jsonl"
_YES_OR_NO = re.compile(r"(?:would|do|does|did|is|are|will|can|could|has|have)\b", re.IGNORECASE)


@dataclass(frozen=True)
class BankQuestion:
    """A question with notes after which it helps.

    `decisions` are those that it is about; empty for any.
    """

    question: OpenQuestion
    helps: tuple[str, ...]
    decisions: tuple[str, ...]


@dataclass(frozen=True)
class Bank:
    """All questions, the report's first."""

    questions: tuple[BankQuestion, ...]

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """Return every text that a ranker compares a note with: questions, then their notes."""
        notes = (note for one in self.questions for note in one.helps)
        return (*(one.question.text for one in self.questions), *notes)

    @cached_property
    def owners(self) -> tuple[int, ...]:
        """Return for every note the row of its question."""
        return tuple(row for row, one in enumerate(self.questions) for _ in one.helps)


def load_bank(book: PassageIndex) -> Bank:
    """Return the report's single open questions, stacked ones taken apart, and ours.

    Notes after which a question of the report helps are found by its text.
    """
    rows = list(read_rows(QUESTIONS))
    helps = {row["text"]: (row["kind"], tuple(row["helps"])) for row in rows}
    theirs = list(_of_the_report(book, helps))
    known = {one.question.text for one in theirs}
    ours = (
        BankQuestion(
            OpenQuestion(row["text"], "ours", None, row["kind"]),
            tuple(row["helps"]),
            tuple(row["decisions"]),
        )
        for row in rows
        if row["text"] not in known
    )
    return Bank((*theirs, *ours))


def _of_the_report(
    book: PassageIndex, helps: dict[str, tuple[QuestionKind, tuple[str, ...]]]
) -> Iterator[BankQuestion]:
    for decision in book.corpus.framework.decisions:
        for question in report_questions(book, decision.id, helps):
            notes = helps.get(question.text, ("closer", ()))[1]
            yield BankQuestion(question, notes, (decision.id,))


def report_questions(
    book: PassageIndex,
    decision: str,
    helps: dict[str, tuple[QuestionKind, tuple[str, ...]]] | None = None,
) -> tuple[OpenQuestion, ...]:
    """Return the report's single open questions on a decision, stacked ones taken apart."""
    places = {p.text: p.id for p in book.of_kind("reflection", decision)}
    kinds = {text: kind for text, (kind, _) in (helps or {}).items()}
    return tuple(
        OpenQuestion(
            part.text, part.origin, places.get(question.text), kinds.get(part.text, "closer")
        )
        for question in book.corpus.framework.reflections
        if question.decision == decision and not question.instruction
        for part in question.parts
        if not _YES_OR_NO.match(part.text)
    )
