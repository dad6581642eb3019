"""What can be found on a citation by itself: its words, its place, and what it says of them."""

from collections.abc import Iterable

from app.auditing.findings import Finding, FindingKind
from app.auditing.known import Known
from app.auditing.quotations import QuoteCheck, check_quote, cut_off
from app.auditing.stated import StatedAnswer, StatedCitation
from corpus.documents import REPORT
from indexing.passages import Passage


def on_citation(
    citation: StatedCitation, answer: StatedAnswer, known: Known
) -> tuple[Finding, ...]:
    """Return every finding on one citation of an answer."""
    is_current = answer.corpus_hash == known.corpus.hash
    true = known.passages.get(citation.passage_id) if is_current else None
    found = [*_on_quote(citation, known), *_on_facts(citation)]
    if true is not None:
        found += _on_record(citation, true, known)
    elif is_current and not citation.is_own:
        found.append(_finding(citation, "record", "the texts hold no passage of this id"))
    return tuple(found)


def _on_quote(citation: StatedCitation, known: Known) -> Iterable[Finding]:
    checked = check_quote(citation.quote, citation.passage_text)
    if checked.match == "exact":
        length = citation.end - citation.start
        if length and length != len(citation.quote):
            yield _finding(citation, "quote", "it is not as long as the place that it points to")
        lost = cut_off(citation.quote, citation.passage_text)
        if lost:
            yield _finding(citation, "cut", f"the word “{lost}” stands right beside its edge")
        return
    yield _finding(citation, "quote", quote_reason(citation.quote, checked, known, [citation]))


def quote_reason(
    quote: str, checked: QuoteCheck, known: Known, cited: Iterable[StatedCitation]
) -> str:
    """Return why a quotation is not word for word, in words that end a sentence."""
    if checked.match == "marks":
        return "it is not letter for letter: its marks, spaces or capitals differ"
    if checked.match == "shortened":
        return "it leaves out words of the passage between its parts"
    if checked.match == "departs":
        return f"it is not word for word: {'; '.join(checked.departures) or 'its order differs'}"
    elsewhere = known.where_else(quote, [c.passage_id for c in cited])
    if elsewhere is None:
        return "it does not stand in the passage that is cited"
    return f"it stands in another passage: {' › '.join(elsewhere.heading_path[1:])}"


def _on_facts(citation: StatedCitation) -> Iterable[Finding]:
    if not citation.licence.strip() and not citation.is_own:
        yield _finding(citation, "licence", "no licence is given")
    if citation.source_id == REPORT and not citation.pages:
        yield _finding(citation, "pages", "no pages are given")


def _on_record(citation: StatedCitation, true: Passage, known: Known) -> Iterable[Finding]:
    """Yield where a citation tells otherwise of its passage than the texts do."""
    document = known.corpus.document(true.source_id)
    if citation.passage_text != true.text:
        yield _finding(citation, "record", "its passage is not the one that the texts hold")
    has_place = citation.end > citation.start
    if has_place and document.text[citation.start : citation.end] != citation.quote:
        yield _finding(citation, "record", "its place in the source holds other words")
    if (citation.decision, citation.pole) != (true.decision, true.pole):
        yield _finding(citation, "side", f"the texts have this passage {_place(true, known)}")
    others = set(citation.systems) ^ set(true.systems) | set(citation.people) ^ set(true.people)
    if others:
        yield _finding(citation, "name", "the texts name other systems or people in this passage")
    source = document.source
    if (citation.source_id, citation.source_title or source.title) != (source.id, source.title):
        yield _finding(citation, "record", f"the passage belongs to “{source.title}”")
    if citation.url and citation.url != source.url:
        yield _finding(citation, "record", "its link is not that of the source")
    if citation.heading_path != true.heading_path:
        yield _finding(citation, "record", f"it stands under: {' › '.join(true.heading_path[1:])}")
    if citation.kind and citation.kind != true.kind:
        yield _finding(citation, "record", f"the passage is of the kind “{true.kind}”")
    if citation.licence and citation.licence != source.licence:
        yield _finding(citation, "licence", f"the licence of the source is: {source.licence}")
    if citation.pages and citation.pages != true.pages:
        pages = f"the pages of the section are {true.pages}" if true.pages else "no pages are known"
        yield _finding(citation, "pages", pages)


def _place(passage: Passage, known: Known) -> str:
    if passage.decision is None:
        return "outside the seven decisions"
    decision = known.corpus.decision(passage.decision)
    side = f" under “{decision.heading(passage.pole)}”" if passage.pole else " on neither side"
    return f"in “{decision.short}”{side}"


def _finding(citation: StatedCitation, kind: FindingKind, reason: str) -> Finding:
    return Finding(kind, reason, citation.marker)
