"""The page where people sign in, accounts of the page's own, and the way out."""

from functools import lru_cache
from typing import TYPE_CHECKING

from starlette.responses import Response

from app.records.people import OWN_ACCOUNTS, Told
from app.ui.screens.oidc import inside, signed_in
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go
from corpus.errors import FormError

if TYPE_CHECKING:
    from argon2 import PasswordHasher

HERE = ""
_SHORTEST, _LONGEST = 12, 200


def show_sign_in(visit: Visit) -> Response:
    """Show the way in; whoever is signed in already goes on."""
    to = inside(visit.query.get("to", "/"))
    if not visit.services.settings.sign_in or visit.person:
        return go(to)
    things = len(visit.records.list(visit.owner)) if visit.owner else 0
    return page(
        "sign_in", title="Sign in", here=HERE, to=to, things=things,
        way=visit.services.settings.sign_in,
    )  # fmt: skip


def sign_in(visit: Visit) -> Response:
    """Sign somebody in by the name and password of an account."""
    name = visit.form.get("name", "").strip().lower()
    found = visit.kept.people.password_of(name)
    if not _is_right(found[1] if found else "", visit.form.get("password", "")):
        raise FormError(
            "That name and password do not belong together.",
            "You were not signed in.",
            "Type both again. Whoever looks after this page can invite you anew.",
        )
    person = visit.kept.people.of(found[0]) if found else None
    assert person is not None
    bring = visit.form.get("bring") == "1"
    to = visit.form.get("to", "/")
    return signed_in(visit.services, person, visit.key, visit.owner, to, bring=bring)


def show_invitation(visit: Visit) -> Response:
    """Show whom an invitation makes of somebody, and ask for a name and a password."""
    found = visit.kept.people.invited(visit.path["secret"])
    secret = visit.path["secret"]
    return page("invited", title="You are invited", here=HERE, found=found, secret=secret)


def accept(visit: Visit) -> Response:
    """Make the account of an invitation, and sign its owner in."""
    name, password = visit.form.get("name", "").strip(), visit.form.get("password", "")
    if not 1 <= len(name) <= _LONGEST or not _SHORTEST <= len(password) <= _LONGEST:
        raise FormError(
            f"A name, and a password of at least {_SHORTEST} letters, are needed.",
            "No account was made.",
            "Four words that have nothing to do with each other make a good one.",
        )
    told = Told(OWN_ACCOUNTS, name.lower(), name)
    made = visit.kept.people.accept(visit.path["secret"], told, _hasher().hash(password))
    return signed_in(visit.services, made, visit.key, visit.owner, "/", bring=True)


def sign_out(visit: Visit) -> Response:
    """Retire the key of this browser."""
    visit.kept.keys.retire(visit.key)
    return visit.go_with_key("/sign-in", visit.key, life=0)


def _is_right(known: str, password: str) -> bool:
    """Return whether a password is the one of a hash; an unknown name takes as long as a known."""
    from argon2.exceptions import Argon2Error, InvalidHashError

    try:
        return _hasher().verify(known or _nobodys(), password) and bool(known)
    except (Argon2Error, InvalidHashError):
        return False


@lru_cache
def _nobodys() -> str:
    return _hasher().hash("nobody’s password")


@lru_cache
def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher()
