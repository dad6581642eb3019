"""Deleting what has grown old: announced for a week, and never at once, whatever the clock says."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Engine, and_, delete, func, select, update

from app.records.database import saving
from app.records.membership import now, remove_everywhere
from app.records.tables import audits, members, owners, records, teams

# On so many different days old things have to be found due before they go. A clock that jumps
# ahead finds everything due, and is put right before that.
ANNOUNCED_DAYS = 7


class Purging:
    """Deletes an owner's things after as many days without a change as they, or a setting, wish."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def run(self, most_days: int | None = None) -> int:
        """Count a day for whoever has things that are due, delete what was due for a week.

        Return how many things were deleted. `most_days` holds for everybody.
        """
        gone = 0
        with saving("nothing was deleted"), self._engine.begin() as connection:
            wanted = select(owners.c.id, owners.c.keep_days, owners.c.due_days, owners.c.due_on)
            for owner, days, due_days, due_on in connection.execute(wanted).all():
                gone += _run(connection, owner, _limit(days, most_days), due_days, due_on)
        return gone

    def announced(self, owner: str, most_days: int | None = None) -> tuple[int, int]:
        """Return how many of an owner's things will go, and in how many days at the earliest."""
        with saving("it can't be shown now"), self._engine.begin() as connection:
            wanted = select(owners.c.keep_days, owners.c.due_days).where(owners.c.id == owner)
            row = connection.execute(wanted).first()
            limit = _limit(row.keep_days, most_days) if row else None
            if row is None or limit is None:
                return 0, 0
            return _due(connection, owner, limit), max(1, ANNOUNCED_DAYS + 1 - row.due_days)


def _limit(own: int | None, most: int | None) -> datetime | None:
    """Return the time before which things are old; None where nothing ever is."""
    days = min((d for d in (own, most) if d is not None), default=None)
    return None if days is None else now() - timedelta(days=days)


def _run(
    connection: Connection, owner: str, before: datetime | None, due_days: int, due_on: str | None
) -> int:
    today, was, gone = day_of(now()), (due_days, due_on), 0
    if before is None or not _due(connection, owner, before):
        due_days, due_on = 0, None
    elif due_on != today:
        due_days, due_on = due_days + 1, today
    if before is not None and due_days > ANNOUNCED_DAYS:
        gone = _delete(connection, owner, before)
        due_days, due_on = 0, None
    if (due_days, due_on) != was:
        values = {"due_days": due_days, "due_on": due_on}
        connection.execute(update(owners).where(owners.c.id == owner).values(values))
    return gone


def day_of(time: datetime) -> str:
    """Return the day of a time, as it is kept."""
    return time.date().isoformat()


def _due(connection: Connection, owner: str, before: datetime) -> int:
    old = [
        select(func.count()).where(table.c.owner == owner, table.c.changed < before)
        for table in (records, members, audits)
    ]
    empty = select(func.count()).select_from(teams).where(_is_empty(owner, before))
    return sum(connection.execute(one).scalar() or 0 for one in (*old, empty))


def _is_empty(owner: str, before: datetime) -> ColumnElement[bool]:
    inside = select(members.c.team).where(members.c.team == teams.c.id).exists()
    return and_(teams.c.owner == owner, teams.c.created < before, ~inside)


def _delete(connection: Connection, owner: str, before: datetime) -> int:
    old = delete(records).where(records.c.owner == owner, records.c.changed < before)
    gone = connection.execute(old).rowcount
    gone += remove_everywhere(connection, owner, before)
    unchanged = delete(audits).where(audits.c.owner == owner, audits.c.changed < before)
    gone += connection.execute(unchanged).rowcount
    return gone + connection.execute(delete(teams).where(_is_empty(owner, before))).rowcount
