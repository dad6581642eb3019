"""Telling browsers apart without anybody signing in: a secret in a cookie."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.records.people import ADMINISTRATOR, Person, Told
from app.services import Services
from app.settings import Settings
from corpus.errors import BothWaysError

_NAME = "bothways"
_LIFE_SECONDS = 400 * 24 * 3600
_STATE = "visitor"
# Whom a trusted proxy vouches for.
VOUCHED = "vouched"


@dataclass(frozen=True)
class Visitor:
    """Whose request it is; `owner` and `key` are empty for nobody.

    `several` says that the browser sends several keys, as one does where a page of a neighbouring
    name has planted one; `unknown` that the database is away, so that nobody can be told.
    `person` is who signed in.
    """

    key: str = ""
    owner: str = ""
    several: bool = False
    unknown: bool = False
    person: Person | None = None


@dataclass(frozen=True)
class _Caller:
    """The keys that a request carries; whose they are is looked up when it is first asked for.

    Most requests are for the page's own files, which need no database.
    """

    services: Services
    keys: tuple[str, ...]
    vouched: str = ""

    @cached_property
    def visitor(self) -> Visitor:
        """Return whose the keys are."""
        if len(self.keys) > 1:
            return Visitor(several=True)
        try:
            return self._known()
        except BothWaysError:
            return Visitor(unknown=True)

    def _known(self) -> Visitor:
        kept = self.services.kept()
        key = self.keys[0] if self.keys else ""
        if self.vouched:
            person = kept.people.admit(told_by_proxy(self.services.settings, self.vouched))
            return Visitor(key, person.owner, person=person)
        owner = kept.keys.owner(key) if key else None
        if not owner:
            return Visitor()
        signs_in = bool(self.services.settings.sign_in)
        return Visitor(key, owner, person=kept.people.of(owner) if signs_in else None)


def told_by_proxy(settings: Settings, name: str) -> Told:
    """Return who somebody is by the name that a trusted proxy gives."""
    administers = name.lower() in settings.administrator_names
    roles = frozenset({ADMINISTRATOR}) if administers else None
    return Told("proxy", name, name, roles)


def visitor_of(scope: Mapping[str, Any]) -> Visitor:
    """Return whose request it is; the first call for a request looks it up in the database."""
    caller: _Caller | None = scope.get("state", {}).get(_STATE)
    return caller.visitor if caller else Visitor()


def cookie_name(*, https: bool) -> str:
    """Return the cookie's name; under https one that no other name can plant (RFC 6265bis)."""
    return f"__Host-{_NAME}" if https else _NAME


def cookie(key: str, *, https: bool, life: int = _LIFE_SECONDS) -> str:
    """Return the header that sets the key: out of reach of scripts and of other sites."""
    secure = "; Secure" if https else ""
    name = cookie_name(https=https)
    return f"{name}={key}; Path=/; Max-Age={life}; HttpOnly; SameSite=Lax{secure}"


class Identity:
    """Gives each browser a key on its first visit; nothing is kept until it sends something."""

    def __init__(self, app: ASGIApp, services: Services) -> None:
        self._app = app
        self._services = services
        self._https = services.settings.https
        self._by_proxy = services.settings.sign_in == "proxy"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on, and a new key back where there was none."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        keys = _keys(scope, cookie_name(https=self._https))
        vouched = scope.get("state", {}).get(VOUCHED, "") if self._by_proxy else ""
        caller = _Caller(self._services, keys, vouched)
        inner = {**scope, "state": {**scope.get("state", {}), _STATE: caller}}

        async def with_key(message: Message) -> None:
            if message["type"] == "http.response.start" and _is_page(message):
                new = await run_in_threadpool(self._new, caller)
                header = [(b"set-cookie", new.encode("ascii"))] if new else []
                message["headers"] = [*message.get("headers", []), *header]
            await send(message)

        # Another site's form comes without the cookie; a new key would take the old one's place.
        await self._app(inner, receive, with_key if scope["method"] == "GET" else send)

    def _new(self, caller: _Caller) -> str:
        """Return the header of a new key for whoever has none; empty for all others."""
        visitor = caller.visitor
        if visitor.owner or visitor.several or visitor.unknown:
            return ""
        return cookie(self._services.kept().keys.issue(), https=self._https)


def _keys(scope: Scope, name: str) -> tuple[str, ...]:
    """Return the different keys that a request carries; a browser sends a planted one as well."""
    lines = (v.decode("latin-1") for n, v in scope.get("headers", []) if n == b"cookie")
    pairs = (pair.strip().partition("=") for line in lines for pair in line.split(";"))
    return tuple(dict.fromkeys(value for own, _, value in pairs if own == name))


def _is_page(message: Message) -> bool:
    headers = dict(message.get("headers", []))
    sets = any(name == b"set-cookie" for name, _ in message.get("headers", []))
    return headers.get(b"content-type", b"").startswith(b"text/html") and not sets
