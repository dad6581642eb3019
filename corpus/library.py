"""The corpus as one value: documents, framework, cases and names, with look-ups."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from corpus.cases import (
    Case,
    Names,
    Organization,
    Person,
    Quotation,
    SchoolSystem,
    load_cases,
    load_names,
    load_remarks,
)
from corpus.documents import Document, load_documents
from corpus.framework import Decision, Framework, load_framework
from corpus.names import NameFinder


@dataclass(frozen=True)
class Corpus:
    """All that the assistant may say anything about."""

    documents: tuple[Document, ...]
    framework: Framework
    cases: tuple[Case, ...]
    names: Names
    remarks: tuple[Quotation, ...]

    @cached_property
    def hash(self) -> str:
        """Return one hash over every text, as 64 hex digits."""
        parts = "".join(f"{d.source.id}:{d.content_hash}\n" for d in self.documents)
        return sha256(parts.encode("utf-8")).hexdigest()

    @cached_property
    def finder(self) -> NameFinder:
        """Return the finder of names, made once."""
        return NameFinder(self.names)

    @cached_property
    def _documents(self) -> dict[str, Document]:
        return {d.source.id: d for d in self.documents}

    @cached_property
    def _decisions(self) -> dict[str, Decision]:
        return {d.id: d for d in self.framework.decisions}

    @cached_property
    def _cases(self) -> dict[str, Case]:
        return {c.id: c for c in self.cases}

    @cached_property
    def _systems(self) -> dict[str, SchoolSystem]:
        return {s.id: s for s in self.names.systems}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {p.id: p for p in self.names.people}

    @cached_property
    def _organizations(self) -> dict[str, Organization]:
        return {o.id: o for o in self.names.organizations}

    def document(self, source_id: str) -> Document:
        """Return the document of a source; KeyError for an unknown id."""
        return self._documents[source_id]

    def title_of(self, source_id: str) -> str:
        """Return a source's title; empty for one that is not of the corpus."""
        known = self._documents.get(source_id)
        return known.source.title if known else ""

    def decision(self, decision_id: str) -> Decision:
        """Return a decision by its id, Q1 to Q7; KeyError for an unknown id."""
        return self._decisions[decision_id]

    def case(self, case_id: str) -> Case:
        """Return a case by its id; KeyError for an unknown id."""
        return self._cases[case_id]

    def system(self, system_id: str) -> SchoolSystem:
        """Return a system by its id; KeyError for an unknown id."""
        return self._systems[system_id]

    def person(self, person_id: str) -> Person:
        """Return a person by their id; KeyError for an unknown id."""
        return self._people[person_id]

    @cached_property
    def quotations(self) -> tuple[tuple[Quotation, str | None], ...]:
        """Return everything that people say, each with the id of its example, None outside one."""
        of_cases = ((quote, case.id) for case in self.cases for quote in case.quotes)
        return (*of_cases, *((remark, None) for remark in self.remarks))

    def knows(self, id_: str) -> bool:
        """Return whether a decision, system or person of this id is in the texts of today."""
        return id_ in self._decisions or id_ in self._systems or id_ in self._people

    def organization(self, organization_id: str) -> Organization:
        """Return an organization by its id; KeyError for an unknown id."""
        return self._organizations[organization_id]

    def cases_of(self, decision_id: str) -> tuple[Case, ...]:
        """Return a decision's examples in the order of the report."""
        return tuple(c for c in self.cases if c.decision == decision_id)

    def place_of(self, case: Case) -> str:
        """Return the heading under which an example stands; empty where it is of no decision."""
        return self.decision(case.decision).heading(case.pole) if case.decision else ""

    def cases_with(self, system_id: str) -> tuple[Case, ...]:
        """Return every example that a system is part of."""
        return tuple(c for c in self.cases if system_id in c.all_systems)


def load_corpus() -> Corpus:
    """Return the shipped corpus. Takes a few tens of milliseconds; load it once."""
    return Corpus(load_documents(), load_framework(), load_cases(), load_names(), load_remarks())
