"""An answer in the making: claims with their evidence, before markers are given out."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from app.answering.answer import Citation, Claim, Section, SectionKind
from app.answering.quoting_marks import in_marks
from app.evidence.passages import Evidence
from corpus.documents import Document
from corpus.framework import PoleName
from indexing.normalizing import normalize

MAX_CITATIONS = 12


class HoldsDocuments(Protocol):
    """What looks a document up, such as the corpus."""

    def document(self, source_id: str) -> Document:
        """Return the document of a source; KeyError for an unknown id."""
        ...


@dataclass(frozen=True)
class DraftClaim:
    """A sentence and the evidence that it rests on, at least one piece."""

    text: str
    evidence: tuple[Evidence, ...]
    subject: str | None = None


def quoted(place: Evidence, subject: str | None = None) -> DraftClaim:
    """Return a claim that is nothing but the words of the text, in quotation marks."""
    return DraftClaim(in_marks(place.quote), (place,), subject)


@dataclass(frozen=True)
class DraftSection:
    """Claims under a heading."""

    heading: str
    claims: tuple[DraftClaim, ...]
    decision: str | None = None
    pole: PoleName | None = None
    kind: SectionKind = "list"


@dataclass(frozen=True)
class Draft:
    """A composed answer: a lead that states no fact, and sections.

    `second_lead` stands ahead of the report's sections where people's own documents come first.
    """

    lead: str
    sections: tuple[DraftSection, ...]
    second_lead: str = ""


def without_repeats(draft: Draft) -> Draft:
    """Return a draft in which no claim says what an earlier one has said word for word.

    A pull-quote is often a sentence of its example as well.
    """
    said: list[str] = []
    sections = []
    for section in draft.sections:
        claims = []
        for claim in section.claims:
            words = normalize(claim.text).strip("\"'.")
            if not any(words in earlier for earlier in said):
                claims.append(claim)
                said.append(words)
        sections.append(replace(section, claims=tuple(claims)))
    return replace(draft, sections=tuple(s for s in sections if s.claims))


def assign_citations(
    sections: Sequence[DraftSection],
    corpus: HoldsDocuments,
    most: int | None = MAX_CITATIONS,
    needed: Sequence[DraftSection] = (),
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """Give out markers from 1 in order of appearance; the same words share a marker.

    A claim that would need more than `most` citations is left out, and a section left empty too;
    None for no limit. Room is kept for the sections `needed`, which stand at the end.
    """
    citations: dict[_Key, Citation] = {}
    held = {_key(e) for section in needed for claim in section.claims for e in claim.evidence}
    room = None if most is None else most - len(held)
    numbered = [_section(section, citations, corpus, room) for section in sections]
    numbered += [_section(section, citations, corpus, most) for section in needed]
    return tuple(s for s in numbered if s.claims), tuple(citations.values())


_Key = tuple[str, int, int]


def _section(
    section: DraftSection, citations: dict[_Key, Citation], corpus: HoldsDocuments, most: int | None
) -> Section:
    claims = tuple(
        _claim(draft, citations, corpus)
        for draft in section.claims
        if most is None or _fits(draft, citations, most)
    )
    return Section(section.heading, claims, section.decision, section.pole, section.kind)


def _key(evidence: Evidence) -> _Key:
    return evidence.passage.id, evidence.start, evidence.end


def _fits(draft: DraftClaim, citations: dict[_Key, Citation], most: int) -> bool:
    new = {_key(e) for e in draft.evidence} - set(citations)
    return len(citations) + len(new) <= most


def _claim(draft: DraftClaim, citations: dict[_Key, Citation], corpus: HoldsDocuments) -> Claim:
    markers: list[int] = []
    for evidence in draft.evidence:
        if _key(evidence) not in citations:
            citations[_key(evidence)] = _cite(evidence, len(citations) + 1, corpus)
        markers.append(citations[_key(evidence)].marker)
    return Claim(draft.text, tuple(dict.fromkeys(markers)), draft.subject)


def _cite(evidence: Evidence, marker: int, corpus: HoldsDocuments) -> Citation:
    document = corpus.document(evidence.passage.source_id)
    start, end = evidence.start, evidence.end
    verified = (
        document.text[start:end] == evidence.quote and evidence.quote in evidence.passage.text
    )
    return Citation(marker, evidence.passage, document.source, evidence.quote, start, end, verified)
