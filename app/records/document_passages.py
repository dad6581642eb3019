"""The passages of people's documents: written a few at a time, put in use all at once."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, or_, select, update

from app.records.database import saving
from app.records.document import Kept, dump_about, load_about
from app.records.documents import LISTED, count_change, read_kept
from app.records.membership import now
from app.records.tables import document_passages, documents

# After so long without a sign of life a document is taken to be read by nobody any more.
_LEASE = timedelta(minutes=5)
_BATCH = 500


@dataclass(frozen=True)
class PassageRow:
    """A passage as it is kept, with its words, so that finding it reads no whole document."""

    number: int
    document: int
    start: int
    end: int
    heading_path: tuple[str, ...]
    pages: tuple[int, int] | None
    units: tuple[tuple[int, int], ...]
    digest: str
    text: str
    vector: bytes = b""
    unit_vectors: bytes = b""


class Passages:
    """The passages of documents: written a few at a time, put in use all at once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def claim(self) -> tuple[Kept, bytes] | None:
        """Return a document that nobody reads yet, with its file, and take it; None without one.

        One whose reader has given no sign of life for a while is taken over.
        """
        stale = documents.c.lease < now() - _LEASE
        due = or_(
            documents.c.state == "waiting",
            (documents.c.state == "reading") & or_(documents.c.lease.is_(None), stale),
        )
        wanted = select(*LISTED, documents.c.content).where(due).order_by(documents.c.number)
        with saving("nothing was read"), self.engine.begin() as connection:
            found = connection.execute(wanted.limit(1).with_for_update(skip_locked=True)).first()
            if found is None:
                return None
            taken = {"state": "reading", "lease": now()}
            connection.execute(
                update(documents).where(documents.c.number == found.number).values(taken)
            )
        return replace(read_kept(found), state="reading"), found.content or b""

    def known(self, document: int) -> dict[str, tuple[bytes, bytes]]:
        """Return the vectors of a document's passages in use, by the digest of their words."""
        wanted = select(
            document_passages.c.digest, document_passages.c.vector, document_passages.c.unit_vectors
        ).where(document_passages.c.document == document, document_passages.c.vector.is_not(None))
        with saving("nothing was read"), self.engine.begin() as connection:
            rows = connection.execute(wanted).all()
        return {row.digest: (row.vector, row.unit_vectors) for row in rows}

    def begun(self, document: int, revision: int) -> tuple[PassageRow, ...]:
        """Return the passages of a revision, whether embedded or not."""
        wanted = select(document_passages).where(
            document_passages.c.document == document, document_passages.c.revision == revision
        )
        with saving("nothing was read"), self.engine.begin() as connection:
            rows = connection.execute(wanted.order_by(document_passages.c.number)).all()
        return tuple(map(_passage, rows))

    def write(self, document: Kept, revision: int, rows: Sequence[PassageRow]) -> None:
        """Keep a revision's passages, in place of any that were left of another try."""
        values = [
            {
                "document": document.number, "revision": revision, "start": row.start,
                "end": row.end, "digest": row.digest, "vector": row.vector or None,
                "unit_vectors": row.unit_vectors or None,
                "body": json.dumps(
                    [row.heading_path, row.pages, row.units, row.text], ensure_ascii=False
                ),
            }
            for row in rows
        ]  # fmt: skip
        with saving("it was not added"), self.engine.begin() as connection:
            left = document_passages.c.document == document.number
            connection.execute(
                delete(document_passages).where(left, document_passages.c.revision == revision)
            )
            for start in range(0, len(values), _BATCH):
                connection.execute(insert(document_passages), values[start : start + _BATCH])
            _touch(connection, document.number)

    def save_vectors(self, document: Kept, made: Sequence[PassageRow]) -> None:
        """Keep the vectors of some passages, and what is told of their document meanwhile."""
        with saving("it was not added"), self.engine.begin() as connection:
            for row in made:
                connection.execute(
                    update(document_passages)
                    .where(document_passages.c.number == row.number)
                    .values(vector=row.vector, unit_vectors=row.unit_vectors)
                )
            values = {"about": _merged(connection, document), "lease": now()}
            connection.execute(
                update(documents).where(documents.c.number == document.number).values(values)
            )

    def put_in_use(self, document: Kept, revision: int, text: str) -> None:
        """Make a revision the one that is found; the passages of the others go."""
        with saving("it was not added"), self.engine.begin() as connection:
            values = {
                "state": "ready", "revision": revision, "text": text, "lease": None,
                "letters": len(text), "kind": document.kind,
                "about": _merged(connection, document),
            }  # fmt: skip
            still = documents.c.number == document.number
            digest = documents.c.digest == document.digest
            if connection.execute(update(documents).where(still, digest).values(values)).rowcount:
                other = document_passages.c.revision != revision
                own = document_passages.c.document == document.number
                connection.execute(delete(document_passages).where(own, other))
                count_change(connection)

    def release(self) -> None:
        """Let documents be taken up again whose reader is gone, where there is no other reader."""
        with saving("nothing was read"), self.engine.begin() as connection:
            left = documents.c.state == "reading"
            connection.execute(update(documents).where(left).values(state="waiting", lease=None))

    def fail(self, document: Kept, problem: str) -> Kept:
        """Note why a document could not be read, and return it so; what was in use stays so."""
        about = replace(document.about, problem=problem)
        failed = replace(document, state="failed", about=about)
        with saving("it was not added"), self.engine.begin() as connection:
            connection.execute(
                update(documents)
                .where(documents.c.number == document.number)
                .values(state=failed.state, about=_merged(connection, failed), lease=None)
            )
        return failed

    def in_use(self, document: int, revision: int) -> Iterator[PassageRow]:
        """Yield the passages of a document's revision without their units' vectors."""
        columns = [c for c in document_passages.c if c.name != "unit_vectors"]
        wanted = select(*columns).where(
            document_passages.c.document == document, document_passages.c.revision == revision
        )
        with saving("the documents can't be read now"), self.engine.begin() as connection:
            rows = connection.execute(wanted.order_by(document_passages.c.number)).all()
        yield from map(_passage, rows)

    def to_ask(self, most: int) -> Iterator[Kept]:
        """Yield documents in use of which a model has asked ahead for fewer passages than it may.

        `most` bounds the passages of one document.
        """
        wanted = select(*LISTED).where(documents.c.revision > 0, documents.c.state == "ready")
        with saving("nothing was read"), self.engine.begin() as connection:
            found = [read_kept(row) for row in connection.execute(wanted).all()]
        yield from (d for d in found if d.about.asked_ahead < min(most, d.about.passages))

    def save_asked(self, document: Kept, row: PassageRow, done: int) -> None:
        """Keep a passage with the vectors of the questions that it answers behind its units'."""
        with saving("it was not kept"), self.engine.begin() as connection:
            connection.execute(
                update(document_passages)
                .where(document_passages.c.number == row.number)
                .values(unit_vectors=row.unit_vectors)
            )
            own = documents.c.number == document.number
            wanted = select(documents.c.about).where(own, documents.c.revision == document.revision)
            found = connection.execute(wanted.with_for_update()).first()
            if found is not None:
                about = replace(load_about(found.about), asked_ahead=done)
                connection.execute(update(documents).where(own).values(about=dump_about(about)))

    def rows(self, numbers: Sequence[int]) -> tuple[PassageRow, ...]:
        """Return passages by their numbers; those that are gone are left out."""
        wanted = select(document_passages).where(document_passages.c.number.in_(numbers))
        with saving("the documents can't be read now"), self.engine.begin() as connection:
            return tuple(map(_passage, connection.execute(wanted).all()))


def _merged(connection: Connection, document: Kept) -> str:
    """Return what is told of a document with what was read of it; people may tell it meanwhile."""
    wanted = select(documents.c.about).where(documents.c.number == document.number)
    row = connection.execute(wanted.with_for_update()).first()
    read = document.about
    told = load_about(row.about) if row else read
    merged = replace(
        told,
        title=told.title or read.title,
        author=told.author or read.author,
        published=told.published or read.published,
        page_unit=read.page_unit,
        pages=read.pages,
        passages=read.passages,
        embedded=read.embedded,
        notes=read.notes,
        problem=read.problem,
        asked_ahead=read.asked_ahead,
    )
    return dump_about(merged)


def _touch(connection: Connection, document: int) -> None:
    connection.execute(update(documents).where(documents.c.number == document).values(lease=now()))


def _passage(row: Row[Any]) -> PassageRow:
    values = row._asdict()
    path, pages, units, words = json.loads(values["body"])
    return PassageRow(
        values["number"],
        values["document"],
        values["start"],
        values["end"],
        tuple(path),
        tuple(pages) if pages else None,
        tuple((a, b) for a, b in units),
        values["digest"],
        words,
        values["vector"] or b"",
        values.get("unit_vectors") or b"",
    )
