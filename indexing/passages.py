"""Documents into passages: by structure, never across a heading, each knowing what it is."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal, cast

from corpus.cases import Case
from corpus.documents import Document
from corpus.framework import PoleName, Role
from corpus.library import Corpus
from indexing.blocks import Block, read_blocks
from indexing.sentences import chunk_spans, count_tokens

PassageKind = Literal[
    "case", "rationale", "lesson", "reflection", "benefit", "survey", "quote", "guide", "intro",
    "note", "own",
]  # fmt: skip

SPLITTER_VERSION = "structure-2"
MAX_CHARS = 1200
# MiniLM reads 256 word pieces; rare names split into several, and the heading needs room.
MAX_TOKENS = 185

_ROLES: dict[str, Role] = {"Teacher": "teacher", "School": "school_leader", "District": "district"}
_ONE_BY_ONE = {"lesson", "reflection", "guide"}


@dataclass(frozen=True)
class Passage:
    """A piece of a document; `document.text[start:end] == text`.

    `pages` is the range of the whole section, since no single page is known. `inferred` says
    what had to be guessed from a broken layout.
    """

    id: str
    source_id: str
    heading_path: tuple[str, ...]
    text: str
    start: int
    end: int
    kind: PassageKind
    decision: str | None = None
    pole: PoleName | None = None
    systems: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    pages: str | None = None
    case: str | None = None
    role: Role | None = None
    inferred: str | None = None

    @property
    def place(self) -> str:
        """Return the heading that the passage stands under, to be followed by its words."""
        return self.heading_path[-1].rstrip(".:")


def split_corpus(corpus: Corpus) -> tuple[Passage, ...]:
    """Return the passages of every document, in order; ids are unique and stable."""
    return tuple(p for document in corpus.documents for p in split_document(document, corpus))


def split_document(document: Document, corpus: Corpus) -> tuple[Passage, ...]:
    """Return the passages of one document, in order of their place."""
    cases = {case.id: case for case in corpus.cases}
    passages: list[Passage] = []
    blocks = (b for b in read_blocks(document.text) if b.kind != "heading")
    for _, group in groupby(blocks, key=lambda b: (b.heading_path, b.attributes.get("case"))):
        for passage in _split_section(document, tuple(group), cases):
            passages.append(_with_names(passage, corpus))
    return tuple(_with_ids(passages))


def embedded_text(passage: Passage, corpus: Corpus) -> str:
    """Return what is embedded and searched: decision, pole and headings before the text.

    A passage found by what it says alone would lose out to introductions that repeat the
    question's words; its place in the report is half of its meaning.
    """
    head: list[str] = []
    if passage.decision:
        decision = corpus.decision(passage.decision)
        head += [decision.topic, decision.heading(passage.pole) if passage.pole else decision.short]
    if passage.role:
        head.append(f"benefits for {passage.role.replace('_', ' ')}s")
    head += [h for h in passage.heading_path[2:] if h != "Benefits at a Glance"]
    if not passage.decision:
        head += passage.heading_path[:2]
    head += [corpus.system(s).label for s in passage.systems[:4] if passage.case]
    return ". ".join(dict.fromkeys(head)) + "\n" + plain_text(passage.text)


def plain_text(text: str) -> str:
    """Return a passage's text for reading aloud, without the marks of a table."""
    return text.replace(" | ", " – ")


def _split_section(
    document: Document, blocks: tuple[Block, ...], cases: dict[str, Case]
) -> Iterator[Passage]:
    kind = blocks[0].attributes.get("kind", "intro")
    body: list[Block] = []
    for block in blocks:
        if block.kind in {"paragraph", "item"} and (
            block.kind == "paragraph" or kind not in _ONE_BY_ONE
        ):
            body.append(block)
            continue
        yield from _bodies(document, body, cases)
        body = []
        yield from _single(document, block, cases)
    yield from _bodies(document, body, cases)


