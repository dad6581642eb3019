"""Keys that browsers carry: issued here, known again by their signature, changed and retired."""

import hmac
import re
import secrets
from datetime import datetime
from hashlib import sha256

from sqlalchemy import Connection, Engine, insert, select
from sqlalchemy.exc import IntegrityError

from app.records.database import saving
from app.records.membership import now, see_owner
from app.records.owners import new_key, owner_of
from app.records.tables import keys, owners, signing

_SIGNED = re.compile(r"([A-Za-z0-9_-]{32})([A-Za-z0-9_-]{32})")
_SECRET_BYTES = 32


class Keys:
    """Issues keys and tells whose they are; a key that was not issued here stands for nobody.

    A new key is kept nowhere: its second half is a signature of the first (HMAC, RFC 2104) with a
    secret that the database holds. Only keys that were changed have a row of their own.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._secret: bytes | None = None

    def issue(self) -> str:
        """Return a new key; nothing is kept for it yet."""
        start = new_key()
        return start + self._signature(start)

    def is_issued(self, key: str) -> bool:
        """Return whether a key was issued here, or by a version that did not sign them."""
        match = _SIGNED.fullmatch(key)
        if match is None:
            return owner_of(key) is not None and self.owner(key) is not None
        return hmac.compare_digest(match[2], self._signature(match[1]))

    def owner(self, key: str) -> str | None:
        """Return whom a key stands for; None where it was not issued here or is retired."""
        match = _SIGNED.fullmatch(key)
        if match is not None and not hmac.compare_digest(match[2], self._signature(match[1])):
            return None
        id_ = owner_of(match[1]) if match else owner_of(key)
        if id_ is None:
            return None
        with saving("nothing is shown"), self._engine.begin() as connection:
            known = select(keys.c.owner, keys.c.until).where(keys.c.id == id_)
            row = connection.execute(known).first()
            if row is not None:
                ended = row.until is not None and row.until <= now()
                return str(row.owner) if row.owner and not ended else None
            # Keys of an earlier version have no signature; those that were used are known.
            return id_ if match or _is_known(connection, id_) else None

    def another(self, owner: str) -> str:
        """Return a further key of an owner, for another browser."""
        key = self.issue()
        with saving(), self._engine.begin() as connection:
            self._add(connection, key, owner)
        return key

    def change(self, key: str, owner: str, until: datetime | None = None) -> str:
        """Return a new key of an owner in place of one that stands for nobody from now on.

        The new one holds until a time in UTC, where one is given.
        """
        fresh = self.issue()
        with saving(), self._engine.begin() as connection:
            self._add(connection, fresh, owner, until)
            connection.execute(keys.delete().where(keys.c.id == _id_of(key)))
            connection.execute(insert(keys).values(id=_id_of(key), owner=None))
        return fresh

    def retire(self, key: str) -> None:
        """Let a key stand for nobody from now on."""
        id_ = _id_of(key)
        with saving("you are still signed in"), self._engine.begin() as connection:
            connection.execute(keys.delete().where(keys.c.id == id_))
            connection.execute(insert(keys).values(id=id_, owner=None))

    def derived(self, purpose: str) -> str:
        """Return a secret for another purpose, made of that which signs keys (HMAC, RFC 2104)."""
        self._signature("")
        assert self._secret is not None
        return hmac.digest(self._secret, purpose.encode("ascii"), sha256).hex()

    def _add(
        self, connection: Connection, key: str, owner: str, until: datetime | None = None
    ) -> None:
        see_owner(connection, owner)
        connection.execute(insert(keys).values(id=_id_of(key), owner=owner, until=until))

    def _signature(self, start: str) -> str:
        if self._secret is None:
            self._secret = self._read_secret()
        made = hmac.digest(self._secret, start.encode("ascii"), sha256)[:24]
        return _in_letters(made)

    def _read_secret(self) -> bytes:
        with saving("nothing can be kept"):
            try:
                with self._engine.begin() as connection:
                    found = connection.execute(select(signing.c.secret)).scalar()
                    if found is None:
                        found = secrets.token_hex(_SECRET_BYTES)
                        connection.execute(insert(signing).values(id=1, secret=found))
            except IntegrityError:
                # Another process was first.
                with self._engine.begin() as connection:
                    found = connection.execute(select(signing.c.secret)).scalar_one()
        return bytes.fromhex(found)


def _id_of(key: str) -> str:
    match = _SIGNED.fullmatch(key)
    id_ = owner_of(match[1] if match else key)
    assert id_ is not None
    return id_


def _is_known(connection: Connection, id_: str) -> bool:
    return connection.execute(select(owners.c.id).where(owners.c.id == id_)).first() is not None


def _in_letters(signature: bytes) -> str:
    from base64 import urlsafe_b64encode

    return urlsafe_b64encode(signature).decode("ascii")
