"""What people's own documents say to a question, beside what the report says."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answering.disagreeing import disagreeing
from app.answering.draft import Draft, DraftClaim, DraftSection, HoldsDocuments, quoted
from app.answering.frames import Frame
from app.answering.reading import Reading
from app.evidence.documents import ANSWERS, OwnTexts, RankedPassage, combined
from app.evidence.index import EvidenceIndex
from app.evidence.passages import Evidence
from app.understanding.question import Question
from corpus.documents import Document, Source

# Of several documents the best passages are shown, those that come near to the very best.
_MOST_PASSAGES = 5
_NEAR = 0.75


@dataclass(frozen=True)
class Own:
    """The sections of people's own documents, and the score of the best passage."""

    sections: tuple[DraftSection, ...]
    score: float


@dataclass(frozen=True)
class Together:
    """Looks documents up among people's own and in the corpus."""

    corpus: HoldsDocuments
    own: OwnTexts

    def document(self, source_id: str) -> Document:
        """Return the document of a source."""
        try:
            return self.corpus.document(source_id)
        except KeyError:
            return self.own.document(source_id)


def find_own(question: Question, reading: Reading, frame: Frame) -> Own | None:
    """Return what the chosen documents say to a question; None where they say nothing to it."""
    if question.own is None:
        return None
    query = reading.query.mixed if reading.leans else reading.query
    found = question.own.search(query.text, query.vector)
    if not found or found[0].score < ANSWERS:
        return None
    least = max(ANSWERS, _NEAR * found[0].score)
    shown = [passage for passage in found if passage.score >= least][:_MOST_PASSAGES]
    sections = _sections(shown, question.own, frame)
    apart = disagreeing(shown)
    if apart is not None:
        claims = tuple(_titled(passage, question.own) for passage in apart)
        sections.append(DraftSection(frame.say("own_conflict"), claims, kind="own"))
    return Own(tuple(sections), found[0].score)


def report_score(index: EvidenceIndex, reading: Reading) -> float:
    """Return how well the report's best passage answers, on the scale of people's documents."""
    vector = reading.query.effective_vector
    passages = index.passage_vectors @ vector
    best = int((index.bare_vectors @ vector).argmax())
    words = index.passage_words
    asked = set(words.stems(reading.query.text))
    row = int(index.passage_of[best])
    held = set(words.stems(index.texts.passage_texts[row]))
    share = len(asked & held) / (len(asked) or 1)
    return combined(float(passages[row]), float(index.bare_vectors[best] @ vector), share)


def beside(report: Draft | None, own: Own, report_best: float, frame: Frame) -> Draft:
    """Return the report's draft and people's own documents as one, the better one first."""
    if report is None:
        return Draft(frame.say("own_lead"), own.sections)
    if own.score > report_best:
        return Draft(frame.say("own_lead"), (*own.sections, *report.sections), report.lead)
    return Draft(report.lead, (*report.sections, *own.sections))


def without(draft: Draft | None, sources: frozenset[str]) -> Draft | None:
    """Return a draft without what it says from some sources; None where nothing is left."""
    if draft is None or not sources:
        return draft
    sections = []
    for section in draft.sections:
        claims = tuple(
            claim
            for claim in section.claims
            if not {e.passage.source_id for e in claim.evidence} <= sources
        )
        if claims:
            sections.append(replace(section, claims=claims))
    return replace(draft, sections=tuple(sections)) if sections else None


def _sections(found: Sequence[RankedPassage], own: OwnTexts, frame: Frame) -> list[DraftSection]:
    groups: dict[str, list[DraftClaim]] = {}
    for passage in found:
        groups.setdefault(passage.passage.source_id, []).append(_claim(passage))
    return [
        DraftSection(_heading(own.document(id_).source, frame), tuple(claims), kind="own")
        for id_, claims in groups.items()
    ]


def _heading(source: Source, frame: Frame) -> str:
    """Return whose words follow: a document's, or a case's with the name that its teller gave."""
    if source.kind != "case":
        return frame.say("own", title=source.title)
    if source.authors:
        return frame.say("case_of", title=source.title, teller=source.authors[0])
    return frame.say("case", title=source.title)


def _claim(found: RankedPassage) -> DraftClaim:
    return quoted(_evidence(found), found.passage.place)


def _titled(found: RankedPassage, own: OwnTexts) -> DraftClaim:
    """Return what a passage says under its document's title."""
    return quoted(_evidence(found), own.document(found.passage.source_id).source.title)


def _evidence(found: RankedPassage) -> Evidence:
    return Evidence(found.passage, found.words, found.units[0][0], found.units[-1][1])
