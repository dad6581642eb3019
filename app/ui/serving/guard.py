"""Who may ask the server for what: names, origins and addresses, looked at before anything else."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from secrets import token_hex

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.logs import causes, request_id
from app.ui.identity import VOUCHED
from app.ui.serving.policy import headers_for
from app.ui.serving.refusals import (
    Refusal,
    foreign,
    nothing_here,
    unforeseen,
    wrong_host,
)
from app.ui.serving.site import Site, host_name

_log = logging.getLogger(__name__)
# What of Gradio's own addresses the Ask page needs; all others are closed. A value of True also
# opens what lies below.
_GRADIO = "/gradio_api"
_OPEN: Mapping[str, bool] = {
    "/config": False,
    "/theme.css": False,
    "/favicon.ico": False,
    "/manifest.json": False,
    "/robots.txt": False,
    "/assets": True,
    "/static": True,
    f"{_GRADIO}/info": False,
    f"{_GRADIO}/startup-events": False,
    f"{_GRADIO}/heartbeat": True,
    f"{_GRADIO}/queue/join": False,
    f"{_GRADIO}/queue/data": False,
    f"{_GRADIO}/cancel": False,
    f"{_GRADIO}/run/predict": False,
}
_READING = frozenset({"GET", "HEAD"})


class Guard:
    """Refuses what another site's page or a forged name asks for, and Gradio's other addresses.

    `part_of` tells which part a path, without the sub-path, belongs to: screens, api, api-page,
    or page for Gradio's.
    """

    def __init__(self, app: ASGIApp, site: Site, part_of: Callable[[str], str]) -> None:
        self._app = app
        self._site = site
        self._part_of = part_of

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on with the sub-path taken off, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        id_ = token_hex(4)
        request_id.set(id_)
        seen = _Seen.of(scope, self._site)
        path = _inside(scope["path"], self._site.root)
        part = "page" if path is None else self._part_of(path)
        headers = {**headers_for(self._site, part), "x-request-id": id_}
        guarded = _with_headers(send, headers)
        refusal = self._refusal(scope, seen, path, part)
        if refusal is not None:
            await refusal.response(scope)(scope, receive, guarded)
            return
        assert path is not None
        state = {**scope.get("state", {}), VOUCHED: seen.user}
        root = self._site.root
        inner = {**scope, "state": state, "path": root + path, "root_path": root,
                 "scheme": seen.scheme, "headers": seen.passed_on,
                 "client": seen.client}  # fmt: skip
        await self._pass_on(inner, receive, guarded)

    async def _pass_on(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what fails before anything was sent is told plainly."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, noted)
        except Exception as error:
            _log.error("a request failed: %s", causes(error))
            if not begun:
                await unforeseen().response(scope)(scope, receive, send)

    def _refusal(self, scope: Scope, seen: "_Seen", path: str | None, part: str) -> Refusal | None:
        if not self._site.allows(host_name(seen.host)):
            return wrong_host(host_name(seen.host)[:100])
        if path is None or (part == "page" and not _is_open(path)):
            return nothing_here()
        if seen.is_foreign(reading=scope["method"] in _READING):
            return foreign()
        return None


@dataclass(frozen=True)
class _Seen:
    """What a request says of itself, after a trusted proxy's headers."""

    host: str
    scheme: str
    origin: str | None
    site: str | None
    mode: str | None
    client: tuple[str, int] | None
    user: str
    passed_on: list[tuple[bytes, bytes]]

    @classmethod
    def of(cls, scope: Scope, site: Site) -> "_Seen":
        headers = Headers(scope=scope)
        host, scheme = headers.get("host", ""), scope.get("scheme", "http")
        client, user = scope.get("client"), ""
        if client and site.trusts(client[0]):
            host = _last(headers.get("x-forwarded-host")) or host
            scheme = _last(headers.get("x-forwarded-proto")) or scheme
            user = headers.get(site.user_header, "").strip()[:300]
            client = site.client_of(headers.get("x-forwarded-for", ""), client)
        scheme = "https" if site.https else scheme
        kept = [
            (name, value)
            for name, value in scope["headers"]
            if name != b"host" and not name.startswith(b"x-forwarded-") and name != b"forwarded"
        ]
        return cls(
            host,
            scheme,
            headers.get("origin"),
            headers.get("sec-fetch-site"),
            headers.get("sec-fetch-mode"),
            client,
            user,
            [(b"host", host.encode("latin-1")), *kept],
        )

    def is_foreign(self, *, reading: bool) -> bool:
        """Return whether another site's page asks; following a link from there is none of that.

        A request without Origin and Sec-Fetch-Site comes from no browser's page.
        """
        follows_link = reading and self.mode == "navigate"
        if self.site is not None and self.site not in {"same-origin", "none"}:
            return not follows_link
        own = f"{self.scheme}://{self.host}".lower()
        return self.origin is not None and self.origin.lower() != own and not follows_link


def _last(header: str | None) -> str:
    """Return what the nearest proxy added to a header that may hold a list."""
    return (header or "").rpartition(",")[2].strip()


def _inside(path: str, root: str) -> str | None:
    """Return a path without the sub-path; None where it lies outside.

    Some proxies take the sub-path off themselves, so that a path without it is as good.
    """
    if root and (path == root or path.startswith(f"{root}/")):
        return path[len(root) :] or "/"
    return path if path.startswith("/") else None


def _is_open(path: str) -> bool:
    if path == "/":
        return True
    whole = path.rstrip("/")
    return whole in _OPEN or any(
        below and whole.startswith(f"{address}/") for address, below in _OPEN.items()
    )


def _with_headers(send: Send, extra: Mapping[str, str]) -> Send:
    """Return a `send` that sets our headers and takes out leave for other origins to read."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name in [n for n in headers if n.lower().startswith("access-control-")]:
                del headers[name]
            headers.update(extra)
        await send(message)

    return guarded
