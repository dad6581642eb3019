"""The one question that an answer ends with."""

import re

from app.answering.answer import Reflection
from app.answering.evidence import EvidenceBook
from app.answering.reader import Reading
from corpus.framework import ReflectionQuestion
from corpus.library import Corpus
from indexing.passages import Passage
from indexing.retriever import Retrieval
from prompts import load_prompt

_ASKS = re.compile(
    r"(?:who|what|which|how|why|where|when|is|are|do|does|did|can|could|should|would|tell|give|"
    r"show|list|any|examples?|find)\b",
    re.IGNORECASE,
)


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


def opening(corpus: Corpus, reading: Reading) -> str:
    """Return a short reflection back to someone who tells of a situation and asks nothing.

    Empty for a question, which gets its answer first.
    """
    route, text = reading.route, reading.wording.text
    asks = "?" in text or _ASKS.match(text) or route.want != "examples"
    if asks or route.named or route.mentions or route.folded or not route.decisions:
        return ""
    topics = (corpus.decision(d).topic for d in route.decisions)
    return load_prompt("opening").fill(topic=", or perhaps ".join(topics))


def _question(book: EvidenceBook, passage: Passage) -> ReflectionQuestion:
    questions = book.corpus.framework.reflections
    return next(q for q in questions if q.text == passage.text)
