"""The index as a cache: real Chroma, real files, real faults; word counts for vectors."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from filelock import FileLock

from corpus.errors import StorageError
from indexing.build import Recipe, open_index
from indexing.fakes import WordEmbeddings
from indexing.store import Entry
from indexing.watcher import Watcher

TEXTS = ("pilot with need", "pilot with readiness", "buy from outside", "build inside", "go slow")


def make_recipe(*texts: str, model: str = "words", splitter: str = "1") -> Recipe:
    entries = tuple(Entry(f"p{n}", t, {"kind": "case"}) for n, t in enumerate(texts or TEXTS))
    return Recipe(entries, WordEmbeddings(), model, splitter)


def build(root: Path, recipe: Recipe, *, rebuild: bool = False) -> list[str]:
    said: list[str] = []
    open_index(root, recipe, Watcher(said.append), rebuild=rebuild).close()
    return said


def test_a_built_index_answers_and_is_opened_again_without_building(tmp_path: Path) -> None:
    recipe = make_recipe()
    assert len(build(tmp_path, recipe)) == 2
    assert build(tmp_path, recipe) == []
    opened = open_index(tmp_path, recipe, Watcher())
    nearest = opened.nearest(WordEmbeddings().embed_query("buying from the outside"), 2)
    assert next(iter(nearest)) == "p2"
    opened.close()


def test_progress_counts_to_the_end(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    watcher = Watcher(progress=lambda done, total: steps.append((done, total)))
    open_index(tmp_path, make_recipe(), watcher).close()
    assert steps[0] == (0, 5)
    assert steps[-1] == (5, 5)


@pytest.mark.parametrize(
    ("changed", "embedded"),
    [
        (make_recipe(*TEXTS[:4], "go fast"), 1),
        (make_recipe(splitter="2"), 0),
        (make_recipe(model="other"), 5),
    ],
    ids=["text", "splitter", "model"],
)
def test_a_change_rebuilds_and_embeds_only_what_is_new(
    tmp_path: Path, changed: Recipe, embedded: int
) -> None:
    build(tmp_path, make_recipe())
    said = build(tmp_path, changed)
    assert said == [
        "Building the index, because it does not exist yet.",
        f"5 texts indexed, {embedded} of them newly embedded.",
    ]
    assert [p.name for p in tmp_path.iterdir() if p.is_dir()] == [changed.spec.key]


def test_every_damage_to_a_file_is_noticed_and_mended(tmp_path: Path) -> None:
    recipe = make_recipe()
    build(tmp_path, recipe)
    folder = tmp_path / recipe.spec.key
    assert len(_files(folder)) >= 2
    for n in range(len(_files(folder))):
        for damage in (_truncate, _flip, _delete):
            damage(_files(folder)[n])
            assert len(build(tmp_path, recipe)) == 2, (n, damage.__name__)
            assert build(tmp_path, recipe) == []


def test_what_is_served_never_changes_the_files(tmp_path: Path) -> None:
    recipe = make_recipe()
    build(tmp_path, recipe)
    before = _contents(tmp_path / recipe.spec.key)
    opened = [open_index(tmp_path, recipe, Watcher()) for _ in range(3)]
    for one in opened:
        assert one.count() == 5
        one.close()
    assert _contents(tmp_path / recipe.spec.key) == before


def test_a_killed_build_leaves_the_old_index_serving(tmp_path: Path) -> None:
    old = make_recipe()
    build(tmp_path, old)
    before = _contents(tmp_path / old.spec.key)
    script = (
        "import sys, time\n"
        "from pathlib import Path\n"
        "from indexing.build import Recipe, open_index\n"
        "from indexing.watcher import Watcher\n"
        "from indexing.fakes import WordEmbeddings\n"
        "from indexing.store import Entry\n"
        "class Slow(WordEmbeddings):\n"
        "    def embed_documents(self, texts):\n"
        "        print('building', flush=True); time.sleep(60); return []\n"
        "r = Recipe((Entry('x', 'new text', {'k': 'v'}),), Slow(), 'words', '1')\n"
        "open_index(Path(sys.argv[1]), r, Watcher())\n"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "building\n"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert _contents(tmp_path / old.spec.key) == before
    assert build(tmp_path, old) == []
    assert len(build(tmp_path, make_recipe("new text"))) == 2
    assert not list(tmp_path.glob(".building-*"))


def test_a_second_process_waits_for_the_first(tmp_path: Path) -> None:
    import threading

    lock = FileLock(tmp_path / "build.lock", thread_local=False)
    lock.acquire()
    threading.Timer(0.5, lock.release).start()
    started = time.monotonic()
    said = build(tmp_path, make_recipe())
    assert said[0] == "Another Both Ways is building the index; waiting for it."
    assert time.monotonic() - started >= 0.4


def test_two_processes_answer_from_one_folder(tmp_path: Path) -> None:
    recipe = make_recipe()
    opened = open_index(tmp_path, recipe, Watcher())
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "sys.path.insert(0, sys.argv[2])\n"
        "from test_indexing_build import make_recipe, open_index, Watcher\n"
        "print(open_index(Path(sys.argv[1]), make_recipe(), Watcher()).count())\n"
    )
    here = str(Path(__file__).parent)
    run = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path), here],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert run.stdout == "5\n"
    assert opened.count() == 5
    opened.close()


def test_a_folder_that_cannot_be_written_is_a_clear_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(StorageError, match="BOTHWAYS_DATA_DIR") as caught:
        build(blocked / "index", make_recipe())
    assert "nothing that was there before is lost" in str(caught.value)


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small disk takes root")
def test_a_full_disk_is_a_clear_error_and_loses_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(disk)], check=True)
    try:
        build_small = make_recipe()
        (disk / "filler").write_bytes(b"x" * 900_000)
        with pytest.raises(StorageError, match="full"):
            build(disk, build_small)
        assert [p.name for p in disk.iterdir() if p.is_dir()] == []
        (disk / "filler").unlink()
        assert len(build(disk, build_small)) == 2
    finally:
        subprocess.run(["umount", str(disk)], check=True)


def test_a_manifest_of_another_kind_is_not_trusted(tmp_path: Path) -> None:
    recipe = make_recipe()
    build(tmp_path, recipe)
    manifest = tmp_path / recipe.spec.key / "manifest.json"
    content = json.loads(manifest.read_text())
    content["spec"]["model"] = "another"
    manifest.write_text(json.dumps(content))
    assert len(build(tmp_path, recipe)) == 2


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in _files(folder)}


def _truncate(path: Path) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2] if content else b"longer")


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes() or b"x")
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(bytes(content))


def _delete(path: Path) -> None:
    path.unlink()
