"""Who something is kept for: nobody signs in, a secret in the browser's cookie tells."""

import re
import secrets
from hashlib import sha256

_BYTES = 24
_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}")


def new_key() -> str:
    """Return a new secret of 192 bits, as 32 letters that fit into a cookie."""
    return secrets.token_urlsafe(_BYTES)


def owner_of(key: str) -> str | None:
    """Return whom a secret stands for, as 64 hex digits; None where it is no secret of ours.

    The database holds this hash only: whoever reads it can't take anybody's place.
    """
    return sha256(key.encode("ascii")).hexdigest() if _SHAPE.fullmatch(key) else None


def new_id() -> str:
    """Return a new id that can't be guessed, for a record or a team."""
    return secrets.token_urlsafe(16)


def new_code() -> str:
    """Return a code for joining a team: eight letters that are not mistaken for each other."""
    return "".join(secrets.choice("ABCDEFGHJKMNPQRSTUVWXYZ23456789") for _ in range(8))
