"""What is kept of an owner as JSON, word for word as it is kept."""

import json
from collections import defaultdict
from typing import Any

from sqlalchemy import Engine, select

from app.records.database import saving
from app.records.tables import records, turns


def dump(engine: Engine, owner: str) -> str:
    """Return an owner's records, oldest first, each with its turns; raises RecordsError."""
    return json.dumps(dumped(engine, owner), ensure_ascii=False, indent=1)


def dumped(engine: Engine, owner: str, id_: str | None = None) -> list[dict[str, Any]]:
    """Return an owner's records, or the one of an id, as objects, oldest first."""
    own = select(records).where(records.c.owner == owner).order_by(records.c.created)
    said = (
        select(turns)
        .join(records, records.c.id == turns.c.record)
        .where(records.c.owner == owner)
        .order_by(turns.c.record, turns.c.number)
    )
    if id_ is not None:
        own, said = own.where(records.c.id == id_), said.where(records.c.id == id_)
    with saving("it can't be exported now"), engine.begin() as connection:
        bodies = connection.execute(own).all()
        lines = connection.execute(said).all()
    by_record: dict[str, list[Any]] = defaultdict(list)
    for line in lines:
        by_record[line.record].append(_body(line.body))
    return [
        {
            "id": row.id,
            "kind": row.kind,
            "title": row.title,
            "created": row.created.isoformat(),
            "changed": row.changed.isoformat(),
            "body": _body(row.body),
            "turns": by_record[row.id],
        }
        for row in bodies
    ]


def _body(text: str) -> Any:
    """Return a body, or where it is damaged what is left of it: the others are exported too."""
    try:
        return json.loads(text)
    except ValueError:
        return {"unreadable": text}