def _bodies(
    document: Document, blocks: Iterable[Block], cases: dict[str, Case]
) -> Iterator[Passage]:
    # Notes put one fact in a paragraph; merged, the facts would hide each other.
    merge = _merge if document.source.kind == "report" else _each
    for first, last in merge(document.text, tuple(blocks)):
        text = document.text[first.start : last.end]
        for start, end in chunk_spans(text, MAX_TOKENS, MAX_CHARS):
            yield _passage(document, first, first.start + start, first.start + end, cases)


def _merge(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    runs: list[tuple[Block, Block]] = []
    for block in blocks:
        if runs:
            whole = text[runs[-1][0].start : block.end]
            if (
                len(whole) <= MAX_CHARS
                and count_tokens(whole) <= MAX_TOKENS
                and "<!--" not in whole
            ):
                runs[-1] = (runs[-1][0], block)
                continue
        runs.append((block, block))
    yield from runs


def _each(text: str, blocks: tuple[Block, ...]) -> Iterator[tuple[Block, Block]]:
    yield from ((block, block) for block in blocks)


def _single(document: Document, block: Block, cases: dict[str, Case]) -> Iterator[Passage]:
    if block.kind == "cell":
        yield from _cell(document, block, cases)
        return
    passage = _passage(document, block, block.start, block.end, cases)
    yield replace(passage, kind="quote") if block.kind == "quote" else passage


def _cell(document: Document, block: Block, cases: dict[str, Case]) -> Iterator[Passage]:
    passage = _passage(document, block, block.start, block.end, cases)
    if passage.kind != "benefit":
        if block.text == block.row[-1]:
            start = document.text.rindex(block.row[0], 0, block.start)
            yield _passage(document, block, start, block.end, cases)
        return
    place = block.row.index(block.text)
    if place == 0:
        return
    role = _ROLES.get(block.row[0].split()[0].split("/")[0])
    pole: PoleName = "left" if place == 1 else "right"
    path = (*passage.heading_path, block.row[0], block.column)
    yield replace(passage, pole=pole, role=role, heading_path=path)


def _passage(
    document: Document, block: Block, start: int, end: int, cases: dict[str, Case]
) -> Passage:
    attributes = block.attributes
    case = cases.get(attributes.get("case", ""))
    kind = "case" if case else attributes.get("kind", "intro")
    return Passage(
        id="",
        source_id=document.source.id,
        heading_path=block.heading_path,
        text=document.text[start:end],
        start=start,
        end=end,
        kind=cast(PassageKind, kind),
        decision=attributes.get("decision"),
        pole=cast("PoleName | None", attributes.get("pole")),
        systems=case.systems if case else (),
        people=case.people if case else (),
        organizations=case.organizations if case else (),
        pages=attributes.get("pages"),
        case=case.id if case else None,
        inferred=attributes.get("inferred"),
    )


def _with_names(passage: Passage, corpus: Corpus) -> Passage:
    found = corpus.finder.find(passage.text)
    if passage.kind == "quote" and found.people:
        # A pull-quote is its speaker's alone, whoever else the example names.
        system = corpus.person(found.people[0]).system
        systems = (system,) if system else passage.systems
        return replace(passage, systems=systems, people=found.people)
    return replace(
        passage,
        systems=_union(passage.systems, found.systems),
        people=_union(passage.people, found.people),
        organizations=_union(passage.organizations, found.organizations),
    )


def _union(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *second)))


def _with_ids(passages: Iterable[Passage]) -> Iterator[Passage]:
    counts: dict[str, int] = {}
    for passage in passages:
        parts = [passage.source_id, (passage.decision or "").lower(), _slug(passage)]
        stem = "/".join(part for part in (*parts, passage.kind) if part)
        counts[stem] = counts.get(stem, 0) + 1
        yield replace(passage, id=f"{stem}-{counts[stem]}")


def _slug(passage: Passage) -> str:
    last = passage.heading_path[-2:] if passage.role else passage.heading_path[-1:]
    heading = passage.case or " ".join(last)
    return re.sub(r"[^a-z0-9]+", "-", heading.lower()).strip("-")[:60]
