"""Keeping the chat of the Ask screen, and opening it again with its citations as they were."""

from dataclasses import dataclass, replace

from app.answering.answer import Answer
from app.auditing.since import lines_since
from app.records.chat import Chat, ChatTurn
from app.services import Services
from app.ui.render import Turn
from corpus.errors import BothWaysError

Turns = tuple[Turn, ...]


@dataclass(frozen=True)
class Thread:
    """A chat on the page: its turns, and the id that it is kept under, None for none."""

    turns: Turns = ()
    id: str | None = None


class Chats:
    """Keeps finished turns for whoever asked them."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def keep(self, owner: str | None, thread: Thread) -> Thread:
        """Return a thread whose last turn is kept, or says why it could not be."""
        *earlier, last = thread.turns
        if owner is None or last.answer is None:
            return thread
        try:
            id_, place = self._append(owner, thread.id, ChatTurn(last.question, last.answer))
        except BothWaysError as error:
            return replace(thread, turns=(*earlier, replace(last, kept=str(error))))
        kept = replace(last, chat=id_, place=place, kept="Kept under “My things”.")
        return Thread((*earlier, kept), id_)

    def open(self, owner: str | None, id_: str) -> Thread:
        """Return a kept chat; raises RecordsError where it can't be opened."""
        turns = self.services.kept().records.turns(owner or "", id_, ChatTurn)
        shown = (
            Turn(
                number, turn.question, turn.answer, chat=id_, place=number,
                since=self._since(turn.answer),
            )
            for number, turn in enumerate(turns, 1)
        )  # fmt: skip
        return Thread(tuple(shown), id_)

    def _since(self, answer: Answer) -> tuple[str, ...]:
        library = self.services.library
        return lines_since(answer, lambda: library.known, library.corpus.hash)

    def _append(self, owner: str, id_: str | None, turn: ChatTurn) -> tuple[str, int]:
        records = self.services.kept().records
        if id_ is None:
            return records.add(owner, "chat", turn.question, Chat(), turn), 1
        return id_, records.append(owner, id_, turn)
