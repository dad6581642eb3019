"""Takes files, links and pasted text, and keeps them to be read."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Literal

from app.records.document import ONLY_ME, About, Viewer
from app.records.documents import Documents
from corpus.errors import DocumentError
from indexing.reading.kinds import ENDINGS
from indexing.reading.outside import MOST_BYTES

Outcome = Literal["added", "changed", "unchanged"]
_LONGEST = 200


_UNTOLD = About("")


@dataclass(frozen=True)
class Offer:
    """Something that is to be added; `name` tells its kind and, for one person, which it is."""

    name: str
    content: bytes
    about: About = _UNTOLD
    seen_by: str = ONLY_ME


@dataclass(frozen=True)
class Taken:
    """What became of an offer, and the id that it is kept under."""

    id: str
    outcome: Outcome


def take(documents: Documents, viewer: Viewer, offer: Offer) -> Taken:
    """Keep a file to be read; one that is there already is left, and an older one is replaced.

    A file is another state of an earlier one where the same person has added one of the same name
    or the same link.
    """
    if len(offer.content) > MOST_BYTES:
        raise DocumentError(
            f"{offer.name[:_LONGEST]} is larger than {MOST_BYTES // 1_000_000} MB.",
            "It was not added; everything else was.",
            "Add it in parts, or save it without pictures.",
        )
    digest = sha256(offer.content).hexdigest()
    about = replace(offer.about, file_name=offer.name[-_LONGEST:])
    mine = [d for d in documents.list(viewer) if viewer.owns(d)]
    same = next((d for d in mine if d.digest == digest and d.state != "failed"), None)
    if same is not None:
        return Taken(same.id, "unchanged")
    older = next((d for d in mine if _is_other_state(d.about, about)), None)
    if older is not None:
        told = replace(about, title=about.title or older.about.title)
        documents.replace(viewer, older.id, told, digest, offer.content)
        return Taken(older.id, "changed")
    owner = viewer.owner or None
    return Taken(documents.add(owner, "", about, digest, offer.content, offer.seen_by), "added")


def files_in(place: Path) -> Iterator[tuple[str, Path]]:
    """Yield a file with its name, or those files of a folder and of its folders that can be read.

    A file of a folder is named from there on. What is hidden, and links that lead elsewhere, are
    passed over.
    """
    if not place.is_dir():
        yield place.name, place
        return
    for folder, names, files in os.walk(place):
        names[:] = sorted(name for name in names if not name.startswith("."))
        for name in sorted(files):
            path = Path(folder) / name
            hidden = name.startswith((".", "~$")) or path.is_symlink()
            if name.lower().endswith(ENDINGS) and not hidden:
                yield str(Path(place.name) / path.relative_to(place)), path


def _is_other_state(one: About, other: About) -> bool:
    if one.url or other.url:
        return one.url == other.url
    return one.file_name == other.file_name


# Of a file's bytes about so many are text, by its kind's ending; measured on the documents of
# docs/your-own-documents.md. A letter of text then takes ten bytes on the disk with its vectors,
# beside the file itself, and four in memory.
_TEXT_SHARE = {".pdf": 0.5, ".docx": 0.5, ".pptx": 0.1, ".xlsx": 0.5, ".epub": 0.5}
_ON_DISK, _IN_MEMORY = 10, 4


def room_for(sizes: Mapping[Path, int]) -> tuple[float, float]:
    """Return about how many bytes files will take on the disk, and in memory, once added."""
    letters = sum(size * _TEXT_SHARE.get(p.suffix.lower(), 1.0) for p, size in sizes.items())
    return sum(sizes.values()) + letters * _ON_DISK, letters * _IN_MEMORY
