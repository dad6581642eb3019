"""Telling browsers apart without anybody signing in: a secret in a cookie."""

from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.records.owners import new_key, owner_of

COOKIE = "bothways"
_LIFE_SECONDS = 400 * 24 * 3600


class Identity:
    """Gives each browser a key on its first visit; nothing is kept until it sends something."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a new key back where there was none."""
        # Another site's form comes without the cookie; a new key would take the old one's place.
        if scope["type"] != "http" or scope["method"] != "GET" or key_in(_cookies(scope)):
            await self._app(scope, receive, send)
            return
        key = new_key()

        async def with_key(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                header = (b"set-cookie", cookie(key).encode("ascii"))
                message["headers"] = [*message.get("headers", []), header]
            await send(message)

        await self._app(scope, receive, with_key)


def key_in(cookies: dict[str, str]) -> str | None:
    """Return the key that a request carries, None where it has none or a made-up one."""
    key = cookies.get(COOKIE, "")
    return key if owner_of(key) else None


def cookie(key: str, life: int = _LIFE_SECONDS) -> str:
    """Return the header that sets the key: out of reach of scripts and of other sites."""
    return f"{COOKIE}={key}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax"


def _cookies(scope: Scope) -> dict[str, str]:
    found = (v for name, v in scope.get("headers", []) if name == b"cookie")
    return {k: v for header in found for k, v in cookie_parser(header.decode("latin-1")).items()}


def _is_page(message: Message) -> bool:
    headers = dict(message.get("headers", []))
    sets = any(name == b"set-cookie" for name, _ in message.get("headers", []))
    return headers.get(b"content-type", b"").startswith(b"text/html") and not sets
