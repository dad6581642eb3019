"""Plain text, Markdown, and tables as text, into parts."""

import csv
import io
import re

from indexing.reading.html import read_html
from indexing.reading.parts import Part, ReadFile, clean, clean_lines, decoded

_BLANK = re.compile(r"\n\s*\n")
_ITEM = re.compile(r"^\s*(?:[-*•–]|\d{1,3}[.)])\s+")
_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_MOST_COLUMNS = 200


def read_plain(content: bytes) -> ReadFile:
    """Return the paragraphs of a plain text; what is underlined is a heading."""
    parts: list[Part] = []
    for block in _BLANK.split(clean_lines(decoded(content))):
        lines = [line for line in block.split("\n") if line.strip()]
        if len(lines) == 2 and set(lines[1].strip()) <= set("=-~^") and lines[0].strip():
            parts.append(Part("heading", clean(lines[0]), 1 if "=" in lines[1] else 2))
            continue
        parts += _paragraphs(lines)
    return ReadFile(tuple(parts))


def _paragraphs(lines: list[str]) -> list[Part]:
    """Return a block's lines as one paragraph, or as one item for each mark."""
    parts: list[Part] = []
    for line in lines:
        text = clean(line)
        if _ITEM.match(line):
            parts.append(Part("item", clean(_ITEM.sub("", line))))
        elif parts:
            parts[-1] = Part(parts[-1].kind, f"{parts[-1].text} {text}")
        else:
            parts.append(Part("paragraph", text))
    return [part for part in parts if part.text]


def read_markdown(content: bytes) -> ReadFile:
    """Return the parts of a Markdown text; HTML within it is text like any other."""
    from markdown_it import MarkdownIt

    text = _FRONT_MATTER.sub("", decoded(content).replace("\r\n", "\n"))
    made = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return read_html(made)


def read_csv(content: bytes) -> ReadFile:
    """Return the rows of a table; its first row names the columns."""
    text = decoded(content)
    try:
        dialect: type[csv.Dialect] = csv.Sniffer().sniff(text[:20_000], ",;\t|")
    except csv.Error:
        dialect = csv.excel
    return ReadFile(tuple(rows_of(csv.reader(io.StringIO(text), dialect))))


def rows_of(rows: object, page: int | None = None) -> list[Part]:
    """Return a table's rows as parts; empty ones are left out."""
    parts: list[Part] = []
    header = ""
    for row in rows:  # type: ignore[attr-defined]
        cells = [clean(str(cell)) for cell in row[:_MOST_COLUMNS] if cell is not None]
        text = " | ".join(cells).strip()
        if not any(cells):
            continue
        header = header or text
        parts.append(Part("row", text, 0, page, header))
    return parts
