"""Verdicts on the claims of an audit: given, taken back, and shown only when both are done."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pydantic import TypeAdapter
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from app.auditing.verdicts import Verdict, visible_raters
from app.records.audits import find_audit, touch
from app.records.database import saving
from app.records.tables import audit_items, raters, verdicts
from corpus.errors import FormError, NotKeptError

_VERDICT: TypeAdapter[Verdict] = TypeAdapter(Verdict)

# A claim by the id of its answer and its number from 1; 0 is a silence.
ClaimKey = tuple[str, int]
Ratings = Mapping[ClaimKey, Verdict]


@dataclass(frozen=True)
class RaterView:
    """An evaluator's verdicts as another one may see them; `number` counts from 1."""

    number: int
    is_me: bool
    ratings: Ratings


class Rating:
    """Keeps evaluators' verdicts; each sees their own, and others' when both are done."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def rate(self, owner: str, audit: str, key: ClaimKey, verdict: Verdict) -> None:
        """Keep a verdict; FormError once its evaluator is done."""
        with saving(), self.engine.begin() as connection:
            find_audit(connection, owner, audit, lock=True)
            _check_open(connection, owner, audit)
            inside = (audit_items.c.id == key[0]) & (audit_items.c.audit == audit)
            if connection.execute(select(audit_items.c.id).where(inside)).first() is None:
                raise NotKeptError(
                    "This answer is not in the audit any more.",
                    "Your verdict on it has not been kept.",
                    "Whoever asked has taken it back; go on with the next one.",
                )
            own = (verdicts.c.audit == audit) & (verdicts.c.rater == owner)
            last = connection.execute(select(func.max(verdicts.c.number)).where(own)).scalar()
            values = {
                "audit": audit, "rater": owner, "number": (last or 0) + 1, "item": key[0],
                "claim": key[1], "body": _VERDICT.dump_json(verdict).decode("utf-8"),
            }  # fmt: skip
            connection.execute(insert(verdicts).values(values))
            touch(connection, audit)

    def undo(self, owner: str, audit: str) -> ClaimKey | None:
        """Take back one's last verdict and return its claim; None where there is none."""
        own = (verdicts.c.audit == audit) & (verdicts.c.rater == owner)
        wanted = select(verdicts).where(own).order_by(verdicts.c.number.desc()).limit(1)
        with saving("nothing was taken back"), self.engine.begin() as connection:
            find_audit(connection, owner, audit, lock=True)
            _check_open(connection, owner, audit)
            row = connection.execute(wanted).first()
            if row is None:
                return None
            last = verdicts.c.number == row.number
            connection.execute(delete(verdicts).where(own & last))
        return row.item, row.claim

    def own(self, owner: str, audit: str) -> Ratings:
        """Return one's own verdicts."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            find_audit(connection, owner, audit)
            return _ratings(connection, audit, owner)

    def seen_by(self, owner: str, audit: str) -> tuple[RaterView, ...]:
        """Return the verdicts that an evaluator may see, in the order of joining."""
        with saving("it can't be shown now"), self.engine.begin() as connection:
            find_audit(connection, owner, audit)
            people = _raters(connection, audit)
            shown = visible_raters({id_: done for id_, _, done in people}, owner)
            return tuple(
                RaterView(number, id_ == owner, _ratings(connection, audit, id_))
                for id_, number, _ in people
                if id_ in shown
            )

    def finish(self, owner: str, audit: str, keys: Iterable[ClaimKey]) -> None:
        """Note that an evaluator is done with the claims `keys`; FormError where some are left."""
        with saving(), self.engine.begin() as connection:
            find_audit(connection, owner, audit, lock=True)
            left = len(set(keys) - set(_ratings(connection, audit, owner)))
            if left:
                raise FormError(
                    f"{left} claims have no verdict of yours yet.",
                    "You are not done yet; all of your verdicts are kept.",
                    "Go on rating; the next claim without a verdict opens by itself.",
                )
            _set_done(connection, owner, audit, True)

    def reopen(self, owner: str, audit: str) -> None:
        """Let an evaluator go on; FormError where they may have seen another one's verdicts."""
        with saving(), self.engine.begin() as connection:
            find_audit(connection, owner, audit, lock=True)
            if any(done for id_, _, done in _raters(connection, audit) if id_ != owner):
                raise FormError(
                    "Another evaluator is done as well.",
                    "Verdicts stay as they were given before the others’ could be seen.",
                    "Say in the report's text what you would now rate otherwise.",
                )
            _set_done(connection, owner, audit, False)


def _raters(connection: Connection, audit: str) -> list[tuple[str, int, bool]]:
    wanted = select(raters.c.owner, raters.c.number, raters.c.done).where(raters.c.audit == audit)
    return [(r[0], r[1], r[2]) for r in connection.execute(wanted.order_by(raters.c.number))]


def _ratings(connection: Connection, audit: str, owner: str) -> Ratings:
    own = (verdicts.c.audit == audit) & (verdicts.c.rater == owner)
    wanted = select(verdicts).where(own).order_by(verdicts.c.number)
    # A later verdict on the same claim takes the earlier one's place.
    return {
        (row.item, row.claim): _VERDICT.validate_json(row.body)
        for row in connection.execute(wanted)
    }


def _check_open(connection: Connection, owner: str, audit: str) -> None:
    if any(done for id_, _, done in _raters(connection, audit) if id_ == owner):
        raise FormError(
            "You have said that you are done with this audit.",
            "The verdict has not been kept.",
            "Open it again on the audit's page first, if nobody else is done yet.",
        )


def _set_done(connection: Connection, owner: str, audit: str, is_done: bool) -> None:
    own = (raters.c.audit == audit) & (raters.c.owner == owner)
    connection.execute(update(raters).where(own).values(done=is_done))
    touch(connection, audit)
