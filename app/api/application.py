"""The API as an application: its routes, its schema, its page, and what errors become."""

import logging
from collections.abc import Awaitable, Callable
from importlib.metadata import version
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from fastapi_offline import FastAPIOffline
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Match, Route

from app.api import asking, documents, records, texts
from app.api.callers import DeniedError
from app.api.problems import (
    FieldProblem,
    Problem,
    documented,
    plain_problem,
    problem_of,
    respond,
)
from app.logs import causes
from app.services import Services
from corpus.errors import BothWaysError

_log = logging.getLogger(__name__)
PLACE = "/api/v1"
_ABOUT = (
    "Cited, two-sided answers from the report “Look Both Ways” for programs. Texts need no token "
    "where nobody has to sign in; what is kept needs one, made under “My things” on the page. "
    "Errors are problem details (RFC 9457). The header RateLimit tells how many calls are left."
)
_TAGS = [
    {"name": "Asking", "description": "Answers, questions to reflect on, audits."},
    {"name": "Texts", "description": "What the answers rest on."},
    {"name": "Records", "description": "What is kept for the token’s owner."},
    {"name": "Documents", "description": "Texts that the token’s owner added."},
]
_METHOD = 405
_UNFIT = (
    "A part of what was sent is missing, too much or not as documented. Nothing was done. `errors` "
    "names each part; the API’s page shows what is taken."
)
_NO_OBJECT = (
    "What was sent is no JSON object. Nothing was done. Send one, with the header Content-Type: "
    "application/json."
)
_PARTS = (asking, texts, records, documents)
_UNREADABLE = {"json_invalid", "model_attributes_type"}
Handle = Callable[[Request, Exception], Awaitable[Response]]


def make_api(services: Services) -> FastAPI:
    """Return the API over some services."""
    api = FastAPIOffline(
        title="Both Ways",
        version=version("both-ways"),
        description=_ABOUT,
        docs_url="/docs",
        redoc_url=None,
        swagger_ui_oauth2_redirect_url="/docs/oauth2-redirect",
        openapi_tags=_TAGS,
        license_info={"name": "Apache 2.0; the report: CC BY 4.0", "identifier": "Apache-2.0"},
        generate_unique_id_function=_operation,
        responses=documented(400, 429, 503),
    )
    api.state.services = services
    for part in _PARTS:
        api.include_router(part.routes)
    handlers: dict[type[Exception], Handle] = {
        BothWaysError: _ours,
        DeniedError: _denied,
        RequestValidationError: _unfit,
        HTTPException: plainly,
        Exception: _unforeseen,
    }
    for kind, handle in handlers.items():
        api.add_exception_handler(kind, handle)
    _with_problem(api)
    return api


def _operation(route: APIRoute) -> str:
    return route.name


def _with_problem(api: FastAPI) -> None:
    """Let the schema hold Problem, in place of the framework's own errors."""
    make = api.openapi

    def openapi() -> dict[str, Any]:
        if api.openapi_schema:
            return api.openapi_schema
        made = make()
        shapes = made["components"]["schemas"]
        problem = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        shapes.update(problem.pop("$defs", {}))
        shapes["Problem"] = problem
        for own in ("HTTPValidationError", "ValidationError"):
            shapes.pop(own, None)
        for operation in _operations(made):
            _as_3_1(operation)
            told = operation["responses"].get("422")
            if told and "application/json" in told.get("content", {}):
                operation["responses"].update({str(k): v for k, v in documented(422).items()})
        return made

    api.openapi = openapi  # type: ignore[method-assign]


def _as_3_1(operation: dict[str, Any]) -> None:
    """Tell of a stream of events as OpenAPI 3.1 can: `itemSchema` came with 3.2."""
    for response in operation["responses"].values():
        events = response.get("content", {}).get("text/event-stream")
        if events is not None:
            events["schema"] = events.pop("itemSchema")
            events["example"] = 'event: answer\ndata: {"id": "…", "text": "…"}\n\n'


def _operations(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for path in schema["paths"].values() for operation in path.values()]


async def _ours(_: Request, error: Exception) -> Response:
    assert isinstance(error, BothWaysError)
    return respond(problem_of(error))


async def _denied(_: Request, error: Exception) -> Response:
    assert isinstance(error, DeniedError)
    told = plain_problem(error.status, error.detail)
    return respond(told, {"www-authenticate": error.challenge})


async def _unfit(_: Request, error: Exception) -> Response:
    """Tell what does not fit the schema, without repeating what was sent."""
    assert isinstance(error, RequestValidationError)
    told = {(_pointer(one["loc"]), one["msg"]): one["type"] for one in error.errors()}
    fields = [FieldProblem(pointer=place, detail=words) for place, words in told]
    if _UNREADABLE.isdisjoint(told.values()):
        return respond(plain_problem(422, _UNFIT, fields))
    return respond(plain_problem(400, _NO_OBJECT, fields))


def _pointer(place: tuple[str | int, ...]) -> str:
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in place)


async def plainly(request: Request, error: Exception) -> Response:
    """Tell of an address or a method that there is not as a problem."""
    assert isinstance(error, HTTPException)
    headers = dict(error.headers or {})
    if error.status_code == _METHOD:
        headers["Allow"] = _methods(request)
    detail = f"{error.detail}. Nothing was done. The API’s page lists every address."
    return respond(plain_problem(error.status_code, detail), headers)


def _methods(request: Request) -> str:
    """Return every method of an address; the framework names those of its first route alone."""
    fitting = (
        route.methods or ()
        for part in _PARTS
        for route in part.routes.routes
        if isinstance(route, Route) and route.matches(request.scope)[0] is not Match.NONE
    )
    return ", ".join(sorted({method for methods in fitting for method in methods}))


async def _unforeseen(_: Request, error: Exception) -> Response:
    _log.error("a call failed: %s", causes(error))
    return respond(plain_problem(500, "Something failed that we had not foreseen. Try again; if it "
                                 "stays so, tell whoever looks after this program."))  # fmt: skip
