"""Every call that the schema allows, and many that it doesn't: what comes back is documented."""

import tempfile
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from openapi_spec_validator import validate
from schemathesis import Case
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance
from starlette.types import ASGIApp, Receive, Scope, Send

from app.api.application import PLACE, make_api
from app.services import Services
from app.settings import Settings
from indexing.watcher import Watcher
from tests.programs.conftest import ALL, api_app, some_owner

BASE = f"http://testserver{PLACE}"


def _described() -> dict[str, Any]:
    """Return the schema; making it loads neither the model nor a database."""
    services = Services(Settings(data_dir=Path(tempfile.gettempdir())), Watcher())
    return {**make_api(services).openapi(), "servers": [{"url": BASE}]}


UNKNOWN = "x-schemathesis-unknown-property"


class _Late:
    """An application that is there once the tests begin; the schema is read before."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


DESCRIBED, LATE = _described(), _Late()
schema = schemathesis.openapi.from_dict(DESCRIBED)
schema.app = LATE


@schema.auth()
class _Token:
    secret = ""

    def get(self, case: Case, context: object) -> str:
        return _Token.secret

    def set(self, case: Case, data: str, context: object) -> None:
        case.headers["authorization"] = f"Bearer {data}"


@pytest.fixture(scope="module")
def api(services: Services) -> None:
    """Let the tests' application answer, and a token of an owner of its own hold."""
    services.ready()
    LATE.app = api_app(services)
    _Token.secret = services.kept().tokens.make(some_owner(), "contract", ALL)[1]


def test_the_schema_is_sound() -> None:
    assert DESCRIBED["openapi"].startswith("3.1")
    validate(DESCRIBED)


@schema.parametrize()
@settings(max_examples=30, deadline=None, derandomize=True,
          suppress_health_check=list(HealthCheck))  # fmt: skip
def test_what_comes_back_is_documented(case: Case, api: None) -> None:
    # What fits the schema and makes no sense, such as a question of signs alone, is told by 422;
    # headers that nobody knows are passed over, as everywhere.
    excluded = [positive_data_acceptance]
    if UNKNOWN in case.headers:
        excluded.append(negative_data_rejection)
    case.call_and_validate(base_url=BASE, excluded_checks=excluded)
