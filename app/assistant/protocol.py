"""What programs may ask, whether the texts are on this machine or behind a server's address."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.texts import (
    CaseObject,
    DecisionObject,
    FoundObject,
    QuestionsObject,
    SectionObject,
    SourceObject,
)
from app.exploring.cases import CaseFilter


class Assistant(Protocol):
    """Answers, searches and shows the texts. Every method raises BothWaysError in plain words."""

    def ask(
        self, question: str, previous: Sequence[str] = (), *, quotes_only: bool = False
    ) -> AnswerObject:
        """Return the answer to a question; `previous` are the turns before it, oldest first."""

    def search(self, text: str, k: int = 10) -> tuple[FoundObject, ...]:
        """Return the `k` best pieces of the texts, best first."""

    def sources(self) -> tuple[SourceObject, ...]:
        """Return every text of the corpus."""

    def section(self, source: str, section: str) -> SectionObject:
        """Return a section of a source, by its address in the source's list."""

    def decisions(self) -> tuple[DecisionObject, ...]:
        """Return the seven decisions."""

    def decision(self, id_: str) -> DecisionObject:
        """Return a decision by its id, Q1 to Q7."""

    def cases(self, wanted: CaseFilter | None = None) -> tuple[CaseObject, ...]:
        """Return the examples that fit, ranked where the query has words."""

    def case(self, id_: str) -> CaseObject:
        """Return an example by its id."""

    def reflection_questions(
        self, situation: str = "", decision: str = "", most: int = 6
    ) -> QuestionsObject:
        """Return open questions for a situation, or those of the report on a decision."""

    def audit(self, answer: Mapping[str, Any]) -> AuditObject:
        """Return the audit of an answer, given as the contract's object; `text` at least."""

    def warm_up(self) -> None:
        """Load what answering needs now, so that the first question need not wait for it."""

    def close(self) -> None:
        """Release what is held."""
