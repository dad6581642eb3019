"""What is kept stays: files gone, empty or damaged; copies; clocks that jump; full disks."""

import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text, update

from app.coaching.journal import Journal
from app.records import purging
from app.records.copies import begin_anew, look_at, make_copy, put_back
from app.records.database import open_database
from app.records.dumping import dump
from app.records.presence import mark_of
from app.records.purging import ANNOUNCED_DAYS, Purging
from app.records.salvage import repair
from app.records.sharing import Sharing
from app.records.store import Records
from app.records.tables import records as table
from corpus.errors import DamagedError, NotKeptError, RecordsError
from tests.records.conftest import purged

COUNT = 60


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "records.db"


@pytest.fixture
def kept(path: Path, owner: str) -> dict[str, str]:
    """Records with their words, by id, in a file that nobody has open."""
    engine = open_database(f"sqlite:///{path}")
    records = Records(engine)
    words = {
        records.add(owner, "foundation", f"T{n}", Journal({"1.1": f"word {n} " * 400})): f"word {n}"
        for n in range(COUNT)
    }
    engine.dispose()
    return words


def _held(path: Path, owner: str) -> set[str]:
    engine = open_database(f"sqlite:///{path}")
    records = Records(engine)
    found = {h.id for h in records.list(owner) if records.get(owner, h.id, Journal)}
    engine.dispose()
    return found


@pytest.mark.parametrize(
    "harm",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"<html>not a database</html>" * 500),
        lambda path: path.write_bytes(os.urandom(9000)),
        lambda path: path.write_bytes(b"\0" * 9000),
    ],
    ids=["missing", "emptied", "text", "noise", "zeros"],
)  # type: ignore[misc]
def test_a_file_that_is_gone_or_damaged_is_told_and_not_replaced(
    path: Path, kept: dict[str, str], harm: object
) -> None:
    harm(path)  # type: ignore[operator]
    before = path.read_bytes() if path.exists() else None
    for _ in range(2):
        with pytest.raises(DamagedError):
            open_database(f"sqlite:///{path}")
        with pytest.raises(RecordsError):
            make_copy(path, None)
    assert (path.read_bytes() if path.exists() else None) == before


def test_a_damaged_page_is_told_and_what_can_be_read_is_saved(
    path: Path, kept: dict[str, str], owner: str
) -> None:
    _harm_pages(path, 5)
    with pytest.raises(DamagedError):
        look_at(path)
    aside, counts = repair(path)
    assert aside.exists()
    assert look_at(path).rows["records"] == counts["records"]
    held = _held(path, owner)
    assert COUNT * 0.5 < len(held) < COUNT
    assert held <= set(kept)


def test_an_owner_whose_row_is_lost_is_put_back(
    path: Path, kept: dict[str, str], owner: str
) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("DELETE FROM owners")
    repair(path)
    assert _held(path, owner) == set(kept)


def test_a_sound_file_is_repaired_into_the_same(
    path: Path, kept: dict[str, str], owner: str
) -> None:
    repair(path)
    assert _held(path, owner) == set(kept)


def test_a_copy_is_put_back_and_what_was_there_put_aside(
    path: Path, kept: dict[str, str], owner: str
) -> None:
    engine = open_database(f"sqlite:///{path}")
    copy = make_copy(path, None)
    assert copy.stat().st_mode & 0o077 == 0
    later = Records(engine).add(owner, "foundation", "Later", Journal())
    aside = put_back(path, copy)
    assert {h.id for h in Records(engine).list(owner)} == set(kept)
    engine.dispose()
    assert aside is not None
    assert put_back(path, aside) is not None
    assert _held(path, owner) == {*kept, later}


@pytest.mark.parametrize("harm", ["missing", "damaged"])
def test_a_copy_heals(path: Path, kept: dict[str, str], owner: str, harm: str) -> None:
    copy = make_copy(path, path.parent / "copy.db")
    if harm == "missing":
        path.unlink()
    else:
        path.write_bytes(b"x" * 5000)
    put_back(path, copy)
    assert _held(path, owner) == set(kept)


def test_no_copy_is_written_over_and_nothing_else_is_put_back(
    path: Path, kept: dict[str, str], owner: str, tmp_path: Path
) -> None:
    copy = make_copy(path, tmp_path / "copy.db")
    with pytest.raises(RecordsError):
        make_copy(path, copy)
    other = tmp_path / "other.db"
    with closing(sqlite3.connect(other)) as file, file:
        file.execute("CREATE TABLE t (a)")
    newer = tmp_path / "newer.db"
    shutil.copy(copy, newer)
    with closing(sqlite3.connect(newer)) as file, file:
        file.execute("UPDATE alembic_version SET version_num = 'r9999'")
    (tmp_path / "text.db").write_text("no database")
    for wrong in (other, newer, tmp_path / "text.db", tmp_path / "none.db", tmp_path):
        with pytest.raises(RecordsError):
            put_back(path, wrong)
    assert _held(path, owner) == set(kept)


def test_a_new_beginning_keeps_the_old_file(path: Path, kept: dict[str, str], owner: str) -> None:
    aside = begin_anew(path)
    assert _held(path, owner) == set()
    assert aside is not None
    assert look_at(aside).rows["records"] == COUNT
    path.unlink()
    assert begin_anew(path) is None
    assert mark_of(path).exists()


