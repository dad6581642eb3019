"""Who said it: a quotation found by a fragment, exact or slightly wrong."""

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import EvidenceBook
from corpus.cases import Quotation
from indexing.keywords import KeywordIndex

_MOST = 3
_MIN_SHARED = 0.34
_CLOSE = 0.85


@dataclass(frozen=True)
class FoundQuotation:
    """A quotation of the texts, where it stands, and how like it is to what was asked, 0 to 1."""

    quotation: Quotation
    case: str | None
    likeness: float


def find_quotations(
    book: EvidenceBook, text: str, keywords: KeywordIndex
) -> tuple[FoundQuotation, ...]:
    """Return the quotations that a text speaks of, the likeliest first; none without any."""
    asked = set(keywords.stems(text)) - set(keywords.stems("said quote quoted line words leader"))
    scored = [
        FoundQuotation(quote, case, _likeness(text, asked, quote, keywords))
        for quote, case in _all_quotations(book)
    ]
    best = max(found.likeness for found in scored)
    if best < _MIN_SHARED:
        return ()
    near = sorted((f for f in scored if f.likeness >= _CLOSE * best), key=lambda f: -f.likeness)
    return tuple(near[:_MOST])


def quotation_claim(book: EvidenceBook, found: FoundQuotation) -> DraftClaim:
    """Return a quotation with its speaker and where it stands."""
    place = book.find(found.quotation.text, "look-both-ways", found.case)
    speaker = book.corpus.person(found.quotation.speaker)
    system = book.corpus.system(speaker.system).label if speaker.system else None
    name = f"{speaker.name}, {system}" if system else speaker.name
    return quoted(place, name)


def quotations(book: EvidenceBook, text: str, keywords: KeywordIndex) -> Draft | None:
    """Return the quotations that a question speaks of, with their speakers; None without any."""
    claims = tuple(quotation_claim(book, f) for f in find_quotations(book, text, keywords))
    return Draft("Who said it", (DraftSection("Word for word", claims),)) if claims else None


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
