"""The corpus as the objects that programs read."""

from collections.abc import Iterator
from itertools import groupby

from langchain_core.documents import Document as LangChainDocument

from app.assistant.texts import (
    CaseObject,
    DecisionObject,
    FoundObject,
    PoleObject,
    QuotationObject,
    SectionHead,
    SectionObject,
    SourceObject,
    StatementObject,
    SystemObject,
)
from app.evidence.passages import PassageIndex
from corpus.cases import Case, SchoolSystem
from corpus.documents import Document
from corpus.framework import POLES, Decision
from corpus.library import Corpus
from indexing.passages import Passage


def source(document: Document, book: PassageIndex) -> SourceObject:
    """Return a text with the addresses of its sections."""
    about = document.source
    return SourceObject(
        id=about.id,
        title=about.title,
        subtitle=about.subtitle,
        authors=about.authors,
        publisher=about.publisher,
        published=about.published,
        kind=about.kind,
        url=about.url,
        licence=about.licence,
        licence_url=about.licence_url,
        sha256=document.content_hash,
        sections=tuple(
            SectionHead(section=name, heading=_heading(found[0]))
            for name, found in sections_of(book, about.id)
        ),
    )


def sections_of(book: PassageIndex, source_id: str) -> Iterator[tuple[str, tuple[Passage, ...]]]:
    """Yield the sections of a source, each by its address with its passages in order.

    An address is the path of the section's headings, such as `q3.quick-facts`.
    """
    own = (passage for passage in book.passages if passage.source_id == source_id)
    seen: dict[str, int] = {}
    for name, passages in groupby(own, key=_address):
        seen[name] = seen.get(name, 0) + 1
        yield (name if seen[name] == 1 else f"{name}~{seen[name]}"), tuple(passages)


def _address(passage: Passage) -> str:
    return ".".join(passage.id.split("/")[1:-1])


def _heading(passage: Passage) -> str:
    return " › ".join(passage.heading_path[1:] or passage.heading_path)


def section(book: PassageIndex, source_id: str, name: str) -> SectionObject | None:
    """Return a section with its words as they stand in the text; None for an unknown one."""
    found = dict(sections_of(book, source_id)).get(name)
    if not found:
        return None
    document = book.corpus.document(source_id)
    return SectionObject(
        source=source_id,
        section=name,
        heading_path=found[0].heading_path,
        pages=found[0].pages,
        text=document.text[found[0].start : found[-1].end],
    )


def decision(one: Decision, corpus: Corpus) -> DecisionObject:
    """Return a decision with its sides and what the report collects for it."""
    names = {"left": one.left.label, "right": one.right.label}
    framework = corpus.framework
    return DecisionObject(
        id=one.id,
        title=one.title,
        topic=one.topic,
        pages=one.pages,
        sides=tuple(
            PoleObject(name=p, label=names.get(p, one.heading(p)), heading=one.heading(p))
            for p in POLES
        ),
        cases=tuple(case.id for case in corpus.cases_of(one.id)),
        lessons=tuple(x.text for x in framework.lessons if x.decision == one.id),
        questions=tuple(x.text for x in framework.reflections if x.decision == one.id),
    )


def case(one: Case, corpus: Corpus) -> CaseObject:
    """Return an example, each sentence with the words that it rests on."""
    about = corpus.document(one.source).source
    return CaseObject(
        id=one.id,
        title=one.title,
        summary=one.summary,
        decision=one.decision,
        pole=one.pole,
        heading=corpus.place_of(one),
        systems=tuple(system(corpus.system(id_)) for id_ in sorted(one.all_systems)),
        statements=tuple(StatementObject(text=s.text, quote=s.quote) for s in one.statements),
        quotes=tuple(
            QuotationObject(speaker=_speaker(q.speaker, corpus), text=q.text) for q in one.quotes
        ),
        source=one.source,
        url=about.url,
    )


def _speaker(id_: str, corpus: Corpus) -> str:
    try:
        return corpus.person(id_).name
    except KeyError:
        return id_


def system(one: SchoolSystem) -> SystemObject:
    """Return a school system with its size, as far as the texts tell it."""
    return SystemObject(
        id=one.id,
        name=one.name,
        state=one.state,
        schools=one.size.schools if one.size else None,
        students=one.size.students if one.size else None,
    )


def found(rank: int, document: LangChainDocument, corpus: Corpus) -> FoundObject:
    """Return what a retriever found; `title` is the source's."""
    about = document.metadata
    return FoundObject(
        rank=rank,
        id=about["id"],
        passage=about["passage"],
        source=about["source"],
        title=about.get("title") or corpus.title_of(about["source"]),
        heading=about["heading"],
        page_label=about["page_label"],
        kind=about["kind"],
        case=about.get("case"),
        decision=about.get("decision"),
        pole=about.get("pole"),
        start_index=about["start_index"],
        score=round(about["score"], 4),
        text=document.page_content,
        quote=about.get("quote", ""),
    )
