"""How much one visitor may keep."""

from sqlalchemy import Connection, func, select

from app.records.tables import audit_items, audits, records, turns
from corpus.errors import FullError

# In letters. A chat of an hour takes less than a hundredth of it.
MOST_LETTERS = 20_000_000


def check_room(connection: Connection, owner: str, letters: int) -> None:
    """Raise FullError where an owner would keep more than MOST_LETTERS, with so many more."""
    bodies = (
        select(func.sum(func.length(records.c.body))).where(records.c.owner == owner),
        select(func.sum(func.length(turns.c.body)))
        .join(records, records.c.id == turns.c.record)
        .where(records.c.owner == owner),
        select(func.sum(func.length(audit_items.c.body)))
        .join(audits, audits.c.id == audit_items.c.audit)
        .where(audits.c.owner == owner),
    )
    held = sum(connection.execute(one).scalar() or 0 for one in bodies)
    if held + letters > MOST_LETTERS:
        raise FullError(
            "There is no more room for this browser’s things.",
            "This was not kept; what was kept before is still there.",
            "Save what you need from “My things” as files, delete some of it there, and send this "
            "again.",
        )
