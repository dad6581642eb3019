"""Chosen units of evidence into claims: our sentence where an example has one, else its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from app.answering.draft import DraftClaim, quoted
from app.evidence import thresholds
from app.evidence.choose import Chosen, joined
from app.evidence.passages import Evidence, PassageIndex
from app.evidence.units import Unit
from corpus.cases import Quotation
from corpus.framework import Role

ROLE_NAMES: dict[Role, str] = {
    "teacher": "teachers", "school_leader": "school leaders", "district": "the district",
}  # fmt: skip


@dataclass(frozen=True)
class ClaimMaker:
    """Words claims about units; `book` looks up names and places."""

    book: PassageIndex

    def of(self, chosen: Chosen, *, verbatim: bool = False) -> tuple[DraftClaim, ...]:
        """Return the claims of a passage; `verbatim` for its own words throughout."""
        return tuple(claim for run in chosen.runs() for claim in self._of_run(run, verbatim))

    def of_units(self, units: Sequence[Unit]) -> tuple[DraftClaim, ...]:
        """Return a claim for each unit."""
        return tuple(self._one(unit) for unit in units)

    def quotation(self, evidence: Evidence) -> DraftClaim:
        """Return words with who says them, or where they stand."""
        return quoted(self._bare(evidence), self.subject(evidence))

    def subject(self, evidence: Evidence) -> str | None:
        """Return whose words these are, or what they are about, or where they stand."""
        speaker = self.speaker(evidence)
        if speaker:
            person = self.book.corpus.person(speaker)
            system = self.book.corpus.system(person.system).label if person.system else None
            return f"{person.name}, {system}" if system else person.name
        return self._place(evidence)

    def speaker(self, evidence: Evidence) -> str | None:
        """Return the id of the person who says most of some words; None where nobody does."""
        for start, end, quotation in self._spoken.get(evidence.passage.id, ()):
            shared = min(end, evidence.end) - max(start, evidence.start)
            if shared >= thresholds.SPOKEN * (evidence.end - evidence.start):
                return quotation.speaker
        return None

    def _of_run(self, run: Sequence[Unit], verbatim: bool) -> Sequence[DraftClaim]:
        whole = joined(run)
        if verbatim or not any(unit.statement for unit in run):
            return (self.quotation(whole),)
        said = [u.statement.text for u in run if u.statement and u.statement.quote == u.text]
        if len(said) == len(run):
            # Neighbouring sentences are quoted together: one citation for all of them.
            return tuple(DraftClaim(text, (whole,)) for text in said)
        return self.of_units(run)

    def _one(self, unit: Unit) -> DraftClaim:
        if unit.statement is None:
            return self.quotation(unit.evidence)
        return DraftClaim(unit.statement.text, (self._behind(unit),))

    def _behind(self, unit: Unit) -> Evidence:
        """Return a unit together with the words that its statement rests on."""
        assert unit.statement is not None
        passage = unit.passage
        offset = passage.start + passage.text.index(unit.statement.quote)
        start, end = min(unit.start, offset), max(unit.end, offset + len(unit.statement.quote))
        text = passage.text[start - passage.start : end - passage.start]
        return Evidence(passage, text, start, end)

    def _bare(self, evidence: Evidence) -> Evidence:
        """Return a pull-quote without its marks and its speaker's name."""
        for start, end, _ in self._spoken.get(evidence.passage.id, ()):
            if evidence.passage.kind == "quote":
                text = evidence.passage.text[
                    start - evidence.passage.start : end - evidence.passage.start
                ]
                return Evidence(evidence.passage, text, start, end)
        return evidence

    def systems(self, evidence: Evidence) -> tuple[str, ...]:
        """Return the systems that words name, or the only one that their example is about."""
        named = self.book.corpus.finder.find(evidence.quote).systems
        own = evidence.passage.systems
        return named or (own if len(own) == 1 else ())

    def _place(self, evidence: Evidence) -> str | None:
        corpus, passage = self.book.corpus, evidence.passage
        decision = corpus.decision(passage.decision) if passage.decision else None
        if passage.kind == "case":
            labels = [corpus.system(s).label for s in self.systems(evidence)[:3]]
            return " and ".join(labels) or passage.place
        if passage.kind == "note" or corpus.document(passage.source_id).source.kind == "notes":
            return corpus.document(passage.source_id).source.title
        if decision is None:
            return passage.place
        if passage.kind == "benefit" and passage.role:
            return f"{decision.heading(passage.pole)}, for {ROLE_NAMES[passage.role]}"
        if passage.kind in _NAMED_KINDS:
            return f"{_NAMED_KINDS[passage.kind]}, {decision.short.lower()}"
        return decision.heading(passage.pole) if passage.pole else decision.short

    @cached_property
    def _spoken(self) -> dict[str, tuple[tuple[int, int, Quotation], ...]]:
        """Return, by passage, the spans of what people say in it, by document offsets."""
        said: dict[str, list[tuple[int, int, Quotation]]] = {}
        for quotation, case in self.book.corpus.quotations:
            for passage in self.book.of_case(case) if case else self.book.passages:
                offset = passage.text.find(quotation.text)
                if offset >= 0:
                    start = passage.start + offset
                    place = (start, start + len(quotation.text), quotation)
                    said.setdefault(passage.id, []).append(place)
        return {id_: tuple(places) for id_, places in said.items()}


_NAMED_KINDS = {
    "lesson": "Lesson", "reflection": "Reflection question", "survey": "Survey",
}  # fmt: skip
