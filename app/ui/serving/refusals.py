"""What is told to whoever asks for something that the server does not give."""

from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import Scope

from app.api.problems import plain_problem, respond
from app.ui.screens.visit import problem_page
from app.ui.serving.programs import is_program
from corpus.errors import RefusedError


@dataclass(frozen=True)
class Refusal:
    """Why a request is not answered, with its HTTP status."""

    status: int
    error: RefusedError

    def response(self, scope: Scope) -> Response:
        """Return a page for a browser's window, a problem for a program, plain text otherwise."""
        if is_program(scope["path"].removeprefix(scope.get("root_path", ""))):
            return respond(plain_problem(self.status, str(self.error)))
        if wants_page(scope):
            return problem_page(self.error, self.status)
        return PlainTextResponse(str(self.error), self.status)


def wants_page(scope: Scope) -> bool:
    """Return whether a request comes from a browser's window, which shows pages."""
    return "text/html" in Headers(scope=scope).get("accept", "")


def too_often() -> Refusal:
    """Return the refusal of what is sent more often than anybody types (RFC 6585, 4)."""
    return Refusal(429, RefusedError(
        "Too much was sent within a minute from here.",
        "This was not taken; what was sent before is kept.",
        "Wait a minute, go back with your browser’s button, and send it again.",
    ))  # fmt: skip


def too_many_guesses() -> Refusal:
    """Return the refusal of a further code, key or word after many wrong ones."""
    return Refusal(429, RefusedError(
        "Too many wrong codes came from here.",
        "This one was not looked at.",
        "Wait ten minutes, and ask for the code again meanwhile.",
    ))  # fmt: skip


def wrong_host(host: str) -> Refusal:
    """Return the refusal of a name that the server does not go by (RFC 9110, 15.5.20)."""
    return Refusal(421, RefusedError(
        f"This page was asked for as “{host}”, a name that it does not know.",
        "Nothing was done.",
        "If that name is right, whoever runs the page adds it to BOTHWAYS_ALLOWED_HOSTS "
        "(header: Host, or X-Forwarded-Host from a proxy in BOTHWAYS_TRUSTED_PROXIES).",
    ))  # fmt: skip


def nothing_here() -> Refusal:
    """Return the refusal of an address that is none of the page's."""
    return Refusal(404, RefusedError(
        "There is nothing at this address.",
        "The link is old or was typed wrong.",
        "Go on from one of the tabs above.",
    ))  # fmt: skip


def unforeseen() -> Refusal:
    """Return what is told where the program itself failed."""
    return Refusal(500, RefusedError(
        "Something went wrong here that we had not foreseen.",
        "What was sent may not have been taken.",
        "Go back and try again. If it stays so, tell whoever looks after this program.",
    ))  # fmt: skip


def foreign() -> Refusal:
    """Return the refusal of what another site's page has sent."""
    return Refusal(403, RefusedError(
        "This was sent from another site’s page.",
        "Nothing was done with it.",
        "Open the page itself and send it from there. If you did, a proxy changes the address on "
        "the way (headers: Origin, Sec-Fetch-Site, Host): whoever runs the page sets "
        "BOTHWAYS_ALLOWED_HOSTS and BOTHWAYS_TRUSTED_PROXIES, and BOTHWAYS_HTTPS where it is "
        "reached by https.",
    ))  # fmt: skip
