"""The database: opening it, bringing its tables up to date, and saying plainly what went wrong."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError

from corpus.errors import RecordsError, SettingsError

_log = logging.getLogger(__name__)
_BUSY_SECONDS = 10
# No write-ahead log: it would go on holding words that were deleted or changed.
_PRAGMAS = ("journal_mode=DELETE", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
_LOCK = 0x626F7468  # "both": one process at a time brings the tables up to date


def open_database(url: str) -> Engine:
    """Return the engine of a database whose tables are up to date.

    Raises SettingsError for an address that can't be used, RecordsError where it can't be opened.
    """
    engine = _engine(_read_url(url))
    with saving("nothing can be kept until this is put right"):
        migrate(engine)
    return engine


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up, or down, to a revision; in one transaction, safe against a race."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
        config.attributes["connection"] = connection
        if revision == "base":
            command.downgrade(config, revision)
        else:
            command.upgrade(config, revision)


@contextmanager
def saving(meaning: str = "what you sent has not been kept") -> Iterator[None]:
    """Turn what a database raises into a RecordsError; `meaning` says what that comes to."""
    try:
        yield
    except (SQLAlchemyError, OSError) as error:
        _log.error("the database failed: %s", type(error).__name__)
        raise _plain(error, meaning) from error


def _plain(error: Exception, meaning: str) -> RecordsError:
    text = str(error).lower()
    meaning = f"{meaning[0].upper()}{meaning[1:]}; what was kept before is still there."
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


def _read_url(url: str) -> URL:
    try:
        read = make_url(url)
        read.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise SettingsError(
            "BOTHWAYS_DATABASE_URL is no address of a database.",
            "Nothing can be kept.",
            "Unset it to keep everything in a file, or write postgresql://user@host/name.",
        ) from error
    if read.drivername in {"postgresql", "postgres"}:
        return read.set(drivername="postgresql+psycopg")
    return read


def _engine(url: URL) -> Engine:
    try:
        if url.get_backend_name() != "sqlite":
            return create_engine(url, pool_pre_ping=True, hide_parameters=True)
        if url.database:
            _make_private(Path(url.database))
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


def _make_private(path: Path) -> None:
    """Make the file, if need be, such that nobody else on this machine can read it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions don't hold changes of tables; ours begin by an event.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=DELETE",
        "synchronous=FULL",
        "foreign_keys=ON",
        "secure_delete=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    # The lock for writing is taken at once: two that read first and write later would deadlock.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
