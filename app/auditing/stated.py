"""What an answer states, read from the contract's JSON: all that an audit looks at."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from app.answering.answer import Answer
from app.answering.contract import as_json
from corpus.documents import OWN_PREFIX
from corpus.errors import AnswerFormatError
from corpus.framework import PoleName


@dataclass(frozen=True)
class StatedClaim:
    """A sentence and the markers that it carries."""

    text: str
    citations: tuple[int, ...] = ()


@dataclass(frozen=True)
class StatedSection:
    """The heading and the side under which claims stand, with their texts."""

    heading: str
    decision: str | None = None
    pole: PoleName | None = None
    kind: str = "list"
    claims: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedCitation:
    """A citation as the answer carries it; nothing of it is taken for granted."""

    marker: int
    passage_id: str
    source_id: str
    passage_text: str
    quote: str
    start: int = 0
    end: int = 0
    source_title: str = ""
    heading_path: tuple[str, ...] = ()
    pages: str | None = None
    kind: str | None = None
    decision: str | None = None
    pole: PoleName | None = None
    systems: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    url: str | None = None
    licence: str = ""
    verified: bool = False
    corrected: bool = False

    @property
    def is_own(self) -> bool:
        """Return whether it cites what somebody has added, which the texts don't hold."""
        return self.source_id.startswith(OWN_PREFIX)


@dataclass(frozen=True)
class StatedReflection:
    """The question that an answer ends with."""

    question: str


@dataclass(frozen=True)
class StatedConflict:
    """A thing that an answer says its source tells in two ways."""

    about: str = ""
    passage_ids: tuple[str, ...] = ()


@dataclass(frozen=True)
class StatedAnswer:
    """An answer of this assistant or of another one; names are the contract's.

    Of an answer from elsewhere only `text` may be there: then every sentence of it is a statement
    without a citation, unless quotations in it were looked up.
    """

    text: str
    id: str = ""
    question: str = ""
    standalone_question: str = ""
    lead: str = ""
    notice: str = ""
    opening: str = ""
    paraphrase: str = ""
    decisions: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    abstained: bool = False
    nearest: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    sections: tuple[StatedSection, ...] = ()
    claims: tuple[StatedClaim, ...] = ()
    citations: tuple[StatedCitation, ...] = ()
    reflection: StatedReflection | None = None
    conflicts: tuple[StatedConflict, ...] = ()
    answerer: str = "elsewhere"
    corpus_hash: str = ""
    prompt_hash: str = ""

    def citation(self, marker: int) -> StatedCitation | None:
        """Return the first citation of a marker, None where there is none."""
        return next((c for c in self.citations if c.marker == marker), None)


def stated(answer: Answer) -> StatedAnswer:
    """Return what an answer of ours states."""
    return read_stated(as_json(answer))


def read_stated(row: Mapping[str, Any]) -> StatedAnswer:
    """Return what an answer states, from the contract's object; AnswerFormatError if it is none."""
    try:
        return _adapter().validate_python(row)
    except ValidationError as error:
        raise _no_answer(error) from error


def read_stated_json(line: str | bytes) -> StatedAnswer:
    """Return what an answer states, from its JSON; AnswerFormatError if it is none."""
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise _no_answer(error) from error


@cache
def _adapter() -> TypeAdapter[StatedAnswer]:
    return TypeAdapter(StatedAnswer)


def _no_answer(error: ValidationError) -> AnswerFormatError:
    first = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(map(str, first["loc"])) or "the line"
    return AnswerFormatError(
        f"This is not an answer that can be audited: {place}: {first['msg'].lower()}.",
        "It was passed over; the others are audited.",
        "Give each answer as the JSON object that `bothways ask --json` prints; `text` at least.",
    )
