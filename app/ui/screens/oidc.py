"""Signing in by OpenID Connect: to the provider, and back with what it says of somebody."""

import logging
from collections.abc import Mapping
from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.logs import causes
from app.records.membership import now
from app.records.people import ADMINISTRATOR, ROLES, Person, Told
from app.services import Services
from app.settings import Settings
from app.ui.cards import at
from app.ui.identity import cookie, visitor_of
from app.ui.screens.visit import problem_page
from corpus.errors import BothWaysError, RefusedError

if TYPE_CHECKING:
    from authlib.integrations.starlette_client import StarletteOAuth2App

_log = logging.getLogger(__name__)
_SCOPE = "openid profile email"


class Provider:
    """The provider of the settings: its own discovery tells its addresses and keys."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @cached_property
    def _client(self) -> "StarletteOAuth2App":
        from authlib.integrations.starlette_client import OAuth

        settings, secret = self._services.settings, self._services.settings.oidc_client_secret
        known = f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration"
        client: StarletteOAuth2App = OAuth().register(
            "provider",
            client_id=settings.oidc_client_id,
            client_secret=secret.get_secret_value() if secret else None,
            server_metadata_url=known,
            client_kwargs={"scope": _SCOPE, "code_challenge_method": "S256"},
        )
        return client

    async def begin(self, request: Request) -> Response:
        """Return the way to the provider; where to go on afterwards is noted in the session."""
        request.session["to"] = inside(request.query_params.get("to", ""))
        request.session["bring"] = request.query_params.get("bring") == "1"
        back = request.url.replace(path=at("/sign-in/back"), query="", fragment="")
        try:
            answer: Response = await self._client.authorize_redirect(request, str(back))
            return answer
        except Exception as error:
            return _failed(error)

    async def back(self, request: Request) -> Response:
        """Return the way to the page for whoever the provider vouches for."""
        try:
            token = await self._client.authorize_access_token(request)
            claims: Mapping[str, Any] = token["userinfo"]
            told = told_by(self._services.settings, claims)
        except Exception as error:
            return _failed(error)
        bring = bool(request.session.get("bring"))
        to = str(request.session.get("to", "/"))
        request.session.clear()
        try:
            return await run_in_threadpool(self._admit, request, told, to, bring)
        except BothWaysError as error:
            return problem_page(error, 503)

    def _admit(self, request: Request, told: Told, to: str, bring: bool) -> Response:
        person = self._services.kept().people.admit(told)
        visitor = visitor_of(request.scope)
        return signed_in(self._services, person, visitor.key, visitor.owner, to, bring=bring)


def signed_in(
    services: Services, person: Person, key: str, owner: str, to: str, *, bring: bool
) -> Response:
    """Return the way to the page with a new key, which stands for a person until it ends.

    With `bring` they take along what was kept for the browser.
    """
    kept, hours = services.kept(), services.settings.sign_in_hours
    if bring and owner:
        kept.people.take_along(owner, person.owner)
    fresh = kept.keys.change(key, person.owner, now() + timedelta(hours=hours))
    response = RedirectResponse(at(inside(to)), 303)
    life = int(hours * 3600)
    response.headers.append("set-cookie", cookie(fresh, https=services.settings.https, life=life))
    return response


def told_by(settings: Settings, claims: Mapping[str, Any]) -> Told:
    """Return who somebody is by a provider's claims (OpenID Connect Core 1.0, 5.1)."""
    mail = str(claims.get("email") or "") if claims.get("email_verified", True) else ""
    subject = str(claims["sub"])
    name = str(claims.get("name") or claims.get("preferred_username") or mail or subject)
    roles = roles_by(settings, claims, {mail.lower(), subject.lower()})
    return Told(str(claims.get("iss", settings.oidc_issuer)), subject, name, roles)


def roles_by(
    settings: Settings, claims: Mapping[str, Any], known_as: set[str]
) -> frozenset[str] | None:
    """Return the roles that claims and settings give somebody; None where they tell of none."""
    told = claims.get(settings.oidc_roles_claim) or ()
    named = {str(role).lower() for role in ([told] if isinstance(told, str) else told)}
    roles = {role for role in ROLES if role in named or f"both-ways-{role}" in named}
    if known_as & settings.administrator_names:
        roles.add(ADMINISTRATOR)
    return frozenset(roles) or None


def inside(to: str) -> str:
    """Return an address of our own page; the first page for any other."""
    ours = to.startswith("/") and not to.startswith(("//", "/\\")) and "\n" not in to
    return to if ours else "/"


def _failed(error: Exception) -> Response:
    _log.warning("a sign-in failed: %s", causes(error))
    return problem_page(
        RefusedError(
            "You were not signed in.",
            "Your organization’s sign-in did not answer, or its answer did not hold.",
            "Go to the first page and try again. If it stays so, tell whoever looks after this "
            "page: BOTHWAYS_OIDC_ISSUER, _CLIENT_ID and _CLIENT_SECRET may not be right.",
        ),
        502,
    )
