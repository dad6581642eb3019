"""The answer's contract as types: what programs read and what the HTTP API documents."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field


class Shape(BaseModel):
    """An object of the API; what a newer server adds is passed over."""

    model_config = ConfigDict(frozen=True)


class AnswerSection(Shape):
    """Claims under one heading; `kind` is pole, list, conflict, prose or own."""

    heading: str
    decision: str | None
    pole: str | None
    kind: str
    claims: tuple[str, ...]


class AnswerClaim(Shape):
    """A sentence and the markers of what it rests on."""

    text: str
    citations: tuple[int, ...]


class AnswerCitation(Shape):
    """The exact words that a claim rests on: `passage_text` holds `quote` word for word."""

    marker: int
    passage_id: str
    source_id: str
    source_title: str
    source_kind: str
    heading_path: tuple[str, ...]
    pages: str | None
    pages_are: str | None
    passage_text: str
    quote: str
    start: int
    end: int
    kind: str | None
    decision: str | None
    pole: str | None
    systems: tuple[str, ...]
    people: tuple[str, ...]
    inferred: str | None
    url: str | None
    licence: str
    verified: bool
    corrected: bool
    reference: str = Field(default="", description="The source in a line, for copying along.")


class AnswerReflection(Shape):
    """The question that an answer ends with; `origin` is source or adapted."""

    question: str
    origin: str
    passage_id: str
    original: str
    pages: str | None


class AnswerConflict(Shape):
    """A thing that the source tells in two ways."""

    about: str
    note: str
    passage_ids: tuple[str, ...]


class AnswerObject(Shape):
    """An answer with its evidence.

    `abstained` says that the texts don't cover the question; `nearest` are then topics that they
    do. `act` is what was asked for; `care` tells where to turn, and nothing was looked up.
    """

    id: str
    question: str
    standalone_question: str
    decisions: tuple[str, ...]
    poles: tuple[str, ...]
    kind: str
    collection: str
    systems: tuple[str, ...]
    act: str
    coverage: str
    missing: str
    abstained: bool
    nearest: tuple[str, ...]
    lead: str
    second_lead: str
    text: str = Field(description="The whole answer as Markdown, with [1] markers.")
    sections: tuple[AnswerSection, ...]
    claims: tuple[AnswerClaim, ...]
    citations: tuple[AnswerCitation, ...]
    reflection: AnswerReflection | None
    more_questions: tuple[str, ...]
    conflicts: tuple[AnswerConflict, ...]
    notice: str
    paraphrase: str
    unsupported: tuple[str, ...]
    prompt_hash: str
    answerer: str
    corpus_hash: str
    timings_ms: dict[str, float]

    def as_json(self) -> dict[str, Any]:
        """Return the answer as the object that `bothways ask --json` prints."""
        return self.model_dump(mode="json")

    def _repr_html_(self) -> str:
        """Return the answer with its sources, as a notebook shows it."""
        from app.assistant.notebook import answer_html

        return answer_html(self)

    def as_markdown(self) -> str:
        """Return the answer as Markdown, with its sources as a list of their own."""
        lines = [f"- {citation.reference}" for citation in self.citations]
        return "\n\n".join([self.text, *(["**Sources**", "\n".join(lines)] if lines else [])])

    def as_text(self) -> str:
        """Return the answer as a terminal shows it, with the list of its sources."""
        lines = [citation.reference for citation in self.citations]
        return "\n\n".join([self.text, *(["\n".join(["Sources", *lines])] if lines else [])])


class AuditFinding(Shape):
    """What an audit found; `level` is fault, which is sure, or a doubt for a person to judge."""

    kind: str
    level: str
    reason: str
    marker: int | None


class AuditClaim(Shape):
    """A statement with what was found on it."""

    number: int
    text: str
    citations: tuple[int, ...]
    listed: bool
    support_score: float | None
    recalled: bool
    precise: tuple[int, ...]
    findings: tuple[AuditFinding, ...]


class AuditObject(Shape):
    """The audit of an answer: every claim checked against the words that it cites."""

    id: str
    question: str
    answerer: str
    corpus_hash: str
    prompt_hash: str
    abstained: bool
    citation_recall: float | None
    citation_precision: float | None
    faults: int
    findings: tuple[AuditFinding, ...]
    claims: tuple[AuditClaim, ...]
