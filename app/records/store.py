"""Keeping, finding, changing and deleting records; every change is one transaction."""

import json
import logging
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Generic, TypeVar, cast

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from app.records.database import erase, saving
from app.records.documents import count_change
from app.records.membership import now, remove_everywhere, see_owner
from app.records.owners import new_id
from app.records.room import check_room
from app.records.tables import owners, records, turns
from corpus.errors import ChangedError, NotKeptError

B = TypeVar("B")
T = TypeVar("T")
K = TypeVar("K")
MAX_TITLE = 120
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Record(Generic[B]):
    """Something kept for one owner; times are UTC."""

    id: str
    kind: str
    title: str
    body: B
    created: datetime
    changed: datetime


@dataclass(frozen=True)
class Heading:
    """A record without its body, for lists; `turns` counts those of a conversation."""

    id: str
    kind: str
    title: str
    created: datetime
    changed: datetime
    turns: int


class Records:
    """Everything that is kept, each owner's apart from all others'."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(
        self, owner: str, kind: str, title: str, body: object, first_turn: object = None,
        id_: str | None = None,
    ) -> str:  # fmt: skip
        """Keep something new, a conversation with its first turn, and return its id.

        Where `id_` is given and something of this owner is kept under it, that stays as it is.
        """
        id_, created, kept = id_ or new_id(), now(), _dump(body)
        values = {
            "id": id_, "owner": owner, "kind": kind, "title": short_title(title),
            "body": kept, "created": created, "changed": created,
        }  # fmt: skip
        with saving(), self.engine.begin() as connection:
            see_owner(connection, owner)
            if _is_kept(connection, owner, id_):
                return id_
            check_room(connection, owner, len(kept))
            connection.execute(insert(records).values(values))
            if first_turn is not None:
                _insert_turn(connection, id_, 1, _dump(first_turn))
        return id_

    def get(self, owner: str, id_: str, body: type[B]) -> Record[B]:
        """Return an owner's record; NotKeptError where there is none of that id and type."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return _read(find_record(connection, owner, id_), body)

    def change(self, owner: str, id_: str, body: type[B], make: Callable[[B], B]) -> Record[B]:
        """Replace a record's body by what `make` makes of it, while nobody else can change it.

        What `make` raises leaves everything as it was.
        """
        with saving(), self.engine.begin() as connection:
            found = _read(find_record(connection, owner, id_, lock=True), body)
            made = make(found.body)
            changed, kept = now(), _dump(made)
            check_room(connection, owner, len(kept))
            connection.execute(
                update(records).where(records.c.id == id_).values(body=kept, changed=changed)
            )
        return Record(found.id, found.kind, found.title, made, found.created, changed)

    def rename(self, owner: str, id_: str, title: str) -> None:
        """Give a record another title."""
        with saving(), self.engine.begin() as connection:
            find_record(connection, owner, id_, lock=True)
            values = {"title": short_title(title)}
            connection.execute(update(records).where(records.c.id == id_).values(values))

    def heading(self, owner: str, id_: str) -> Heading:
        """Return what is known of a record without its body; NotKeptError where there is none."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            row = find_record(connection, owner, id_)
            count = select(func.count()).where(turns.c.record == id_)
            said = connection.execute(count).scalar() or 0
        return Heading(row.id, row.kind, row.title, row.created, row.changed, said)

    def list(self, owner: str, *kinds: str) -> tuple[Heading, ...]:
        """Return an owner's records of some kinds, or of all, the latest change first."""
        count = select(func.count()).where(turns.c.record == records.c.id).scalar_subquery()
        columns = (
            records.c.id, records.c.kind, records.c.title, records.c.created, records.c.changed,
        )  # fmt: skip
        wanted = select(*columns, count).where(records.c.owner == owner)
        if kinds:
            wanted = wanted.where(records.c.kind.in_(kinds))
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            rows = connection.execute(wanted.order_by(records.c.changed.desc())).all()
        return tuple(Heading(*row) for row in rows)

    def delete(self, owner: str, id_: str) -> None:
        """Delete a record and its turns; NotKeptError where there is none."""

        def work(connection: Connection) -> None:
            find_record(connection, owner, id_, lock=True)
            connection.execute(delete(records).where(records.c.id == id_))

        with saving("nothing was deleted"):
            erase(self.engine, work)

    def delete_all(self, owner: str) -> None:
        """Delete everything of an owner: records, teams and memberships."""

        def work(connection: Connection) -> None:
            remove_everywhere(connection, owner)
            connection.execute(delete(owners).where(owners.c.id == owner))
            # Documents went along; whoever holds them for searching has to notice.
            count_change(connection)

        with saving("nothing was deleted"):
            erase(self.engine, work)

    def append(self, owner: str, id_: str, body: object, number: int | None = None) -> int:
        """Add a turn to a conversation and return its number, counted from 1.

        `number` is the one it ought to have; ChangedError where another turn has it already.
        """
        said = _dump(body)
        with saving(), self.engine.begin() as connection:
            find_record(connection, owner, id_, lock=True)
            last = select(func.max(turns.c.number)).where(turns.c.record == id_)
            following = (connection.execute(last).scalar() or 0) + 1
            if number is not None and number != following:
                raise ChangedError(
                    "This conversation went on in another tab.",
                    "Your last turn was not added to it.",
                    "Open it again under “My things” to see all of it, and go on there.",
                    "",
                )
            check_room(connection, owner, len(said))
            _insert_turn(connection, id_, following, said)
            connection.execute(update(records).where(records.c.id == id_).values(changed=now()))
        return following

    def turns(self, owner: str, id_: str, body: type[T]) -> tuple[T, ...]:
        """Return the turns of a conversation in their order."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            find_record(connection, owner, id_)
            wanted = select(turns.c.body).where(turns.c.record == id_).order_by(turns.c.number)
            rows = connection.execute(wanted).scalars().all()
        return tuple(load_body(text, body) for text in rows)

    def texts(self, owner: str, id_: str) -> frozenset[str]:
        """Return every text in the body of an owner's record; none where there is no such one."""
        wanted = select(records.c.body).where(records.c.id == id_, records.c.owner == owner)
        with saving("it can't be read now"), self.engine.begin() as connection:
            body = connection.execute(wanted).scalar()
        return frozenset(_strings(json.loads(body))) if body else frozenset()

    def keep_days(self, owner: str) -> int | None:
        """Return after how many days without a change an owner's records go; None for never."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return connection.execute(
                select(owners.c.keep_days).where(owners.c.id == owner)
            ).scalar()

    def set_keep_days(self, owner: str, days: int | None) -> None:
        """Set after how many days without a change an owner's records go."""
        with saving(), self.engine.begin() as connection:
            see_owner(connection, owner)
            connection.execute(update(owners).where(owners.c.id == owner).values(keep_days=days))


