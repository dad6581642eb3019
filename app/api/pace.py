"""How often a program may call, told in headers (draft-ietf-httpapi-ratelimit-headers)."""

from collections.abc import Callable
from hashlib import sha256
from math import ceil
from time import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.problems import plain_problem, respond

# A token that asks once a second gets an answer each time; an address may be that of an office.
_BY_CALLER = RateLimitItemPerMinute(240)
_BY_ADDRESS = RateLimitItemPerMinute(2400)
_RETRY_SECONDS = "5"


class CallPace:
    """Refuses what is called too often, and everything while another process should take it.

    `takes` tells whether this process takes calls. What is counted is held in memory, for this
    process.
    """

    def __init__(
        self, app: ASGIApp, takes: Callable[[], bool], most: RateLimitItem = _BY_CALLER,
        most_of_address: RateLimitItem = _BY_ADDRESS,
    ) -> None:  # fmt: skip
        self._app = app
        self._takes = takes
        self._most = most
        self._most_of_address = most_of_address
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on with what is left in its headers, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not self._takes():
            told = plain_problem(503, "This process is about to end. Nothing was done. Try again.")
            await respond(told, {"retry-after": _RETRY_SECONDS})(scope, receive, send)
            return
        address = (scope.get("client") or ("",))[0]
        caller = _caller(scope, address)
        may = self._limiter.hit(self._most_of_address, address) and self._limiter.hit(
            self._most, caller
        )
        left = self._left(caller)
        if may:
            await self._app(scope, receive, _with(send, left))
            return
        wait = left["ratelimit"].rpartition("=")[2]
        told = plain_problem(
            429, f"Too much was called within a minute. This was not done. Wait {wait} seconds."
        )
        await respond(told, {**left, "retry-after": wait})(scope, receive, send)

    def _left(self, caller: str) -> dict[str, str]:
        stats = self._limiter.get_window_stats(self._most, caller)
        seconds = max(1, ceil(stats.reset_time - time()))
        return {
            "ratelimit-policy": f'"calls";q={self._most.amount};w={self._most.get_expiry()}',
            "ratelimit": f'"calls";r={stats.remaining};t={seconds}',
        }


def _caller(scope: Scope, address: str) -> str:
    """Return a name for the count of a token's calls, or of an address's without one."""
    token = Headers(scope=scope).get("authorization", "")
    return sha256(token.encode("latin-1", "replace")).hexdigest() if token else address


def _with(send: Send, headers: dict[str, str]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).update(headers)
        await send(message)

    return sent
