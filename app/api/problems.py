"""Errors as RFC 9457 problem details."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from starlette.responses import JSONResponse, Response

from corpus.errors import (
    AnswerFormatError,
    BothWaysError,
    ChangedError,
    DocumentError,
    FormError,
    FullError,
    NotFoundError,
    NotKeptError,
    QuestionError,
    RecordsError,
)

MEDIA_TYPE = "application/problem+json"
_STATUS: tuple[tuple[type[BothWaysError], int], ...] = (
    (NotFoundError, 404), (NotKeptError, 404), (ChangedError, 409), (FormError, 422),
    (QuestionError, 422), (AnswerFormatError, 422), (DocumentError, 422), (FullError, 507),
    (RecordsError, 503),
)  # fmt: skip
_TITLES = {
    400: "This can't be read",
    401: "A token is needed",
    403: "This is not allowed",
    404: "There is nothing here",
    405: "That can't be done here",
    409: "It was changed meanwhile",
    413: "This is too large",
    415: "This type of content is not taken",
    421: "The name is not known",
    422: "This can't be taken as it stands",
    429: "Too much within a minute",
    500: "Something failed",
    503: "It can't be done now",
    507: "There is no more room",
}


class FieldProblem(BaseModel):
    """What is wrong with a part of what was sent; `pointer` is a JSON Pointer (RFC 6901)."""

    pointer: str
    detail: str


class Problem(BaseModel):
    """Why something was not done: what happened, what it means, and what to do (RFC 9457)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "type": "urn:both-ways:not-found",
                    "title": "There is nothing here",
                    "status": 404,
                    "detail": "There is no example of this id. Nothing was looked up. Correct it.",
                }
            ]
        }
    )

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldProblem, ...] = Field(default=())


def status_of(error: BothWaysError) -> int:
    """Return the HTTP status of an error; 500 for one that is nobody's mistake."""
    return next((code for kind, code in _STATUS if isinstance(error, kind)), 500)


def problem_of(error: BothWaysError) -> Problem:
    """Return an error of ours as a problem; its type tells the kind."""
    name = type(error).__name__.removesuffix("Error")
    kebab = "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-")
    status = status_of(error)
    return Problem(
        type=f"urn:both-ways:{kebab}", title=_TITLES[status], status=status, detail=str(error)
    )


def plain_problem(status: int, detail: str, errors: Sequence[FieldProblem] = ()) -> Problem:
    """Return a problem that its status tells enough of."""
    title = _TITLES.get(status, "This was not done")
    return Problem(
        type=f"urn:both-ways:http-{status}", title=title, status=status, detail=detail,
        errors=tuple(errors),
    )  # fmt: skip


def respond(problem: Problem, headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as a response."""
    body: dict[str, Any] = problem.model_dump(mode="json")
    if not problem.errors:
        del body["errors"]
    return JSONResponse(body, problem.status, media_type=MEDIA_TYPE, headers=headers)


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return how the schema tells of problems, for some statuses."""
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {code: {"description": _TITLES[code], "content": content} for code in statuses}
