"""What the API takes and gives beside the assistant's own objects."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
    model_validator,
)

from app.assistant.answers import AnswerObject, Shape
from app.coaching.plan import LONGEST, SHORTEST
from app.understanding.question import MAX_CHARS, MOST_PREVIOUS
from corpus.framework import Role

T = TypeVar("T")
Words = Annotated[str, StringConstraints(max_length=MAX_CHARS)]
Asked = Annotated[str, StringConstraints(min_length=1, max_length=MAX_CHARS)]
DECISION = "^([Qq][1-7])?$"
_QUESTION = "How did others handle need vs. readiness?"


class Body(BaseModel):
    """An object that is sent; a field that is not known is refused, as it may be a typing error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Texts(Body):
    """Which texts are asked: the report, and documents of one's own by their ids."""

    report: StrictBool = True
    documents: tuple[str, ...] = Field(default=(), max_length=200)

    @model_validator(mode="after")
    def _some(self) -> "Texts":
        """Refuse a choice of nothing: there would be nothing to look in."""
        if not self.report and not self.documents:
            raise ValueError("choose the report or a document")
        return self


class AskBody(Body):
    """A question, with the turns before it, oldest first."""

    question: Asked = Field(examples=[_QUESTION])
    previous: tuple[Words, ...] = Field(default=(), max_length=MOST_PREVIOUS, examples=[[]])
    quotes_only: StrictBool = Field(
        default=False, description="Answer without the model that is set."
    )
    texts: Texts | None = Field(
        default=None, description="Which texts are asked; all that you may see, if left out."
    )


class TurnBody(Body):
    """A question of a chat that is kept."""

    question: Asked = Field(examples=[_QUESTION])
    quotes_only: StrictBool = False
    number: StrictInt | None = Field(
        default=None, ge=1, le=1_000_000,
        description="Which turn it is to be, from 1; sent twice, the second is refused with 409.",
    )  # fmt: skip


class KeptTurn(Shape):
    """A turn that was kept: the chat's id, the turn's number, and its answer.

    An answer that tells where to turn is never kept; its number is then 0.
    """

    chat: str
    number: int
    answer: AnswerObject


class QuestionsBody(Body):
    """A situation, or a decision, for which open questions are wanted."""

    situation: Words = Field(default="", examples=["Our teachers are tired of new tools."])
    decision: str = Field(default="", examples=["Q3"], pattern=DECISION)
    most: StrictInt = Field(default=6, ge=1, le=20)


class AuditedAnswer(BaseModel):
    """An answer as `POST /ask` gives it, or of another program; `text` at least."""

    model_config = ConfigDict(extra="allow", frozen=True)

    text: str = Field(examples=["Fulton County let its schools choose."])


class AuditBody(Body):
    """An answer to be audited."""

    answer: AuditedAnswer


class PlanBody(Body):
    """What a session is about; one of `decision` and `situation` at least."""

    decision: str = Field(default="", examples=["Q3"], pattern=DECISION)
    situation: Words = Field(default="", examples=["Which schools shall begin next year?"])
    minutes: StrictInt = Field(default=60, ge=SHORTEST, le=LONGEST)
    attendees: Annotated[str, StringConstraints(max_length=1000)] = ""
    roles: tuple[Role, ...] = ()


class TitleBody(Body):
    """A new title."""

    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]


class RecordHead(Shape):
    """A kept thing without its content; times are UTC."""

    id: str
    kind: str
    title: str
    created: str
    changed: str


class RecordObject(RecordHead):
    """A kept thing as it is kept; `turns` are those of a chat or a reflection."""

    body: Any
    turns: tuple[Any, ...]


class DocumentObject(Shape):
    """A document that somebody added; it can be asked once `state` is ready."""

    id: str
    kind: str
    state: str
    title: str
    author: str
    published: str
    licence: str
    url: str
    file_name: str
    pages: int
    passages: int
    problem: str
    notes: tuple[str, ...]
    sha256: str
    added: str
    changed: str


class TokenObject(Shape):
    """The token that was sent: what it may do, and until when it holds."""

    name: str
    scopes: tuple[str, ...]
    created: str
    until: str | None


class Page(BaseModel, Generic[T]):
    """A part of a list; `next` is the address of the following part, null at the end."""

    items: tuple[T, ...]
    total: int
    next: str | None = None
