"""The texts: sources, decisions, cases, and searching them."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request, Response

from app.api.callers import OPEN, Asks
from app.api.objects import DECISION, Page
from app.api.paging import Limit, Offset, part_of
from app.api.problems import documented
from app.assistant.texts import (
    CaseObject,
    DecisionObject,
    FoundObject,
    SectionObject,
    SourceObject,
)
from app.exploring.cases import CaseFilter
from app.understanding.question import MAX_CHARS
from corpus.framework import PoleName

routes = APIRouter(tags=["Texts"])
_Id = Annotated[str, Path(max_length=200)]
_Name = Annotated[str, Query(max_length=200)]


@routes.get("/search", openapi_extra=OPEN, responses=documented(422))
def search(
    caller: Asks,
    q: Annotated[str, Query(min_length=1, max_length=MAX_CHARS, examples=["need or readiness"])],
    k: Annotated[int, Query(ge=1, le=50)] = 10,
) -> tuple[FoundObject, ...]:
    """Search the texts: the report and the documents that you may see, best first."""
    return caller.assistant().search(q, k)


@routes.get("/sources", openapi_extra=OPEN)
def list_sources(
    caller: Asks, request: Request, response: Response, limit: Limit = 50, offset: Offset = 0
) -> Page[SourceObject]:
    """List the texts of the corpus, with the addresses of their sections."""
    return part_of(caller.assistant().sources(), limit, offset, request, response)


@routes.get("/sources/{source}/sections/{section}", openapi_extra=OPEN, responses=documented(404))
def get_section(caller: Asks, source: _Id, section: _Id) -> SectionObject:
    """Get a section of a source, word for word."""
    return caller.assistant().section(source, section)


@routes.get("/decisions", openapi_extra=OPEN)
def list_decisions(
    caller: Asks, request: Request, response: Response, limit: Limit = 50, offset: Offset = 0
) -> Page[DecisionObject]:
    """List the seven decisions."""
    return part_of(caller.assistant().decisions(), limit, offset, request, response)


@routes.get("/decisions/{id}", openapi_extra=OPEN, responses=documented(404))
def get_decision(
    caller: Asks, id_: Annotated[str, Path(alias="id", max_length=200, examples=["Q3"])]
) -> DecisionObject:
    """Get a decision by its id, Q1 to Q7."""
    return caller.assistant().decision(id_)


@routes.get("/cases", openapi_extra=OPEN, responses=documented(422))
def list_cases(
    caller: Asks,
    request: Request,
    response: Response,
    q: Annotated[str, Query(max_length=MAX_CHARS, description="Words to rank them by.")] = "",
    decision: Annotated[str, Query(pattern=DECISION, examples=["Q3"])] = "",
    pole: PoleName | None = None,
    state: _Name = "",
    size: _Name = "",
    system: _Name = "",
    person: _Name = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Page[CaseObject]:
    """List the examples that fit: in text order, or ranked where `q` has words."""
    wanted = CaseFilter(q, decision.upper(), pole or "", state.upper(), size, system, person)
    return part_of(caller.assistant().cases(wanted), limit, offset, request, response)


@routes.get("/cases/{id}", openapi_extra=OPEN, responses=documented(404))
def get_case(
    caller: Asks,
    id_: Annotated[str, Path(alias="id", max_length=200, examples=["q3-feeder-patterns"])],
) -> CaseObject:
    """Get an example by its id."""
    return caller.assistant().case(id_)
