"""The database: opening it, bringing its tables up to date, and saying plainly what went wrong."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from app.logs import causes
from app.records.addresses import read_url
from app.records.migrating import file_of, migrate
from app.records.presence import DAMAGE, check_presence, damaged, mark
from app.records.watching import CONNECT_SECONDS, MOST_SECONDS, Breaker
from corpus.errors import RecordsError, SettingsError

_log = logging.getLogger(__name__)
_BUSY_SECONDS = 10
_RECYCLE_SECONDS = 300
# No write-ahead log: it would go on holding words that were deleted or changed.
_PRAGMAS = ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")


def open_database(url: str, breaker: Breaker | None = None) -> Engine:
    """Return the engine of a database whose tables are up to date.

    `breaker` watches a database server; one with the usual times if none is given.

    Raises SettingsError for an address that can't be used, RecordsError where it can't be opened.
    """
    engine = _engine(read_url(url), breaker or Breaker())
    with saving("nothing can be kept until this is put right"):
        migrate(engine)
        path = file_of(engine)
        if path is not None and not _can_only_be_read(path):
            mark(path)
    return engine


@contextmanager
def saving(meaning: str = "what you sent has not been kept") -> Iterator[None]:
    """Turn what a database raises into a RecordsError; `meaning` says what that comes to."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        _log.error("the database failed: %s", causes(error))
        raise _plain(error, meaning) from error


def _plain(error: Exception, meaning: str) -> RecordsError:
    text = str(error).lower()
    if any(word in text for word in DAMAGE):
        return damaged("records.db")
    meaning = f"{meaning[0].upper()}{meaning[1:]}; what was kept before is still there."
    if "readonly" in text or "read-only" in text:
        return RecordsError(
            "What is kept can only be read now: its file or disk is read-only.",
            meaning,
            "Make it writable, or set BOTHWAYS_DATA_DIR to a folder that is; then send it again.",
        )
    if "disk is full" in text or "no space left" in text or "disk full" in text:
        return RecordsError(
            "The disk is full.", meaning, "Make room on it, then send it again: it is shown below."
        )
    if "locked" in text or "timeout" in text:
        return RecordsError("The database is busy.", meaning, "Wait a moment, then send it again.")
    return RecordsError(
        "The database can't be reached or written to.",
        meaning,
        "Try again in a moment. If it stays so, look at BOTHWAYS_DATABASE_URL, at the rights of "
        "the data folder, and whether the database runs.",
    )


def _engine(url: URL, breaker: Breaker) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return _server(url, breaker)
        if url.database and url.database != ":memory:":
            path = Path(url.database)
            check_presence(path)
            if _can_only_be_read(path):
                return _reader(path)
            _make_private(path)
        engine = create_engine(url, connect_args={"timeout": _BUSY_SECONDS}, hide_parameters=True)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"The driver of {url.get_backend_name()} is not installed.",
            "Nothing can be kept.",
            "Install it: pip install 'both-ways[postgres]'.",
        ) from error
    except OSError as error:
        raise _plain(error, "nothing can be kept until this is put right") from error
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def _can_only_be_read(path: Path) -> bool:
    return path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))


def _reader(path: Path) -> Engine:
    """Return the engine of a file that can't be written to: what is kept can still be shown."""
    place = f"file:{quote(str(path.absolute()))}"
    url = URL.create("sqlite", database=place, query={"mode": "ro", "uri": "true"})
    return create_engine(url, hide_parameters=True)


def erase(engine: Engine, work: Callable[[Connection], None]) -> None:
    """Do in one transaction what deletes, even where the disk has no room for a journal.

    SQLite then holds the journal in memory: only there, since a crash would leave half of it done.
    """
    try:
        with engine.begin() as connection:
            work(connection)
    except OperationalError as error:
        if engine.dialect.name != "sqlite" or not _is_full(str(error)):
            raise
        with engine.connect() as connection:
            try:
                driver: Any = connection.connection.driver_connection
                driver.execute("PRAGMA journal_mode=MEMORY")
                with connection.begin():
                    work(connection)
            finally:
                # The pool would hand on a connection with its journal in memory.
                connection.invalidate()


def _is_full(text: str) -> bool:
    lower = text.lower()
    return any(word in lower for word in ("is full", "no space left", "disk i/o error"))


def _server(url: URL, breaker: Breaker) -> Engine:
    """Return the engine of a database server: few connections, and none that is waited for long."""
    engine = create_engine(
        url, hide_parameters=True, pool_size=5, max_overflow=5, pool_timeout=CONNECT_SECONDS,
        pool_recycle=_RECYCLE_SECONDS,
        connect_args={
            "connect_timeout": CONNECT_SECONDS,
            "options": f"-c statement_timeout={int(MOST_SECONDS * 1000)}",
        },
    )  # fmt: skip
    breaker.watch(engine)
    return engine


def _make_private(path: Path) -> None:
    """Make the file, if need be, such that nobody else on this machine can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions don't hold changes of tables; ours begin by an event.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # The lock for writing is taken at once: two that read first and write later would deadlock.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
