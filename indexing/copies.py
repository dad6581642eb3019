"""Private copies of an index, one for each process, and what killed processes left of them."""

import shutil
import weakref
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir, mkdtemp

from filelock import FileLock, Timeout

_PREFIX = "bothways-copy-"
_LOCK = "in-use.lock"


class PrivateCopy:
    """A folder of this process's own, which goes when it is closed.

    Its lock tells other processes that it is in use; the system releases it when the process ends,
    however it ends.
    """

    def __init__(self, beside: Path) -> None:
        self.path = _make_folder(beside)
        lock = FileLock(self.path / _LOCK)
        lock.acquire(timeout=0)
        self._end = weakref.finalize(self, _remove, self.path, lock)

    def close(self) -> None:
        """Remove the folder; the end of the process does so as well."""
        self._end()


def remove_leftovers(beside: Path) -> int:
    """Remove copies whose process has ended without doing so; return how many."""
    gone = 0
    for folder in (*_copies(beside), *_copies(Path(gettempdir()))):
        lock = FileLock(folder / _LOCK)
        # Somebody else's folder can't be locked, and is left alone.
        with suppress(Timeout, OSError):
            lock.acquire(timeout=0)
            lock.release()
            shutil.rmtree(folder, ignore_errors=True)
            gone += not folder.exists()
    return gone


def is_copy(folder: Path) -> bool:
    """Return whether a folder is some process's private copy."""
    return folder.name.startswith(_PREFIX)


def _remove(folder: Path, lock: FileLock) -> None:
    lock.release()
    shutil.rmtree(folder, ignore_errors=True)


def _make_folder(beside: Path) -> Path:
    """Return a new folder beside the index, or where nothing can be written there, elsewhere."""
    with suppress(OSError):
        beside.mkdir(parents=True, exist_ok=True)
        return Path(mkdtemp(prefix=_PREFIX, dir=beside))
    return Path(mkdtemp(prefix=_PREFIX))


def _copies(folder: Path) -> Iterator[Path]:
    with suppress(OSError):
        # A copy that is just being made has no lock yet.
        yield from (f for f in folder.glob(f"{_PREFIX}*") if (f / _LOCK).exists())
