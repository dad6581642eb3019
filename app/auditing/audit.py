"""The audit of one answer: a pure function of the answer and of what the texts hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from app.auditing.alce import is_recalled, precise_markers
from app.auditing.findings import Finding
from app.auditing.known import Known
from app.auditing.on_answers import on_answer
from app.auditing.on_citations import on_citation
from app.auditing.on_statements import on_statement
from app.auditing.reading import Statement, statements_of
from app.auditing.stated import StatedAnswer, StatedCitation


@dataclass(frozen=True)
class AuditedClaim:
    """A statement with what was found on it.

    `number` counts from 1. `support` is the share of its content words that its passages hold,
    None without a citation. `recalled` and `precise` are ALCE's: whether the cited passages
    together entail it, and which markers are needed for that or suffice alone.
    """

    number: int
    statement: Statement
    cited: tuple[StatedCitation, ...]
    findings: tuple[Finding, ...]
    support: float | None
    recalled: bool
    precise: tuple[int, ...]

    @property
    def faults(self) -> tuple[Finding, ...]:
        """Return the findings that a plain function is sure of."""
        return tuple(f for f in self.findings if f.level == "fault")


@dataclass(frozen=True)
class Audit:
    """The audit of an answer; `findings` are those on the answer as a whole."""

    answer: StatedAnswer
    claims: tuple[AuditedClaim, ...]
    findings: tuple[Finding, ...]

    @cached_property
    def all_findings(self) -> tuple[Finding, ...]:
        """Return the findings on the answer and on every claim."""
        return tuple(chain(self.findings, *(claim.findings for claim in self.claims)))

    @property
    def has_faults(self) -> bool:
        """Return whether anything is surely wrong."""
        return any(finding.level == "fault" for finding in self.all_findings)

    @property
    def citation_recall(self) -> float | None:
        """Return the share of statements that their citations entail; None without any."""
        return _share([claim.recalled for claim in self.claims])

    @property
    def citation_precision(self) -> float | None:
        """Return the share of citations that are precise; None without any."""
        pairs = [(m, claim) for claim in self.claims for m in claim.statement.markers]
        return _share([marker in claim.precise for marker, claim in pairs])


def audit(answer: StatedAnswer, known: Known) -> Audit:
    """Return the audit of an answer; the same answer gets the same one.

    It reaches for no store, no model and no setting: an answer carries its passages.
    """
    by_marker = {c.marker: c for c in reversed(answer.citations)}
    of_citation = {m: on_citation(c, answer, known) for m, c in by_marker.items()}
    statements = statements_of(answer)
    claims = tuple(
        _audit_claim(number, statement, by_marker, of_citation, known)
        for number, statement in enumerate(statements, 1)
    )
    return Audit(answer, claims, on_answer(answer, statements, known))


def _audit_claim(
    number: int,
    statement: Statement,
    by_marker: Mapping[int, StatedCitation],
    of_citation: Mapping[int, Sequence[Finding]],
    known: Known,
) -> AuditedClaim:
    cited = tuple(by_marker[m] for m in statement.markers if m in by_marker)
    findings = (
        *_on_markers(statement, by_marker),
        *chain.from_iterable(of_citation[c.marker] for c in cited),
        *on_statement(statement, cited, known),
    )
    passages = [known.passage_of(c) for c in cited]
    support = known.checker.support(statement.text, passages) if cited else None
    recalled = is_recalled(support, findings)
    precise = precise_markers(statement, cited, known) if recalled else ()
    return AuditedClaim(number, statement, cited, findings, support, recalled, precise)


def _on_markers(
    statement: Statement, by_marker: Mapping[int, StatedCitation]
) -> tuple[Finding, ...]:
    lost = [m for m in statement.markers if m not in by_marker]
    found = [Finding("marker", f"the marker [{m}] leads to no source", m) for m in lost]
    if not statement.markers:
        found.append(Finding("uncited", "it cites nothing"))
    if statement.is_claim and statement.shown is None:
        found.append(Finding("text", "the answer's text does not hold it as it is listed"))
    elif statement.shown is not None and set(statement.shown) != set(statement.markers):
        shown = " ".join(f"[{m}]" for m in statement.shown) or "no marker"
        found.append(Finding("marker", f"where it is read it carries {shown}"))
    return tuple(found)


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None
