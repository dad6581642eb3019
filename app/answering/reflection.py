"""The one question that an answer ends with, ranked by the situation."""

from app.answering.answer import Reflection
from app.answering.reading import Reading
from app.evidence.passages import PassageIndex
from app.understanding.turn import Act

# What asks for a fact, and what asks for nothing, gets no question back.
_WITHOUT: frozenset[Act] = frozenset(
    {
        "about",
        "courtesy",
        "figure",
        "who",
        "define",
        "verify",
        "shorter",
        "again",
        "language",
        "statement",
    }
)


def choose_reflection(book: PassageIndex, reading: Reading) -> Reflection | None:
    """Return the report's reflection question that fits a situation best.

    A stacked one is cut to its first single question. None where the turn asks for a fact, or is
    about no decision.
    """
    if reading.act in _WITHOUT or reading.decision is None or reading.coverage == "none":
        return None
    questions = {q.text: q for q in book.corpus.framework.reflections}
    for found in reading.best(3, lambda unit: unit.passage.kind == "reflection"):
        question = questions.get(found.unit.passage.text)
        if question and question.parts and question.parent is None:
            part = question.parts[0]
            return Reflection(part.text, part.origin, found.unit.passage, question.text)
    return None
