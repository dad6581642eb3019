"""A document as a value, which each kind of file is written from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from app.answering.answer import Citation
from app.answering.contract import reference
from app.exports.drawing import Drawing
from corpus.documents import REPORT
from corpus.library import Corpus

Level = Literal[1, 2, 3]


@dataclass(frozen=True)
class Heading:
    """A heading; level 1 is the document's title and stands once."""

    text: str
    level: Level = 2


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `small` for notes, `quote` for somebody's own words."""

    text: str
    style: Literal["plain", "quote", "small", "lead"] = "plain"


@dataclass(frozen=True)
class Bullet:
    """An item of a list, with who or what it is about in front."""

    text: str
    subject: str = ""


@dataclass(frozen=True)
class Bullets:
    """A list; `numbered` where the order matters."""

    items: tuple[Bullet, ...]
    numbered: bool = False


@dataclass(frozen=True)
class Table:
    """A table with one row of headers; the first column names the rows."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """A drawing and its equal in words."""

    drawing: Drawing
    alt: str


@dataclass(frozen=True)
class WritingLines:
    """Empty lines to write on."""

    count: int


@dataclass(frozen=True)
class NewPage:
    """What follows begins on a new page."""


Part = Heading | Paragraph | Bullets | Table | Picture | WritingLines | NewPage


@dataclass(frozen=True)
class Document:
    """Everything of a document in order; `title` names the file as well.

    A `compact` one is set small, so that it fits on one page.
    """

    title: str
    parts: tuple[Part, ...]
    compact: bool = False


def finish(
    title: str, parts: Sequence[Part], corpus: Corpus, citations: Sequence[Citation] = ()
) -> Document:
    """Return a document with its title, its sources, licences and the version of the texts."""
    ending: list[Part] = []
    if citations:
        ending += [Heading("Sources"), *(Paragraph(reference(c), "small") for c in citations)]
    ending += [Paragraph(line, "small") for line in licence_lines(corpus, citations)]
    return Document(title, (Heading(title, 1), *parts, *ending))


def licence_lines(corpus: Corpus, citations: Sequence[Citation] = ()) -> tuple[str, ...]:
    """Return who wrote what a document quotes, under which licence, and which version it was.

    The report is always named: its questions and labels are in every document.
    """
    report = corpus.document(REPORT).source
    sources = {report.id: report} | {c.source.id: c.source for c in citations}
    lines = [
        f"{s.title}, {s.publisher}, {s.published}. {s.licence}"
        f"{f' ({s.licence_url})' if s.licence_url else ''}."
        for s in sources.values()
    ]
    made = f"Made with Both Ways; version of the texts: {corpus.hash[:12]}."
    return (*lines, "Examples and figures are from 2018.", made)
