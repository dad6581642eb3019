"""Writes documents out again: the files as they were added, and what is told of them."""

import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

from app.documents.listing import row_of
from app.records.document import Kept, Viewer
from app.records.documents import Documents
from corpus.errors import DocumentError


def export_to(documents: Documents, viewer: Viewer, folder: Path) -> int:
    """Write somebody's own documents to a new or empty folder, and return how many there are.

    The files are named by number, as what people call theirs may be no name for a file.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise _fault("The folder is not empty.")
        rows = []
        for name, document in _named(documents, viewer):
            (folder / name).write_bytes(documents.content(document.number))
            rows.append({"file": name, **row_of(document)})
        listed = json.dumps(rows, ensure_ascii=False, indent=2)
        (folder / "documents.json").write_text(listed, encoding="utf-8")
    except OSError as error:
        raise _fault(f"The folder can't be written to ({type(error).__name__}).") from error
    return len(rows)


def pack(documents: Documents, viewer: Viewer) -> bytes:
    """Return somebody's own documents, and what is told of them, as a zip."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as whole:
        rows = []
        for name, document in _named(documents, viewer):
            whole.writestr(name, documents.content(document.number))
            rows.append({"file": name, **row_of(document)})
        whole.writestr("documents.json", json.dumps(rows, ensure_ascii=False, indent=2))
    return out.getvalue()


def _named(documents: Documents, viewer: Viewer) -> Iterator[tuple[str, Kept]]:
    """Yield somebody's own documents in the order in which they were added, with a file's name."""
    mine = (d for d in documents.list(viewer) if viewer.owns(d))
    for number, document in enumerate(sorted(mine, key=lambda d: d.number), 1):
        yield f"{number:04d}{_ending(document)}", document


def _ending(document: Kept) -> str:
    from indexing.reading.kinds import KINDS

    kind = next((kind for kind in KINDS if kind.name == document.kind), None)
    return kind.endings[0] if kind else ".bin"


def _fault(happened: str) -> DocumentError:
    return DocumentError(happened, "Nothing was written there.", "Name a new folder.")
