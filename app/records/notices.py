"""What administrators say to all, and who changed what for others."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Engine, delete, insert, select

from app.records.database import saving
from app.records.membership import now
from app.records.tables import announcements, changes

_SHOWN = 200


@dataclass(frozen=True)
class Change:
    """What somebody changed for others."""

    at: datetime
    who: str
    what: str


class Notices:
    """Keeps an announcement, and the changes that were noted."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def changes(self) -> tuple[Change, ...]:
        """Return what was changed for others, the latest first."""
        wanted = select(changes).order_by(changes.c.number.desc()).limit(_SHOWN)
        with saving("the list can't be shown now"), self._engine.begin() as connection:
            rows = connection.execute(wanted).all()
        return tuple(Change(row.at, row.who, row.what) for row in rows)

    def announcement(self) -> str:
        """Return what administrators say at the head of each page; empty for nothing."""
        with saving("it can't be shown now"), self._engine.begin() as connection:
            return connection.execute(select(announcements.c.text)).scalar() or ""

    def announce(self, who: str, text: str) -> None:
        """Say something at the head of each page, in place of what was said before."""
        with saving(), self._engine.begin() as connection:
            connection.execute(delete(announcements))
            if text.strip():
                connection.execute(insert(announcements).values(id=1, text=text.strip()[:500]))
            note(connection, who, "changed the announcement")


def note(connection: Connection, who: str, what: str) -> None:
    """Note what somebody changed for others."""
    connection.execute(insert(changes).values(at=now(), who=who[:200], what=what[:200]))
