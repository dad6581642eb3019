"""The lines of a file, none of them longer than memory allows."""

from collections.abc import Iterator
from typing import BinaryIO

MOST_BYTES = 4_000_000


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the lines of a file; of a longer one than MOST_BYTES, that many bytes and no end."""
    while line := file.readline(MOST_BYTES):
        yield line
        while len(line) == MOST_BYTES and not line.endswith(b"\n"):
            line = file.readline(MOST_BYTES)