def _strings(value: object) -> Iterator[str]:
    """Yield every text in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _strings(part)


def short_title(text: str) -> str:
    """Return a text as a title: one line, not too long, never empty."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    cut = line if len(line) <= MAX_TITLE else f"{line[: MAX_TITLE - 1]}…"
    return cut or "Untitled"


def find_record(connection: Connection, owner: str, id_: str, *, lock: bool = False) -> Row[Any]:
    """Return the row of an owner's record; NotKeptError where there is none."""
    wanted = select(records).where(records.c.id == id_, records.c.owner == owner)
    row = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise NotKeptError(
            "There is nothing kept under this address.",
            "It was deleted, or it belongs to another browser.",
            "Look under “My things”; with your return key you can open another browser’s things.",
        )
    return row


def _is_kept(connection: Connection, owner: str, id_: str) -> bool:
    own = select(records.c.id).where(records.c.id == id_, records.c.owner == owner)
    return connection.execute(own).first() is not None


def _insert_turn(connection: Connection, record: str, number: int, body: str) -> None:
    values = {"record": record, "number": number, "body": body, "created": now()}
    connection.execute(insert(turns).values(values))


def _read(row: Row[Any], body: type[B]) -> Record[B]:
    return Record(row.id, row.kind, row.title, load_body(row.body, body), row.created, row.changed)


@cache
def _adapter(kind: Hashable) -> TypeAdapter[Any]:
    return TypeAdapter(cast(Any, kind))


def _dump(body: Any) -> str:
    return _adapter(cast(Hashable, type(body))).dump_json(body).decode("utf-8")


def readable(rows: Iterable[tuple[K, str]], kind: type[T]) -> list[tuple[K, T]]:
    """Return what can be read of bodies, each with what it belongs to; damaged ones are left out.

    In a list one damaged body must not hide the others.
    """
    found = []
    for belongs, text in rows:
        try:
            found.append((belongs, load_body(text, kind)))
        except NotKeptError:
            _log.error("a body can't be read: %s", kind.__name__)
    return found


def load_body(text: str, kind: type[T]) -> T:
    """Return what was kept as JSON; NotKeptError where it is of another type."""
    try:
        return cast(T, _adapter(cast(Hashable, kind)).validate_json(text))
    except ValueError as error:
        raise NotKeptError(
            "What is kept here is of another kind, or was written by another version.",
            "It can't be shown on this screen; it is still kept.",
            "Open it under “My things”, or export everything as a file.",
        ) from error