def test_one_broken_record_hides_no_other(
    records: Records, engine: Engine, owner: str, kept_chat: tuple[str, str]
) -> None:
    broken, sound = kept_chat
    with engine.begin() as connection:
        connection.execute(text("UPDATE records SET body = '{\"a' WHERE id = :i"), {"i": broken})
        connection.execute(text("UPDATE turns SET body = '{\"a' WHERE record = :i"), {"i": broken})
    assert {h.id for h in records.list(owner)} == {broken, sound}
    with pytest.raises(NotKeptError):
        records.get(owner, broken, Journal)
    assert records.get(owner, sound, Journal).body == Journal()
    exported = dump(engine, owner)
    assert "unreadable" in exported
    assert "a turn" in exported
    Sharing(engine).share(owner, broken)
    assert Sharing(engine).shared_turns() == ()


@pytest.fixture
def kept_chat(records: Records, owner: str) -> tuple[str, str]:
    first = records.add(owner, "chat", "One", Journal(), {"text": "broken"})
    return first, records.add(owner, "chat", "Two", Journal(), {"text": "a turn"})


def test_a_clock_that_jumps_deletes_nothing_and_a_week_does(
    engine: Engine, records: Records, owner: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    records.add(owner, "foundation", "T", Journal())
    records.set_keep_days(owner, 30)
    far = datetime.now(UTC).replace(tzinfo=None) + timedelta(days=3650)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(purging, "now", lambda: far)
        assert [Purging(engine).run() for _ in range(20)] == [0] * 20
        assert Purging(engine).announced(owner) == (1, ANNOUNCED_DAYS)
    assert Purging(engine).run() == 0
    assert Purging(engine).announced(owner)[0] == 0
    with engine.begin() as connection:
        connection.execute(update(table).values(changed=far - timedelta(days=3700)))
    assert purged(engine, days=ANNOUNCED_DAYS) == 0
    assert Purging(engine).announced(owner) == (1, 1)
    assert purged(engine, days=2) == 1


def test_what_is_changed_in_its_last_week_stays(
    engine: Engine, records: Records, owner: str
) -> None:
    id_ = records.add(owner, "foundation", "T", Journal())
    records.set_keep_days(owner, 30)
    with engine.begin() as connection:
        past = datetime.now(UTC).replace(tzinfo=None) - timedelta(days=40)
        connection.execute(update(table).values(changed=past))
    assert purged(engine, days=5) == 0
    records.change(owner, id_, Journal, lambda journal: journal)
    assert purged(engine, days=20) == 0
    assert [h.id for h in records.list(owner)] == [id_]


def test_the_commands_say_what_they_did(path: Path, kept: dict[str, str], tmp_path: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        env = {**os.environ, "BOTHWAYS_DATA_DIR": str(tmp_path)}
        return subprocess.run(
            [sys.executable, "-m", "app", *words], capture_output=True, text=True, env=env
        )

    assert "is sound" in run("records", "check").stderr
    made = run("backup").stderr
    copy = made.removeprefix("Copied to ").split(". Whoever")[0]
    path.write_bytes(b"x" * 100)
    told = run("records", "check")
    assert told.returncode == RecordsError.exit_code
    assert "damaged" in told.stderr
    assert "Traceback" not in told.stderr
    assert run("restore", copy).returncode == 0
    assert f"records {COUNT}" in run("records", "check").stderr
    path.unlink()
    assert "is missing" in run("records", "check").stderr
    assert run("records", "new").returncode == 0
    assert "Rows: none" in run("records", "check").stderr


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)]
    if shutil.which("mount") is None or subprocess.run(words, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_full_disk_is_told_and_reading_and_deleting_go_on(small_disk: Path, owner: str) -> None:
    engine = open_database(f"sqlite:///{small_disk / 'records.db'}")
    records = Records(engine)
    words = Journal({"1.1": "word " * 5000})
    ids = [records.add(owner, "foundation", "T", words) for _ in range(8)]
    with pytest.raises(RecordsError, match="disk is full"):
        ids += [records.add(owner, "foundation", "T", words) for _ in range(100)]
    ids = [heading.id for heading in records.list(owner)]
    (small_disk / "filler").write_bytes(b"x" * _free(small_disk))
    assert records.get(owner, ids[0], Journal).body.answers["1.1"].startswith("word")
    records.delete(owner, ids[0])
    assert len(records.list(owner)) == len(ids) - 1
    records.delete_all(owner)
    assert records.list(owner) == ()
    engine.dispose()


def test_a_read_only_disk_is_read(small_disk: Path, owner: str) -> None:
    engine = open_database(f"sqlite:///{small_disk / 'records.db'}")
    id_ = Records(engine).add(owner, "foundation", "T", Journal({"1.1": "word"}))
    engine.dispose()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    engine = open_database(f"sqlite:///{small_disk / 'records.db'}")
    records = Records(engine)
    assert records.get(owner, id_, Journal).body.answers["1.1"] == "word"
    assert [h.id for h in records.list(owner)] == [id_]
    with pytest.raises(RecordsError):
        records.add(owner, "foundation", "T", Journal())
    engine.dispose()


def _free(folder: Path) -> int:
    found = os.statvfs(folder)
    return found.f_bavail * found.f_frsize


def _harm_pages(path: Path, count: int) -> None:
    """Write noise over some pages in the middle of a file."""
    size = 4096
    with path.open("r+b") as file:
        pages = path.stat().st_size // size
        for n in range(count):
            file.seek((pages // 2 + 7 * n) * size)
            file.write(bytes(range(256)) * 16)
