"""What people show to others by name: who may read it, and who has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Engine, and_, delete, insert, select

from app.records.database import saving
from app.records.membership import now
from app.records.store import find_record
from app.records.tables import grants, looks, people, records
from corpus.errors import NotKeptError

_LOOKS_SHOWN = 20


@dataclass(frozen=True)
class Shown:
    """A record that somebody shows to another; `of` is its owner's name."""

    id: str
    kind: str
    title: str
    of: str


@dataclass(frozen=True)
class Look:
    """When somebody looked at a record that is shown to them."""

    who: str
    at: datetime


class Grants:
    """Keeps whom records are shown to; it ends when their owner says so or deletes them."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def show(self, owner: str, record: str, to: str) -> None:
        """Show an owner's record to another person, for reading."""
        with saving("it is not shown to anybody"), self._engine.begin() as connection:
            find_record(connection, owner, record, lock=True)
            known = select(people.c.owner).where(people.c.owner == to)
            if to == owner or connection.execute(known).first() is None:
                raise _nobody()
            connection.execute(delete(grants).where(_is(record, to)))
            connection.execute(insert(grants).values(record=record, owner=to, created=now()))

    def hide(self, owner: str, record: str, to: str) -> None:
        """Show an owner's record to another person no more."""
        with saving("it is still shown"), self._engine.begin() as connection:
            find_record(connection, owner, record, lock=True)
            connection.execute(delete(grants).where(_is(record, to)))

    def shown_to(self, owner: str) -> tuple[Shown, ...]:
        """Return what others show to somebody, the latest first."""
        wanted = (
            select(records.c.id, records.c.kind, records.c.title, people.c.name)
            .join(grants, grants.c.record == records.c.id)
            .join(people, people.c.owner == records.c.owner)
            .where(grants.c.owner == owner)
            .order_by(grants.c.created.desc())
        )
        with saving("it can't be shown now"), self._engine.begin() as connection:
            return tuple(Shown(*row) for row in connection.execute(wanted).all())

    def readers(self, owner: str, record: str) -> tuple[tuple[str, str], ...]:
        """Return whom an owner's record is shown to: whom their things are kept for, and names."""
        wanted = (
            select(people.c.owner, people.c.name)
            .join(grants, grants.c.owner == people.c.owner)
            .where(grants.c.record == record)
            .order_by(people.c.name)
        )
        with saving("it can't be shown now"), self._engine.begin() as connection:
            find_record(connection, owner, record)
            return tuple((row.owner, row.name) for row in connection.execute(wanted).all())

    def looks(self, owner: str, record: str) -> tuple[Look, ...]:
        """Return who looked at an owner's record, the latest first."""
        wanted = (
            select(people.c.name, looks.c.at)
            .join(looks, looks.c.owner == people.c.owner)
            .where(looks.c.record == record)
            .order_by(looks.c.number.desc())
            .limit(_LOOKS_SHOWN)
        )
        with saving("it can't be shown now"), self._engine.begin() as connection:
            find_record(connection, owner, record)
            return tuple(Look(*row) for row in connection.execute(wanted).all())

    def look(self, owner: str, record: str) -> str:
        """Return whose a record is that is shown to somebody, and note that they looked.

        Raises NotKeptError where it is not shown to them.
        """
        wanted = (
            select(records.c.owner)
            .join(grants, grants.c.record == records.c.id)
            .where(_is(record, owner))
        )
        with saving("it can't be shown now"), self._engine.begin() as connection:
            of = connection.execute(wanted).scalar()
            if of is None:
                raise NotKeptError(
                    "Nothing is shown to you at this address.",
                    "Its owner may show it no more, or have deleted it.",
                    "Ask them, or go on from “My things”.",
                )
            connection.execute(insert(looks).values(record=record, owner=owner, at=now()))
        return str(of)


def _is(record: str, owner: str) -> ColumnElement[bool]:
    return and_(grants.c.record == record, grants.c.owner == owner)


def _nobody() -> NotKeptError:
    return NotKeptError(
        "There is nobody of that name to show it to.",
        "It was not shown to anybody.",
        "Choose a name from the list under “My things”.",
    )
