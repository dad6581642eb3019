"""What a term of the report means: the sentences that use it."""

import re

from app.answering.draft import Draft, DraftSection, quoted
from app.answering.evidence import Evidence, EvidenceBook, evidence
from app.answering.reader import Reading
from indexing.sentences import sentence_spans

_ASKS = re.compile(
    r"^(?:so\s+)?what(?:\s+is|\s+are|\s+does|\s+do|[’']s)\s+(?:an?\s+|the\s+)?[\"“]?"
    r"(?P<term>[\w-]+(?:\s+[\w-]+){0,2}?)[\"”]?(?:\s+(?:mean|stand\s+for))?\s*\??$",
    re.IGNORECASE,
)
# A word that stands in more passages than this is no term; it is what the report is about.
_MOST_PLACES = 15
_SHOWN = 2


def _find_term(book: EvidenceBook, reading: Reading) -> tuple[Evidence, ...]:
    """Return sentences that use the term whose meaning is asked for; none if nothing is asked."""
    match = _ASKS.match(reading.asked)
    if match is None or reading.route.mentions:
        return ()
    use = re.compile(
        rf"(?<!\w){re.escape(match.group('term').rstrip('s'))}(?:s|es)?(?!\w)", re.IGNORECASE
    )
    found = [p for p in book.passages if use.search(p.text) and p.source_id == "look-both-ways"]
    is_short_form = match.group("term").isupper()
    if not found or (len(found) > _MOST_PLACES and not is_short_form):
        return ()
    sentences = (
        evidence(p, p.text[a:b])
        for p in found
        for a, b in sentence_spans(p.text)
        if use.search(p.text[a:b])
    )
    # An explanation in brackets right behind a term is the report's own definition of it.
    explained = re.compile(use.pattern + r"\s*\(", re.IGNORECASE)
    return tuple(sorted(sentences, key=lambda e: not explained.search(e.quote)))[:_SHOWN]


def terms(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return how the report uses a term; None where the question asks for no term of it."""
    found = _find_term(book, reading)
    if not found:
        return None
    claims = tuple(quoted(e, e.passage.heading_path[-1]) for e in found)
    return Draft("How the report uses the term", (DraftSection("From the texts", claims),))
