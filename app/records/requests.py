"""What a program has made by a key of its own: sent twice, it is made once.

The convention is that of the header Idempotency-Key (draft-ietf-httpapi-idempotency-key-header).
"""

from datetime import timedelta
from hashlib import sha256

from sqlalchemy import Engine, delete, insert, select
from sqlalchemy.exc import IntegrityError

from app.records.database import saving
from app.records.membership import now, see_owner
from app.records.owners import new_id
from app.records.tables import requests
from corpus.errors import FormError

_KEPT = timedelta(days=1)


class Requests:
    """Gives each key of an owner the id under which what it makes is kept.

    The id is kept before anything is made under it, so that whoever is cut off between the two
    finds, when it sends the same again, what was made or makes it then.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def id_for(self, owner: str, key: str, content: bytes) -> str:
        """Return the id for a key; a new one where there is no key.

        Raises FormError where the key came with other content before.
        """
        if not key:
            return new_id()
        digest = sha256(content).hexdigest()
        found = self._find(owner, key) or self._insert(owner, key, digest)
        if found[0] != digest:
            raise FormError(
                "This key was used for something else within the last day.",
                "Nothing was made.",
                "Send a new key with everything that is new.",
            )
        return found[1]

    def _find(self, owner: str, key: str) -> tuple[str, str] | None:
        wanted = select(requests.c.digest, requests.c.record).where(
            requests.c.owner == owner, requests.c.key == key, requests.c.created > now() - _KEPT
        )
        with saving("nothing was made"), self._engine.begin() as connection:
            row = connection.execute(wanted).first()
        return (row.digest, row.record) if row else None

    def _insert(self, owner: str, key: str, digest: str) -> tuple[str, str]:
        id_, at = new_id(), now()
        values = {"owner": owner, "key": key, "digest": digest, "record": id_, "created": at}
        old = (requests.c.owner == owner) & (requests.c.created <= at - _KEPT)
        with saving("nothing was made"):
            try:
                with self._engine.begin() as connection:
                    see_owner(connection, owner)
                    connection.execute(delete(requests).where(old))
                    connection.execute(insert(requests).values(values))
            except IntegrityError:
                # The same was sent at the same time, and was first.
                found = self._find(owner, key)
                assert found is not None
                return found
        return digest, id_
