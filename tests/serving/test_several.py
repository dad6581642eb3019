"""Two processes behind nginx and over PostgreSQL: what their users notice of an end."""

import os
import signal
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import create_engine, text

from tests.load.figures import begin, end
from tests.load.house import House, house, missing, status

USERS, SECONDS = 4, 25


@pytest.fixture(scope="module")
def two() -> Iterator[House]:
    if missing():
        assert not os.environ.get("CI"), f"CI has to install {missing()}"
        pytest.skip(f"no {missing()} here")
    with house(2) as made:
        yield made


def kept_turns(house: House) -> int:
    engine = create_engine(house.database.replace("postgresql:", "postgresql+psycopg:"))
    try:
        with engine.connect() as connection:
            return int(connection.execute(text("SELECT count(*) FROM turns")).scalar_one())
    finally:
        engine.dispose()


def test_what_is_told_to_whom(two: House) -> None:
    inside = f"http://127.0.0.1:{two.ports[0]}"
    assert [status(f"{inside}/{name}") for name in ("health", "ready", "metrics")] == [200] * 3
    assert status(f"{two.address}ready") == 200
    assert status(f"{two.address}metrics") == 404


def test_a_restart_fails_nobody_and_a_kill_loses_nothing_kept(two: House) -> None:
    before = kept_turns(two)
    running = begin(two.address, USERS, SECONDS)
    time.sleep(3)
    two.stop(two.ports[1])
    two.start(two.ports[1])
    two.wait_for(two.ports[1])
    restarted = end(running)
    assert restarted.failed == 0
    assert restarted.kept > USERS
    assert kept_turns(two) >= before + restarted.kept

    before = kept_turns(two)
    running = begin(two.address, USERS, 8)
    time.sleep(4)
    two.stop(two.ports[0], signal.SIGKILL)
    killed = end(running)
    # Who waited for the killed one asks again; all others, and all answers given, are unharmed.
    assert killed.failed <= USERS
    assert kept_turns(two) >= before + killed.kept
