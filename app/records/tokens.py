"""Tokens that programs sign in with: made and revoked by their owner, kept as hashes."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Engine, delete, func, insert, select, update

from app.records.database import saving
from app.records.membership import now, see_owner
from app.records.tables import tokens
from corpus.errors import FormError, NotKeptError

# What a token lets a program do: ask (with its owner's documents), read and change their things.
ASK, READ, WRITE = "ask", "read", "write"
SCOPES = (ASK, READ, WRITE)
# By this beginning tools that look for secrets in code know one.
PREFIX = "bothways_"
_SECRET_BYTES = 32
_HINT_LETTERS = 6
_MOST = 50
# A token's last use is noted once in so long, so that asking writes little.
_NOTED = timedelta(minutes=10)


@dataclass(frozen=True)
class Token:
    """A token as its owner sees it; `id` is the hash, `hint` the secret's last letters."""

    id: str
    owner: str
    name: str
    scopes: frozenset[str]
    hint: str
    created: datetime
    used: datetime | None
    until: datetime | None


class Tokens:
    """Keeps tokens; a secret is told once, when it is made."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def make(
        self, owner: str, name: str, scopes: frozenset[str], days: int | None = None
    ) -> tuple[Token, str]:
        """Return a new token and its secret; it holds for some days, None for ever.

        Raises FormError where it has no name or no scope, or where there are many already.
        """
        known = frozenset(SCOPES) & scopes
        title = " ".join(name.split())[:120]
        if not known or not title:
            raise FormError(
                "The token has no name, or may do nothing.",
                "It was not made.",
                "Give it a name, and tick what it may do.",
            )
        secret = PREFIX + secrets.token_urlsafe(_SECRET_BYTES)
        created = now()
        until = None if days is None else created + timedelta(days=days)
        values = {
            "id": _hash(secret), "owner": owner, "name": title, "scopes": " ".join(sorted(known)),
            "hint": secret[-_HINT_LETTERS:], "created": created, "used": None, "until": until,
        }  # fmt: skip
        with saving("no token was made"), self._engine.begin() as connection:
            see_owner(connection, owner)
            count = select(func.count()).where(tokens.c.owner == owner)
            if int(connection.execute(count).scalar_one()) >= _MOST:
                raise FormError(
                    f"There are {_MOST} tokens already.",
                    "No further one was made.",
                    "Revoke those that nothing uses any more.",
                )
            connection.execute(insert(tokens).values(values))
        return _read(values), secret

    def of(self, owner: str) -> tuple[Token, ...]:
        """Return an owner's tokens, the newest first."""
        wanted = select(tokens).where(tokens.c.owner == owner).order_by(tokens.c.created.desc())
        with saving("they can't be shown now"), self._engine.begin() as connection:
            return tuple(_read(dict(row)) for row in connection.execute(wanted).mappings())

    def known(self, secret: str) -> Token | None:
        """Return the token of a secret that still holds, and note its use; None for any other."""
        if not secret.startswith(PREFIX):
            return None
        at, own = now(), tokens.c.id == _hash(secret)
        with saving("nothing was done"), self._engine.begin() as connection:
            row = connection.execute(select(tokens).where(own)).mappings().first()
            if row is None or (row["until"] is not None and row["until"] <= at):
                return None
            if row["used"] is None or row["used"] < at - _NOTED:
                connection.execute(update(tokens).where(own).values(used=at))
        return _read(dict(row))

    def revoke(self, owner: str, id_: str) -> None:
        """Let a token stand for nobody from now on; NotKeptError where it is none of theirs."""
        own = (tokens.c.owner == owner) & (tokens.c.id == id_)
        with saving("it still holds"), self._engine.begin() as connection:
            if connection.execute(delete(tokens).where(own)).rowcount == 0:
                raise NotKeptError(
                    "There is no such token of yours.",
                    "Nothing was changed.",
                    "Reload the page; it may have been revoked already.",
                )


def _read(row: dict[str, object]) -> Token:
    scopes = frozenset(str(row["scopes"]).split())
    return Token(**{**row, "scopes": scopes})  # type: ignore[arg-type]


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8")).hexdigest()
