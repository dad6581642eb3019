"""What is kept for a token's owner: things, chats, session plans, files of them."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Path, Query, Request, Response

from app.answering.contract import as_json
from app.api.callers import Caller, Reads, Writes
from app.api.objects import (
    KeptTurn,
    Page,
    PlanBody,
    RecordHead,
    RecordObject,
    TitleBody,
    TokenObject,
    TurnBody,
)
from app.api.paging import Limit, Offset, part_of
from app.api.problems import documented
from app.assistant.answers import AnswerObject
from app.coaching.planning import Wish, plan_session
from app.records.chat import Chat, ChatTurn
from app.records.dumping import dumped
from app.records.store import Heading
from app.understanding.question import read_question

routes = APIRouter(tags=["Records"])
_Id = Annotated[str, Path(alias="id", max_length=64)]
_Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        description="A key of your own: the same call with the same key makes it once.",
    ),
]


@routes.get("/token", responses=documented(401, 403))
def get_token(caller: Reads) -> TokenObject:
    """Get what the token that was sent may do."""
    token = caller.token
    assert token is not None
    return TokenObject(
        name=token.name,
        scopes=tuple(sorted(token.scopes)),
        created=token.created.isoformat(),
        until=token.until.isoformat() if token.until else None,
    )


@routes.get("/records", responses=documented(401, 403))
def list_records(
    caller: Reads,
    request: Request,
    response: Response,
    kind: Annotated[str, Query(max_length=20, examples=["plan"])] = "",
    limit: Limit = 50,
    offset: Offset = 0,
) -> Page[RecordHead]:
    """List what is kept, the latest change first."""
    found = caller.kept.records.list(caller.owner, *([kind] if kind else []))
    return part_of([_head(heading) for heading in found], limit, offset, request, response)


@routes.get("/records/{id}", responses=documented(401, 403, 404))
def get_record(caller: Reads, id_: _Id) -> RecordObject:
    """Get one kept thing as it is kept."""
    return _record(caller, id_)


@routes.patch("/records/{id}", responses=documented(401, 403, 404, 415))
def rename_record(caller: Writes, id_: _Id, body: TitleBody) -> RecordObject:
    """Give a kept thing another title."""
    caller.kept.records.rename(caller.owner, id_, body.title)
    return _record(caller, id_)


@routes.delete("/records/{id}", status_code=204, responses=documented(401, 403, 404))
def delete_record(caller: Writes, id_: _Id) -> None:
    """Delete a kept thing for good."""
    caller.kept.records.delete(caller.owner, id_)


@routes.get(
    "/records/{id}/files/{ending}",
    response_class=Response,
    responses={
        200: {"description": "The file", "content": {"application/octet-stream": {}}},
        **documented(401, 403, 404, 422),
    },
)
def get_file(
    caller: Reads,
    id_: _Id,
    ending: Annotated[Literal["docx", "md", "pptx", "ics", "csv"], Path(examples=["docx"])],
    notes: bool = False,
    at: Annotated[
        str,
        Query(
            max_length=40,
            description="When a session begins, for its calendar file.",
            examples=["2026-12-03T09:00"],
        ),
    ] = "",
) -> Response:
    """Get a kept thing as a file: docx, md, pptx (plans), ics, csv (coaching logs)."""
    made = caller.papers.file(caller.owner, id_, ending, notes=notes, at=at)
    told = {"content-disposition": made.disposition}
    return Response(made.content, media_type=made.media_type, headers=told)


@routes.post("/plans", status_code=201, responses=documented(401, 403, 415, 422))
def make_plan(
    caller: Writes, body: PlanBody, request: Request, response: Response, key: _Key = ""
) -> RecordObject:
    """Make a session plan, and keep it."""
    id_ = caller.kept.requests.id_for(caller.owner, key, _content("plan", body))
    ready = caller.services.ready()
    wish = Wish(body.decision.upper(), body.situation, body.minutes, body.attendees, body.roles)
    title, plan = plan_session(
        ready.planner, ready.guide.situations, caller.services.safety, wish
    )  # fmt: skip
    caller.kept.records.add(caller.owner, "plan", title, plan, id_=id_)
    return _made(caller, id_, request, response)


@routes.post("/chats", status_code=201, responses=documented(401, 403, 415, 422))
def begin_chat(caller: Writes, body: TurnBody, key: _Key = "") -> KeptTurn:
    """Ask a question, and keep it as a new chat, to be gone on with here or on the page."""
    id_ = caller.kept.requests.id_for(caller.owner, key, _content("chat", body))
    question = read_question(body.question)
    answer = caller.assistant().answer(question, quotes_only=body.quotes_only)
    if answer.cares:
        return _kept("", 0, as_json(answer))
    turn = ChatTurn(question.text, answer)
    caller.kept.records.add(caller.owner, "chat", question.text, Chat(), turn, id_=id_)
    first = caller.kept.records.turns(caller.owner, id_, ChatTurn)[0]
    return _kept(id_, 1, as_json(first.answer))


@routes.post(
    "/chats/{id}/turns", status_code=201, responses=documented(401, 403, 404, 409, 415, 422)
)
def go_on(caller: Writes, id_: _Id, body: TurnBody) -> KeptTurn:
    """Ask a further question of a chat, read together with those before it."""
    records = caller.kept.records
    before = records.turns(caller.owner, id_, ChatTurn)
    question = read_question(body.question, tuple(turn.question for turn in before))
    answer = caller.assistant().answer(question, quotes_only=body.quotes_only)
    if answer.cares:
        return _kept(id_, 0, as_json(answer))
    turn = ChatTurn(question.text, answer)
    return _kept(id_, records.append(caller.owner, id_, turn, body.number), as_json(answer))


def _content(what: str, body: PlanBody | TurnBody) -> bytes:
    return f"{what}:{body.model_dump_json()}".encode()


def _kept(chat: str, number: int, answer: dict[str, Any]) -> KeptTurn:
    return KeptTurn(chat=chat, number=number, answer=AnswerObject.model_validate(answer))


def _made(caller: Caller, id_: str, request: Request, response: Response) -> RecordObject:
    response.headers["location"] = request.url_for("get_record", id=id_).path
    return _record(caller, id_)


def _record(caller: Caller, id_: str) -> RecordObject:
    records = caller.kept.records
    records.heading(caller.owner, id_)
    [found] = dumped(records.engine, caller.owner, id_)
    return RecordObject.model_validate(found)


def _head(heading: Heading) -> RecordHead:
    return RecordHead(
        id=heading.id,
        kind=heading.kind,
        title=heading.title,
        created=heading.created.isoformat(),
        changed=heading.changed.isoformat(),
    )
