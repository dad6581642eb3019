"""The server behind the page's address, by streamable HTTP and without sessions."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from mcp.server.transport_security import TransportSecuritySettings
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.callers import Caller, DeniedError, find_caller, secret_of
from app.api.problems import plain_problem, problem_of, respond
from app.assistant.local import LocalAssistant
from app.assistant.protocol import Assistant
from app.mcp_server.server import make_server
from app.records.tokens import ASK
from app.services import Services
from corpus.errors import BothWaysError

PLACE = "/mcp"


class McpEndpoint:
    """Answers the protocol at one address; the work group of its calls runs with the server.

    No session is held, so that any process behind a proxy can take any call.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        self._app: ASGIApp | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Take calls as long as the context lasts."""
        server = await run_in_threadpool(
            make_server, self._assistant_of, LocalAssistant(self._services)
        )
        # Names and origins were looked at before a call comes here.
        unguarded = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self._app = server.streamable_http_app(
            streamable_http_path="/", json_response=True, stateless_http=True,
            transport_security=unguarded,
        )  # fmt: skip
        async with server.session_manager.run():
            yield
        self._app = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a call on, or say that a token is needed."""
        refused = await run_in_threadpool(self._refused, Headers(scope=scope))
        if refused is None and self._app is not None:
            inner = {**scope, "path": "/", "root_path": ""}
            await self._app(inner, receive, send)
            return
        told = refused or DeniedError(503, "The server is not ready. Try again soon.", "")
        headers = {"www-authenticate": told.challenge} if told.challenge else {}
        await respond(plain_problem(told.status, told.detail), headers)(scope, receive, send)

    def _refused(self, headers: Headers) -> DeniedError | None:
        try:
            self._caller(headers)
        except DeniedError as denied:
            return denied
        except BothWaysError as error:
            problem = problem_of(error)
            return DeniedError(problem.status, problem.detail, "")
        return None

    def _assistant_of(self, headers: Mapping[str, str] | None) -> Assistant:
        return self._caller(headers or {}).assistant()

    def _caller(self, headers: Mapping[str, str]) -> Caller:
        return find_caller(self._services, secret_of(headers), ASK)
