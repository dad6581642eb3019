"""Audits: answers that several evaluators rate, each for themselves; joined by a code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, Row, delete, func, insert, select, update

from app.auditing.verdicts import AuditItem
from app.records.database import saving
from app.records.membership import now, see_owner
from app.records.owners import new_code, new_id
from app.records.store import readable, short_title
from app.records.tables import audit_items, audits, raters
from corpus.errors import FormError, NotKeptError

MOST_RATERS = 20
MOST_ITEMS = 500
_ITEM: TypeAdapter[AuditItem] = TypeAdapter(AuditItem)


@dataclass(frozen=True)
class AuditHead:
    """An audit as one of its evaluators sees it.

    `gone` counts answers that whoever asked has taken back. `number` is one's own, from 1.
    """

    id: str
    name: str
    code: str
    mine: bool
    items: int
    gone: int
    raters: int
    done: int
    number: int
    is_done: bool


@dataclass(frozen=True)
class KeptItem:
    """An answer of an audit; `number` counts from 1 in the order in which they were added."""

    id: str
    number: int
    item: AuditItem


@dataclass(frozen=True)
class NewItem:
    """An answer to be added; `record` is the chat that it comes from, with which it goes."""

    item: AuditItem
    record: str | None = None


class Audits:
    """All audits; nobody sees one that they have neither made nor joined."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def make(self, owner: str, name: str) -> str:
        """Make an audit, whose maker is its first evaluator, and return its id."""
        id_, made = new_id(), now()
        values = {
            "id": id_, "owner": owner, "name": short_title(name), "code": new_code(),
            "added": 0, "created": made, "changed": made,
        }  # fmt: skip
        with saving("no audit was made"), self.engine.begin() as connection:
            see_owner(connection, owner)
            connection.execute(insert(audits).values(values))
            _add_rater(connection, id_, owner)
        return id_

    def of(self, owner: str) -> tuple[AuditHead, ...]:
        """Return the audits that an evaluator is part of, the latest change first."""
        joined = select(raters.c.audit).where(raters.c.owner == owner)
        wanted = select(audits).where(audits.c.id.in_(joined)).order_by(audits.c.changed.desc())
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            return tuple(_head(connection, row, owner) for row in connection.execute(wanted).all())

    def get(self, owner: str, id_: str) -> AuditHead:
        """Return an audit that an evaluator is part of; NotKeptError where there is none."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return _head(connection, find_audit(connection, owner, id_), owner)

    def join(self, owner: str, code: str) -> str | None:
        """Make somebody an evaluator of the audit of a code and return its id, None without."""
        wanted = select(audits.c.id).where(audits.c.code == code.strip().upper())
        with saving("you have not joined"), self.engine.begin() as connection:
            id_: str | None = connection.execute(wanted.with_for_update()).scalar()
            if id_ is not None:
                see_owner(connection, owner)
                _add_rater(connection, id_, owner)
        return id_

    def add(self, owner: str, id_: str, items: Sequence[NewItem]) -> int:
        """Add answers and return how many there are now.

        Raises FormError once an evaluator is done: the others would rate something else.
        """
        with saving("nothing was added"), self.engine.begin() as connection:
            head = _head(connection, find_audit(connection, owner, id_, lock=True), owner)
            _check_room(head, len(items))
            # What was taken back leaves its number: it is never given out again.
            before = head.items + head.gone
            for number, new in enumerate(items, before + 1):
                values = {
                    "id": new_id(), "audit": id_, "number": number, "record": new.record,
                    "body": _ITEM.dump_json(new.item).decode("utf-8"),
                }  # fmt: skip
                connection.execute(insert(audit_items).values(values))
            values = {"added": before + len(items), "changed": now()}
            connection.execute(update(audits).where(audits.c.id == id_).values(values))
        return head.items + len(items)

    def items(self, owner: str, id_: str) -> tuple[KeptItem, ...]:
        """Return the answers of an audit in order."""
        wanted = select(audit_items).where(audit_items.c.audit == id_)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            find_audit(connection, owner, id_)
            rows = connection.execute(wanted.order_by(audit_items.c.number)).all()
        found = readable((((r.id, r.number), r.body) for r in rows), AuditItem)
        return tuple(KeptItem(id_, number, item) for (id_, number), item in found)

    def delete(self, owner: str, id_: str) -> None:
        """Delete an audit that one has made, with everybody's verdicts."""
        with saving("nothing was deleted"), self.engine.begin() as connection:
            own = (audits.c.id == id_) & (audits.c.owner == owner)
            if connection.execute(delete(audits).where(own)).rowcount == 0:
                raise no_audit()


def find_audit(connection: Connection, owner: str, id_: str, *, lock: bool = False) -> Row[Any]:
    """Return the row of an audit that an evaluator is part of; NotKeptError without one."""
    joined = select(raters.c.audit).where(raters.c.owner == owner)
    wanted = select(audits).where(audits.c.id == id_, audits.c.id.in_(joined))
    row = connection.execute(wanted.with_for_update() if lock else wanted).first()
    if row is None:
        raise no_audit()
    return row


def touch(connection: Connection, id_: str) -> None:
    """Note that an audit has changed now."""
    connection.execute(update(audits).where(audits.c.id == id_).values(changed=now()))


def no_audit() -> NotKeptError:
    """Return the error for an audit that one can't see."""
    return NotKeptError(
        "There is no audit at this address.",
        "It was deleted, or you have not joined it.",
        "Ask whoever made it for its code, and join it on the Audit screen.",
    )


def _add_rater(connection: Connection, id_: str, owner: str) -> None:
    joined = select(raters.c.owner, raters.c.number).where(raters.c.audit == id_)
    inside = {row.owner: row.number for row in connection.execute(joined)}
    if owner in inside:
        return
    if len(inside) >= MOST_RATERS:
        raise FormError(
            f"This audit has {MOST_RATERS} evaluators already.",
            "You have not joined it.",
            "Ask its maker to make a second one.",
        )
    number = max(inside.values(), default=0) + 1
    values = {"audit": id_, "owner": owner, "number": number, "done": False}
    connection.execute(insert(raters).values(values))


def _check_room(head: AuditHead, more: int) -> None:
    if head.done:
        raise FormError(
            "An evaluator of this audit is done already.",
            "Nothing was added: the others would rate something else.",
            "Make a new audit for further answers.",
        )
    if head.items + more > MOST_ITEMS:
        raise FormError(
            f"An audit holds {MOST_ITEMS} answers at most.",
            "Nothing was added.",
            "Choose fewer, or make a second audit.",
        )


def _head(connection: Connection, row: Row[Any], owner: str) -> AuditHead:
    wanted = select(raters).where(raters.c.audit == row.id)
    people = connection.execute(wanted).all()
    own = next((p for p in people if p.owner == owner), None)
    counted = select(func.count()).where(audit_items.c.audit == row.id)
    count = connection.execute(counted).scalar() or 0
    return AuditHead(
        row.id, row.name, row.code, row.owner == owner, count, row.added - count, len(people),
        sum(p.done for p in people), own.number if own else 0, bool(own and own.done),
    )  # fmt: skip
