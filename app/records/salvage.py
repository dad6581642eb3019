"""Saving what can be read of a damaged file of records."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Table

from app.records.database import open_database
from app.records.migrating import beside, open_to_read
from app.records.presence import check_presence, damaged
from app.records.tables import metadata, owners
from corpus.errors import RecordsError

Row = tuple[Any, ...]
# A row takes some bytes at least; that bounds the numbers that rows of a file can have.
_LEAST_ROW = 30
_BLOCK = 256


def repair(path: Path) -> tuple[Path, dict[str, int]]:
    """Put what can be read of a file into a new one in its place.

    Return where the old file was put aside, and how many rows were saved by table. Raises
    RecordsError where there is no file, or nothing of it can be read.
    """
    if not path.exists() or not path.stat().st_size:
        check_presence(path)
        raise RecordsError("Nothing is kept yet.", "Nothing was repaired.", "There is no need to.")
    found = _read(path)
    if found is None:
        raise damaged(path.name)
    fresh = beside(path, "repaired")
    open_database(f"sqlite:///{fresh}").dispose()
    counts = _write(fresh, found)
    aside = beside(path, "damaged")
    path.rename(aside)
    fresh.rename(path)
    open_database(f"sqlite:///{path}").dispose()
    return aside, counts


def _read(path: Path) -> dict[str, tuple[list[str], list[Row]]] | None:
    """Return the columns and readable rows of each table; None where no table can be found."""
    with closing(open_to_read(path, unlocked=True)) as file:
        file.text_factory = lambda raw: raw.decode("utf-8", "replace")
        most = path.stat().st_size // _LEAST_ROW
        found = {}
        for table in metadata.sorted_tables:
            columns = _columns(file, table)
            if columns:
                found[table.name] = (columns, list(_rows(file, table.name, columns, most)))
    return found or None


def _columns(file: sqlite3.Connection, table: Table) -> list[str]:
    try:
        there = {row[1] for row in file.execute(f"PRAGMA table_info({table.name})")}
    except sqlite3.DatabaseError:
        return []
    return [column.name for column in table.c if column.name in there]


def _rows(file: sqlite3.Connection, table: str, columns: Sequence[str], most: int) -> Iterator[Row]:
    """Yield the rows of a table that can be read, passing over the damaged pages."""
    wanted = f"SELECT {', '.join(columns)} FROM {table} WHERE rowid BETWEEN ? AND ?"
    with suppress(sqlite3.DatabaseError):
        most = min(most, file.execute(f"SELECT max(rowid) FROM {table}").fetchone()[0] or 0)
    for start in range(1, most + 1, _BLOCK):
        yield from _block(file, wanted, start, min(most, start + _BLOCK - 1))


def _block(file: sqlite3.Connection, wanted: str, start: int, end: int) -> list[Row]:
    try:
        return file.execute(wanted, (start, end)).fetchall()
    except sqlite3.DatabaseError:
        if start == end:
            return []
        middle = (start + end) // 2
        return [*_block(file, wanted, start, middle), *_block(file, wanted, middle + 1, end)]


def _write(path: Path, found: dict[str, tuple[list[str], list[Row]]]) -> dict[str, int]:
    """Write rows into a new file; those that refer to a row that was lost go with it."""
    with closing(sqlite3.connect(path)) as file, file:
        for name, (columns, rows) in found.items():
            marks = ", ".join("?" * len(columns))
            into = f"INSERT OR IGNORE INTO {name} ({', '.join(columns)}) VALUES ({marks})"
            file.executemany(into, rows)
        _restore_owners(file)
        while broken := file.execute("PRAGMA foreign_key_check").fetchall():
            for table, rowid, *_ in broken:
                file.execute(f"DELETE FROM {table} WHERE rowid = ?", (rowid,))
        names = list(metadata.tables)
        return {n: file.execute(f"SELECT count(*) FROM {n}").fetchone()[0] for n in names}


def _restore_owners(file: sqlite3.Connection) -> None:
    """Put back owners whose own row was lost, from the rows that are theirs."""
    for table in metadata.tables.values():
        if "owner" in table.c and table is not owners:
            file.execute(
                "INSERT OR IGNORE INTO owners (id, seen) SELECT DISTINCT owner, "
                f"strftime('%Y-%m-%d %H:%M:%f000', 'now') FROM {table.name} "
                "WHERE owner IS NOT NULL AND owner NOT IN (SELECT id FROM owners)"
            )
