"""Serving the page on this machine."""

import os
import socket
import threading
from collections.abc import Callable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.services import Services
from corpus.errors import BothWaysError, ServerError
from corpus.library import load_corpus

# Everything comes from this server: no fonts, scripts or images of others.
_POLICY = (
    "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:; "
    "font-src 'self' data:; style-src 'self' 'unsafe-inline'; "
    "script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; connect-src 'self'; "
    "worker-src 'self' blob:; frame-src 'none'; object-src 'none'; base-uri 'self'; "
    "frame-ancestors 'none'"
)


class SecurityHeaders:
    """Adds a content security policy to every answer of the server."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and the headers back with its answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                extra = [
                    (b"content-security-policy", _POLICY.encode("ascii")),
                    (b"referrer-policy", b"same-origin"),
                    (b"x-content-type-options", b"nosniff"),
                ]
                message["headers"] = [*message.get("headers", []), *extra]
            await send(message)

        await self._app(scope, receive, with_headers)


def serve(
    services: Services, host: str, port: int, say: Callable[[str], None], *, block: bool = True
) -> Any:
    """Serve the page and return Gradio's app; ServerError where the port is taken.

    The page is up before the model is: that loads meanwhile, and a question waits for it.
    """
    _check_port(host, port)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from starlette.middleware import Middleware

    from app.ui.identity import Identity
    from app.ui.limits import Limits
    from app.ui.page import build_page, page_looks
    from app.ui.screens.routes import screens

    page = build_page(services, load_corpus())
    page.queue(default_concurrency_limit=4)
    page.launch(
        server_name=host, server_port=port, share=False, prevent_thread_lock=True, quiet=True,
        ssr_mode=False, footer_links=[], allowed_paths=[], enable_monitoring=False,
        app_kwargs={
            "middleware": [Middleware(Limits), Middleware(SecurityHeaders), Middleware(Identity)],
            "routes": screens(services),
            "docs_url": None,
        },
        **page_looks(),
    )  # fmt: skip
    say(f"Both Ways is at http://{host}:{port} (stop it with Ctrl+C).")
    threading.Thread(target=_warm_up, args=(services, say), daemon=True).start()
    if block:
        page.block_thread()
    return page


def _warm_up(services: Services, say: Callable[[str], None]) -> None:
    try:
        services.ready()
        say("Ready for questions.")
    except BothWaysError as error:
        say(str(error))


def _check_port(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise ServerError(
                f"The page can't be served at {host}:{port}: {error.strerror}.",
                "Something else is using that port, or the address is not this machine's.",
                f"Stop the other program, or choose another port: bothways chat --port {port + 1}",
            ) from error
