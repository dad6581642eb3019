"""What the server takes at all: no request larger than a form of ours, none that never ends."""

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

MAX_BODY = 2_500_000
# A form that is not sent whole within this time is given up.
_BODY_SECONDS = 30.0


class Limits:
    """Cuts off bodies that are too large or that don't end."""

    def __init__(self, app: ASGIApp, body_seconds: float = _BODY_SECONDS) -> None:
        self._app = app
        self._body_seconds = body_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, counting the bytes of its body and the time that they take."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        taken = 0
        ends = anyio.current_time() + self._body_seconds
        is_whole = False

        async def counted() -> Message:
            nonlocal taken, is_whole
            if is_whole:
                return await receive()
            message: Message = {"type": "http.disconnect"}
            with anyio.CancelScope(deadline=ends):
                message = await receive()
            taken += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            return {"type": "http.disconnect"} if taken > MAX_BODY else message

        await self._app(scope, counted, send)
