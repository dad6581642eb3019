"""One request to a screen: who asks, for what, and with which words."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response

from app.auditing.known import Known
from app.coaching.plan import Planner
from app.coaching.replying import Guide
from app.evidence.passages import PassageIndex
from app.logs import causes
from app.records.store import Records
from app.records.teams import Teams
from app.services import Services
from app.ui.cards import at
from app.ui.identity import Visitor, cookie, visitor_of
from app.ui.screens.caring import care_page
from app.ui.screens.pages import page, written
from app.ui.serving.limits import WITH_FILES
from app.ui.serving.site import own_path
from app.wiring import Kept, Shelf
from corpus.errors import (
    AnswerFormatError,
    BothWaysError,
    ChangedError,
    DocumentError,
    FormError,
    FullError,
    NotKeptError,
    QuestionError,
    RecordsError,
)
from corpus.library import Corpus

_log = logging.getLogger(__name__)
# An answer of the longest kind in every letter, and its marks, still fit.
MAX_BODY = 2_000_000
_MAX_FIELDS = 300
_MAX_FILES = 60
# Screens that show the texts alone.
_WITHOUT_RECORDS = frozenset({"explore", "guides", "handouts"})
_MOST_DIGITS = 6
_STATUS: tuple[tuple[type[BothWaysError], int], ...] = (
    (NotKeptError, 404), (ChangedError, 409), (FormError, 422), (QuestionError, 422),
    (AnswerFormatError, 422), (DocumentError, 422), (FullError, 507),
    (RecordsError, 503),
)  # fmt: skip


@dataclass(frozen=True)
class Upload:
    """A file that was sent, with the name that it has where it came from."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Visit:
    """A request as a handler sees it; `form` holds what was sent, fields with one value each.

    `files` are those that were sent along, on the one screen that takes any.
    """

    services: Services
    owner: str
    key: str
    path: Mapping[str, str]
    query: Mapping[str, str]
    form: Mapping[str, str]
    files: tuple[Upload, ...] = ()

    @property
    def shelf(self) -> Shelf:
        """Return people's own documents; raises RecordsError where there is no database."""
        return self.services.shelf()

    @property
    def corpus(self) -> Corpus:
        """Return the corpus."""
        return self.services.library.corpus

    @property
    def guide(self) -> Guide:
        """Return what reads situations and meets notes; the first use loads the model."""
        return self.services.ready().guide

    @property
    def planner(self) -> Planner:
        """Return what composes session plans; the first use loads the model."""
        return self.services.ready().planner

    @property
    def book(self) -> PassageIndex:
        """Return the passages, looked up by their words."""
        return self.services.library.book

    @property
    def known(self) -> Known:
        """Return what an audit knows beforehand."""
        return self.services.library.known

    @property
    def kept(self) -> Kept:
        """Return all that is kept; raises RecordsError where the database can't be opened."""
        return self.services.kept()

    @property
    def records(self) -> Records:
        """Return people's records; raises RecordsError where the database can't be opened."""
        return self.kept.records

    @property
    def teams(self) -> Teams:
        """Return the teams; raises RecordsError where the database can't be opened."""
        return self.kept.teams

    def known_texts(self) -> frozenset[str]:
        """Return the texts that are kept of what the address names; none where it names nothing."""
        if not self.owner or "id" not in self.path:
            return frozenset()
        return self.records.texts(self.owner, self.path["id"])

    def go_with_key(self, address: str, key: str, **life: int) -> Response:
        """Return the way to another page, with a key for this browser from now on."""
        response = go(address)
        response.headers["set-cookie"] = cookie(key, https=self.services.settings.https, **life)
        return response


Handler = Callable[[Visit], Response]
Endpoint = Callable[[Request], Awaitable[Response]]


def endpoint(services: Services, handler: Handler) -> Endpoint:
    """Return a handler as the server calls it, with every error made into a page."""

    async def respond(request: Request) -> Response:
        form: Mapping[str, str] = {}
        try:
            form, files = await _read(request)
            return await run_in_threadpool(_handled, services, request, form, files, handler)
        except BothWaysError as error:
            return _problem(error, form, request.url.path)
        except Exception as error:
            _log.error("a screen failed: %s", causes(error))
            return _problem(_UNFORESEEN, form, request.url.path)

    return respond


def go(address: str) -> Response:
    """Return the way to another page, after something was sent."""
    return RedirectResponse(at(address), 303)


def whole_number(text: str, least: int, most: int) -> int | None:
    """Return a number that was typed, None where it is none or out of its bounds."""
    short = text.strip()
    if not short.isdecimal() or len(short) > _MOST_DIGITS or not least <= int(short) <= most:
        return None
    return int(short)


