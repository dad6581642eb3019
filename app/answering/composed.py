"""A turn that was read and laid out, and the small steps around it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from hashlib import sha256

from app.answering.draft import MAX_CITATIONS, Draft, DraftSection
from app.answering.frames import Frame
from app.answering.reader import Earlier, Reader
from app.answering.reading import Reading
from app.safety.reader import SafetyReader
from app.understanding.language import language_named
from app.understanding.question import Question


@dataclass(frozen=True)
class Composed:
    """A turn read and laid out; `earlier` is what the next turn may lean on.

    `speaks` says that it is answered without the texts, `own_alone` from people's own alone.
    """

    reading: Reading
    draft: Draft | None
    earlier: Earlier
    frame: Frame
    speaks: bool = False
    own_alone: bool = False


def frame_of(reading: Reading) -> Frame:
    """Return the frame of a turn's language, or of the one that it asks for by name."""
    named = language_named(reading.turn.text) if reading.act == "language" else None
    return Frame(named or reading.turn.language)


def together(parts: Sequence[tuple[Reading, Draft]]) -> Draft:
    """Return the drafts of two or three questions as one, each under its question."""
    sections = []
    for reading, draft in parts:
        claims = tuple(claim for s in draft.sections for claim in s.claims)
        sections.append(DraftSection(reading.part, claims[: MAX_CITATIONS // len(parts)]))
    return Draft(parts[0][1].lead, tuple(sections))


def rows_of(draft: Draft, reader: Reader) -> frozenset[int]:
    """Return the units whose words a draft relies on."""
    cited = [e for section in draft.sections for claim in section.claims for e in claim.evidence]
    by_passage: dict[str, list[tuple[int, int]]] = {}
    for e in cited:
        by_passage.setdefault(e.passage.id, []).append((e.start, e.end))
    return frozenset(
        unit.row
        for unit in reader.ranker.maker.index.units
        for start, end in by_passage.get(unit.passage.id, ())
        if start < unit.end and unit.start < end
    )


def without_danger(safety: SafetyReader, question: Question) -> Question:
    """Return a question without those earlier turns that told of danger to somebody."""
    previous = tuple(turn for turn in question.previous if safety.read(turn).danger is None)
    return replace(question, previous=previous)


def identify(question: Question, corpus_hash: str) -> str:
    """Return the caller's id, or one made from the question and the texts."""
    parts: Sequence[str] = (*question.previous, question.text, corpus_hash)
    return question.id or sha256("\0".join(parts).encode("utf-8")).hexdigest()[:16]
