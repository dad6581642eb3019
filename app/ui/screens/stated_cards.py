"""The sources of an audited claim as cards: the passage as the answer carries it."""

from collections.abc import Sequence

from app.auditing.known import Known
from app.auditing.quotations import check_quote
from app.auditing.stated import StatedCitation
from app.ui.screens.cited import Values
from app.verification.quotes import find_quote
from corpus.documents import Source
from indexing.passages import plain_text


def stated_cards(cited: Sequence[StatedCitation], known: Known) -> list[Values]:
    """Return a card for each citation, with its words marked in their surroundings."""
    return [_card(citation, known) for citation in cited]


def _card(citation: StatedCitation, known: Known) -> Values:
    text = citation.passage_text
    start, end = _place(citation)
    source = _source(citation, known)
    return {
        "anchor": f"t0-s{citation.marker}",
        "back": f"t0-c{citation.marker}",
        "number": citation.marker,
        "title": citation.heading_path[-1] if citation.heading_path else citation.source_title,
        "where": " · ".join(_where(citation)),
        "before": plain_text(text[:start]),
        "quote": plain_text(text[start:end]),
        "after": plain_text(text[end:]),
        "verified": check_quote(citation.quote, text).match == "exact" and not citation.corrected,
        "corrected": citation.corrected,
        "notes": bool(source and source.kind == "notes"),
        "inferred": None,
        "opens": "",
        "licence": citation.licence or "no licence given",
        "licence_url": source.licence_url if source else None,
        "url": source.url if source else None,
        "publisher": source.publisher if source else "",
    }


def _place(citation: StatedCitation) -> tuple[int, int]:
    """Return where the words stand in the passage, or the true words that they mean."""
    at = citation.passage_text.find(citation.quote)
    if at >= 0 and citation.quote:
        return at, at + len(citation.quote)
    near = find_quote(citation.quote, citation.passage_text)
    return (near.start, near.end) if near else (0, 0)


def _source(citation: StatedCitation, known: Known) -> Source | None:
    sources = (document.source for document in known.corpus.documents)
    return next((source for source in sources if source.id == citation.source_id), None)


def _where(citation: StatedCitation) -> list[str]:
    parts = [citation.source_title or citation.source_id, *citation.heading_path[1:-1]]
    if citation.pages:
        parts.append(f"pp. {citation.pages} (section)")
    return parts
