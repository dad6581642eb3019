"""A guided reflection as it is kept: what it is about, its notes with the replies, its summary."""

from dataclasses import dataclass, replace
from typing import Literal

from app.answering.answer import Citation, Section
from app.coaching.commitment import NO_COMMITMENT, Commitment
from app.coaching.journal import mark
from corpus.errors import ChangedError
from corpus.framework import PoleName

Wish = Literal["", "example", "another", "other_side", "challenge", "commit"]
QuestionKind = Literal["closer", "other", "on"]
QuestionOrigin = Literal["source", "adapted", "ours"]


@dataclass(frozen=True)
class OpenQuestion:
    """One open question; `passage_id` names where it stands or what it is adapted from."""

    text: str
    origin: QuestionOrigin
    passage_id: str | None = None
    kind: QuestionKind = "closer"


@dataclass(frozen=True)
class Told:
    """An example, or another cited piece of the texts, as it was told, with its citations then.

    `case` is the example's id, empty for anything else.
    """

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
    """What a reflection is about, and what was agreed at its beginning.

    `started_from` is what is on the leader's mind. `decision` is the one it touches most, empty
    for none, `also` are others. `worth` would make the time worth it, `people` are those who are
    in it, `privacy` how private it is, all in the leader's words. `summary` is what they have kept
    of it, None while it goes on.
    """

    decision: str
    started_from: str = ""
    summary: Summary | None = None
    also: tuple[str, ...] = ()
    worth: str = ""
    people: str = ""
    privacy: str = ""
    commitment: Commitment = NO_COMMITMENT

    @property
    def decisions(self) -> tuple[str, ...]:
        """Return every decision that it touches, the first first."""
        return tuple(filter(None, (self.decision, *self.also)))

    def ended(self, summary: Summary, was: str) -> "Talk":
        """Return the reflection with its summary kept.

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
    """What a note is met with: questions to pick from, and what was asked for.

    `heard_as` is what the note was taken for. `told` is an example, `found` are answers from the
    texts; `offer` names the system of the example `offered`, which can be told next. `recap` are
    the leader's own notes so far. `tells` is what the note says beside its request, `asks` the
    words of that request. `notice` answers what was said to the software itself.
    `heard` and `question` are a model's reflection and its one question.
    """

    questions: tuple[OpenQuestion, ...] = ()
    heard_as: str = "note"
    notice: str = ""
    told: Told | None = None
    found: tuple[Told, ...] = ()
    offer: str = ""
    offered: str = ""
    recap: tuple[str, ...] = ()
    settles: bool = False
    question: OpenQuestion | None = None
    heard: str = ""
    tells: str = ""
    asks: str = ""


@dataclass(frozen=True)
class Exchange:
    """One note, or a wish for something, with the reply to it.

    `question` is the one that the leader wrote on, of those offered or their own. An `aside` note
    tells of distress: it stays out of drafts and is shown to no model.
    """

    said: str
    reply: Reply
    wish: Wish = ""
    question: str = ""
    aside: bool = False

    @property
    def asked(self) -> tuple[str, ...]:
        """Return the texts of every question that the reply offers."""
        one = (self.reply.question.text,) if self.reply.question else ()
        return (*one, *(question.text for question in self.reply.questions))
