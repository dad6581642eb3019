"""Databases that hang, that are newer, that change version with records in place; addresses."""

import os
import signal
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.coaching.journal import Journal
from app.records.addresses import read_url
from app.records.database import open_database, saving
from app.records.migrating import file_of, migrate
from app.records.store import Records
from app.records.watching import Breaker
from corpus.errors import RecordsError, SettingsError

VERSIONS = Path(__file__).parents[2] / "app" / "records" / "migrations" / "versions"
REVISIONS = tuple(sorted(path.name[:5] for path in VERSIONS.glob("r*.py")))


@pytest.fixture
def silent() -> Iterator[int]:
    """The port of a server that accepts and never answers."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen(50)
        yield server.getsockname()[1]


def test_a_server_that_never_answers_is_given_up_and_rests(silent: int) -> None:
    url = f"postgresql://me@127.0.0.1:{silent}/one"
    start = time.monotonic()
    with pytest.raises(RecordsError):
        open_database(url)
    assert time.monotonic() - start < 12


def _process_of(engine: Engine) -> int:
    """Return the id of the server's process that answers an engine's next connection."""
    with engine.begin() as connection:
        return int(connection.execute(text("SELECT pg_backend_pid()")).scalar_one())


def test_a_server_that_hangs_later_is_cut_off_and_rests(postgres_url: str) -> None:
    engine = open_database(postgres_url, Breaker(most=1.0, rest=2.0))
    process = _process_of(engine)
    os.kill(process, signal.SIGSTOP)
    try:
        start = time.monotonic()
        with pytest.raises(RecordsError), saving(), engine.begin() as connection:
            connection.execute(text("SELECT 1"))
        with pytest.raises(RecordsError), saving(), engine.begin() as connection:
            connection.execute(text("SELECT 1"))
        assert time.monotonic() - start < 6
    finally:
        os.kill(process, signal.SIGCONT)
    time.sleep(2.1)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_a_restarted_server_costs_nobody_an_error(postgres_url: str) -> None:
    engine = open_database(postgres_url)
    process = _process_of(engine)
    os.kill(process, signal.SIGTERM)
    time.sleep(0.3)
    with engine.begin() as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_a_newer_program_s_tables_are_told_and_left(url: str) -> None:
    engine = open_database(url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'r9999'"))
    engine.dispose()
    try:
        with pytest.raises(RecordsError, match="newer version"):
            open_database(url)
    finally:
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE alembic_version SET version_num = '{REVISIONS[-1]}'"))
        engine.dispose()


@pytest.mark.parametrize("down", REVISIONS[:-1])
def test_records_stay_through_every_change_of_version(
    engine: Engine, owner: str, down: str
) -> None:
    store = Records(engine)
    kept = [store.add(owner, "foundation", f"Number {n}", Journal()) for n in range(3)]
    migrate(engine, down)
    assert _count(engine) == 3
    migrate(engine)
    assert {heading.id for heading in store.list(owner)} == set(kept)


def test_references_hold_after_a_change_of_version(engine: Engine, owner: str) -> None:
    store = Records(engine)
    store.add(owner, "foundation", "One", Journal())
    migrate(engine, "r0002")
    migrate(engine)
    store.delete_all(owner)
    assert _count(engine) == 0


def test_an_upgrade_leaves_a_copy_that_nobody_else_can_read(tmp_path: Path, owner: str) -> None:
    engine = open_database(f"sqlite:///{tmp_path / 'records.db'}")
    Records(engine).add(owner, "foundation", "One", Journal())
    migrate(engine, "r0002")
    migrate(engine)
    path = file_of(engine)
    assert path is not None
    [before, *_] = sorted(tmp_path.glob("records-before-r0002-*.db"))
    assert before.stat().st_mode & 0o077 == 0
    copy = open_database(f"sqlite:///{before}")
    assert _count(copy) == 1
    copy.dispose()
    engine.dispose()


def test_many_first_starts_at_once_leave_one_database(url: str) -> None:
    engines: list[Engine] = []
    threads = [
        threading.Thread(target=lambda: engines.append(open_database(url))) for _ in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(engines) == 6
    for engine in engines:
        engine.dispose()


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("postgres://a@h/n", "postgresql+psycopg://a@h/n"),
        ("postgresql://a@h/n", "postgresql+psycopg://a@h/n"),
        ("postgresql+asyncpg://a@h/n", "postgresql+psycopg://a@h/n"),
        ("postgresql+psycopg2://a@h/n", "postgresql+psycopg://a@h/n"),
        ("  'postgres://a@h:5432/n?sslmode=require'\n", "postgresql+psycopg://a@h:5432/n?sslmode=require"),
        ("“postgres://a@h/n”", "postgresql+psycopg://a@h/n"),
        ("sqlite+aiosqlite:///x.db", "sqlite:///x.db"),
        ("sqlite:///x.db", "sqlite:///x.db"),
    ],
)  # fmt: skip
def test_addresses_as_people_have_them(written: str, read: str) -> None:
    assert str(read_url(written)) == read


@pytest.mark.parametrize(
    "written",
    ["", "x", "postgres//a@h/n", "postgresql://me:s@cr/et@host/n", "mongodb://h/n", "postgresql://a@h:port/n"],
)  # fmt: skip
def test_what_is_no_address_is_told_without_its_password(written: str) -> None:
    with pytest.raises(SettingsError) as told:
        read_url(written)
    assert "%40" in str(told.value)
    assert "cr" not in str(told.value).split("postgresql://user")[0]


def _count(engine: Engine) -> int:
    with engine.begin() as connection:
        return int(connection.execute(text("SELECT count(*) FROM records")).scalar_one())
