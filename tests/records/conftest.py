import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from app.records.database import open_database
from app.records.migrating import migrate
from app.records.owners import new_key, owner_of
from app.records.purging import Purging
from app.records.store import Records
from app.records.teams import Teams
from tests.postgres import postgres, programs


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A PostgreSQL server of our own, on a socket in a folder that goes with it."""
    at = programs()
    if at is None:
        assert not os.environ.get("CI"), "CI has to install PostgreSQL"
        pytest.skip("no PostgreSQL here: install Debian's package postgresql for these tests")
    with postgres(at) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'records.db'}"
    address: str = request.getfixturevalue("postgres_url")
    engine = open_database(address)
    migrate(engine, "base")
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))
    engine.dispose()
    return address


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    engine = open_database(url)
    yield engine
    engine.dispose()


def purged(engine: Engine, most_days: int | None = None, days: int = 8) -> int:
    """Look for what is too old on so many days one after the other; return how many went."""
    start, gone = datetime.now(UTC).replace(tzinfo=None), 0
    with pytest.MonkeyPatch.context() as patch:
        for day in range(days):
            then = start + timedelta(minutes=day)
            patch.setattr("app.records.purging.now", lambda then=then: then)
            patch.setattr("app.records.purging.day_of", lambda _, day=day: f"day {day}")
            gone += Purging(engine).run(most_days)
    return gone


@pytest.fixture
def records(engine: Engine) -> Records:
    return Records(engine)


@pytest.fixture
def teams(engine: Engine) -> Teams:
    return Teams(engine)


@pytest.fixture
def owner() -> str:
    owner = owner_of(new_key())
    assert owner is not None
    return owner


@pytest.fixture
def other() -> str:
    other = owner_of(new_key())
    assert other is not None
    return other
