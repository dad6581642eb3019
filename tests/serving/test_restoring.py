"""A restore from last night's dump, walked through with PostgreSQL's own tools."""

import os
from pathlib import Path

import pytest

from app.coaching.journal import Journal
from app.records.database import open_database
from app.records.keys import Keys
from app.records.people import People, Told
from app.records.store import Records
from tests.postgres import as_postgres, postgres, programs


def test_a_restore_brings_back_what_was_kept_at_the_dump(tmp_path: Path) -> None:
    at = programs()
    if at is None:
        assert not os.environ.get("CI"), "CI has to install PostgreSQL"
        pytest.skip("no PostgreSQL here")
    with postgres(at) as url:
        engine = open_database(url)
        person = People(engine).admit(Told("x", "lena", "Lena"))
        key = Keys(engine).change(Keys(engine).issue(), person.owner)
        Records(engine).add(person.owner, "foundation", "Before", Journal())
        home = Path(url.partition("host=")[2])
        dump = home / "night.dump"
        as_postgres(at / "pg_dump", "-h", home, "-Fc", "-f", dump, "postgres")

        Records(engine).add(person.owner, "foundation", "After", Journal())
        Records(engine).delete_all(person.owner)
        engine.dispose()
        as_postgres(at / "pg_restore", "-h", home, "--clean", "--if-exists", "-d", "postgres", dump)

        engine = open_database(url)
        assert Keys(engine).owner(key) == person.owner
        assert People(engine).of(person.owner) == person
        assert [thing.title for thing in Records(engine).list(person.owner)] == ["Before"]
        engine.dispose()
