"""A document as Markdown."""

import re

from app.exports.document import (
    Bullets,
    Document,
    Heading,
    NewPage,
    Paragraph,
    Part,
    Picture,
    Table,
    WritingLines,
)

# What a user wrote is text, not markup; only what would change the layout is escaped.
_MARKUP = re.compile(r"([\\`*_\[\]<>|#~&])")
# At the beginning of a line: bullets, numbers, rules and underlined headings.
_BLOCK = re.compile(r"^([-+=]|\d+(?=[.)]))", re.MULTILINE)
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)


def as_markdown(document: Document) -> str:
    """Return a document as Markdown; every text in it is shown as text."""
    return "\n\n".join(filter(None, map(_part, document.parts))) + "\n"


def _part(part: Part) -> str:
    match part:
        case Heading(text, level):
            return f"{'#' * level} {_inline(text)}"
        case Paragraph(text, style):
            return _paragraph(text, style)
        case Bullets(items, numbered):
            lines = (_subject(b.subject) + _inline(b.text) for b in items)
            return "\n".join(
                f"{f'{n}.' if numbered else '-'} {line}" for n, line in enumerate(lines, 1)
            )
        case Table(caption, header, rows):
            ruler = " | ".join("---" for _ in header)
            body = "\n".join(f"| {' | '.join(map(_inline, row))} |" for row in rows)
            top = f"| {' | '.join(map(_inline, header))} |"
            return f"**{_inline(caption)}**\n\n{top}\n| {ruler} |\n{body}"
        case Picture(_, alt):
            return f"*(Picture: {_inline(alt)})*"
        case WritingLines(count):
            return "\n\n".join(["\\_" * 40] * count)
        case NewPage():
            return "---"


def _subject(text: str) -> str:
    return f"**{_inline(text)}:** " if text else ""


def _paragraph(text: str, style: str) -> str:
    escaped = _escaped(text)
    if style == "quote":
        return "\n".join(f"> {line}" for line in escaped.split("\n"))
    return escaped


def _inline(text: str) -> str:
    """Return a text on one line."""
    return " ".join(_escaped(text).split())


def _escaped(text: str) -> str:
    """Return a text in which nothing is markup."""
    return _BLOCK.sub(_escaped_block, _INDENT.sub("", _MARKUP.sub(r"\\\1", text)))


def _escaped_block(match: re.Match[str]) -> str:
    found = match.group()
    # A number is no mark; the dot or bracket behind it is.
    return f"{found}\\" if found.isdecimal() else f"\\{found}"
