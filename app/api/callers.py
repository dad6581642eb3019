"""Who calls the API: a token's owner, or anybody where nobody has to sign in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from app.assistant.local import LocalAssistant
from app.documents.asking import Pick
from app.exports.files import Papers
from app.records.document import Viewer
from app.records.tokens import ASK, READ, WRITE, Token
from app.services import Services
from app.wiring import Kept

_bearer = HTTPBearer(auto_error=False, description="A token, made under “My things” on the page")
# Where nobody has to sign in, what needs no owner needs no token either.
OPEN: dict[str, Any] = {"security": [{}]}


class DeniedError(Exception):
    """A caller may not do this: 401 without a token that holds, 403 without the scope."""

    def __init__(self, status: int, detail: str, challenge: str) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.challenge = challenge


@dataclass(frozen=True)
class Caller:
    """Who calls; `owner` is empty for anybody."""

    services: Services
    owner: str
    token: Token | None = None

    @property
    def viewer(self) -> Viewer:
        """Return who looks at documents, with the teams that they are in."""
        return self.services.viewer(self.owner or None)

    @property
    def kept(self) -> Kept:
        """Return all that is kept; raises RecordsError where the database can't be opened."""
        return self.services.kept()

    @property
    def papers(self) -> Papers:
        """Return what makes files of what is kept."""
        library = self.services.library
        return Papers(self.kept.records, library.book, lambda: library.known)

    def assistant(self, pick: Pick | None = None) -> LocalAssistant:
        """Return the assistant for this caller, asking the documents that they may see."""
        return LocalAssistant(self.services, lambda: self.viewer, pick)


def secret_of(headers: Mapping[str, str]) -> str:
    """Return the secret that came along; empty for none, and all of it where it is no bearer's.

    What is no token of ours then stands for nobody, and is never taken for none.
    """
    sent = headers.get("authorization", "")
    scheme, _, secret = sent.partition(" ")
    return secret.strip() or sent if scheme.lower() == "bearer" else sent


def find_caller(services: Services, secret: str, scope: str) -> Caller:
    """Return who calls by the secret of a token; raises DeniedError where they may not.

    Whoever looks for other than texts needs an owner, and so a token.
    """
    if not secret:
        if scope == ASK and not services.settings.sign_in:
            return Caller(services, "")
        raise DeniedError(401, "No token came along. Nothing was done. Send one: see "
                          "“Tokens for programs” under “My things”.", "Bearer")  # fmt: skip
    token = services.kept().tokens.known(secret)
    if token is None:
        raise DeniedError(401, "This token is not known, was revoked, or holds no more. Nothing "
                          "was done. Make another under “My things”.",
                          'Bearer error="invalid_token"')  # fmt: skip
    if scope not in token.scopes:
        raise DeniedError(403, f"This token may not do that: it lacks “{scope}”. Nothing was "
                          "done. Make one that may.",
                          f'Bearer error="insufficient_scope", scope="{scope}"')  # fmt: skip
    return Caller(services, token.owner, token)


def _caller(
    scope: str,
) -> Callable[[Request, HTTPAuthorizationCredentials | None], Caller]:
    def find(
        request: Request,
        _: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)],
    ) -> Caller:
        return find_caller(request.app.state.services, secret_of(request.headers), scope)

    return find


Asks = Annotated[Caller, Depends(_caller(ASK))]
Reads = Annotated[Caller, Depends(_caller(READ))]
Writes = Annotated[Caller, Depends(_caller(WRITE))]
