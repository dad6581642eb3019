"""Whether the file of records is the one that was there: missing, emptied and damaged are told."""

from pathlib import Path

from corpus.errors import DamagedError

_MARK = ".kept"
_HEADER = b"SQLite format 3\x00"
# What SQLite says of a file that it can't read.
DAMAGE = ("malformed", "not a database", "disk image", "unsupported file format")


def check_presence(path: Path) -> None:
    """Raise DamagedError where a file that held records is gone, empty or no database.

    A mark beside the file tells that it held some.
    """
    size = path.stat().st_size if path.exists() else 0
    if size == 0 and mark_of(path).exists():
        happened = "is empty" if path.exists() else "is missing"
        raise DamagedError(
            f"The file {path.name}, in which everything is kept, {happened}.",
            "It was not replaced, so nothing can be kept or shown now; questions are answered.",
            "Put it back, or a copy of it: bothways restore FILE (copies made before an upgrade "
            "lie beside it, others in the folder backups). To begin anew: bothways records new.",
        )
    if size and _starts(path) != _HEADER:
        raise damaged(path.name)


def mark(path: Path) -> None:
    """Note beside a file that it holds records."""
    mark_of(path).touch(0o600)


def mark_of(path: Path) -> Path:
    """Return the mark that stands beside a file that has held records."""
    return path.with_name(path.name + _MARK)


def damaged(name: str) -> DamagedError:
    """Return the error for a file that SQLite can't read."""
    return DamagedError(
        f"The file {name}, in which everything is kept, is damaged.",
        "It was not changed; nothing can be kept or shown now, and questions are answered.",
        "Stop the page, then save what can be read: bothways records repair (the damaged file is "
        "kept aside). Or restore a copy: bothways restore FILE.",
    )


def _starts(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(len(_HEADER))
