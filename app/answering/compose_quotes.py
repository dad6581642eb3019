"""Who said it: a quotation found by a fragment, exact or slightly wrong."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.evidence import EvidenceBook
from app.answering.quoting_marks import single_marks
from corpus.cases import Quotation
from indexing.keywords import KeywordIndex

_MOST = 3
_MIN_SHARED = 0.34
_CLOSE = 0.85


def quotations(book: EvidenceBook, text: str, keywords: KeywordIndex) -> Draft | None:
    """Return the quotations that a question speaks of, with their speakers; None without any."""
    asked = set(keywords.stems(text)) - set(keywords.stems("said quote quoted line words leader"))
    scored = [
        (_likeness(text, asked, quote, keywords), quote, case)
        for quote, case in _all_quotations(book)
    ]
    best = max(score for score, _, _ in scored)
    if best < _MIN_SHARED:
        return None
    near = sorted((s for s in scored if s[0] >= _CLOSE * best), key=lambda s: -s[0])[:_MOST]
    claims = []
    for _, quote, case in near:
        place = book.find(quote.text, "look-both-ways", case)
        speaker = book.corpus.person(quote.speaker)
        system = book.corpus.system(speaker.system).label if speaker.system else None
        name = f"{speaker.name}, {system}" if system else speaker.name
        claims.append(DraftClaim(f"“{single_marks(quote.text)}”", (place,), name))
    return Draft("Who said it", (DraftSection("Word for word", tuple(claims)),))


def _all_quotations(book: EvidenceBook) -> Iterable[tuple[Quotation, str | None]]:
    for case in book.corpus.cases:
        for quote in case.quotes:
            yield quote, case.id
    for remark in book.corpus.remarks:
        yield remark, None


def _likeness(text: str, asked: set[str], quote: Quotation, keywords: KeywordIndex) -> float:
    """Return the share of the asked words that a quotation holds, helped by their order."""
    if not asked:
        return 0.0
    held = set(keywords.stems(quote.text))
    shared = len(asked & held) / min(len(asked), max(len(held), 3))
    order = fuzz.partial_ratio(text.lower(), quote.text.lower()) / 100
    return 0.75 * shared + 0.25 * order
