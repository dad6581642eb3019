"""What only a file can do: be killed while it is written, fill up, keep deleted words."""

import multiprocessing
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.coaching.journal import Journal
from app.records.database import open_database
from app.records.owners import new_key, owner_of
from app.records.store import Records
from corpus.errors import RecordsError

KILLS = 100


def _append_until_killed(url: str, owner: str, id_: str, acknowledge: int) -> None:
    records = Records(open_database(url))
    while True:
        number = records.append(owner, id_, {"text": "a turn " * 50})
        os.write(acknowledge, number.to_bytes(4, "big"))


def test_a_hundred_kills_while_saving_lose_no_acknowledged_turn(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'records.db'}"
    owner = owner_of(new_key()) or ""
    records = Records(open_database(url))
    id_ = records.add(owner, "chat", "T", {"a": "b"})
    records.engine.dispose()
    chance = random.Random(5)
    fork = multiprocessing.get_context("fork")
    last = 0
    for _ in range(KILLS):
        read, write = os.pipe()
        process = fork.Process(target=_append_until_killed, args=(url, owner, id_, write))
        process.start()
        os.close(write)
        told = os.read(read, 4)
        time.sleep(chance.random() * 0.02)
        assert process.pid is not None
        os.kill(process.pid, signal.SIGKILL)
        process.join()
        while chunk := os.read(read, 4):
            told = chunk
        os.close(read)
        last = int.from_bytes(told, "big")
        engine = open_database(url)
        kept = Records(engine).turns(owner, id_, dict[str, str])
        engine.dispose()
        assert len(kept) >= last
    assert last >= KILLS


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    if os.geteuid() != 0:
        pytest.skip("mounting a small disk takes root")
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=True)
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_and_what_was_kept_stays(small_disk: Path) -> None:
    records = Records(open_database(f"sqlite:///{small_disk / 'records.db'}"))
    owner = owner_of(new_key()) or ""
    kept = [records.add(owner, "foundation", "Before", Journal({"1.1": "before"}))]

    def fill() -> None:
        for _ in range(100):
            kept.append(records.add(owner, "foundation", "More", Journal({"1.1": "x" * 50_000})))

    with pytest.raises(RecordsError, match="The disk is full") as caught:
        fill()
    assert "has not been kept" in caught.value.meaning
    assert records.get(owner, kept[0], Journal).body.answers == {"1.1": "before"}
    assert {h.id for h in records.list(owner)} == set(kept)
    records.engine.dispose()


def test_deleted_changed_and_renamed_words_are_in_no_file_any_more(tmp_path: Path) -> None:
    records = Records(open_database(f"sqlite:///{tmp_path / 'records.db'}"))
    owner = owner_of(new_key()) or ""
    secrets = ["the superintendent wavers", "the board is split", "a very private title"]
    one = records.add(owner, "foundation", "T", Journal({"1.1": secrets[0]}))
    two = records.add(owner, "foundation", secrets[2], Journal({"1.1": secrets[1]}))
    assert all(_is_on_disk(tmp_path, words) for words in secrets)
    records.delete(owner, one)
    records.change(owner, two, Journal, lambda journal: Journal())
    records.rename(owner, two, "T")
    assert not any(_is_on_disk(tmp_path, words) for words in secrets)


def _is_on_disk(folder: Path, words: str) -> bool:
    return any(words.encode() in path.read_bytes() for path in folder.iterdir())


def test_nobody_else_on_the_machine_can_read_the_file(tmp_path: Path) -> None:
    open_database(f"sqlite:///{tmp_path / 'records.db'}").dispose()
    assert (tmp_path / "records.db").stat().st_mode & 0o077 == 0


def test_a_folder_that_can_t_be_written_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    with pytest.raises(RecordsError, match="BOTHWAYS_DATABASE_URL"):
        open_database(f"sqlite:///{blocked / 'records.db'}")
