"""The next open question: from the report where it has one, else from a small set of ours."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from app.evidence.nearness import Nearness
from app.evidence.passages import PassageIndex
from prompts import load_list

_YES_OR_NO = re.compile(r"(?:would|do|does|did|is|are|will|can|could|has|have)\b", re.IGNORECASE)

# From this score on, a question of the report has to do with what was said.
_FITS = 0.05

Stage = Literal[
    "begin", "matter", "sides", "example", "possibilities",
    "commit_what", "commit_when", "commit_who", "commit_know", "close",
]  # fmt: skip
QuestionOrigin = Literal["source", "adapted", "ours"]


@dataclass(frozen=True)
class OpenQuestion:
    """One open question; `passage_id` names where it stands or what it is adapted from."""

    text: str
    origin: QuestionOrigin
    passage_id: str | None = None


@cache
def open_questions() -> Mapping[Stage, tuple[str, ...]]:
    """Return our own questions by stage."""
    return {stage: tuple(texts) for stage, texts in load_list("open_questions").items()}


def report_questions(book: PassageIndex, decision: str) -> tuple[OpenQuestion, ...]:
    """Return the report's single open questions on a decision, stacked ones taken apart."""
    places = {p.text: p.id for p in book.of_kind("reflection", decision)}
    return tuple(
        OpenQuestion(part.text, part.origin, places.get(question.text))
        for question in book.corpus.framework.reflections
        if question.decision == decision and not question.instruction
        for part in question.parts
        if not _YES_OR_NO.match(part.text)
    )


def choose_question(
    book: PassageIndex,
    near: Nearness,
    decision: str,
    stage: Stage,
    said: str,
    asked: Collection[str],
) -> OpenQuestion | None:
    """Return a question of a stage that was not asked yet; None where all were.

    In the stage `sides` the report's own come first, where what was said has to do with one, and
    else after one of ours.
    """
    own = tuple(OpenQuestion(text, "ours") for text in open_questions()[stage])
    if stage == "sides":
        own = _with_the_report_s(book, near, decision, said, own)
    return next((q for q in own if q.text not in asked), None)


def _with_the_report_s(
    book: PassageIndex,
    near: Nearness,
    decision: str,
    said: str,
    own: tuple[OpenQuestion, ...],
) -> tuple[OpenQuestion, ...]:
    scores = near.of_passages(said)

    def nearness(question: OpenQuestion) -> float:
        return scores.get(question.passage_id or "", 0.0)

    theirs = tuple(sorted(report_questions(book, decision), key=lambda q: -nearness(q)))
    fits = bool(theirs) and nearness(theirs[0]) >= _FITS
    first, second = (theirs, own) if fits else (own, theirs)
    paired = [q for pair in zip(first, second, strict=False) for q in pair]
    return (*paired, *first[len(second) :], *second[len(first) :])
