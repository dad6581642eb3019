"""People who sign in: who vouches for them, their roles and groups, invitations."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Engine, Table, and_, delete, func, insert, select, update

from app.records.database import saving
from app.records.documents import count_change
from app.records.membership import now, see_owner
from app.records.notices import note
from app.records.owners import new_key, owner_of
from app.records.tables import (
    audits,
    documents,
    gold,
    invitations,
    keys,
    members,
    people,
    raters,
    records,
    teams,
    tokens,
    verdicts,
)
from corpus.errors import FormError

LEADER, COACH, EVALUATOR = "leader", "coach", "evaluator"
LIBRARIAN, ADMINISTRATOR = "librarian", "administrator"
ROLES = (LEADER, COACH, EVALUATOR, LIBRARIAN, ADMINISTRATOR)
OWN_ACCOUNTS = "accounts"
_INVITED_DAYS = 14


@dataclass(frozen=True)
class Person:
    """Somebody who signed in; `owner` is whom their things are kept for."""

    owner: str
    name: str
    subject: str
    roles: frozenset[str]
    group: str = ""

    def may(self, role: str) -> bool:
        """Return whether they have a role; administrators have each."""
        return role in self.roles or ADMINISTRATOR in self.roles


@dataclass(frozen=True)
class Told:
    """Who somebody is, as whoever vouches for them says; roles only where those are told."""

    issuer: str
    subject: str
    name: str
    roles: frozenset[str] | None = None


class People:
    """Keeps people; what they may do is looked up at each request."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def of(self, owner: str) -> Person | None:
        """Return the person whose things are kept for an owner; None for somebody unknown."""
        with saving("you can't be told from others now"), self._engine.begin() as connection:
            row = connection.execute(select(people).where(people.c.owner == owner)).first()
        return _person(row) if row else None

    def all(self) -> tuple[Person, ...]:
        """Return everybody, by group and name."""
        wanted = select(people).order_by(people.c.group_name, people.c.name)
        with saving("the list can't be shown now"), self._engine.begin() as connection:
            return tuple(map(_person, connection.execute(wanted).all()))

    def admit(self, told: Told, group: str = "", password: str | None = None) -> Person:
        """Return whom somebody is known as, for the first time perhaps, by what is told now."""
        with saving("you are not signed in"), self._engine.begin() as connection:
            row = connection.execute(select(people).where(_is(told))).first()
            if row is None:
                owner = owner_of(new_key())
                assert owner is not None
                see_owner(connection, owner)
                values = {
                    "owner": owner, "issuer": told.issuer, "subject": told.subject,
                    "name": told.name[:200], "roles": _listed(told.roles or {LEADER}),
                    "group_name": group[:200], "password": password, "created": now(),
                }  # fmt: skip
                connection.execute(insert(people).values(values))
            else:
                _change(connection, row, told)
            return _person(connection.execute(select(people).where(_is(told))).one())

    def password_of(self, subject: str) -> tuple[str, str] | None:
        """Return whom an account's things are kept for, and its password's hash; None for none."""
        own = _is(Told(OWN_ACCOUNTS, subject, ""))
        with saving("you are not signed in"), self._engine.begin() as connection:
            row = connection.execute(select(people.c.owner, people.c.password).where(own)).first()
        return (row.owner, row.password or "") if row else None

    def set_roles(self, by: Person, owner: str, roles: frozenset[str], group: str) -> None:
        """Give somebody roles and a group; FormError where nobody would be administrator."""
        with saving(), self._engine.begin() as connection:
            row = connection.execute(select(people).where(people.c.owner == owner)).first()
            if row is None:
                return
            if ADMINISTRATOR not in roles and by.owner == owner:
                raise FormError(
                    "You would take the administrator’s role from yourself.",
                    "Nothing was changed.",
                    "Make somebody else administrator first; they can then take it from you.",
                )
            values = {"roles": _listed(roles or {LEADER}), "group_name": group[:200]}
            connection.execute(update(people).where(people.c.owner == owner).values(values))
            note(connection, by.name, f"{row.name}: {values['roles']}; group “{group[:60]}”")

    def invite(self, by: str, roles: frozenset[str], group: str) -> str:
        """Return the secret of a new invitation, which holds for two weeks and one account."""
        secret = new_key()
        until = now() + timedelta(days=_INVITED_DAYS)
        with saving("nobody was invited"), self._engine.begin() as connection:
            values = {"id": _hash(secret), "roles": _listed(roles or {LEADER}),
                      "group_name": group[:200], "until": until}  # fmt: skip
            connection.execute(insert(invitations).values(values))
            note(connection, by, f"invited: {values['roles']}; group “{group[:60]}”")
        return secret

    def invited(self, secret: str) -> tuple[frozenset[str], str] | None:
        """Return the roles and the group of an invitation that still holds; None for any other."""
        holds = and_(invitations.c.id == _hash(secret), invitations.c.until > now())
        with saving("you are not signed in"), self._engine.begin() as connection:
            row = connection.execute(select(invitations).where(holds)).first()
        return (frozenset(row.roles.split()), row.group_name) if row else None

    def accept(self, secret: str, told: Told, password: str) -> Person:
        """Return the new account of an invitation, which then holds no more.

        Raises FormError where the invitation does not hold, or the name is taken.
        """
        found = self.invited(secret)
        if found is None:
            raise FormError(
                "This invitation holds no more.",
                "No account was made.",
                "Ask whoever sent it for another one.",
            )
        if self.password_of(told.subject) is not None:
            raise FormError(
                "There is an account of this name.",
                "No account was made.",
                "Choose another name, or sign in with it if it is yours.",
            )
        roles, group = found
        with saving("no account was made"), self._engine.begin() as connection:
            used = delete(invitations).where(invitations.c.id == _hash(secret))
            if connection.execute(used).rowcount == 0:
                raise FormError("This invitation was just used.", "No account was made.", "")
        made = Told(told.issuer, told.subject, told.name, roles)
        return self.admit(made, group, password)

    def take_along(self, anonymous: str, owner: str) -> int:
        """Give what was kept for a browser to a person; return how many records that were."""
        if self.of(anonymous) is not None:
            return 0
        with saving("it was not taken along"), self._engine.begin() as connection:
            count = select(func.count()).where(records.c.owner == anonymous)
            taken = int(connection.execute(count).scalar_one())
            for table in (records, teams, audits, documents, gold, tokens):
                own = update(table).where(table.c.owner == anonymous)
                connection.execute(own.values(owner=owner))
            for table, column in ((members, "owner"), (raters, "owner"), (verdicts, "rater")):
                _take_rows(connection, table, column, anonymous, owner)
            connection.execute(update(keys).where(keys.c.owner == anonymous).values(owner=owner))
            # Whoever holds documents for searching has to notice whose they are now.
            count_change(connection)
        return taken


