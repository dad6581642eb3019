"""Private copies of the index go with their process; what a kill leaves goes at the next start."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from indexing import copies
from indexing.copies import PrivateCopy, is_copy, remove_leftovers

_HOLD = """
import sys, time
from pathlib import Path
from indexing.copies import PrivateCopy
copy = PrivateCopy(Path(sys.argv[1]))
(copy.path / "file").write_text("x")
print(copy.path, flush=True)
time.sleep(float(sys.argv[2]))
"""


def _start(folder: Path, seconds: float) -> tuple["subprocess.Popen[str]", Path]:
    words = [sys.executable, "-c", _HOLD, str(folder), str(seconds)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    return process, Path(process.stdout.readline().strip())


def test_the_end_of_a_process_removes_its_copy(tmp_path: Path) -> None:
    process, path = _start(tmp_path, 0)
    assert process.wait(20) == 0
    assert is_copy(path)
    assert not path.exists()


def test_a_kill_leaves_a_copy_that_the_next_start_removes(tmp_path: Path) -> None:
    killed, left = _start(tmp_path, 60)
    running, used = _start(tmp_path, 60)
    os.kill(killed.pid, signal.SIGKILL)
    killed.wait()
    assert left.exists()
    assert remove_leftovers(tmp_path) == 1
    assert not left.exists()
    assert (used / "file").exists()
    running.kill()
    running.wait()
    assert remove_leftovers(tmp_path) == 1


def test_a_folder_that_cannot_be_written_gets_no_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    blocked, elsewhere = tmp_path / "file", tmp_path / "tmp"
    blocked.write_text("no folder")
    elsewhere.mkdir()
    monkeypatch.setattr(copies, "mkdtemp", _only(elsewhere))
    copy = PrivateCopy(blocked)
    assert copy.path.parent == elsewhere
    copy.close()
    assert not copy.path.exists()


def _only(folder: Path) -> object:
    def make(prefix: str, dir: Path | None = None) -> str:
        made = (dir or folder) / f"{prefix}1"
        made.mkdir()
        return str(made)

    return make
