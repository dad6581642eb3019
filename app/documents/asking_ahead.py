"""Hypothetical questions for people's documents, by the chat model that is set, beside all else."""

import logging
import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from langchain_core.messages import HumanMessage

from app.documents.making import context, packed
from app.generation.briefing import fenced
from app.models.calling import ModelCaller
from app.models.failures import ModelFailureError
from app.records.document import Kept
from app.records.document_passages import PassageRow, Passages
from indexing.embeddings import SentenceTransformerEmbeddings
from prompts import load_prompt

_log = logging.getLogger(__name__)
# What a long document may cost: of so many of its first passages a model is asked.
MOST_PASSAGES = 400
_MOST_QUESTIONS, _LONGEST = 3, 300
_MARK = re.compile(r"^\W*\d*\W*")


@dataclass(frozen=True)
class AskingAhead:
    """Writes questions that passages answer, and keeps their vectors with the passages.

    Each passage is kept when it is done, so that another run goes on where this one stopped; it
    stops where the model fails or its ceiling for the day is reached.
    """

    passages: Passages
    embeddings: SentenceTransformerEmbeddings
    caller: ModelCaller

    def run(self, stop: Callable[[], bool] = lambda: False) -> int:
        """Ask for every passage that is due, and return for how many it was done."""
        count = 0
        try:
            for document in self.passages.to_ask(MOST_PASSAGES):
                rows = self.passages.begun(document.number, document.revision)
                for place in range(document.about.asked_ahead, min(MOST_PASSAGES, len(rows))):
                    self._ask(document, rows[place], place + 1, stop)
                    count += 1
        except ModelFailureError as failure:
            _log.info("questions were not written: %s", failure.kind.name)
        return count

    def _ask(self, document: Kept, row: PassageRow, done: int, stop: Callable[[], bool]) -> None:
        if len(row.unit_vectors) > len(row.units) * len(row.vector):
            # It stood like this in an earlier state of the document, and was asked about then.
            self.passages.save_asked(document, row, done)
            return
        prompt = load_prompt("ask_ahead").fill(
            place=context(document.about.title, row.heading_path).strip(), passage=fenced(row.text)
        )
        written = self.caller.complete([HumanMessage(prompt)], stop)
        questions = read_questions(written)
        if questions:
            # They are only ever compared with: nobody is shown a word of them.
            vectors = self.embeddings.embed_questions(questions)
            row = replace(row, unit_vectors=row.unit_vectors + packed(vectors))
        self.passages.save_asked(document, row, done)


def read_questions(written: str) -> list[str]:
    """Return the questions that a model has written, one a line."""
    lines = (_MARK.sub("", line.strip(), count=1) for line in written.split("\n"))
    return [line[:_LONGEST] for line in lines if line.endswith("?")][:_MOST_QUESTIONS]
