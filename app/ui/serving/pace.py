"""How often one visitor and one address may send something, and how often codes may be guessed."""

import anyio
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.identity import visitor_of
from app.ui.serving.refusals import too_many_guesses, too_often
from app.ui.serving.site import own_path

# One person sends a form or a question every few seconds; an address may be that of a whole
# office, or of a proxy.
_BY_VISITOR = RateLimitItemPerMinute(240)
_BY_ADDRESS = RateLimitItemPerMinute(2400)
# Forms that take a code, a key or a word: what they refuse counts as a wrong guess.
_GUESSED = frozenset({"/teams/join", "/audit/join", "/audit/enter", "/kept/key", "/sign-in"})
_SLOW = RateLimitItemPerMinute(5, 10)
_MOST = RateLimitItemPerMinute(20, 10)
_SLOW_SECONDS = 1.0
_REFUSED = 422


class Pace:
    """Refuses what is sent too often, and slows down and then refuses the guessing of codes.

    What is counted is held in memory and forgotten.
    """

    def __init__(self, app: ASGIApp, slow_seconds: float = _SLOW_SECONDS) -> None:
        self._app = app
        self._slow_seconds = slow_seconds
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or refuse it for now."""
        if scope["type"] != "http" or scope["method"] != "POST":
            await self._app(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        visitor = (await run_in_threadpool(visitor_of, scope)).owner or address
        if not (self._may(_BY_ADDRESS, address) and self._may(_BY_VISITOR, visitor)):
            await too_often().response(scope)(scope, receive, send)
        elif own_path(scope) in _GUESSED:
            await self._guess(address, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _may(self, limit: RateLimitItem, who: str) -> bool:
        return self._limiter.hit(limit, "sent", who)

    async def _guess(self, address: str, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._limiter.test(_MOST, "most", address):
            await too_many_guesses().response(scope)(scope, receive, send)
            return
        if not self._limiter.test(_SLOW, "slow", address):
            await anyio.sleep(self._slow_seconds)

        async def counted(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == _REFUSED:
                self._limiter.hit(_SLOW, "slow", address)
                self._limiter.hit(_MOST, "most", address)
            await send(message)

        await self._app(scope, receive, counted)
