"""Answers into HTML. Pure: the same answer gives the same HTML, and all text is escaped."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from app.answering.answer import Answer, Citation, Section
from app.answering.contract import answer_text, references
from corpus.framework import Decision, PoleName
from corpus.library import Corpus
from indexing.passages import plain_text
from prompts import load_prompt

_ARROWS: dict[PoleName, tuple[str, str]] = {
    "left": ("◀", ""), "right": ("", "▶"), "combine": ("◀▶", ""),
}  # fmt: skip
_POLE_LABELS: dict[PoleName, str] = {"combine": "Both"}


@dataclass(frozen=True)
class Turn:
    """A question and its answer; `number` counts from 1 within a conversation.

    `sections_shown` is how many sections have arrived so far, None for all. `draft` is what a
    model has written so far, not yet checked.
    """

    number: int
    question: str
    answer: Answer | None = None
    problem: str | None = None
    sections_shown: int | None = None
    draft: str = ""

    @property
    def finished(self) -> bool:
        """Return whether nothing more will arrive."""
        return bool(self.problem) or (self.answer is not None and self.sections_shown is None)


def render_conversation(turns: Sequence[Turn], corpus: Corpus, status: str = "") -> str:
    """Return turns as HTML; `status` is said while an answer is under way."""
    template = _environment().get_template("turn.html")
    return "".join(template.render(_turn_values(turn, corpus, status)) for turn in turns)


def render_sources(turns: Sequence[Turn], corpus: Corpus) -> str:
    """Return the cards of every turn's sources; the last turn's are shown."""
    cited = [t for t in turns if t.answer is not None and t.finished]
    groups = [
        {
            "turn": turn.number,
            "shown": turn is cited[-1],
            "question": turn.question,
            "cards": [_card(turn.number, c, corpus) for c in turn.answer.citations],
            "reflection": _reflection_card(turn.answer),
        }
        for turn in cited
        if turn.answer is not None
    ]
    return _environment().get_template("sources.html").render(groups=groups)


def render_fixed(name: str, **values: object) -> str:
    """Return a piece of the page that depends on no answer."""
    return _environment().get_template(f"{name}.html").render(**values)


def starter_label(decision: Decision) -> str:
    """Return the words on a starter button."""
    return f"{decision.short}\n◀ {decision.left.label} · {decision.right.label} ▶"


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("app.ui"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def _turn_values(turn: Turn, corpus: Corpus, status: str) -> dict[str, object]:
    answer = turn.answer
    if answer is None:
        return {"turn": turn, "answer": None, "status": status, "summary": ""}
    shown = answer.sections[: turn.sections_shown]
    poles = [_section(turn.number, s, answer) for s in shown if s.kind == "pole"]
    return {
        "turn": turn,
        "answer": answer,
        "status": status,
        "read_as": _read_as(answer, corpus),
        "pairs": _pairs(poles),
        "prose": [_section(turn.number, s, answer) for s in shown if s.kind == "prose"],
        "lists": [
            _section(turn.number, s, answer) for s in shown if s.kind not in {"pole", "prose"}
        ],
        "unsupported_heading": load_prompt("unsupported_heading").fill(),
        "reflection_heading": load_prompt("reflection_heading").fill(),
        "nearest_heading": load_prompt("nearest").fill(),
        "summary": _summary(answer),
        "copy": f"{answer_text(answer)}\n\n{references(answer)}".strip(),
    }


def _summary(answer: Answer) -> str:
    """Return what a screen reader says when the answer has arrived."""
    if answer.abstained:
        return answer.lead
    return f"Answer: {answer.lead}. {len(answer.claims)} lines, {len(answer.citations)} sources."


def _read_as(answer: Answer, corpus: Corpus) -> str:
    if answer.route.folded:
        return answer.standalone_question
    parts = [corpus.person(p).name for p in answer.route.mentions.people]
    parts += [corpus.system(s).label for s in answer.route.systems]
    if not parts or answer.route.named:
        found = map(corpus.decision, answer.route.decisions)
        parts += [f"{d.short}: {d.topic}" for d in found]
    return " · ".join(parts)


def _section(turn: int, section: Section, answer: Answer) -> dict[str, object]:
    before, after = _ARROWS[section.pole] if section.pole else ("", "")
    titles = {c.marker: c.passage.heading_path[-1] for c in answer.citations}
    return {
        "heading": section.heading,
        "before": before,
        "after": after,
        "pole": section.pole or "",
        "kind": section.kind,
        "decision": section.decision,
        "claims": [
            {
                "text": claim.text,
                "subject": claim.subject,
                "markers": [
                    {"number": m, "title": titles[m], "anchor": f"t{turn}-s{m}"}
                    for m in claim.citations
                ],
            }
            for claim in section.claims
        ],
    }


def _pairs(sections: list[dict[str, object]]) -> list[list[dict[str, object]]]:
    """Return the sections by decision, so that each decision's poles stand side by side."""
    groups: dict[object, list[dict[str, object]]] = defaultdict(list)
    for section in sections:
        groups[section["decision"]].append(section)
    return list(groups.values())


def _card(turn: int, citation: Citation, corpus: Corpus) -> dict[str, object]:
    passage, source = citation.passage, citation.source
    before = citation.start - passage.start
    after = citation.end - passage.start
    return {
        "anchor": f"t{turn}-s{citation.marker}",
        "back": f"t{turn}-c{citation.marker}",
        "number": citation.marker,
        "title": passage.heading_path[-1],
        "where": " · ".join(_where(citation, corpus)),
        "before": plain_text(passage.text[:before]),
        "quote": plain_text(passage.text[before:after]),
        "after": plain_text(passage.text[after:]),
        "verified": citation.verified,
        "corrected": citation.corrected,
        "notes": source.kind == "notes",
        "inferred": passage.inferred,
        "licence": source.licence,
        "licence_url": source.licence_url,
        "url": source.url,
        "publisher": source.publisher,
    }


def _where(citation: Citation, corpus: Corpus) -> list[str]:
    passage, source = citation.passage, citation.source
    parts = [f"{source.title} ({source.published})"]
    if passage.decision:
        decision = corpus.decision(passage.decision)
        parts.append(decision.short)
        if passage.pole:
            labels = {"left": decision.left.label, "right": decision.right.label, **_POLE_LABELS}
            parts.append(labels[passage.pole])
    if passage.pages:
        parts.append(f"pp. {passage.pages} (section)")
    return parts


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
