"""Parts of a screen with one common list of sources, so that every number on it is its own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.answering.answer import Citation, Section
from app.answering.draft import DraftSection, assign_citations
from corpus.library import Corpus


@dataclass(frozen=True)
class Cited:
    """Sections by the part of the screen that they belong to, and all citations in order."""

    parts: Mapping[str, tuple[Section, ...]]
    citations: tuple[Citation, ...]


def cite(corpus: Corpus, parts: Mapping[str, Sequence[DraftSection]]) -> Cited:
    """Return drafts with markers given out from 1 in the order of the parts."""
    drafts = [section for part in parts.values() for section in part if section.claims]
    sections, citations = assign_citations(drafts, corpus, most=None)
    left = iter(sections)
    numbered = {
        name: tuple(next(left) for section in part if section.claims)
        for name, part in parts.items()
    }
    return Cited(numbered, citations)
