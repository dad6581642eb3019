"""Reads a file in a process of its own, and says plainly why one can't be read."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Any

from corpus.errors import DocumentError
from indexing.reading import worker
from indexing.reading.parts import Part, ReadFile
from indexing.reading.scans import reads_scans

MOST_BYTES = 50_000_000
# The most letters of text that one document may hold: ten long books.
_MOST_LETTERS = 20_000_000
_SECONDS = 150.0
# Tesseract takes seconds for a page.
_SECONDS_FOR_SCANS = 1200.0
_LONGEST_NAME = 80
# So many pages are drawn at a time, however many are asked for.
_DRAWING = BoundedSemaphore(2)
_HELP = "Nothing of it was added; everything else is as it was."


@dataclass(frozen=True)
class Reading:
    """A file that was read, and what kind it turned out to be."""

    kind: str
    file: ReadFile


def read_outside(name: str, content: bytes) -> Reading:
    """Return what a file holds; DocumentError where it can't be read.

    The file's name only tells its kind: no path is made from it.
    """
    if len(content) > MOST_BYTES:
        raise DocumentError(
            f"This file is larger than {MOST_BYTES // 1_000_000} MB.", _HELP,
            "Add its parts one by one, or save it without pictures.",
        )  # fmt: skip
    seconds = _SECONDS_FOR_SCANS if reads_scans() else _SECONDS
    made = json.loads(_run(content, seconds, name[-_LONGEST_NAME:]))
    reading = Reading(made.pop("kind"), _file(made))
    if not any(part.text for part in reading.file.parts):
        raise _fault(worker.EMPTY, reading.file.notes)
    if sum(len(part.text) for part in reading.file.parts) > _MOST_LETTERS:
        raise _fault(None)
    return reading


def draw_outside(content: bytes, page: int) -> bytes:
    """Return a page of a PDF as a PNG; DocumentError where it can't be drawn."""
    with _DRAWING:
        return _run(content, _SECONDS, "page.pdf", str(page))


def _run(content: bytes, seconds: float, *words: str) -> bytes:
    """Return what the worker prints of a file; DocumentError where it fails."""
    command = [sys.executable, "-I", "-m", worker.__name__, *words]
    try:
        ran = subprocess.run(
            command, input=content, capture_output=True, timeout=seconds, env=_environment(),
            check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise _fault(None) from error
    if ran.returncode != 0:
        raise _fault(ran.returncode)
    return ran.stdout


def _environment() -> dict[str, str]:
    """Return what the process needs to start; no key or address of ours is handed on."""
    names = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "LANG", "LC_ALL")
    return {name: os.environ[name] for name in names if name in os.environ}


def _file(made: dict[str, Any]) -> ReadFile:
    parts = tuple(Part(**part) for part in made.pop("parts"))
    return ReadFile(parts, **{**made, "notes": tuple(made["notes"])})


def _fault(code: int | None, notes: tuple[str, ...] = ()) -> DocumentError:
    if code == worker.ENCRYPTED:
        return DocumentError(
            "This file is locked with a password.", _HELP,
            "Save a copy without the password, and add that.",
        )  # fmt: skip
    if code == worker.UNKNOWN:
        return DocumentError(
            "This is no kind of file that can be read.", _HELP,
            "Save it as PDF, Word, PowerPoint, Excel, EPUB, HTML, Markdown, CSV or plain text.",
        )  # fmt: skip
    if code == worker.EMPTY and notes:
        return DocumentError(
            "This file holds pictures of pages and no text, as a scan does.", _HELP,
            "Save it with text recognition, or have Tesseract installed on this machine "
            "(the package tesseract-ocr), which reads scans.",
        )  # fmt: skip
    if code == worker.EMPTY:
        return DocumentError("There is no text in this file.", _HELP, "Look whether it is the one.")
    if code == worker.BROKEN:
        return DocumentError(
            "This file is damaged, or not what its name says.", _HELP,
            "Open it in the program that made it, save it anew, and add that.",
        )  # fmt: skip
    return DocumentError(
        "This file takes more memory or time to read than one may.", _HELP,
        "Save it as plain text or in parts, and add those.",
    )  # fmt: skip
