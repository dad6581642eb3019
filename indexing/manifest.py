"""What an index was built from, and the checksum of each of its files."""

import json
from dataclasses import asdict, dataclass
from hashlib import file_digest, sha256
from pathlib import Path

MANIFEST = "manifest.json"
_FORMAT = 2


@dataclass(frozen=True)
class IndexSpec:
    """All that an index depends on: another value of any means another index."""

    texts_hash: str
    model: str
    splitter: str
    format: int = _FORMAT

    @property
    def key(self) -> str:
        """Return the name of the index's folder."""
        parts = "\n".join(str(value) for value in asdict(self).values())
        return sha256(parts.encode("utf-8")).hexdigest()[:16]


def write_manifest(folder: Path, spec: IndexSpec, passages: int) -> None:
    """Write the manifest of a finished folder into it."""
    content = {"spec": asdict(spec), "passages": passages, "files": _checksums(folder)}
    (folder / MANIFEST).write_text(json.dumps(content, indent=1), encoding="utf-8")


def read_spec(folder: Path) -> IndexSpec | None:
    """Return what an index was built from, or None where its manifest can't be read."""
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return IndexSpec(**content["spec"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def find_fault(folder: Path, spec: IndexSpec) -> str | None:
    """Return what is wrong with an index, in a few words, or None where it is sound."""
    if not folder.is_dir():
        return "it does not exist yet"
    try:
        content = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        files = dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return "its manifest can't be read"
    if read_spec(folder) != spec:
        return "it was built from something else"
    if _checksums(folder) != files:
        return "its files are damaged"
    return None


def _checksums(folder: Path) -> dict[str, str]:
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != MANIFEST:
            with path.open("rb") as file:
                found[path.relative_to(folder).as_posix()] = file_digest(file, "sha256").hexdigest()
    return found
