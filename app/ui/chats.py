"""Keeping the chat of the Ask screen, and opening it again with its citations as they were."""

import json
from dataclasses import dataclass, replace

from app.answering.answer import Answer
from app.auditing.since import lines_since
from app.records.chat import Chat, ChatTurn
from app.services import Services
from app.ui.render import Turn
from app.understanding.question import MOST_PREVIOUS
from corpus.errors import BothWaysError, NotKeptError


@dataclass(frozen=True)
class Thread:
    """What the server holds of a chat on the page: never more than its last answer.

    `asked` are the latest questions, oldest first, `count` is the number of turns in all, `id`
    what the chat is kept under, None for nothing.
    """

    asked: tuple[str, ...] = ()
    count: int = 0
    last: Turn | None = None
    id: str | None = None

    def plus(self, turn: Turn) -> "Thread":
        """Return the thread with a further turn."""
        said = (turn.question,) if turn.answer and not turn.answer.cares else ()
        asked = (*self.asked, *said)[-MOST_PREVIOUS:]
        return Thread(asked, turn.number, turn, turn.chat or self.id)


@dataclass(frozen=True)
class Place:
    """Where a browser says that its chat is: the id it is kept under, and its last turn."""

    chat: str = ""
    turns: int = 0


def read_place(text: str) -> Place:
    """Return what a browser sends along of its chat; an empty place for anything unreadable."""
    try:
        read = json.loads(text)
        return Place(str(read["chat"])[:64], min(10_000, max(0, int(read["turns"]))))
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError):
        return Place()


class Chats:
    """Keeps finished turns for whoever asked them."""

    def __init__(self, services: Services) -> None:
        self.services = services

    def keep(self, owner: str | None, id_: str | None, turn: Turn) -> Turn:
        """Return a turn that is kept in the chat of an id, or says why it could not be."""
        if owner is None or turn.answer is None or turn.answer.cares:
            return turn
        try:
            kept, place = self._append(owner, id_, ChatTurn(turn.question, turn.answer))
        except BothWaysError as error:
            return replace(turn, kept=str(error))
        return replace(turn, chat=kept, place=place, kept="Kept under “My things”.")

    def open(self, owner: str | None, id_: str) -> tuple[Turn, ...]:
        """Return the turns of a kept chat; raises RecordsError where it can't be opened."""
        turns = self.services.kept().records.turns(owner or "", id_, ChatTurn)
        return tuple(
            Turn(
                number, turn.question, turn.answer, chat=id_, place=number,
                since=self._since(turn.answer),
            )
            for number, turn in enumerate(turns, 1)
        )  # fmt: skip

    def resume(self, owner: str | None, thread: Thread, place: Place) -> Thread:
        """Return the thread that a browser shows, where the server was started anew meanwhile.

        Raises RecordsError where it was not kept or can't be opened.
        """
        if thread.count or not place.turns:
            return thread
        if not place.chat:
            raise NotKeptError(
                "The page was started anew meanwhile, and this chat was not kept.",
                "This question was not asked; the answers above can still be read.",
                "Reload the page to begin a new chat, and ask it there.",
            )
        return thread_of(self.open(owner, place.chat))

    def _since(self, answer: Answer) -> tuple[str, ...]:
        library = self.services.library
        return lines_since(answer, lambda: library.known, library.corpus.hash)

    def _append(self, owner: str, id_: str | None, turn: ChatTurn) -> tuple[str, int]:
        records = self.services.kept().records
        if id_ is None:
            return records.add(owner, "chat", turn.question, Chat(), turn), 1
        return id_, records.append(owner, id_, turn)


def thread_of(turns: tuple[Turn, ...]) -> Thread:
    """Return what the server holds of turns that are shown."""
    thread = Thread()
    for turn in turns:
        thread = thread.plus(turn)
    return thread
