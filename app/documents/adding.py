"""Reads, cuts up and embeds the documents that wait for it, so that it can be resumed anywhere."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

from filelock import FileLock

from app.documents.making import BATCH, Maker
from app.records.document import Kept
from app.records.document_passages import PassageRow, Passages
from corpus.errors import DocumentError

Told = Callable[[Kept], None]


@dataclass(frozen=True)
class Adder:
    """Makes documents ready to be found.

    Every step is kept when it is done: whoever comes after a crash goes on where it stopped.
    `lock` is a file that one process at a time holds while it works, where all processes are on
    this machine; None where the database is a server's, whose documents are taken by a lease.
    """

    passages: Passages
    maker: Maker
    lock: Path | None = None

    def run(self, told: Told = lambda document: None) -> int:
        """Make every document ready that waits, and return how many were taken up.

        `told` gets each document whenever something was done of it.
        """
        with alone(self.passages, self.lock):
            return self._run(told)

    def _run(self, told: Told) -> int:
        count = 0
        while (claimed := self.passages.claim()) is not None:
            document, content = claimed
            count += 1
            told(document)
            try:
                self._add(document, content, told)
            except DocumentError as error:
                told(self.passages.fail(document, str(error)))
        return count

    def _add(self, document: Kept, content: bytes, told: Told) -> None:
        read = self.maker.read(document, content)
        document, rows, revision = read.document, read.rows, read.document.revision + 1
        begun = self.passages.begun(document.number, revision)
        if [row.digest for row in begun] != [row.digest for row in rows]:
            known = self.passages.known(document.number)
            kept = [_with_vectors(row, known) for row in rows]
            self.passages.write(document, revision, kept)
            begun = self.passages.begun(document.number, revision)
        self._embed(document, [row for row in begun if not row.vector], told)
        done = replace(document, about=replace(document.about, embedded=len(rows)))
        self.passages.put_in_use(done, revision, read.text)
        told(replace(done, state="ready", revision=revision))

    def _embed(self, document: Kept, rows: Sequence[PassageRow], told: Told) -> None:
        # Texts of like length together: a batch is padded to its longest.
        ordered = sorted(rows, key=lambda row: row.end - row.start)
        done = document.about.passages - len(rows)
        for start in range(0, len(ordered), BATCH):
            batch = ordered[start : start + BATCH]
            done += len(batch)
            document = replace(document, about=replace(document.about, embedded=done))
            self.passages.save_vectors(document, self.maker.embedded(document.about.title, batch))
            told(document)


@contextmanager
def alone(passages: Passages, lock: Path | None) -> Iterator[None]:
    """Hold the lock of those who make documents ready on this machine, if there is one."""
    with FileLock(lock) if lock else nullcontext():
        if lock:
            # Whoever read documents before held the lock, and is gone.
            passages.release()
        yield


def _with_vectors(row: PassageRow, known: dict[str, tuple[bytes, bytes]]) -> PassageRow:
    vector, units = known.get(row.digest, (b"", b""))
    return replace(row, vector=vector, unit_vectors=units)
