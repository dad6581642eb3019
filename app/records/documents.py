"""People's own documents in the database: what is told of each, its text, and its passages."""

from secrets import token_hex
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)

from app.records.database import erase, saving
from app.records.document import EVERYBODY, ONLY_ME, About, Kept, Viewer, dump_about, load_about
from app.records.membership import now, see_owner
from app.records.tables import document_changes, documents
from corpus.errors import FullError, NotKeptError

_ID_BYTES = 11
# In letters and in bytes, for one owner.
MOST_LETTERS, MOST_DOCUMENTS = 200_000_000, 5_000

LISTED = (
    documents.c.number, documents.c.id, documents.c.owner, documents.c.seen_by, documents.c.kind,
    documents.c.state, documents.c.about, documents.c.digest, documents.c.letters,
    documents.c.revision, documents.c.created, documents.c.changed,
)  # fmt: skip


class Documents:
    """All documents that people have added; each sees their own and what is shared with them."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def add(
        self, owner: str | None, kind: str, about: About, digest: str, content: bytes,
        seen_by: str = ONLY_ME,
    ) -> str:  # fmt: skip
        """Keep a file to be read soon, and return its id."""
        # Without a dash in front, which the command would take for an option.
        id_, at = token_hex(_ID_BYTES), now()
        values = {
            "id": id_, "owner": owner, "seen_by": seen_by, "kind": kind, "state": "waiting",
            "about": dump_about(about), "digest": digest, "letters": len(content), "revision": 0,
            "created": at, "changed": at, "content": content,
        }  # fmt: skip
        with saving("it was not added"), self.engine.begin() as connection:
            if owner is not None:
                see_owner(connection, owner)
            _check_room(connection, owner, len(content))
            connection.execute(insert(documents).values(values))
        return id_

    def replace(self, viewer: Viewer, id_: str, about: About, digest: str, content: bytes) -> None:
        """Put another file in a document's place; the old text stays in use until it is read."""
        with saving("it was not changed"), self.engine.begin() as connection:
            found = _own(connection, viewer, id_)
            _check_room(connection, found.owner, len(content))
            values = {
                "state": "waiting", "about": dump_about(about), "digest": digest,
                "content": content, "lease": None, "changed": now(),
            }  # fmt: skip
            connection.execute(
                update(documents).where(documents.c.number == found.number).values(values)
            )

    def tell(self, viewer: Viewer, id_: str, about: About, seen_by: str) -> None:
        """Change what is told of a document and who may see it."""
        with saving("it was not changed"), self.engine.begin() as connection:
            found = _own(connection, viewer, id_)
            values = {"about": dump_about(about), "seen_by": seen_by, "changed": now()}
            connection.execute(
                update(documents).where(documents.c.number == found.number).values(values)
            )
            count_change(connection)

    def take_out(self, viewer: Viewer, id_: str) -> None:
        """Delete a document with its text and its passages."""

        def work(connection: Connection) -> None:
            found = _own(connection, viewer, id_)
            connection.execute(delete(documents).where(documents.c.number == found.number))
            count_change(connection)

        with saving("nothing was deleted"):
            erase(self.engine, work)

    def list(self, viewer: Viewer) -> tuple[Kept, ...]:
        """Return the documents that somebody may see, the latest change first."""
        wanted = select(*LISTED).where(_visible(viewer)).order_by(documents.c.changed.desc())
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            return tuple(read_kept(row) for row in connection.execute(wanted).all())

    def get(self, viewer: Viewer, id_: str) -> Kept:
        """Return a document that somebody may see; NotKeptError where there is none."""
        wanted = select(*LISTED).where(documents.c.id == id_, _visible(viewer))
        with saving("it can't be shown now"), self.engine.begin() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            raise _gone()
        return read_kept(row)

    def text(self, number: int) -> str:
        """Return a document's text; empty where it has none yet, or is gone."""
        wanted = select(documents.c.text).where(documents.c.number == number)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return connection.execute(wanted).scalar() or ""

    def content(self, number: int) -> bytes:
        """Return the file as it was added."""
        wanted = select(documents.c.content).where(documents.c.number == number)
        with saving("it can't be shown now"), self.engine.begin() as connection:
            return connection.execute(wanted).scalar() or b""

    def changes(self) -> int:
        """Return a number that grows with every change to what can be found."""
        with saving("the documents can't be read now"), self.engine.begin() as connection:
            return connection.execute(select(document_changes.c.count)).scalar() or 0

    def of_kind(self, kind: str) -> tuple[Kept, ...]:
        """Return every document of a kind, whoever may see it."""
        wanted = select(*LISTED).where(documents.c.kind == kind)
        with saving("the list can't be shown now"), self.engine.begin() as connection:
            return tuple(read_kept(row) for row in connection.execute(wanted).all())

    def in_use(self) -> tuple[Kept, ...]:
        """Return every document whose text can be found."""
        wanted = select(*LISTED).where(documents.c.revision > 0)
        with saving("the documents can't be read now"), self.engine.begin() as connection:
            return tuple(read_kept(row) for row in connection.execute(wanted).all())


def _visible(viewer: Viewer) -> ColumnElement[bool]:
    shared = documents.c.seen_by.in_((EVERYBODY, *viewer.teams))
    return or_(shared, _mine(viewer))


def _mine(viewer: Viewer) -> ColumnElement[bool]:
    if viewer.owner:
        return documents.c.owner == viewer.owner
    return documents.c.owner.is_(None)


def _own(connection: Connection, viewer: Viewer, id_: str) -> Any:
    """Return the number and owner of one's own document, locked until the change is done."""
    wanted = select(documents.c.number, documents.c.owner).where(documents.c.id == id_)
    row = connection.execute(wanted.where(_mine(viewer)).with_for_update()).first()
    if row is None:
        raise _gone()
    return row


def _gone() -> NotKeptError:
    return NotKeptError(
        "There is no such document of yours.",
        "It was taken out, or only its owner may do this.",
        "Go back to the Library; what is there is in its list.",
    )


def _check_room(connection: Connection, owner: str | None, letters: int) -> None:
    if owner is None:
        return
    held = select(func.sum(documents.c.letters), func.count()).where(documents.c.owner == owner)
    size, count = connection.execute(held).one()
    if (size or 0) + letters > MOST_LETTERS or count >= MOST_DOCUMENTS:
        raise FullError(
            "There is no more room for this browser’s documents.",
            "This one was not added; those before are still there.",
            "Take some out in the Library, or have whoever runs this add it by the command.",
        )


def count_change(connection: Connection) -> None:
    """Count a change to what can be found, for every process to notice."""
    one = document_changes.c.id == 1
    counted = update(document_changes).where(one).values(count=document_changes.c.count + 1)
    if connection.execute(counted).rowcount == 0:
        connection.execute(insert(document_changes).values(id=1, count=1))


def read_kept(row: Any) -> Kept:
    """Return a document from the columns `LISTED`."""
    values = {column.name: getattr(row, column.name) for column in LISTED}
    return Kept(**{**values, "about": load_about(values["about"])})
