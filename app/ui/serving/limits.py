"""What the server takes at all: no request larger than a form of ours, none that never ends."""

import anyio
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.ui.serving.site import own_path

MAX_BODY = 2_500_000
# Where files are sent to, so much more fits, and it may take longer.
WITH_FILES = frozenset({"/library/add", "/library/folder", "/cases/import", "/api/v1/documents"})
_MAX_FILES, _FILES_SECONDS = 120_000_000, 600.0
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
        with_files = own_path(scope) in WITH_FILES
        most = _MAX_FILES if with_files else MAX_BODY
        taken = 0
        ends = anyio.current_time() + (_FILES_SECONDS if with_files else self._body_seconds)
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
            return {"type": "http.disconnect"} if taken > most else message

        await self._app(scope, counted, send)
