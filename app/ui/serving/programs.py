"""Addresses that programs call, by tokens and without cookies, beside those that people see."""

from starlette.types import ASGIApp, Receive, Scope, Send

from app.ui.serving.site import own_path

_NAMES = frozenset({"api", "mcp"})
_DOCS = ("/api/v1/docs", "/api/v1/static-offline-docs/")


def is_program(path: str) -> bool:
    """Return whether a path, without the sub-path, is one that programs call."""
    return path.split("/")[1:2] != [] and path.split("/")[1] in _NAMES


def is_api_page(path: str) -> bool:
    """Return whether a path is that of the API's page, or of a file of its."""
    return path.startswith(_DOCS)


class Programs:
    """Passes what programs call to one application, and everything else to another."""

    def __init__(self, people: ASGIApp, programs: ASGIApp) -> None:
        self._people = people
        self._programs = programs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        called = scope["type"] == "http" and is_program(own_path(scope))
        await (self._programs if called else self._people)(scope, receive, send)