def gone(what: str) -> NotKeptError:
    """Return the error for an address that names nothing."""
    return NotKeptError(
        f"There is no {what} at this address.",
        "The link is old or was typed wrong.",
        "Go on from one of the tabs above.",
    )


_UNFORESEEN = BothWaysError(
    "Something went wrong here that we had not foreseen.",
    "What you sent may not have been kept; it is shown below.",
    "Go back and try again. If it stays so, tell whoever looks after this program.",
)


async def _read(request: Request) -> tuple[Mapping[str, str], tuple[Upload, ...]]:
    """Return the fields of a form, and the files that were sent with it."""
    type_ = request.headers.get("content-type", "")
    if request.method != "POST" or not type_.startswith("multipart/form-data"):
        return await _read_form(request), ()
    if own_path(request.scope) not in WITH_FILES:
        raise _no_form()
    try:
        async with request.form(max_files=_MAX_FILES, max_fields=_MAX_FIELDS) as sent:
            fields = {name: value for name, value in sent.items() if isinstance(value, str)}
            files = [value for value in sent.getlist("files") if isinstance(value, UploadFile)]
            read = [Upload(f.filename or "file", await f.read()) for f in files if f.size]
    except (HTTPException, ClientDisconnect) as error:
        raise _no_form() from error
    return fields, tuple(read)


async def _read_form(request: Request) -> Mapping[str, str]:
    if request.method != "POST":
        return {}
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > MAX_BODY:
                raise _too_much()
    except ClientDisconnect as error:
        raise _too_much() from error
    try:
        return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=_MAX_FIELDS))
    except ValueError as error:
        raise _no_form() from error


def _no_form() -> FormError:
    return FormError(
        "This is no form of this page, or too large for it.",
        "Nothing was kept.",
        "Send it from the page itself; a file may have 50 MB at most.",
    )


def _too_much() -> FormError:
    return FormError(
        f"This is too much at once, or did not arrive whole: {MAX_BODY:,} bytes are the most.",
        "Nothing of it was kept.",
        "Go back with your browser’s button: your words are still in the box.",
    )


def _handled(
    services: Services,
    request: Request,
    form: Mapping[str, str],
    files: tuple[Upload, ...],
    handler: Handler,
) -> Response:
    """Return a handler's answer; who asks is looked up here, off the event loop.

    Words that tell of danger to somebody reach no handler.
    """
    visit = replace(_visit(services, request, form), files=files)
    posted = request.method == "POST"
    cared = care_page(
        lambda: services.safety,
        own_path(request.scope),
        visit.form if posted else visit.query,
        visit.known_texts,
        posted=posted,
    )
    return cared or handler(visit)


def _visit(services: Services, request: Request, form: Mapping[str, str]) -> Visit:
    visitor = visitor_of(request.scope)
    if visitor.unknown and own_path(request.scope).split("/")[1] not in _WITHOUT_RECORDS:
        # Without the database nobody's things can be shown: an empty list would say there are none.
        services.kept()
    if request.method == "POST" and not visitor.owner:
        services.kept()
        raise _nobody(visitor)
    path = {name: str(value) for name, value in request.path_params.items()}
    return Visit(services, visitor.owner, visitor.key, path, dict(request.query_params), form)


def _nobody(visitor: Visitor) -> FormError:
    """Return why it can't be told whose something is."""
    if visitor.several:
        return FormError(
            "Your browser sends two keys for this page, so that we can’t tell which is yours.",
            "It was not kept; it is shown below.",
            "A neighbouring site may have planted one. Delete this site’s cookies, reload the "
            "page, open your things again with your return key, and send it again.",
        )
    return FormError(
        "Your browser sends no cookie of ours, so that we can’t tell whose this is.",
        "It was not kept; it is shown below.",
        "Allow cookies for this address, reload the page, and send it again.",
    )


def _problem(error: BothWaysError, form: Mapping[str, str], address: str) -> Response:
    status = next((code for kind, code in _STATUS if isinstance(error, kind)), 500)
    return problem_page(error, status, form, address)


def problem_page(
    error: BothWaysError, status: int, form: Mapping[str, str] | None = None, address: str = ""
) -> Response:
    """Return the page of an error; `form` is what was sent to `address`, to be sent again."""
    sent = form or {}
    return page(
        "problem", title="That did not work", here="", status=status, error=error, form=sent,
        address=address, words=written(sent),
    )  # fmt: skip
