"""The one question that an answer ends with."""

from app.answering.answer import Reflection
from app.answering.evidence import EvidenceBook
from corpus.framework import ReflectionQuestion
from indexing.passages import Passage
from indexing.retriever import Retrieval


def choose_reflection(
    book: EvidenceBook, decisions: tuple[str, ...], retrieval: Retrieval
) -> Reflection | None:
    """Return the report's reflection question that comes nearest to what was asked.

    A stacked one is cut to its first single question; None where no decision is at stake.
    """
    if not decisions:
        return None
    passages = {p.id: p for d in decisions[:1] for p in book.of_kind("reflection", d)}
    ranked = [f.passage for f in retrieval.passages if f.passage.id in passages]
    for passage in (*ranked, *passages.values()):
        question = _question(book, passage)
        if question.parts and question.parent is None:
            part = question.parts[0]
            return Reflection(part.text, part.origin, passage, question.text)
    return None


def _question(book: EvidenceBook, passage: Passage) -> ReflectionQuestion:
    questions = book.corpus.framework.reflections
    return next(q for q in questions if q.text == passage.text)
