"""Who is here, and who is in which team; leaving takes every copy along."""

from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import TypeAdapter
from sqlalchemy import Connection, delete, insert, select, update

from app.coaching.team import Member
from app.records.tables import members, owners, teams

SNAPSHOT: TypeAdapter[Mapping[str, Member]] = TypeAdapter(Mapping[str, Member])


def now() -> datetime:
    """Return the time in UTC, as it is kept."""
    return datetime.now(UTC).replace(tzinfo=None)


def see_owner(connection: Connection, owner: str) -> None:
    """Note that an owner is here, for the first time perhaps."""
    seen = update(owners).where(owners.c.id == owner).values(seen=now())
    if connection.execute(seen).rowcount == 0:
        connection.execute(insert(owners).values(id=owner, seen=now(), keep_days=None))


def remove_member(connection: Connection, team: str, owner: str) -> None:
    """Take an owner out of a team, and out of the picture that was opened with them.

    The picture is closed: set beside the one before, a new one would tell who left.
    """
    own = (members.c.team == team) & (members.c.owner == owner)
    connection.execute(delete(members).where(own))
    locked = select(teams).where(teams.c.id == team).with_for_update()
    row = connection.execute(locked).first()
    if row is None or row.shown is None:
        return
    shown = dict(SNAPSHOT.validate_json(row.shown))
    if owner not in shown:
        return
    left = shown.pop(owner)
    values = {
        "shown": SNAPSHOT.dump_json(shown).decode("utf-8"),
        "is_open": False,
        "gone": row.gone + (0 if left.agreed else 1),
    }
    connection.execute(update(teams).where(teams.c.id == team).values(values))


def remove_everywhere(connection: Connection, owner: str, before: datetime | None = None) -> int:
    """Take an owner out of all teams, or where they joined before a time; return how many."""
    wanted = select(members.c.team).where(members.c.owner == owner)
    if before is not None:
        wanted = wanted.where(members.c.changed < before)
    joined = connection.execute(wanted).scalars().all()
    for team in joined:
        remove_member(connection, team, owner)
    return len(joined)
