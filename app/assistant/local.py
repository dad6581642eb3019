"""The assistant over the texts on this machine."""

from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import suppress
from typing import Any, NoReturn

from app.answering.answer import Answer
from app.answering.contract import as_json
from app.assistant import showing
from app.assistant.answers import AnswerObject, AuditObject
from app.assistant.texts import (
    CaseObject,
    DecisionObject,
    FoundObject,
    OpenQuestionObject,
    QuestionsObject,
    SectionObject,
    SourceObject,
)
from app.auditing.audit import audit
from app.auditing.stated import read_stated
from app.auditing.telling import audit_json
from app.coaching.bank import report_questions
from app.coaching.offering import Said
from app.coaching.talk import OpenQuestion
from app.documents.asking import Pick
from app.exploring.cases import CaseFilter, find_cases
from app.exploring.touching import touched_in
from app.generation.modeled import Partial
from app.records.document import Viewer
from app.safety.words import care_words
from app.services import Services
from app.tracing import answering
from app.understanding.question import MAX_CHARS, Question, clean, read_question
from app.understanding.redaction import leave_out_records
from corpus.errors import BothWaysError, NotFoundError
from corpus.library import Corpus

_ANY = CaseFilter()


class LocalAssistant:
    """Answers from the services of this process.

    `viewer` returns whose documents are asked along with the report, the command's where it is
    None; `pick` chooses among those.
    """

    def __init__(
        self,
        services: Services,
        viewer: Callable[[], Viewer] | None = None,
        pick: Pick | None = None,
    ) -> None:
        self._services = services
        self._viewer = viewer
        self._pick = pick

    @property
    def _corpus(self) -> Corpus:
        return self._services.library.corpus

    def ask(
        self, question: str, previous: Sequence[str] = (), *, quotes_only: bool = False
    ) -> AnswerObject:
        """Return the answer to a question."""
        read = read_question(question, tuple(previous))
        return AnswerObject.model_validate(as_json(self.answer(read, quotes_only=quotes_only)))

    def answer(self, question: Question, *, quotes_only: bool = False) -> Answer:
        """Return the answer to a question that was read, as it is kept."""
        *_, made = self.stream(question, lambda: False, quotes_only=quotes_only)
        assert isinstance(made, Answer)
        return made

    def stream(
        self, question: Question, stop: Callable[[], bool], *, quotes_only: bool = False
    ) -> Generator[Partial | Answer, None, None]:
        """Yield an answer as it grows, at last the answer itself, until `stop` says to stop."""
        ready = self._services.ready()
        with answering() as told:
            for made in ready.stream(self._with_own(question), stop, quotes_only):
                if isinstance(made, Answer):
                    self._services.metrics.answered(made)
                    told(made)
                yield made

    def _with_own(self, question: Question) -> Question:
        return self._services.with_own(question, self._viewer, self._pick)

    def search(self, text: str, k: int = 10) -> tuple[FoundObject, ...]:
        """Return the `k` best pieces of the texts, best first."""
        read = self._with_own(read_question(text))
        found = self._services.ready().retriever(k, read.own).invoke(read.text)
        return tuple(
            showing.found(rank, document, self._corpus) for rank, document in enumerate(found, 1)
        )

    def sources(self) -> tuple[SourceObject, ...]:
        """Return every text of the corpus."""
        book = self._services.library.book
        return tuple(showing.source(document, book) for document in self._corpus.documents)

    def section(self, source: str, section: str) -> SectionObject:
        """Return a section of a source, by its address in the source's list."""
        found = showing.section(self._services.library.book, source, section)
        return found or _missing("section", "The sources list theirs.")

    def decisions(self) -> tuple[DecisionObject, ...]:
        """Return the seven decisions."""
        known = self._corpus.framework.decisions
        return tuple(showing.decision(one, self._corpus) for one in known)

    def decision(self, id_: str) -> DecisionObject:
        """Return a decision by its id, Q1 to Q7, in either case."""
        try:
            return showing.decision(self._corpus.decision(id_.upper()), self._corpus)
        except KeyError:
            _missing("decision", "They are Q1 to Q7.")

    def cases(self, wanted: CaseFilter | None = None) -> tuple[CaseObject, ...]:
        """Return the examples that fit, ranked where the filter has words."""
        found = find_cases(
            self._services.library.book, wanted or _ANY,
            lambda text: self._services.ready().guide.situations.read(leave_out_records(text)),
        )  # fmt: skip
        return tuple(showing.case(one, self._corpus) for one in found)

    def case(self, id_: str) -> CaseObject:
        """Return an example by its id."""
        try:
            return showing.case(self._corpus.case(id_), self._corpus)
        except KeyError:
            _missing("example", "The list of cases holds all ids.")

    def reflection_questions(
        self, situation: str = "", decision: str = "", most: int = 6
    ) -> QuestionsObject:
        """Return open questions for a situation, or those of the report on a decision.

        Words that tell of danger get where to turn instead.
        """
        chosen = self.decision(decision).id if decision else ""
        said = leave_out_records(clean(situation)[:MAX_CHARS])
        if said:
            concern = self._services.safety.read(said)
            if concern.danger is not None:
                return QuestionsObject(decisions=(), questions=(), care=care_words(concern))
            return self._fitting(said, chosen, most)
        decisions = (chosen,) if chosen else tuple(d.id for d in self._corpus.framework.decisions)
        own = [q for id_ in decisions for q in report_questions(self._services.library.book, id_)]
        return _questions((chosen,) if chosen else (), own[:most])

    def _fitting(self, said: str, chosen: str, most: int) -> QuestionsObject:
        guide = self._services.ready().guide
        reading = guide.situations.read(said)
        decisions = touched_in(reading, (chosen,) if chosen else ())
        touched = dict(reading.decisions)
        if chosen:
            touched[chosen] = 1.0
        found = guide.questions.best(Said(said, (), touched), most, decisions)
        return _questions(decisions, found)

    def audit(self, answer: Mapping[str, Any]) -> AuditObject:
        """Return the audit of an answer, given as the contract's object; `text` at least."""
        made = audit(read_stated(answer), self._services.library.known)
        return AuditObject.model_validate(audit_json(made))

    def warm_up(self) -> None:
        """Load the model and the index now; what fails is told when somebody asks."""
        with suppress(BothWaysError):
            self._services.ready()

    def close(self) -> None:
        """Release the index and the database."""
        self._services.close()


def _questions(decisions: tuple[str, ...], found: Sequence[OpenQuestion]) -> QuestionsObject:
    shown = (
        OpenQuestionObject(text=q.text, origin=q.origin, passage_id=q.passage_id, kind=q.kind)
        for q in found
    )
    return QuestionsObject(decisions=decisions, questions=tuple(shown), care="")


def _missing(what: str, where: str) -> NoReturn:
    raise NotFoundError(
        f"There is no {what} of this id.", "Nothing was looked up.", f"Correct it. {where}"
    )
