"""One request to a screen: who asks, for what, and with which words."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.api.problems import status_of
from app.auditing.known import Known
from app.coaching.plan import Planner
from app.coaching.replying import Guide
from app.evidence.passages import PassageIndex
from app.logs import causes
from app.records.people import Person
from app.records.store import Records
from app.records.teams import Teams
from app.services import Services
from app.ui.cards import at
from app.ui.identity import Visitor, cookie, visitor_of
from app.ui.screens.caring import care_page
from app.ui.screens.forms import Upload, read_form
from app.ui.screens.pages import page, written
from app.ui.serving.site import own_path
from app.wiring import Kept, Shelf
from corpus.errors import (
    BothWaysError,
    FormError,
    NotKeptError,
)
from corpus.library import Corpus

_log = logging.getLogger(__name__)
# Screens that show the texts alone.
_WITHOUT_RECORDS = frozenset({"explore", "guides", "handouts"})
_MOST_DIGITS = 6


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
    person: Person | None = None

    def may(self, role: str) -> bool:
        """Return whether somebody may do what a role may; everybody, where nobody signs in."""
        if not self.services.settings.sign_in:
            return True
        return self.person is not None and self.person.may(role)

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
            form, files = await read_form(request)
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
    query = dict(request.query_params)
    return Visit(services, visitor.owner, visitor.key, path, query, form, person=visitor.person)


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
    return problem_page(error, status_of(error), form, address)


def problem_page(
    error: BothWaysError, status: int, form: Mapping[str, str] | None = None, address: str = ""
) -> Response:
    """Return the page of an error; `form` is what was sent to `address`, to be sent again."""
    sent = form or {}
    return page(
        "problem", title="That did not work", here="", status=status, error=error, form=sent,
        address=address, words=written(sent),
    )  # fmt: skip
