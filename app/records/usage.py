"""How the page is used: counts of what is kept, never a word of it."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Engine, func, select

from app.records.database import saving
from app.records.membership import now
from app.records.tables import feedback, owners, records, turns

_DAYS = 30
_MOST_READ = 5000


@dataclass(frozen=True)
class Usage:
    """Counts of the last thirty days, each by its kind, the most frequent first.

    `not_covered` counts answers that the texts did not cover, by the topic that came nearest.
    """

    visitors: int
    things: tuple[tuple[str, int], ...]
    questions: int
    not_covered: tuple[tuple[str, int], ...]
    feedback: tuple[tuple[str, int], ...]


class UsageCounts:
    """Counts what is kept."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def read(self) -> Usage:
        """Return the counts of the last thirty days."""
        since = now() - timedelta(days=_DAYS)
        kinds = (
            select(records.c.kind, func.count())
            .where(records.c.created >= since)
            .group_by(records.c.kind)
        )
        reasons = (
            select(feedback.c.thumb, feedback.c.reason, func.count())
            .where(feedback.c.created >= since)
            .group_by(feedback.c.thumb, feedback.c.reason)
        )
        asked = (
            select(turns.c.body)
            .join(records, records.c.id == turns.c.record)
            .where(records.c.kind == "chat", turns.c.created >= since)
            .order_by(turns.c.created.desc())
            .limit(_MOST_READ)
        )
        with saving("it can't be counted now"), self._engine.begin() as connection:
            here = select(func.count()).select_from(owners).where(owners.c.seen >= since)
            visitors = int(connection.execute(here).scalar_one())
            things = Counter(dict(map(tuple, connection.execute(kinds).all())))
            said = Counter(
                {reason or ("helpful" if thumb == "up" else "not right"): n
                 for thumb, reason, n in connection.execute(reasons).all()}
            )  # fmt: skip
            bodies = connection.execute(asked).scalars().all()
        missed = Counter(filter(None, map(_nearest, bodies)))
        return Usage(visitors, _rows(things), len(bodies), _rows(missed), _rows(said))


def _nearest(body: str) -> str:
    """Return the topic nearest to a turn that the texts did not cover; empty for all others."""
    try:
        answer = json.loads(body)["answer"]
        if not answer["abstained"]:
            return ""
        return str(answer["nearest"][0]["topic"]) if answer["nearest"] else "no topic of the report"
    except (ValueError, KeyError, TypeError, IndexError):
        return ""


def _rows(counted: "Counter[str]") -> tuple[tuple[str, int], ...]:
    return tuple(counted.most_common(12))
