"""What people let evaluators see: chats that they share, and feedback on single answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Engine, delete, insert, select, update

from app.auditing.verdicts import REASON_NAMES
from app.records.chat import ChatTurn
from app.records.database import saving
from app.records.membership import now, see_owner
from app.records.owners import new_id
from app.records.store import find_record, readable
from app.records.tables import audit_items, feedback, gold, owners, records, shares, turns
from corpus.errors import NotKeptError

Thumb = Literal["up", "down"]
State = Literal["new", "taken", "aside"]
FEEDBACK_REASONS: Mapping[str, str] = {
    "source": REASON_NAMES["source"], "quote": REASON_NAMES["quote"], "one-sided": "One-sided",
    "off": "Off the point", "silence": REASON_NAMES["silence"], "other": REASON_NAMES["other"],
}  # fmt: skip


@dataclass(frozen=True)
class SharedTurn:
    """A turn of a chat that evaluators may see; `record` and `number` say which."""

    record: str
    number: int
    turn: ChatTurn
    previous: tuple[str, ...]


@dataclass(frozen=True)
class Feedback:
    """What somebody said of an answer."""

    id: str
    thumb: Thumb
    reason: str | None
    note: str
    state: State
    created: datetime
    shared: SharedTurn


class Sharing:
    """Keeps what is shared; it goes when its owner takes it back or deletes the chat."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def is_evaluator(self, owner: str) -> bool:
        """Return whether somebody has given the evaluators' word."""
        wanted = select(owners.c.evaluator).where(owners.c.id == owner)
        with saving("it can't be looked up now"), self.engine.begin() as connection:
            return bool(connection.execute(wanted).scalar())

    def let_in(self, owner: str) -> None:
        """Note that somebody has given the evaluators' word."""
        with saving("you were not let in"), self.engine.begin() as connection:
            see_owner(connection, owner)
            change = update(owners).where(owners.c.id == owner).values(evaluator=True)
            connection.execute(change)

    def share(self, owner: str, record: str) -> None:
        """Let evaluators see a chat."""
        with saving("it was not shared"), self.engine.begin() as connection:
            find_record(connection, owner, record, lock=True)
            found = select(shares.c.record).where(shares.c.record == record)
            if connection.execute(found).first() is None:
                connection.execute(insert(shares).values(record=record, created=now()))

    def withdraw(self, owner: str, record: str) -> None:
        """Take a chat back: it leaves every audit, with what was said of it."""
        with saving("it is still shared"), self.engine.begin() as connection:
            find_record(connection, owner, record, lock=True)
            for table in (shares, feedback, audit_items):
                connection.execute(delete(table).where(table.c.record == record))

    def shared_of(self, owner: str) -> frozenset[str]:
        """Return the ids of an owner's records that evaluators may see something of."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            found: set[str] = set()
            for table in (shares, feedback):
                wanted = select(table.c.record).join(records, records.c.id == table.c.record)
                own = wanted.where(records.c.owner == owner)
                found |= set(connection.execute(own).scalars())
        return frozenset(found)

    def shared_turns(self) -> tuple[SharedTurn, ...]:
        """Return every turn of every shared chat, the latest chat first."""
        wanted = (
            select(turns.c.record, turns.c.number, turns.c.body)
            .join(shares, shares.c.record == turns.c.record)
            .order_by(shares.c.created.desc(), turns.c.record, turns.c.number)
        )
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            rows = connection.execute(wanted).all()
        return _with_previous(readable((((r.record, r.number), r.body) for r in rows), ChatTurn))

    def give(
        self, owner: str, record: str, turn: int, thumb: Thumb, reason: str | None, note: str
    ) -> None:
        """Keep what an owner says of one answer, in place of what they said before."""
        with saving("your feedback has not been kept"), self.engine.begin() as connection:
            find_record(connection, owner, record, lock=True)
            said = (turns.c.record == record) & (turns.c.number == turn)
            if connection.execute(select(turns.c.number).where(said)).first() is None:
                raise _no_feedback()
            own = (feedback.c.record == record) & (feedback.c.turn == turn)
            connection.execute(delete(feedback).where(own))
            values = {
                "id": new_id(), "record": record, "turn": turn, "thumb": thumb, "reason": reason,
                "note": note, "state": "new", "created": now(),
            }  # fmt: skip
            connection.execute(insert(feedback).values(values))

    def queue(self) -> tuple[Feedback, ...]:
        """Return all feedback with the answers that it is on, the latest first."""
        wanted = select(feedback).order_by(feedback.c.created.desc())
        said = select(turns).where(turns.c.record.in_(select(feedback.c.record)))
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            rows = connection.execute(wanted).all()
            lines = connection.execute(said.order_by(turns.c.record, turns.c.number)).all()
        shown = _with_previous(readable((((r.record, r.number), r.body) for r in lines), ChatTurn))
        by_place = {(t.record, t.number): t for t in shown}
        return tuple(
            Feedback(r.id, cast(Thumb, r.thumb), r.reason, r.note, cast(State, r.state), r.created,
                     by_place[r.record, r.turn])
            for r in rows if (r.record, r.turn) in by_place
        )  # fmt: skip

    def find(self, id_: str) -> Feedback:
        """Return one piece of feedback; NotKeptError where there is none."""
        found = next((f for f in self.queue() if f.id == id_), None)
        if found is None:
            raise _no_feedback()
        return found

    def settle(self, id_: str, state: State) -> None:
        """Note what became of a piece of feedback."""
        with saving(), self.engine.begin() as connection:
            change = update(feedback).where(feedback.c.id == id_).values(state=state)
            if connection.execute(change).rowcount == 0:
                raise _no_feedback()

    def keep_gold(self, owner: str, item: str, line: str) -> None:
        """Keep a gold question that was made from an answer, in place of an earlier one."""
        values = {"item": item, "owner": owner, "body": line, "created": now()}
        with saving("no gold question was made"), self.engine.begin() as connection:
            connection.execute(delete(gold).where(gold.c.item == item))
            connection.execute(insert(gold).values(values))

    def gold_lines(self, owner: str) -> tuple[str, ...]:
        """Return the gold questions that an evaluator has made, the first one first."""
        wanted = select(gold.c.body).where(gold.c.owner == owner).order_by(gold.c.created)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return tuple(connection.execute(wanted).scalars())


def _with_previous(rows: list[tuple[tuple[str, int], ChatTurn]]) -> tuple[SharedTurn, ...]:
    """Return turns with the questions that came before each in its chat."""
    asked: dict[str, list[str]] = {}
    made = []
    for (record, number), turn in rows:
        before = asked.setdefault(record, [])
        made.append(SharedTurn(record, number, turn, tuple(before)))
        before.append(turn.question)
    return tuple(made)


def _no_feedback() -> NotKeptError:
    return NotKeptError(
        "There is no such feedback or answer any more.",
        "Whoever gave it has taken it back, or deleted the chat.",
        "Go on with the next one.",
    )
