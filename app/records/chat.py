"""A kept chat: every answer whole, to be shown again with its citations as they were."""

from dataclasses import dataclass

from app.answering.answer import Answer


@dataclass(frozen=True)
class Chat:
    """A chat; its turns are kept beside it. `quotes_only` says which answers were wanted."""

    quotes_only: bool = True


@dataclass(frozen=True)
class ChatTurn:
    """A question, records of students left out, and its answer."""

    question: str
    answer: Answer
