"""Faults put into good answers, each at one place that is known, told consistently throughout.

A mutated answer is changed where it is made and then written out anew, so that its text, its
claims and its citations agree: no fault gives itself away by a mere mismatch.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from app.answering.answer import Answer, Citation, Claim
from app.auditing.stated import StatedAnswer
from corpus.library import Corpus


@dataclass(frozen=True)
class Mutant:
    """An answer with one fault; `claims` and `marker` are where it lies."""

    kind: str
    answer: StatedAnswer
    claims: tuple[str, ...] = ()
    marker: int | None = None


Change = Callable[[Answer, Corpus, int], Mutant | None]


def with_claim(answer: Answer, number: int, new: Claim) -> Answer:
    """Return an answer with its claim of a number, from 0, replaced."""
    sections, seen = [], 0
    for section in answer.sections:
        claims = list(section.claims)
        if seen <= number < seen + len(claims):
            claims[number - seen] = new
        seen += len(claims)
        sections.append(replace(section, claims=tuple(claims)))
    return replace(answer, sections=tuple(sections))


def with_citation(answer: Answer, marker: int, new: Citation) -> Answer:
    citations = tuple(new if c.marker == marker else c for c in answer.citations)
    return replace(answer, citations=citations)


def rotated(items: Sequence[int], seed: int) -> Iterator[int]:
    for step in range(len(items)):
        yield items[(step + seed) % len(items)]


def numbers(answer: Answer, seed: int) -> Iterator[int]:
    yield from rotated(range(len(answer.claims)), seed)
