"""Serving the page: our screens, Gradio's Ask page, and what stands in front of both."""

import logging
import os
import signal
import socket
import threading
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from app.services import Services
from app.ui.serving.handover import Draining, Handover
from app.ui.serving.opening import warning
from app.ui.serving.probes import Probes
from app.ui.serving.site import Site
from app.wiring import has_records
from corpus.errors import BothWaysError, ServerError
from corpus.library import load_corpus

if TYPE_CHECKING:
    from gradio import Blocks
    from starlette.types import ASGIApp

    from app.mcp_server.http import McpEndpoint

_log = logging.getLogger(__name__)
# What is under way when the server is told to stop gets this long.
_LAST_SECONDS = 10
_IDLE_SECONDS = 30
# Questions that wait for their turn; further ones are told to come back.
_WAITING = 200
_AT_ONCE = 4
# How often those who wait are told their place, which the page does not show. By itself Gradio
# tells all of them whenever anybody's turn ends: with fifty at once most of the server's time.
_NEWS_SECONDS = 30.0
# Gradio reports nothing, and makes no statistics of all questions at the end of each.
_GRADIO = {
    "GRADIO_ANALYTICS_ENABLED": "False",
    "GRADIO_ANALYTICS_MAX_EVENTS": "1",
    "GRADIO_ANALYTICS_CACHE_FREQUENCY": "1000000000",
}


class PageServer:
    """A server of the page that can be started, waited for and stopped."""

    def __init__(self, app: "ASGIApp", site: Site, services: Services, draining: Draining) -> None:
        import uvicorn

        self.site = site
        self._services = services
        self._draining = draining
        self._server = uvicorn.Server(
            uvicorn.Config(
                app,
                host=site.host,
                port=site.port,
                log_config=None,
                access_log=False,
                proxy_headers=False,
                server_header=False,
                ws="none",
                timeout_keep_alive=_IDLE_SECONDS,
                timeout_graceful_shutdown=_LAST_SECONDS,
            )
        )
        self._thread = threading.Thread(target=self._server.run, daemon=True)

    def run(self) -> None:
        """Serve until SIGINT or SIGTERM; what is under way is finished, within ten seconds.

        Where settings give a time for it, questions go to another process first.
        """
        drain = self._services.settings.drain_seconds
        if drain:
            self._server.handle_exit = partial(self._drain, drain, self._server.handle_exit)  # type: ignore[method-assign]
        # The server, once it has ended, raises the signal again: that must not skip what follows.
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, _end)
        try:
            self._server.run()
        finally:
            self._services.close()

    def _drain(self, seconds: float, end: Callable[..., None], number: int, frame: object) -> None:
        """Take no new questions for some seconds, then end; at once where told a second time."""
        if self._draining.begun:
            end(number, frame)
            return
        self._draining.begin()
        threading.Timer(seconds, end, (number, frame)).start()

    def start(self) -> None:
        """Serve from a thread of its own; returns once the page can be asked for."""
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            self._thread.join(0.01)

    def close(self) -> None:
        """Stop serving; the services stay."""
        self._server.should_exit = True
        self._thread.join(_LAST_SECONDS + 5)


def _end(*_: object) -> None:
    raise SystemExit(0)


def serve(services: Services, site: Site, say: Callable[[str], None]) -> None:
    """Serve the page until the process is told to stop; ServerError where the port is taken.

    The page is up before the model is: that loads meanwhile, and a question waits for it.
    """
    check_port(site)
    server = make_server(services, site)
    say(f"Both Ways is at {site.address} (stop it with Ctrl+C).")
    if warning(site):
        say(warning(site))
    threading.Thread(target=_warm_up, args=(services, say), daemon=True).start()
    server.run()


def make_server(services: Services, site: Site) -> PageServer:
    """Return a server of the page that is not yet started."""
    draining = Draining()
    return PageServer(make_app(services, site, draining), site, services, draining)


