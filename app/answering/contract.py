"""An answer as Markdown and as the JSON object that other programs rely on."""

from typing import Any

from app.answering.answer import Answer, Citation, Claim, Reflection, Section
from corpus.documents import OWN_KINDS
from prompts import load_prompt


def answer_text(answer: Answer) -> str:
    """Return the answer as Markdown with [1] markers, to be read alone."""
    parts = [answer.notice] if answer.notice else []
    if answer.paraphrase:
        parts.append(answer.paraphrase)
    if answer.lead:
        parts.append(f"**{answer.lead}**" if answer.sections else answer.lead)
    own = [section for section in answer.sections if section.kind == "own"]
    if answer.second_lead:
        parts += [*map(_section_text, own), f"**{answer.second_lead}**"]
    shown = [s for s in answer.sections if not (answer.second_lead and s.kind == "own")]
    parts += [_section_text(section) for section in shown]
    if answer.unsupported:
        heading = load_prompt("unsupported_heading").fill()
        struck = "\n".join(f"- ~~{text}~~" for text in answer.unsupported)
        parts.append(f"{heading}\n{struck}")
    if answer.nearest:
        topics = "\n".join(f"- {near.topic}" for near in answer.nearest)
        parts.append(f"{load_prompt('nearest').fill()}\n{topics}")
    if answer.reflection:
        heading = load_prompt("reflection_heading").fill()
        parts.append(f"**{heading}:** {answer.reflection.question}")
    return "\n\n".join(parts)


def references(answer: Answer) -> str:
    """Return the list of sources for copying along with the text."""
    return "\n".join(map(reference, answer.citations))


def reference(citation: Citation) -> str:
    """Return one source in a line: where it stands, the exact words, and their licence."""
    source, passage = citation.source, citation.passage
    dated = f"{source.title} ({source.published})" if source.published else source.title
    own = source.kind in OWN_KINDS and passage.heading_path[0] != source.title
    path = passage.heading_path if own else passage.heading_path[1:]
    where = ", ".join(filter(None, (dated, citation.place, " › ".join(path))))
    return f"[{citation.marker}] {where}: “{citation.quote}” {source.licence}".strip() + (
        "." if source.licence else ""
    )


def as_json(answer: Answer) -> dict[str, Any]:
    """Return the answer as the contract's object, ready for `json.dumps`."""
    return {
        "id": answer.id,
        "question": answer.question,
        "standalone_question": answer.standalone_question,
        "decisions": list(answer.route.decisions),
        "poles": list(answer.route.poles),
        "kind": answer.route.kind,
        "collection": answer.route.collection,
        "systems": list(answer.systems),
        "act": answer.route.act,
        "coverage": answer.coverage,
        "missing": answer.missing,
        "abstained": answer.abstained,
        "nearest": [near.topic for near in answer.nearest],
        "lead": answer.lead,
        "second_lead": answer.second_lead,
        "text": answer_text(answer),
        "sections": [_section_json(section) for section in answer.sections],
        "claims": [
            {"text": claim.full_text, "citations": list(claim.citations)} for claim in answer.claims
        ],
        "citations": [_citation_json(citation) for citation in answer.citations],
        "reflection": _reflection_json(answer.reflection),
        "more_questions": list(answer.more_questions),
        "conflicts": [
            {"about": c.about, "note": c.note, "passage_ids": list(c.passage_ids)}
            for c in answer.conflicts
        ],
        "notice": answer.notice,
        "paraphrase": answer.paraphrase,
        "unsupported": list(answer.unsupported),
        "prompt_hash": answer.prompt_hash,
        "answerer": answer.answerer,
        "corpus_hash": answer.corpus_hash,
        "timings_ms": dict(answer.timings_ms),
    }


def _section_text(section: Section) -> str:
    if section.kind == "prose":
        return " ".join(_marked(claim, claim.full_text) for claim in section.claims)
    lines = [f"### {section.heading}"] if section.heading else []
    for claim in section.claims:
        subject = f"**{claim.subject}:** " if claim.subject else ""
        lines.append(f"- {subject}{_marked(claim, claim.text)}")
    return "\n".join(lines)


def _marked(claim: Claim, text: str) -> str:
    markers = "".join(f"[{marker}]" for marker in claim.citations)
    return f"{text} {markers}"


def _section_json(section: Section) -> dict[str, Any]:
    return {
        "heading": section.heading,
        "decision": section.decision,
        "pole": section.pole,
        "kind": section.kind,
        "claims": [claim.full_text for claim in section.claims],
    }


def _citation_json(citation: Citation) -> dict[str, Any]:
    passage, source = citation.passage, citation.source
    return {
        "marker": citation.marker,
        "passage_id": passage.id,
        "source_id": source.id,
        "source_title": source.title,
        "source_kind": source.kind,
        "heading_path": list(passage.heading_path),
        "pages": passage.pages,
        "pages_are": (source.page_unit or "section") if passage.pages else None,
        "passage_text": passage.text,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "kind": passage.kind,
        "decision": passage.decision,
        "pole": passage.pole,
        "systems": list(passage.systems),
        "people": list(passage.people),
        "inferred": passage.inferred,
        "url": source.url,
        "licence": source.licence,
        "verified": citation.verified,
        "corrected": citation.corrected,
        "reference": reference(citation),
    }


def _reflection_json(reflection: Reflection | None) -> dict[str, Any] | None:
    if reflection is None:
        return None
    return {
        "question": reflection.question,
        "origin": reflection.origin,
        "passage_id": reflection.passage.id,
        "original": reflection.original,
        "pages": reflection.passage.pages,
    }
