"""Answers in notebooks: as HTML with their sources, and as tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from app.assistant.answers import AnswerObject
from app.assistant.protocol import Assistant

if TYPE_CHECKING:
    from pandas import DataFrame

_STYLE = "max-width:48em;font-family:system-ui,sans-serif;line-height:1.45"
_SHOWN = 3


@dataclass(frozen=True)
class Answers(Sequence[AnswerObject]):
    """Several answers, to be looked at and counted.

    >>> from app.assistant import connect
    >>> asked = ask_all(connect(), ["How did others handle need vs. readiness?"])
    >>> asked.to_frame()[["question", "coverage"]].values.tolist()
    [['How did others handle need vs. readiness?', 'full']]
    """

    answers: tuple[AnswerObject, ...]

    def __len__(self) -> int:
        return len(self.answers)

    def __getitem__(self, place):  # type: ignore[no-untyped-def]
        return self.answers[place]

    def to_frame(self) -> "DataFrame":
        """Return a table with a row for each answer."""
        from pandas import DataFrame

        columns = (
            "id", "question", "act", "coverage", "missing", "abstained", "decisions", "systems",
            "answerer", "lead", "text",
        )  # fmt: skip
        rows = [
            {
                **{name: getattr(answer, name) for name in columns},
                "claims": len(answer.claims),
                "citations": len(answer.citations),
                "ms": sum(answer.timings_ms.values()),
            }
            for answer in self.answers
        ]
        return DataFrame(rows, columns=[*columns, "claims", "citations", "ms"])

    def claims_frame(self) -> "DataFrame":
        """Return a table with a row for each claim and each citation of it."""
        from pandas import DataFrame

        rows = [
            {
                "id": answer.id,
                "question": answer.question,
                "claim": claim.text,
                "marker": citation.marker,
                "quote": citation.quote,
                "source": citation.source_title,
                "pages": citation.pages,
                "passage": citation.passage_text,
                "passage_id": citation.passage_id,
            }
            for answer in self.answers
            for claim in answer.claims
            for citation in answer.citations
            if citation.marker in claim.citations
        ]
        columns = ("id", "question", "claim", "marker", "quote", "source", "pages", "passage",
                   "passage_id")  # fmt: skip
        return DataFrame(rows, columns=list(columns))

    def _repr_html_(self) -> str:
        """Return the first answers, as a notebook shows them."""
        shown = "<hr>".join(answer_html(answer) for answer in self.answers[:_SHOWN])
        more = len(self.answers) - _SHOWN
        return shown + (f"<p>… and {more} more: .to_frame() shows all.</p>" if more > 0 else "")


def ask_all(assistant: Assistant, questions: Iterable[str]) -> Answers:
    """Return the answers to questions, each asked by itself."""
    return Answers(tuple(assistant.ask(question) for question in questions))


def answer_html(answer: AnswerObject) -> str:
    """Return an answer as HTML, its markers above a list of sources; all text is shown as text."""
    from markdown_it import MarkdownIt

    body = MarkdownIt("commonmark", {"html": False}).disable(["link", "image"]).render(answer.text)
    sources = "".join(
        f"<li value='{c.marker}'>{escape(c.source_title)}{_pages(c.pages)}: "
        f"<q>{escape(c.quote)}</q></li>"
        for c in answer.citations
    )
    listed = f"<details open><summary>Sources</summary><ol>{sources}</ol></details>"
    asked = f"<p><b>{escape(answer.question)}</b></p>"
    return f"<div style='{_STYLE}'>{asked}{body}{listed if sources else ''}</div>"


def _pages(pages: str | None) -> str:
    return f", pp. {escape(pages)}" if pages else ""
