"""Guided reflection in a model's words: one sentence given back and one question, both checked."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.coaching.notes import told_notes
from app.coaching.offering import QuestionRanker
from app.coaching.talk import Exchange, OpenQuestion, Reply, Talk
from app.evidence.passages import PassageIndex
from app.generation.briefing import fenced
from app.generation.conversing import adds_to, is_paraphrase
from app.models.calling import ModelCaller
from app.models.failures import ModelFailureError
from prompts import load_prompt

_log = logging.getLogger(__name__)
_LONGEST_SENT = 2000
_MOST_NOTES = 6
_MOST_WORDS = 25
# How near, as a cosine, a question has to be to one of the bank's: advice is near to none.
_LIKE_OURS = 0.55


@dataclass(frozen=True)
class Conversing:
    """Puts a reply into a model's words."""

    caller: ModelCaller
    book: PassageIndex
    questions: QuestionRanker

    def reply(self, talk: Talk, turns: Sequence[Exchange], said: str, reply: Reply) -> Reply:
        """Return a reply with a model's reflection and question, or as it was where these won't do.

        The questions offered stay, to pick another from.
        """
        from langchain_core.messages import HumanMessage

        if not reply.questions:
            return reply
        asked = self._prompt(talk, turns, said, reply)
        try:
            written = self.caller.complete([HumanMessage(asked)], lambda: False)
        except ModelFailureError as failure:
            _log.info("model %s: %s", self.caller.name, failure.kind.name)
            return reply
        lines = [line.strip().strip('"“”') for line in written.strip().splitlines() if line.strip()]
        if len(lines) != 2:
            return reply
        heard, question = lines
        earlier = {text for turn in turns for text in turn.asked}
        if not is_paraphrase(heard, said, self.book) or question in earlier:
            return reply
        if not self._is_open(question, said, reply):
            return reply
        return replace(reply, heard=heard, question=OpenQuestion(question, "ours"))

    def _prompt(self, talk: Talk, turns: Sequence[Exchange], said: str, reply: Reply) -> str:
        contract = "; ".join(filter(None, (talk.worth, talk.people))) or "nothing in particular"
        notes = told_notes(talk, turns)[-_MOST_NOTES:]
        return load_prompt("converse").fill(
            contract=fenced(contract),
            earlier=fenced("\n".join(f"- {note[:_LONGEST_SENT]}" for note in notes)),
            questions="\n".join(f"- {q.text}" for q in reply.questions),
            example=self._example(reply),
            said=fenced(said[:_LONGEST_SENT]),
        )

    def _example(self, reply: Reply) -> str:
        return self.book.corpus.case(reply.offered).summary if reply.offered else "none"

    def _is_open(self, question: str, said: str, reply: Reply) -> bool:
        """Return whether words are one short question, like the bank's, that adds nothing."""
        offered = [q.text for q in reply.questions]
        if question.count("?") != 1 or not question.endswith("?"):
            return False
        if len(question.split()) > _MOST_WORDS:
            return False
        if adds_to(question, " ".join((said, *offered)), self.book):
            return False
        return self.questions.like_one(question) >= _LIKE_OURS
