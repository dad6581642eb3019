"""What a person said, every quotation with the place where it stands."""

from collections.abc import Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.evidence import EvidenceBook
from corpus.cases import Person


def people(book: EvidenceBook, person_ids: tuple[str, ...]) -> Draft | None:
    """Return roles and quotations of people; None where the texts hold neither."""
    found = [book.corpus.person(p) for p in person_ids]
    sections = [s for person in found for s in (_roles(book, person), _quotes(book, person)) if s]
    if not sections:
        return None
    return Draft(" and ".join(p.name for p in found) + ": what the texts tell", tuple(sections))


def _roles(book: EvidenceBook, person: Person) -> DraftSection | None:
    if person.source != "look-both-ways":
        return None
    claims = []
    for role in person.roles:
        places = [p for p in book.passages if role in p.text and person.id in p.people]
        if places:
            place = book.find(role, person.source, places[0].case)
            claims.append(quoted(place))
    heading = f"{person.name}: role, as printed"
    return DraftSection(heading, tuple(claims)) if claims else None


def _quotes(book: EvidenceBook, person: Person) -> DraftSection | None:
    claims = tuple(_spoken(book, person))
    return DraftSection(f"{person.name}: words quoted", claims) if claims else None


def _spoken(book: EvidenceBook, person: Person) -> Iterable[DraftClaim]:
    for case in book.corpus.cases:
        for quote in case.quotes:
            if quote.speaker == person.id:
                place = book.find(quote.text, case.source, case.id)
                yield quoted(place, case.title)
    for remark in book.corpus.remarks:
        if remark.speaker == person.id:
            place = book.find(remark.text, "look-both-ways")
            subject = place.passage.heading_path[-1]
            yield quoted(place, subject)
