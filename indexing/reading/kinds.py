"""Which reader takes which file, by its first bytes and, where these don't tell, its name."""

from collections.abc import Callable
from dataclasses import dataclass

from indexing.reading.html import read_html
from indexing.reading.office import open_zip, read_docx, read_epub, read_pptx, read_xlsx
from indexing.reading.parts import ReadFile
from indexing.reading.pdf import read_pdf
from indexing.reading.plain import read_csv, read_markdown, read_plain


@dataclass(frozen=True)
class Kind:
    """A kind of file: what people call it, the endings of its names, and its reader."""

    name: str
    label: str
    endings: tuple[str, ...]
    read: Callable[[bytes], ReadFile]


KINDS = (
    Kind("pdf", "PDF", (".pdf",), read_pdf),
    Kind("docx", "Word", (".docx",), read_docx),
    Kind("pptx", "PowerPoint", (".pptx",), read_pptx),
    Kind("xlsx", "Excel", (".xlsx",), read_xlsx),
    Kind("epub", "EPUB", (".epub",), read_epub),
    Kind("html", "web page", (".html", ".htm", ".xhtml"), read_html),
    Kind("markdown", "Markdown", (".md", ".markdown"), read_markdown),
    Kind("csv", "table", (".csv", ".tsv"), read_csv),
    Kind("text", "plain text", (".txt", ".text", ".rst", ".log"), read_plain),
)
ENDINGS = tuple(ending for kind in KINDS for ending in kind.endings)
_BY_NAME = {kind.name: kind for kind in KINDS}
# What a packed file of each kind holds.
_INSIDE = {"docx": "word/document.xml", "pptx": "ppt/presentation.xml", "xlsx": "xl/workbook.xml"}


def kind_of(name: str, content: bytes) -> Kind | None:
    """Return a file's kind; None for one that can't be read."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")
    if b"%PDF-" in content[:1024]:
        return _BY_NAME["pdf"]
    if content.startswith(b"PK"):
        return _packed(content)
    if b"\0" in content[:4096] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    named = next((k for k in KINDS if name.lower().endswith(k.endings)), None)
    if named is not None and named.name not in {"pdf", "epub", *_INSIDE}:
        return named
    if start[:15].lower().startswith((b"<!doctype html", b"<html")):
        return _BY_NAME["html"]
    return _BY_NAME["text"] if named is None and "." not in name else None


def _packed(content: bytes) -> Kind | None:
    with open_zip(content) as whole:
        names = set(whole.namelist())
        found = next((kind for kind, inside in _INSIDE.items() if inside in names), None)
        if found is None and "META-INF/container.xml" in names:
            found = "epub"
    return _BY_NAME[found] if found else None
