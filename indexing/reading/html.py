"""HTML into parts: what a reader of the page sees of it, without menus and hidden words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from indexing.reading.parts import Part, PartKind, ReadFile, clean, clean_lines, decoded

# Elements that are no part of the text: what runs, what is filled in, and what leads elsewhere.
_SKIPPED = frozenset((
    "script", "style", "noscript", "template", "svg", "math", "iframe", "object", "embed",
    "canvas", "audio", "video", "form", "button", "select", "textarea", "nav", "footer", "aside",
    "head", "dialog",
))  # fmt: skip
_HIDDEN = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|opacity\s*:\s*0(?![.\d])|font-size\s*:\s*0(?![.\d])",
    re.IGNORECASE,
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "header", "hr", "li", "main", "ol", "p",
    "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    "title",
)) | set(_HEADINGS)  # fmt: skip
_CHARSET = re.compile(rb"charset|encoding=", re.IGNORECASE)
_HEAD = 2048
# A list of terms stands below every heading; one within another stands below that.
_TERM_LEVEL = 7
# The part of the page that is named as its text has to hold this much of its letters.
_LEAST_MAIN = 0.3


@dataclass
class _Reader:
    """Collects parts while a tree is walked."""

    page: int | None = None
    parts: list[Part] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    kinds: list[PartKind] = field(default_factory=list)
    terms: int = 0
    cells: list[str] | None = None
    header: str = ""
    rows: int = 0

    def flush(self, kind: PartKind | None = None, level: int = 0) -> None:
        """End the words that were collected, as a part."""
        text = "".join(self.words)
        self.words.clear()
        made: PartKind = kind or (self.kinds[-1] if self.kinds else "paragraph")
        text = clean_lines(text) if made == "code" else clean(text)
        if not text.strip():
            return
        if self.cells is not None:
            self.cells.append(" ".join(text.split()))
        else:
            self.parts.append(Part(made, text, level, self.page))

    def end_row(self, *, is_header: bool) -> None:
        """End a table's row; the first one names the columns where it is marked so."""
        self.flush()
        cells, self.cells = self.cells or [], None
        if not cells:
            return
        text = " | ".join(cells)
        if is_header and self.rows == 0 and len(cells) > 1:
            self.header = text
        self.parts.append(Part("row", text, 0, self.page, self.header))
        self.rows += 1


def read_html(content: bytes | str, page: int | None = None) -> ReadFile:
    """Return the parts of an HTML page, or of a piece of one."""
    tree = _parse(content)
    if tree is None:
        return ReadFile(())
    title = clean(" ".join(tree.xpath("//head/title//text()"))) if tree.tag == "html" else ""
    reader = _Reader(page)
    _walk(_main(tree), reader)
    reader.flush()
    return ReadFile(
        tuple(reader.parts),
        title or next((p.text for p in reader.parts if p.kind == "heading"), ""),
        _meta(tree, "author"),
        _meta(tree, "date") or _meta(tree, "article:published_time"),
    )


def _parse(content: bytes | str) -> Any:
    from lxml import etree, html

    if isinstance(content, bytes) and _CHARSET.search(content[:_HEAD]):
        text, encoding = content, None
    else:
        # Without a word on its letters a page would be read as Latin-1.
        letters = decoded(content) if isinstance(content, bytes) else content
        text, encoding = letters.encode(), "utf-8"
    parser = html.HTMLParser(
        remove_comments=True, remove_pis=True, huge_tree=False, no_network=True, encoding=encoding
    )
    try:
        return html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _meta(tree: Any, name: str) -> str:
    found = tree.xpath("//meta[@name=$n or @property=$n]/@content", n=name)
    return clean(str(found[0]))[:200] if found else ""


def _main(tree: Any) -> Any:
    """Return the element that is marked as the page's own text, else the whole page."""
    body = tree.find("body")
    whole = body if body is not None else tree
    size = sum(map(len, whole.itertext())) or 1
    for mark in (".//main", ".//*[@role='main']", ".//article"):
        found = whole.findall(mark)
        if len(found) == 1 and sum(map(len, found[0].itertext())) >= _LEAST_MAIN * size:
            return found[0]
    return whole


def _walk(root: Any, reader: _Reader) -> None:
    """Go through a tree without recursion: some are as deep as they are broken."""
    for event, element in _events(root):
        tag = element.tag
        if event == "start":
            _start(tag, reader)
            reader.words.append(element.text or "")
        else:
            _end(tag, element, reader)
            if element is not root:
                reader.words.append(element.tail or "")


def _events(root: Any) -> Iterator[tuple[str, Any]]:
    """Yield each element's start and end; of one that is not seen only its tail."""
    from lxml import etree

    walker = etree.iterwalk(root, events=("start", "end"))
    skipped: Any = None
    for event, element in walker:
        if skipped is not None:
            if event == "end" and element is skipped:
                skipped = None
                yield "tail", element
            continue
        if event == "start" and element is not root and _is_unseen(element):
            skipped = element
            walker.skip_subtree()
            continue
        yield event, element


def _is_unseen(element: Any) -> bool:
    if not isinstance(element.tag, str) or element.tag in _SKIPPED:
        return True
    if "hidden" in element.attrib or element.get("aria-hidden") == "true":
        return True
    if element.tag == "a" and not any(c.isalnum() for c in "".join(element.itertext())):
        return True
    return bool(_HIDDEN.search(element.get("style") or ""))


def _start(tag: str, reader: _Reader) -> None:
    if tag == "br":
        reader.words.append("\n")
    if tag not in _BLOCKS:
        return
    reader.flush()
    if tag == "tr":
        reader.cells = []
    elif tag == "table":
        reader.header, reader.rows = "", 0
    elif tag == "dl":
        reader.terms += 1
    elif tag == "li":
        reader.kinds.append("item")
    elif tag == "pre":
        reader.kinds.append("code")


def _end(tag: str, element: Any, reader: _Reader) -> None:
    if tag not in _BLOCKS:
        return
    if tag in _HEADINGS:
        reader.flush("heading", _HEADINGS[tag])
    elif tag == "dt":
        reader.flush("heading", _TERM_LEVEL + reader.terms - 1)
    elif tag == "tr":
        reader.end_row(is_header=element.find("td") is None)
    elif tag == "dl":
        reader.flush()
        reader.parts.append(Part("close", "", _TERM_LEVEL + reader.terms - 1))
        reader.terms -= 1
    else:
        reader.flush()
        if tag in {"li", "pre"} and reader.kinds:
            reader.kinds.pop()
