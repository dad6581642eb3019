"""Teams: one system's people who put their pathways side by side, joined by a code."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from app.coaching.journal import with_answer
from app.coaching.pathway import Placement
from app.coaching.team import Member, missing_changes, too_few
from app.records.database import saving
from app.records.membership import SNAPSHOT, now, remove_member, see_owner
from app.records.owners import new_code, new_id
from app.records.store import readable, short_title
from app.records.tables import members, teams
from corpus.errors import FormError, NotKeptError

MOST_MEMBERS = 200
_MAX_ROLE = 80


@dataclass(frozen=True)
class Team:
    """A team as one of its people sees it; `mine` says whether they made it.

    `size` counts those who are in it now.
    """

    id: str
    name: str
    code: str
    mine: bool
    size: int


class Teams:
    """All teams; nobody sees one that they have neither made nor joined."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def make(self, owner: str, name: str) -> str:
        """Make a team and return its id."""
        id_ = new_id()
        values = {
            "id": id_, "owner": owner, "name": short_title(name), "code": new_code(),
            "created": now(), "shown": None, "is_open": False, "gone": 0,
        }  # fmt: skip
        with saving("no team was made"), self.engine.begin() as connection:
            see_owner(connection, owner)
            connection.execute(insert(teams).values(values))
        return id_

    def find(self, code: str) -> Team | None:
        """Return the team of a code, None where there is none."""
        wanted = select(teams).where(teams.c.code == code.strip().upper())
        with saving("it can't be looked up now"), self.engine.begin() as connection:
            row = connection.execute(wanted).first()
            return _team(connection, row, "") if row else None

    def of(self, owner: str) -> tuple[Team, ...]:
        """Return the teams that an owner has made or joined, by name."""
        joined = select(members.c.team).where(members.c.owner == owner)
        wanted = select(teams).where((teams.c.owner == owner) | teams.c.id.in_(joined))
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            rows = connection.execute(wanted.order_by(teams.c.name)).all()
            return tuple(_team(connection, row, owner) for row in rows)

    def get(self, owner: str, id_: str) -> Team:
        """Return a team that an owner is part of; NotKeptError where there is none."""
        found = next((team for team in self.of(owner) if team.id == id_), None)
        if found is None:
            raise _gone()
        return found

    def members(self, owner: str, id_: str) -> tuple[Member, ...]:
        """Return everybody's pathways in a team that an owner is part of."""
        self.get(owner, id_)
        wanted = select(members).where(members.c.team == id_).order_by(members.c.role)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            rows = connection.execute(wanted).all()
        found = readable(((row, row.body) for row in rows), Placement)
        return tuple(Member(r.role, r.agreed, own, r.owner == owner) for r, own in found)

    def join(self, owner: str, id_: str, role: str, agreed: bool, placement: Placement) -> None:
        """Put an owner's pathway into a team, in place of one that they gave before."""
        values = {
            "role": short_title(role)[:_MAX_ROLE], "agreed": agreed, "changed": now(),
            "body": _PLACEMENT.dump_json(placement).decode("utf-8"),
        }  # fmt: skip
        own = (members.c.team == id_) & (members.c.owner == owner)
        with saving(), self.engine.begin() as connection:
            see_owner(connection, owner)
            if connection.execute(select(teams.c.id).where(teams.c.id == id_)).first() is None:
                raise _gone()
            if connection.execute(update(members).where(own).values(values)).rowcount:
                return
            if _size(connection, id_) >= MOST_MEMBERS:
                raise NotKeptError(
                    f"This team has {MOST_MEMBERS} people already.",
                    "Your pathway was not added.",
                    "Ask its maker to make a second team.",
                )
            connection.execute(insert(members).values(team=id_, owner=owner, **values))

    def open(self, owner: str, id_: str) -> int:
        """Open the picture of a team that an owner has made, with everybody who is in it now.

        Return 0, or where a new picture set beside the last one would give somebody away, how
        many more have to join or mark anew first.
        """
        with saving("the picture was not opened"), self.engine.begin() as connection:
            wanted = select(teams).where((teams.c.id == id_) & (teams.c.owner == owner))
            row = connection.execute(wanted.with_for_update()).first()
            if row is None:
                raise _gone()
            inside = select(members).where(members.c.team == id_)
            after = {r.owner: _member(r, "") for r in connection.execute(inside)}
            reason = too_few(tuple(after.values()))
            if reason:
                raise FormError(
                    "The picture can’t be opened yet.", reason, "Go back and wait for the others."
                )
            before = SNAPSHOT.validate_json(row.shown) if row.shown else None
            missing = missing_changes(before, after, row.gone)
            if not missing:
                shown = SNAPSHOT.dump_json(after).decode("utf-8")
                values = {"shown": shown, "is_open": True, "gone": 0}
                connection.execute(update(teams).where(teams.c.id == id_).values(values))
        return missing

    def shown(self, owner: str, id_: str) -> tuple[Member, ...] | None:
        """Return the people of the picture as it was opened; None while it is closed."""
        self.get(owner, id_)
        wanted = select(teams.c.shown).where(teams.c.id == id_, teams.c.is_open)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            text = connection.execute(wanted).scalar()
        if text is None:
            return None
        people = SNAPSHOT.validate_json(text)
        return tuple(replace(member, me=id_ == owner) for id_, member in people.items())

    def answers(self, owner: str, id_: str) -> Mapping[str, str]:
        """Return the team's answers to the guide's questions, by their keys."""
        self.get(owner, id_)
        wanted = select(teams.c.answers).where(teams.c.id == id_)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            text = connection.execute(wanted).scalar()
        return _ANSWERS.validate_json(text) if text else {}

    def answer(self, owner: str, id_: str, key: str, text: str, was: str) -> None:
        """Keep one of the team's answers; any of its people may change it.

        `was` marks the text that the writer saw. Raises ChangedError where another stands there.
        """
        self.get(owner, id_)
        wanted = select(teams.c.answers).where(teams.c.id == id_).with_for_update()
        with saving(), self.engine.begin() as connection:
            kept = connection.execute(wanted).scalar()
            made = with_answer(_ANSWERS.validate_json(kept) if kept else {}, key, text, was)
            values = {"answers": _ANSWERS.dump_json(dict(made)).decode("utf-8")}
            connection.execute(update(teams).where(teams.c.id == id_).values(values))

    def leave(self, owner: str, id_: str) -> None:
        """Take an owner's pathway out of a team."""
        with saving("nothing was taken out"), self.engine.begin() as connection:
            remove_member(connection, id_, owner)

    def delete(self, owner: str, id_: str) -> None:
        """Delete a team that an owner has made, with everybody's copy in it."""
        own = (teams.c.id == id_) & (teams.c.owner == owner)
        with saving("nothing was deleted"), self.engine.begin() as connection:
            if connection.execute(delete(teams).where(own)).rowcount == 0:
                raise _gone()


_PLACEMENT = TypeAdapter(Placement)
_ANSWERS = TypeAdapter(dict[str, str])


def _gone() -> NotKeptError:
    return NotKeptError(
        "There is no such team, or not any more.",
        "Whoever made it may have deleted it. Your own pathway is untouched.",
        "Ask them for a new code, or make a team yourself under “Reflect”.",
    )


def _size(connection: Connection, id_: str) -> int:
    counted = select(func.count()).where(members.c.team == id_)
    return int(connection.execute(counted).scalar() or 0)


def _team(connection: Connection, row: Row[Any], owner: str) -> Team:
    return Team(row.id, row.name, row.code, row.owner == owner, _size(connection, row.id))


def _member(row: Row[Any], owner: str) -> Member:
    placement = _PLACEMENT.validate_json(row.body)
    return Member(row.role, row.agreed, placement, row.owner == owner)
