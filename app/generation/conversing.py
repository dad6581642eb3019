"""A conversation with a model: the last question made to stand alone, and what it may say."""

import logging
import re
from dataclasses import dataclass, replace

from app.evidence.passages import PassageIndex
from app.generation.briefing import fenced
from app.models.calling import ModelCaller, StopCheck
from app.models.failures import FailureKind, ModelFailureError
from app.understanding.question import Question
from app.verification.figures import has_link, strange_numbers
from prompts import load_prompt

_log = logging.getLogger(__name__)
_LONGEST = 300
_NOTHING = frozenset({FailureKind.EMPTY, FailureKind.ALL_THOUGHT})
_LEAST_SHARED = 0.5
_LONGEST_PARAPHRASE = 240
_ASKS_OR_PRAISES = re.compile(r"\?|\b(?:great|excellent|wonderful|brilliant|love)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Condenser:
    """Puts a follow-up into a question that stands alone."""

    caller: ModelCaller
    book: PassageIndex

    def condense(self, question: Question, stop: StopCheck) -> Question:
        """Return the question standing alone, or as it was where the model's words won't do.

        They must be one short line and name nobody of whom the conversation did not speak.
        Raises ModelFailureError.
        """
        from langchain_core.messages import HumanMessage

        earlier = "\n".join(f"- {turn}" for turn in question.previous)
        asked = load_prompt("condense").fill(
            previous=fenced(earlier), question=fenced(question.text)
        )
        try:
            written = self.caller.complete([HumanMessage(asked)], stop).strip().strip('"“”')
        except ModelFailureError as failure:
            if failure.kind in _NOTHING:
                return question
            raise
        said = " ".join((*question.previous, question.text))
        most = min(_LONGEST, len(said))
        if "\n" in written or not 3 <= len(written) <= most or adds_to(written, said, self.book):
            return question
        if written.casefold() == question.text.casefold():
            return question
        return replace(question, text=written, previous=())


def is_paraphrase(heard: str, asked: str, book: PassageIndex) -> bool:
    """Return whether words only give back what was asked: no figure, name, question or praise."""
    if not heard or len(heard) > _LONGEST_PARAPHRASE or _ASKS_OR_PRAISES.search(heard):
        return False
    if adds_to(heard, asked, book):
        return False
    stems = book.stems(heard)
    return bool(stems) and len(stems & book.stems(asked)) >= _LEAST_SHARED * len(stems)


def adds_to(written: str, said: str, book: PassageIndex) -> bool:
    """Return whether words hold a link, a figure or a name that was not said."""
    find = book.corpus.finder.find
    return (
        has_link(written)
        or bool(strange_numbers(written, said))
        or not find(written).ids <= find(said).ids
    )
