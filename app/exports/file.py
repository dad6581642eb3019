"""A file on its way to somebody: its bytes, its name and its type."""

import re
from dataclasses import dataclass
from unicodedata import category, normalize
from urllib.parse import quote

TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "md": "text/markdown; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "ics": "text/calendar; charset=utf-8",
    "jsonl": "application/jsonl; charset=utf-8",
    "zip": "application/zip",
}


@dataclass(frozen=True)
class File:
    """The bytes of a file, the title that it is named after, and its ending, a key of TYPES."""

    content: bytes
    title: str
    ending: str

    @property
    def media_type(self) -> str:
        """Return the type of its content."""
        return TYPES[self.ending]

    @property
    def disposition(self) -> str:
        """Return the header by which it is kept under its name; of two names the second counts.

        It does where it is understood: RFC 6266, 4.3.
        """
        name = file_name(self.title)
        plain = re.sub(r"[^a-z0-9]+", "-", name).strip("-") or "both-ways"
        names = f"filename=\"{plain}.{self.ending}\"; filename*=UTF-8''{quote(name)}.{self.ending}"
        return f"attachment; {names}"


def file_name(title: str) -> str:
    """Return a title as a file's name: letters and digits of any script, no path."""
    letters = "".join(c if c.isalnum() or category(c)[0] == "M" else " " for c in title.lower())
    return normalize("NFC", "-".join(letters.split()))[:60].strip("-") or "both-ways"