def _change(connection: Connection, row: Any, told: Told) -> None:
    """Keep what is told of somebody now, where it differs: a proxy tells it at each request."""
    roles = row.roles if told.roles is None else _listed(told.roles)
    if (row.name, row.roles) != (told.name[:200], roles):
        values = {"name": told.name[:200], "roles": roles}
        connection.execute(update(people).where(_is(told)).values(values))


def _take_rows(
    connection: Connection, table: Table, column: str, anonymous: str, owner: str
) -> None:
    """Give rows to another owner, but those whose place the other one has already."""
    place = next(c for c in table.primary_key.columns if c.name != column)
    own = select(place).where(table.c[column] == owner)
    free = and_(table.c[column] == anonymous, place.not_in(own))
    connection.execute(update(table).where(free).values({column: owner}))
    connection.execute(delete(table).where(table.c[column] == anonymous))


def _is(told: Told) -> Any:
    return and_(people.c.issuer == told.issuer, people.c.subject == told.subject)


def _person(row: Any) -> Person:
    return Person(row.owner, row.name, row.subject, frozenset(row.roles.split()), row.group_name)


def _listed(roles: frozenset[str] | set[str] | Sequence[str]) -> str:
    return " ".join(role for role in ROLES if role in roles) or LEADER


def _hash(secret: str) -> str:
    return sha256(secret.encode("utf-8")).hexdigest()
