"""What a proxy and a monitor ask: whether the process lives, is ready, and what it counts."""

import json
from time import perf_counter

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.services import Services
from app.ui.serving.handover import Draining
from app.ui.serving.site import Site
from app.wiring import tokens_today
from corpus.errors import BothWaysError

_TEXT = "text/plain; version=0.0.4; charset=utf-8"
_AWAY, _NOT_HERE = 503, 404
_PARTS = {
    "gradio_api": "ask",
    "api": "api",
    "mcp": "api",
    "": "page",
    "assets": "files",
    "static": "files",
    "screens": "files",
}


class Probes:
    """Answers /health, /ready and /metrics, whatever name they are asked by, and counts the rest.

    The numbers go only to this machine and to the networks of `monitors`, and never by a proxy.
    """

    def __init__(self, app: ASGIApp, services: Services, site: Site, draining: Draining) -> None:
        self._app = app
        self._services = services
        self._site = site
        self._draining = draining

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a probe, or pass a request on and count it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        asked = {"/health": self._health, "/ready": self._ready, "/metrics": self._metrics}
        path = scope["path"].removeprefix(self._site.root)
        if path in asked:
            response = await run_in_threadpool(asked[path], scope)
            await response(scope, receive, send)
            return
        await self._counted(path.split("/")[1], scope, receive, send)

    async def _counted(self, name: str, scope: Scope, receive: Receive, send: Send) -> None:
        begun, metrics = perf_counter(), self._services.metrics
        part = _PARTS.get(name, "screens")

        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                metrics.requests.labels(part, str(message["status"])).inc()
                metrics.seconds.labels(part).observe(perf_counter() - begun)
            await send(message)

        await self._app(scope, receive, noted)

    def _health(self, _: Scope) -> Response:
        return PlainTextResponse("ok\n")

    def _ready(self, _: Scope) -> Response:
        """Return 200 where questions are taken and kept, else 503 with what is missing."""
        missing = []
        if self._draining.begun:
            missing.append("ending")
        if not self._services.is_ready:
            missing.append("loading")
        try:
            keys = self._services.kept().keys
            keys.owner(keys.issue())
        except BothWaysError:
            missing.append("database")
        body = json.dumps({"ready": not missing, "missing": missing})
        return Response(body, _AWAY if missing else 200, media_type="application/json")

    def _metrics(self, scope: Scope) -> Response:
        client = (scope.get("client") or ("",))[0]
        by_proxy = "x-forwarded-for" in Headers(scope=scope)
        if by_proxy or not self._site.monitored_by(client):
            return PlainTextResponse("There is nothing at this address.\n", _NOT_HERE)
        metrics, used = self._services.metrics, tokens_today(self._services.settings)
        metrics.tokens.labels("in").set(used.tokens_in)
        metrics.tokens.labels("out").set(used.tokens_out)
        return Response(metrics.render(), media_type=_TEXT)
