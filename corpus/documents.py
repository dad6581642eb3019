"""The source texts and what is known about each: title, authors, licence, link."""

from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Literal

from corpus.files import read_text, read_typed, read_yaml

# The report's own id among the sources.
REPORT = "look-both-ways"
# "own" is a document that people have added themselves, "case" a case that they have told.
SourceKind = Literal["report", "notes", "own", "case"]
# What the ids of these begin with, before the id that they are kept under.
OWN_PREFIX = "own:"
OWN_KINDS: frozenset[SourceKind] = frozenset({"own", "case"})


@dataclass(frozen=True)
class Source:
    """One text. For `notes` the document holds our own words about it.

    `page_unit` names what its pages are where each passage's own are known: "page" or "slide".
    """

    id: str
    title: str
    authors: tuple[str, ...]
    publisher: str
    published: str
    licence: str
    kind: SourceKind
    file: str
    url: str | None = None
    licence_url: str | None = None
    subtitle: str | None = None
    page_unit: str = ""


@dataclass(frozen=True)
class Document:
    """A source with its text; every citation points into `text[start:end]`."""

    source: Source
    text: str

    @cached_property
    def content_hash(self) -> str:
        """Return the sha256 of the text as 64 hex digits."""
        return sha256(self.text.encode("utf-8")).hexdigest()


def load_documents() -> tuple[Document, ...]:
    """Return every shipped text in the order of `sources.yaml`."""
    sources = read_typed(tuple[Source, ...], read_yaml("sources.yaml"))
    return tuple(Document(source, read_text("texts", source.file)) for source in sources)
