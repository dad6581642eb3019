"""Programs that call the page: over the application itself, and over a page that is served."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from limits import RateLimitItem, RateLimitItemPerMinute
from starlette.applications import Starlette
from starlette.testclient import TestClient
from starlette.types import ASGIApp

from app.api.pace import CallPace
from app.mcp_server.http import McpEndpoint
from app.records.owners import new_key, owner_of
from app.records.tokens import ASK, READ, WRITE
from app.services import Services
from app.ui.serving.server import for_programs, in_front
from app.ui.serving.site import make_site

ALL = frozenset({ASK, READ, WRITE})
MANY = RateLimitItemPerMinute(1_000_000)


def api_app(services: Services, most: RateLimitItem = MANY) -> ASGIApp:
    """Return the API behind all that stands in front of it when it is served."""
    site = make_site("127.0.0.1", 80, hosts=("testserver",))
    programs = CallPace(for_programs(services, McpEndpoint(services)), lambda: True, most, MANY)
    return in_front(Starlette(), services, site, programs)


def some_owner() -> str:
    owner = owner_of(new_key())
    assert owner is not None
    return owner


@dataclass(frozen=True)
class Program:
    """A program with a token of an owner of its own."""

    http: TestClient
    owner: str
    secret: str


@pytest.fixture
def program(alone: Services) -> Callable[..., Program]:
    """Return what makes programs; each owner is another unless it is given."""
    app = api_app(alone)

    def make(scopes: frozenset[str] = ALL, owner: str = "") -> Program:
        whose = owner or some_owner()
        _, secret = alone.kept().tokens.make(whose, "a test", scopes)
        http = TestClient(app, base_url="http://testserver/api/v1")
        http.headers["authorization"] = f"Bearer {secret}"
        return Program(http, whose, secret)

    return make


@pytest.fixture(scope="module")
def token(services: Services) -> str:
    """The secret of a token that may do everything for an owner of its own."""
    return services.kept().tokens.make(some_owner(), "a test", ALL)[1]
