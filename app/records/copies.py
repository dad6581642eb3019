"""Copies of the file of records: made, put back, and looked at."""

import os
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from app.records.database import open_database
from app.records.migrating import backup, beside, check_version, open_to_read, stamp
from app.records.presence import DAMAGE, check_presence, damaged, mark_of
from app.records.tables import metadata
from corpus.errors import DamagedError, RecordsError


@dataclass(frozen=True)
class State:
    """What a file of records holds: rows by table, and bodies that are no JSON by table."""

    rows: dict[str, int]
    unreadable: dict[str, int]

    def line(self) -> str:
        """Return the counts in a sentence."""
        told = ", ".join(f"{name} {count}" for name, count in self.rows.items() if count)
        bad = sum(self.unreadable.values())
        return f"Rows: {told or 'none'}. Bodies that can't be read: {bad}."


def make_copy(path: Path, to: Path | None) -> Path:
    """Copy the file of records, which may be in use, and return the copy, which was checked.

    Raises RecordsError where there is nothing to copy, or the copy's file is there already.
    """
    check_presence(path)
    if not path.exists():
        raise RecordsError(
            "Nothing is kept yet.", "No copy was made.", "Make one after something was kept."
        )
    target = to or path.parent / "backups" / f"records-{stamp()}.db"
    if target.exists():
        raise RecordsError(f"{target} is there already.", "No copy was made.", "Name another file.")
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        backup(path, target)
        look_at(target)
    except (sqlite3.Error, DamagedError) as error:
        target.unlink(missing_ok=True)
        raise damaged(path.name) from error
    return target


def put_back(path: Path, copy: Path) -> Path | None:
    """Put a copy in place of the file of records; return where that was put aside, if it was there.

    A page that runs meanwhile goes on with what was put back. Raises RecordsError where the copy
    can't be read or was made by a newer version; nothing is changed then.
    """
    _check_copy(copy)
    aside = None
    if path.exists() and path.stat().st_size:
        aside = beside(path, "replaced")
        try:
            check_presence(path)
            backup(path, aside)
        except (sqlite3.Error, DamagedError):
            path.rename(aside)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
    with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(path)) as target:
        source.backup(target)
    open_database(f"sqlite:///{path}").dispose()
    return aside


def begin_anew(path: Path) -> Path | None:
    """Make an empty file of records; return where the old one was put aside, if it was there."""
    aside = None
    if path.exists() and path.stat().st_size:
        aside = beside(path, "replaced")
        path.rename(aside)
    mark_of(path).unlink(missing_ok=True)
    open_database(f"sqlite:///{path}").dispose()
    return aside


def look_at(path: Path) -> State:
    """Return what a file of records holds; raises DamagedError where SQLite finds it damaged."""
    try:
        check_presence(path)
        with closing(open_to_read(path)) as file:
            said = file.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise damaged(path.name)
            return State(*_counts(file))
    except sqlite3.DatabaseError as error:
        if any(word in str(error) for word in DAMAGE):
            raise damaged(path.name) from error
        raise RecordsError(
            f"The file {path.name} can't be opened ({type(error).__name__}).",
            "Nothing was changed.",
            "Look at its rights, and whether another program holds it; then try again.",
        ) from error


def _counts(file: sqlite3.Connection) -> tuple[dict[str, int], dict[str, int]]:
    known = {row[0] for row in file.execute("SELECT name FROM sqlite_master WHERE type='table'")}
    rows, unreadable = {}, {}
    for table in metadata.tables.values():
        if table.name in known:
            rows[table.name] = file.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]
            if "body" in table.c:
                wanted = f"SELECT count(*) FROM {table.name} WHERE NOT json_valid(body)"
                unreadable[table.name] = file.execute(wanted).fetchone()[0]
    return rows, unreadable


def _check_copy(copy: Path) -> None:
    if not copy.is_file() or not os.access(copy, os.R_OK) or not look_at(copy).rows:
        raise RecordsError(
            f"{copy} is no copy of what was kept.",
            "Nothing was changed.",
            "Name a file that bothways backup has made, or one of those beside records.db.",
        )
    check_version(copy)
