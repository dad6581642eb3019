"""Bringing a database's tables up to date: never without a copy, never from a newer program's."""

import logging
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from corpus.errors import RecordsError

_log = logging.getLogger(__name__)
_LOCK = 0x626F7468  # "both": one process at a time brings the tables up to date


def migrate(engine: Engine, revision: str = "head") -> None:
    """Bring the tables up, or down, to a revision; in one transaction, safe against a race.

    A SQLite file that has tables is copied first, beside it. Raises RecordsError where a newer
    version of the program has made the tables.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # Changing a table makes it anew; dropping the old one would take along, by its
            # cascades, every record that refers to it. This can't be set within a transaction.
            driver: Any = connection.connection.driver_connection
            driver.execute("PRAGMA foreign_keys=OFF")
        try:
            with connection.begin():
                if engine.dialect.name == "postgresql":
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                _change(connection, revision)
        finally:
            if engine.dialect.name == "sqlite":
                # The pool would hand on a connection that checks no references.
                connection.invalidate()


def check_version(path: Path) -> None:
    """Raise RecordsError where a SQLite file was last used by a newer version of the program."""
    with closing(open_to_read(path)) as file:
        try:
            found = file.execute("SELECT version_num FROM alembic_version").fetchone()
        except sqlite3.OperationalError:
            found = None
    if found is not None:
        _check_known(found[0], ScriptDirectory.from_config(_config()))


def open_to_read(path: Path, *, unlocked: bool = False) -> sqlite3.Connection:
    """Return a connection to a SQLite file that can't change it; `unlocked` for one at rest."""
    options = "mode=ro&immutable=1" if unlocked else "mode=ro"
    return sqlite3.connect(f"{path.absolute().as_uri()}?{options}", uri=True)


def beside(path: Path, why: str) -> Path:
    """Return a new name beside a file, with the reason and the time in UTC."""
    return path.with_name(f"{path.stem}-{why}-{stamp()}.db")


def stamp() -> str:
    """Return the time for a file's name, in UTC."""
    return f"{datetime.now(UTC):%Y%m%d-%H%M%S-%f}"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


def _check_known(revision: str, scripts: ScriptDirectory) -> None:
    if revision not in {script.revision for script in scripts.walk_revisions()}:
        raise _made_by_a_newer_version(revision)


def _change(connection: Connection, revision: str) -> None:
    from alembic import command

    config = _config()
    scripts = ScriptDirectory.from_config(config)
    now = MigrationContext.configure(connection).get_current_revision()
    if now is not None:
        _check_known(now, scripts)
    wanted = scripts.get_current_head() if revision == "head" else revision
    if now == wanted:
        return
    if now is not None:
        _copy(connection, now)
    config.attributes["connection"] = connection
    order = [script.revision for script in scripts.walk_revisions()]
    goes_up = wanted in order and (now is None or order.index(wanted) < order.index(now))
    (command.upgrade if goes_up else command.downgrade)(config, revision)
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"{len(broken)} rows refer to nothing"


def _copy(connection: Connection, revision: str) -> None:
    """Copy a SQLite file beside itself, by SQLite's own backup; the transaction has not begun it.

    PostgreSQL has its own tool for this, pg_dump, which whoever runs it calls before an upgrade.
    """
    if connection.dialect.name != "sqlite":
        return
    path = file_of(connection.engine)
    if path is None:
        return
    backup(path, beside(path, f"before-{revision}"))


def backup(path: Path, to: Path) -> None:
    """Copy a SQLite file while it may be in use; nobody else may read the copy."""
    to.touch(0o600)
    with closing(open_to_read(path)) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def file_of(engine: Engine) -> Path | None:
    """Return the file of a SQLite database; None for one in memory, or another kind."""
    name = engine.url.database
    if engine.dialect.name != "sqlite" or not name or name == ":memory:":
        return None
    return Path(unquote(name.removeprefix("file:"))).absolute()


def _made_by_a_newer_version(revision: str) -> RecordsError:
    return RecordsError(
        f"What is kept was last used by a newer version of Both Ways (tables {revision}).",
        "This version can't read or change it, so nothing is kept now; questions are answered, "
        "and all that was kept is still there.",
        "Install the newer version again, or set BOTHWAYS_DATA_DIR to another folder; copies made "
        "before an upgrade lie beside records.db.",
    )
