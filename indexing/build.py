"""Builds an index whole beside the old one, checks it, and only then switches to it."""

import errno
import logging
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

import numpy as np
from filelock import FileLock, Timeout
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from corpus.errors import IndexBusyError, IndexingError, StorageError
from indexing.copies import is_copy, remove_leftovers
from indexing.embeddings import ReusingEmbeddings
from indexing.manifest import IndexSpec, find_fault, read_spec, write_manifest
from indexing.store import Entry, VectorStore, open_store
from indexing.watcher import Watcher

Vectors = dict[str, NDArray[np.float32]]

_log = logging.getLogger(__name__)
_BUILDING = ".building-"
_WAIT_SECONDS = 300.0
_CHECKED_SELF_QUERIES = 5


@dataclass(frozen=True)
class Recipe:
    """What goes into an index; `shipped` returns vectors that come with the package."""

    entries: tuple[Entry, ...]
    embeddings: Embeddings
    model: str
    splitter: str
    shipped: Callable[[], Vectors] = dict

    @property
    def spec(self) -> IndexSpec:
        """Return what the index depends on."""
        digest = sha256()
        for entry in self.entries:
            digest.update(f"{entry.id}\0{entry.text}\0".encode())
        return IndexSpec(digest.hexdigest(), self.model, self.splitter)


def open_index(
    root: Path, recipe: Recipe, watcher: Watcher, *, rebuild: bool = False
) -> VectorStore:
    """Return the index of a recipe, building it where it is missing, changed or damaged.

    Raises StorageError where the folder can't be used and IndexBusyError where another process
    keeps building. Whatever goes wrong, an index that was there before is still there.
    """
    spec = recipe.spec
    folder = root / spec.key
    with _storage_errors(root):
        fault = "you asked for it" if rebuild else find_fault(folder, spec)
        if fault:
            root.mkdir(parents=True, exist_ok=True)
            with _lock(root, watcher):
                if rebuild or find_fault(folder, spec):
                    watcher.say(f"Building the index, because {fault}.")
                    _build(root, folder, recipe, watcher)
        remove_leftovers(root)
        return open_store(folder / "chroma", recipe.embeddings, root)


def build_in_memory(recipe: Recipe, watcher: Watcher) -> VectorStore:
    """Return an index in a temporary folder, for when the index folder can't be used."""
    with TemporaryDirectory(prefix="bothways-") as folder, _storage_errors(Path(folder)):
        _fill(Path(folder), recipe, recipe.shipped(), watcher)
        return open_store(Path(folder), recipe.embeddings, Path(folder).parent)


def _build(root: Path, folder: Path, recipe: Recipe, watcher: Watcher) -> None:
    _remove_leftovers(root)
    aside = Path(mkdtemp(prefix=_BUILDING, dir=root))
    try:
        (aside / "chroma").mkdir()
        known = recipe.shipped() | _known_vectors(root, recipe)
        _fill(aside / "chroma", recipe, known, watcher)
        write_manifest(aside, recipe.spec, len(recipe.entries))
        _switch(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    _remove_others(root, folder)


def _fill(folder: Path, recipe: Recipe, known: Vectors, watcher: Watcher) -> None:
    embeddings = ReusingEmbeddings(recipe.embeddings, known)
    store = VectorStore(folder, embeddings)
    total, done = len(recipe.entries), 0

    def report(batch: int) -> None:
        nonlocal done
        done += batch
        watcher.progress(done, total)

    try:
        watcher.progress(0, total)
        store.add(recipe.entries, report)
        _check(store, recipe.entries, known)
    finally:
        store.close()
    watcher.say(f"{total} texts indexed, {embeddings.computed} of them newly embedded.")


def _check(store: VectorStore, entries: Sequence[Entry], vectors: Vectors) -> None:
    step = max(1, len(entries) // _CHECKED_SELF_QUERIES)
    for entry in entries[::step]:
        nearest = store.nearest(vectors[entry.text].tolist(), 1, entry.collection)
        if not nearest or max(nearest.values()) < 0.999:
            raise _unsound("A text does not find itself in the new index.")
    if store.count() != len(entries):
        raise _unsound("The new index does not hold every text.")


def _unsound(happened: str) -> IndexingError:
    return IndexingError(
        happened, "It is not used; an older index stays in place.", "Try: bothways index --rebuild"
    )


def _switch(aside: Path, folder: Path) -> None:
    """Put the finished folder in its place, in one rename where nothing lies there yet."""
    if folder.exists():
        old = Path(mkdtemp(prefix=_BUILDING, dir=folder.parent)) / "old"
        os.replace(folder, old)
    os.replace(aside, folder)


def _known_vectors(root: Path, recipe: Recipe) -> Vectors:
    """Return the vectors of a sound older index by the same model, to be used again."""
    for folder in sorted(p for p in root.iterdir() if p.is_dir() and p.name[0] != "."):
        try:
            spec = read_spec(folder)
            if spec is None or spec.model != recipe.model or find_fault(folder, spec):
                continue
            opened = open_store(folder / "chroma", recipe.embeddings, folder.parent)
        except (OSError, ValueError) as error:
            _log.warning("an older index could not be read: %s", type(error).__name__)
            continue
        try:
            return opened.vectors()
        finally:
            opened.close()
    return {}


def _remove_leftovers(root: Path) -> None:
    for path in root.glob(f"{_BUILDING}*"):
        shutil.rmtree(path, ignore_errors=True)


def _remove_others(root: Path, folder: Path) -> None:
    for path in root.iterdir():
        if path.is_dir() and path != folder and not is_copy(path):
            shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _lock(root: Path, watcher: Watcher) -> Iterator[None]:
    lock = FileLock(root / "build.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        watcher.say("Another Both Ways is building the index; waiting for it.")
        try:
            lock.acquire(timeout=_WAIT_SECONDS)
        except Timeout as error:
            raise IndexBusyError(
                "Another Both Ways has been building the index for five minutes.",
                "This one has no index to answer from.",
                "Stop the other one, or set BOTHWAYS_DATA_DIR to a folder of its own.",
            ) from error
    try:
        yield
    finally:
        lock.release()


@contextmanager
def _storage_errors(root: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        full = error.errno in {errno.ENOSPC, errno.EDQUOT}
        happened = "The disk is full." if full else f"The folder {root} can't be used."
        raise StorageError(
            happened,
            "The index could not be kept there; nothing that was there before is lost.",
            "Make room." if full else "Allow writing there, or set BOTHWAYS_DATA_DIR elsewhere.",
        ) from error
