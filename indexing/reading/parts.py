"""What a reader makes of a file: its parts in order, each with its kind and page."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

PartKind = Literal["heading", "paragraph", "item", "row", "code", "close"]

_SPACES = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\f\v]")
# Letters that typesetting has joined; a reader of the page sees several.
_LIGATURES = {
    "ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st",
}  # fmt: skip
# Characters without a shape or a meaning of their own (Unicode's general categories).
_UNSEEN = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})
_JOINERS = "\u200c\u200d"


@dataclass(frozen=True)
class Part:
    """A piece of a document.

    `level` counts headings from 1. A part of the kind "close" ends every heading of its level and
    below. `header` holds the column names of the table that a row is in. `page` counts from 1.
    """

    kind: PartKind
    text: str
    level: int = 0
    page: int | None = None
    header: str = ""


@dataclass(frozen=True)
class ReadFile:
    """A file as it was read; `notes` say what could not be read, for whoever added it.

    `page_unit` is what its pages are: "page", "slide", or nothing where it has none.
    """

    parts: tuple[Part, ...]
    title: str = ""
    author: str = ""
    published: str = ""
    page_unit: str = ""
    pages: int = 0
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    """Return a text as a person sees it, on one line.

    Characters that have no shape are left out: they hide words, or turn their order around.
    """
    return _SPACES.sub(" ", clean_lines(text).replace("\n", " ")).strip()


def clean_lines(text: str) -> str:
    """Return a text as a person sees it, with its lines and their indents."""
    whole = unicodedata.normalize("NFC", _LINE_ENDS.sub("\n", text)).expandtabs(4)
    if whole.isascii() and whole.replace("\n", "").isprintable():
        return whole.strip("\n")
    seen = [_LIGATURES.get(c, c) for n, c in enumerate(whole) if _is_seen(whole, n)]
    return "".join(seen).strip("\n")


def _is_seen(text: str, place: int) -> bool:
    letter = text[place]
    if letter == "\n" or unicodedata.category(letter) not in _UNSEEN:
        return True
    # Some scripts write words with joiners; between Latin letters these only hide something.
    around = text[max(0, place - 1) : place] + text[place + 1 : place + 2]
    return letter in _JOINERS and len(around) == 2 and all(ord(c) > 0x2FF for c in around)


def decoded(content: bytes) -> str:
    """Return a text file's letters; ValueError where it holds none."""
    from charset_normalizer import from_bytes

    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        best = from_bytes(content).best()
    if best is None:
        raise ValueError("no text")
    return str(best)