def make_app(services: Services, site: Site, draining: Draining | None = None) -> "ASGIApp":
    """Return the whole page as one application, with everything that stands in front of it."""
    os.environ.update(_GRADIO)
    import gradio as gr
    from fastapi import FastAPI

    from app.api.pace import CallPace
    from app.mcp_server.http import McpEndpoint
    from app.ui.cards import mount_at
    from app.ui.page import build_page, page_looks
    from app.ui.screens.routes import screens

    mount_at(site.root)
    page = build_page(services, load_corpus())
    page.queue(
        max_size=_WAITING, default_concurrency_limit=_AT_ONCE, api_open=False,
        status_update_rate=_NEWS_SECONDS,
    )  # fmt: skip
    mcp = McpEndpoint(services)
    outer = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, routes=screens(services),
        lifespan=lambda _: mcp.running(),
    )  # fmt: skip
    gr.mount_gradio_app(
        outer, page, path="/", server_name=site.host, server_port=site.port, footer_links=[],
        run_history=False, ssr_mode=False, mcp_server=False, enable_monitoring=False, pwa=False,
        app_kwargs={"docs_url": None, "openapi_url": None}, **page_looks(),
    )  # fmt: skip
    draining = draining or Draining()
    takes = partial(_takes, services, draining)
    handed = Handover(outer, takes, partial(_holds, page))
    programs = CallPace(for_programs(services, mcp), takes)
    return Probes(in_front(handed, services, site, programs), services, site, draining)


def for_programs(services: Services, mcp: "McpEndpoint") -> "ASGIApp":
    """Return what programs call: the HTTP API, and the Model Context Protocol."""
    from starlette.applications import Starlette
    from starlette.routing import Mount, Route

    from app.api.application import PLACE, make_api, plainly
    from app.mcp_server.http import PLACE as MCP

    routes = [Mount(PLACE, make_api(services)), Route(MCP, mcp)]
    return Starlette(routes=routes, exception_handlers={404: plainly})


def _takes(services: Services, draining: Draining) -> bool:
    """Return whether new questions are taken; where there are other processes, only when ready."""
    alone = not services.settings.drain_seconds
    return not draining.begun and (alone or services.is_ready)


def _holds(page: "Blocks", session: str) -> bool:
    """Return whether this process has a question of a session under way (gradio/queueing.py)."""
    return bool(page._queue.pending_event_ids_session.get(session))


def in_front(
    inner: "ASGIApp", services: Services, site: Site, programs: "ASGIApp | None" = None
) -> "ASGIApp":
    """Return an application behind everything that a request has to pass first.

    `programs` takes what programs call, who have tokens and no cookies.
    """
    from app.ui.identity import Identity
    from app.ui.screens.routes import part_of
    from app.ui.serving.guard import Guard
    from app.ui.serving.limits import Limits
    from app.ui.serving.pace import Pace
    from app.ui.serving.programs import Programs
    from app.ui.signing import SignIn

    known: ASGIApp = Identity(SignIn(Pace(inner), services), services)
    return Guard(Limits(Programs(known, programs) if programs else known), site, part_of)


def _warm_up(services: Services, say: Callable[[str], None]) -> None:
    try:
        services.ready()
        say("Ready for questions.")
        if has_records(services.settings):
            # Documents that were not made ready before the last stop.
            services.shelf().adding.wake()
    except BothWaysError as error:
        say(str(error))


def check_port(site: Site) -> None:
    """Raise ServerError where an address can't be listened on."""
    try:
        family, kind, _, _, where = socket.getaddrinfo(
            site.host, site.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(where)
    except OSError as error:
        raise ServerError(
            f"The page can't be served at {site.address}: {error.strerror}.",
            "Something else is using that port, or the address is not this machine's.",
            f"Stop the other program, or choose another port: bothways chat --port {site.port + 1}",
        ) from error
