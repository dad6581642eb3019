"""Answers into HTML. Pure: the same answer gives the same HTML, and all text is escaped."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from app.answering.answer import Answer, Section
from app.answering.contract import answer_text, references
from app.records.sharing import FEEDBACK_REASONS
from app.ui.cards import card_values, environment, section_values
from corpus.framework import Decision
from corpus.library import Corpus
from prompts import load_prompt

_MOST_NEXT = 4


@dataclass(frozen=True)
class Turn:
    """A question and its answer; `number` counts from 1 within a conversation.

    `draft` is what a model has written so far, not yet checked; `reads` says that it has the
    passages. `chat` is the id that it is kept under and `place` its number there, and `kept` says
    that it is, or why not.
    `since` says what has changed in the texts since a kept answer was given.
    """

    number: int
    question: str
    answer: Answer | None = None
    problem: str | None = None
    draft: str = ""
    reads: bool = False
    chat: str = ""
    place: int = 0
    kept: str = ""
    since: tuple[str, ...] = ()

    @property
    def finished(self) -> bool:
        """Return whether nothing more will arrive."""
        return bool(self.problem) or self.answer is not None


def render_conversation(turns: Sequence[Turn], status: str = "") -> str:
    """Return turns as HTML; `status` is said while an answer is under way."""
    template = environment().get_template("turn.html")
    return "".join(template.render(_turn_values(turn, status)) for turn in turns)


def render_sources(turns: Sequence[Turn], corpus: Corpus) -> str:
    """Return the cards of every turn's sources; the last turn's are shown."""
    cited = [turn for turn in turns if turn.answer is not None]
    groups = [
        {
            "turn": turn.number,
            "shown": turn is cited[-1],
            "question": turn.question,
            "cards": [card_values(turn.number, c, corpus) for c in turn.answer.citations],
            "reflection": _reflection_card(turn.answer),
        }
        for turn in cited
        if turn.answer is not None
    ]
    return environment().get_template("sources.html").render(groups=groups)


def render_fixed(name: str, **values: object) -> str:
    """Return a piece of the page that depends on no answer."""
    return environment().get_template(f"{name}.html").render(**values)


def starter_label(decision: Decision) -> str:
    """Return the words on a starter button."""
    return f"{decision.short}\n◀ {decision.left.label} · {decision.right.label} ▶"


def _turn_values(turn: Turn, status: str) -> dict[str, object]:
    answer = turn.answer
    if answer is None:
        return {"turn": turn, "answer": None, "status": status, "summary": "", "chips": ()}
    shown = answer.sections
    values = partial(section_values, turn.number, citations=answer.citations)
    poles = [values(s) for s in shown if s.kind == "pole"]
    return {
        "turn": turn,
        "answer": answer,
        "status": status,
        "read_as": _read_as(answer),
        "pairs": _pairs(poles),
        "prose": [values(s) for s in shown if s.kind == "prose"],
        "first": [values(s) for s in shown if s.kind == "own"] if _own_first(shown) else [],
        "lists": [values(s) for s in shown if _in_list(s, first=_own_first(shown))],
        "unsupported_heading": load_prompt("unsupported_heading").fill(),
        "reflection_heading": load_prompt("reflection_heading").fill(),
        "nearest_heading": load_prompt("nearest").fill(),
        "summary": _summary(answer),
        "feedback_reasons": FEEDBACK_REASONS,
        "copy": f"{answer_text(answer)}\n\n{references(answer)}".strip(),
        "chips": _next_questions(answer),
    }


def _next_questions(answer: Answer) -> list[str]:
    """Return the questions that are offered after an answer."""
    near = [found.question for found in answer.nearest]
    return [*answer.more_questions, *near][:_MOST_NEXT]


def _own_first(sections: Sequence[Section]) -> bool:
    """Return whether people's own documents answer better than the report."""
    return bool(sections) and sections[0].kind == "own"


def _in_list(section: Section, *, first: bool) -> bool:
    """Return whether a section stands below the sides; `first` says that own documents don't."""
    return section.kind not in ({"pole", "prose", "own"} if first else {"pole", "prose"})


def _summary(answer: Answer) -> str:
    """Return what a screen reader says when the answer has arrived."""
    if not answer.claims:
        return answer.lead
    return f"Answer: {answer.lead}. {len(answer.claims)} lines, {len(answer.citations)} sources."


def _read_as(answer: Answer) -> str:
    """Return the question that was searched, where it differs in substance from the one asked."""
    return answer.standalone_question if answer.route.folded else ""


def _pairs(sections: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Return the sections by decision, so that each decision's poles stand side by side."""
    groups: dict[object, list[dict[str, object]]] = defaultdict(list)
    for section in sections:
        groups[section["decision"]].append(section)
    return list(groups.values())


def _reflection_card(answer: Answer) -> dict[str, object] | None:
    reflection = answer.reflection
    if reflection is None:
        return None
    start = reflection.original.find(reflection.question)
    end = start + len(reflection.question) if start >= 0 else 0
    return {
        "adapted": reflection.origin == "adapted",
        "pages": reflection.passage.pages,
        "before": reflection.original[: max(start, 0)],
        "quote": reflection.original[max(start, 0) : end],
        "after": reflection.original[end:],
    }
