"""A coaching conversation as it is kept: what it is about, its turns, and its summary."""

from dataclasses import dataclass, replace
from typing import Literal

from app.answering.answer import Citation, Section
from app.coaching.journal import mark
from app.coaching.questions import OpenQuestion, Stage
from corpus.errors import ChangedError
from corpus.framework import PoleName

Wish = Literal["", "example", "another", "commit"]


@dataclass(frozen=True)
class Told:
    """An example as it was told, with its citations as they were then."""

    case: str
    title: str
    pole: PoleName | None
    section: Section
    citations: tuple[Citation, ...]


@dataclass(frozen=True)
class Summary:
    """What a leader takes with them; every text is theirs, `examples` are as they were told."""

    insights: str = ""
    what: str = ""
    when: str = ""
    who: str = ""
    know: str = ""
    next_question: str = ""
    examples: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Talk:
    """What a conversation is about: a decision, and where it started from, in plain words.

    `summary` is what its leader has kept of it, None while it goes on.
    """

    decision: str
    started_from: str = ""
    summary: Summary | None = None

    def ended(self, summary: Summary, was: str) -> "Talk":
        """Return the conversation with its summary kept.

        Raises ChangedError where `was` marks an older one than is kept by now.
        """
        if self.summary_mark != was and self.summary != summary:
            raise ChangedError(
                "This summary was changed in another tab or window meanwhile.",
                "Yours is still in the boxes and has not been kept.",
                "Keep it again to put yours in its place.",
                "",
            )
        return replace(self, summary=summary)

    @property
    def summary_mark(self) -> str:
        """Return a short mark of the kept summary, by which a form tells what was seen."""
        return mark(repr(self.summary))


@dataclass(frozen=True)
class Reply:
    """What the coach says: what was heard, perhaps an example, and one open question.

    `offer` names an example that can be told if the leader wants it. `step` counts the stages
    that are behind; `notice` answers what was said to the conversation itself, and then there may
    be no question. `invites` says that a next step may be near.
    """

    stage: Stage
    step: int
    question: OpenQuestion | None
    heard: str = ""
    told: Told | None = None
    offer: str = ""
    notice: str = ""
    invites: bool = False


@dataclass(frozen=True)
class Exchange:
    """One turn of a conversation: what the leader said or wished for, and the reply to it."""

    said: str
    reply: Reply
    wish: Wish = ""
