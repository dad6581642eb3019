"""Who must sign in before they see a page, and the signed note that a sign-in leaves meanwhile."""

from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.middleware.sessions import SessionMiddleware
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from app.services import Services
from app.ui.identity import visitor_of
from app.ui.serving.refusals import wants_page
from app.ui.serving.site import own_path

# What whoever is not signed in may ask for: the way in, what it is made of, and what is kept.
_OPEN = frozenset({"sign-in", "screens", "privacy", "assets", "static", "theme.css", "favicon.ico"})
_SIGN_IN_SECONDS = 600
_NOT_SIGNED_IN = 401


class SignIn:
    """Sends whoever is not signed in to the page where they can, if settings ask for it."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._asked = bool(services.settings.sign_in)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or answer it by the way to sign in."""
        if scope["type"] == "http" and self._asked:
            answer = await self._refused(scope)
            if answer is not None:
                await answer(scope, receive, send)
                return
        await self._app(scope, receive, send)

    async def _refused(self, scope: Scope) -> Response | None:
        path = own_path(scope)
        if path.split("/")[1] in _OPEN:
            return None
        visitor = await run_in_threadpool(visitor_of, scope)
        if visitor.person is not None:
            return None
        if scope["method"] == "GET" and wants_page(scope):
            asked = scope["query_string"].decode("latin-1")
            to = quote(f"{path}?{asked}" if asked else path, safe="")
            return RedirectResponse(f"{scope.get('root_path', '')}/sign-in?to={to}", 303)
        told = "You are not signed in. Nothing was done. Reload the page and sign in."
        return PlainTextResponse(told, _NOT_SIGNED_IN)


class WithNote:
    """Gives an application a session for the minutes of a sign-in, in a signed cookie."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with a session; what signs it lies in the database."""
        secret = await run_in_threadpool(lambda: self._services.kept().keys.derived("sign-in"))
        inner = SessionMiddleware(
            self._app, secret, "bothways_sign_in", _SIGN_IN_SECONDS,
            https_only=self._services.settings.https,
        )  # fmt: skip
        await inner(scope, receive, send)
