"""What other assistants read: the objects as Markdown, and an answer without what is long in it."""

from collections.abc import Iterable

from pydantic import BaseModel

from app.assistant.answers import AnswerCitation, AnswerObject
from app.assistant.texts import CaseObject, DecisionObject, FoundObject, QuestionsObject


class ToldCitation(BaseModel):
    """The exact words that a marker stands for, and where they stand."""

    marker: int
    quote: str
    reference: str
    passage_id: str


class ToldAnswer(BaseModel):
    """An answer as another assistant needs it: the words, and the quotation behind each marker.

    `coverage` is full, partial or none; `missing` names what the texts don't give, `nearest` topics
    that they do.
    """

    text: str
    act: str
    coverage: str
    missing: str
    nearest: tuple[str, ...]
    decisions: tuple[str, ...]
    reflection: str
    citations: tuple[ToldCitation, ...]


def told_answer(answer: AnswerObject) -> ToldAnswer:
    """Return an answer without the passages around the quoted words."""
    return ToldAnswer(
        text=answer.text,
        act=answer.act,
        coverage=answer.coverage,
        missing=answer.missing,
        nearest=answer.nearest,
        decisions=answer.decisions,
        reflection=answer.reflection.question if answer.reflection else "",
        citations=tuple(map(_told, answer.citations)),
    )


def _told(citation: AnswerCitation) -> ToldCitation:
    return ToldCitation(
        marker=citation.marker,
        quote=citation.quote,
        reference=citation.reference,
        passage_id=citation.passage_id,
    )


def found_text(found: Iterable[FoundObject]) -> str:
    """Return what was found, each with where it stands."""
    return "\n".join(
        f"{one.rank}. ({one.score:.2f}) {_place(one)}: {' '.join(one.text.split())}"
        for one in found
    )


def _place(one: FoundObject) -> str:
    pages = f"pp. {one.page_label}" if one.page_label else ""
    case = f"case {one.case}" if one.case else ""
    return ", ".join(filter(None, (one.title, pages, one.heading, case)))


def case_text(case: CaseObject) -> str:
    """Return an example with the words behind each sentence."""
    systems = ", ".join(
        f"{system.name} ({system.state})" if system.state else system.name
        for system in case.systems
    )
    under = f"{case.decision}, {case.heading}" if case.decision else ""
    told = [f"- {one.text} (“{one.quote}”)" for one in case.statements]
    said = [f"- {one.speaker}: “{one.text}”" for one in case.quotes]
    head = [f"**{case.title}**", " · ".join(filter(None, (under, systems)))]
    return "\n".join([*head, *told, *(["Quoted:", *said] if said else [])])


def decision_text(decision: DecisionObject) -> str:
    """Return a decision with its sides and what the report collects for it."""
    sides = " · ".join(side.heading for side in decision.sides)
    return "\n".join(
        [
            f"**{decision.id}: {decision.title}** (pp. {decision.pages})",
            f"Sides: {sides}",
            "Lessons:",
            *(f"- {text}" for text in decision.lessons),
            "Questions to reflect on:",
            *(f"- {text}" for text in decision.questions),
            f"Examples, for get_case: {', '.join(decision.cases)}",
        ]
    )


def cases_text(cases: Iterable[CaseObject]) -> str:
    """Return a line for each example, with the id by which it is got."""
    return "\n".join(
        f"- {case.id} ({case.decision or 'no decision'}, {case.heading or '–'}): {case.title}"
        for case in cases
    )


def questions_text(found: QuestionsObject) -> str:
    """Return questions as a list; where to turn, where the words told of danger."""
    if found.care:
        return found.care
    about = f"About {', '.join(found.decisions)}.\n" if found.decisions else ""
    return about + "\n".join(f"- {one.text}" for one in found.questions)
