"""A process of its own that reads one file: whatever the file does, it does it only here."""

import json
import sys
from dataclasses import asdict

_MEMORY = 2_000_000_000
_SECONDS = 120
# Exit codes that say why a file was not read.
ENCRYPTED, BROKEN, UNKNOWN, EMPTY = 3, 4, 5, 6


def main() -> int:
    """Read the file that standard input holds, and return the process's exit code.

    The first argument is the file's name. With a second, the number of a page, its picture is
    printed as PNG; else the file's parts as JSON.
    """
    _limit()
    content = sys.stdin.buffer.read()
    name, *page = sys.argv[1:]
    try:
        return _draw(content, int(page[0])) if page else _read(name, content)
    except PermissionError:
        return ENCRYPTED
    except Exception:
        # A damaged file makes its reader fail in any way there is; all come to the same.
        return BROKEN


def _draw(content: bytes, page: int) -> int:
    from indexing.reading.pdf import draw_page

    sys.stdout.buffer.write(draw_page(content, page))
    return 0


def _read(name: str, content: bytes) -> int:
    from indexing.reading.kinds import kind_of

    kind = kind_of(name, content)
    if kind is None:
        return UNKNOWN
    read = kind.read(content)
    made = {"kind": kind.name, **asdict(read)}
    sys.stdout.buffer.write(json.dumps(made).encode("utf-8", "backslashreplace"))
    return 0 if any(part.text for part in read.parts) or read.notes else EMPTY


def _limit() -> None:
    """Bound what the process may take: memory, time, and no file of its own."""
    try:
        import resource
    except ImportError:
        # Windows has none of these limits; the parent's time-out holds there too.
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    sys.exit(main())
