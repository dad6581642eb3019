"""Handing questions over to another process where this one ends, or does not hold them."""

import threading
from collections.abc import Callable
from urllib.parse import parse_qs

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from app.ui.serving.site import own_path

_JOIN, _DATA = "/gradio_api/queue/join", "/gradio_api/queue/data"
_AWAY = 503


class Draining:
    """Whether the server takes no new questions, because it is about to end."""

    def __init__(self) -> None:
        self._begun = threading.Event()

    @property
    def begun(self) -> bool:
        """Return whether it has begun."""
        return self._begun.is_set()

    def begin(self) -> None:
        """Begin: from now on new questions go to another process."""
        self._begun.set()


class Handover:
    """Answers 503 to what another process should take, so that a proxy asks that one.

    `takes` tells whether new questions are taken, and `holds` whether a session's answer is made
    here: a question and its answer are two requests, which a proxy may send to different processes
    while one of them is started anew.
    """

    def __init__(
        self, app: ASGIApp, takes: Callable[[], bool], holds: Callable[[str], bool]
    ) -> None:
        self._app = app
        self._takes = takes
        self._holds = holds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, or leave it to another process."""
        if scope["type"] == "http" and self._is_anothers(scope):
            told = "Another process of this page takes it."
            await PlainTextResponse(told, _AWAY)(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _is_anothers(self, scope: Scope) -> bool:
        path = own_path(scope)
        if path == _JOIN:
            return not self._takes()
        if path != _DATA:
            return False
        asked = parse_qs(scope["query_string"].decode("latin-1"))
        return not self._holds(asked.get("session_hash", [""])[0])
