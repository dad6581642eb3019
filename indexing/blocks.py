"""A Markdown document as a flat row of blocks, each with its place in the text.

Headings may carry attributes in braces, `## Title {kind=lesson pages=10–14}`. They hold for
everything below, until a heading of the same or a higher level.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

BlockKind = Literal["heading", "paragraph", "item", "quote", "cell"]
_ATTRIBUTES = re.compile(r"\s*\{([^{}]*)\}\s*$")


@dataclass(frozen=True)
class Block:
    """A piece of a document: `document[start:end]` is its text, without markup around it."""

    kind: BlockKind
    text: str
    start: int
    end: int
    heading_path: tuple[str, ...]
    attributes: dict[str, str]
    row: tuple[str, ...] = ()
    column: str = ""


@dataclass
class _Position:
    """Where the reader stands: the open headings and how far the text has been used up."""

    cursor: int = 0
    headings: list[tuple[int, str, dict[str, str]]] = field(default_factory=list)

    def enter(self, level: int, heading: str) -> None:
        match = _ATTRIBUTES.search(heading)
        attributes = dict(p.split("=", 1) for p in match.group(1).split()) if match else {}
        self.headings = [h for h in self.headings if h[0] < level]
        self.headings.append((level, _ATTRIBUTES.sub("", heading), attributes))

    def block(self, kind: BlockKind, text: str, start: int, **extra: object) -> Block:
        attributes: dict[str, str] = {}
        for _, _, own in self.headings:
            attributes |= own
        path = tuple(heading for _, heading, _ in self.headings)
        return Block(kind, text, start, start + len(text), path, attributes, **extra)  # type: ignore[arg-type]


def read_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of a Markdown text in order, headings included."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return tuple(_walk(text, tokens))


def _walk(text: str, tokens: list[Token]) -> Iterator[Block]:
    position = _Position()
    holder: list[str] = []
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            yield from _table(text, tokens, index, position)
        if token.nesting == 1:
            holder.append(token.type)
        elif token.nesting == -1:
            holder.pop()
        elif token.type == "inline" and not set(holder) & {"table_open"}:
            yield _inline(text, token, holder, position)


def _inline(text: str, token: Token, holder: list[str], position: _Position) -> Block:
    start = text.index(token.content, position.cursor)
    position.cursor = start + len(token.content)
    if holder[-1] == "heading_open":
        level = len(text[text.rfind("\n", 0, start) + 1 : start].split(maxsplit=1)[0])
        position.enter(level, token.content)
        heading = position.headings[-1][1]
        return position.block("heading", heading, start)
    if "blockquote_open" in holder:
        return position.block("quote", token.content, start)
    return position.block(
        "item" if "list_item_open" in holder else "paragraph", token.content, start
    )


def _table(text: str, tokens: list[Token], index: int, position: _Position) -> Iterator[Block]:
    header: list[str] = []
    row: list[Block] = []
    for token in tokens[index:]:
        if token.type == "table_close":
            return
        if token.type == "tr_close":
            if not header:
                header = [cell.text for cell in row]
            else:
                yield from _named(row, header)
            row = []
        elif token.type == "inline":
            start = text.index(token.content, position.cursor)
            position.cursor = start + len(token.content)
            row.append(position.block("cell", token.content, start))


def _named(row: list[Block], header: list[str]) -> Iterator[Block]:
    values = tuple(cell.text for cell in row)
    for cell, column in zip(row, header, strict=False):
        yield Block(
            "cell", cell.text, cell.start, cell.end, cell.heading_path, cell.attributes,
            row=values, column=column,
        )  # fmt: skip
