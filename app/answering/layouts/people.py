"""Who is in the texts: the sample's leaders, everyone quoted, and what somebody is quoted with."""

from dataclasses import replace

from app.answering.draft import Draft, DraftClaim, DraftSection, quoted
from app.answering.kit import Kit
from app.answering.layouts.facts import role_claim
from app.answering.reading import Reading
from corpus.cases import Person, Quotation
from corpus.documents import REPORT


def leaders(reading: Reading, kit: Kit) -> Draft:
    """Return every sample leader with their role as printed."""
    people = [p for p in kit.corpus.names.people if p.sample]
    return _roles(kit, people, "sample leaders")


def quoted_people(kit: Kit, *, outside_sample: bool) -> Draft:
    """Return everyone who is quoted, or only those who are no sample leader."""
    speakers = {quotation.speaker for quotation, _ in kit.corpus.quotations}
    people = [
        p for p in kit.corpus.names.people
        if p.id in speakers and not (outside_sample and p.sample)
    ]  # fmt: skip
    return _roles(
        kit, people, "people quoted who are no sample leader" if outside_sample else "people quoted"
    )


def quotes_of(reading: Reading, kit: Kit) -> Draft | None:
    """Return all that the named people are quoted with; None where nobody is named."""
    people = reading.query.mentions.people
    sections = [
        DraftSection(kit.corpus.person(p).name, tuple(_spoken(kit, q, c) for q, c in own))
        for p in people
        if (own := [(q, c) for q, c in kit.corpus.quotations if q.speaker == p])
    ]
    if not sections:
        return None
    count = sum(len(section.claims) for section in sections)
    names = " and ".join(section.heading for section in sections)
    lead = kit.frame.say("counted", count=str(count), what=names)
    return Draft(lead, tuple(sections))


def _spoken(kit: Kit, quotation: Quotation, case: str | None) -> DraftClaim:
    source = kit.corpus.case(case).source if case else REPORT
    place = kit.book.find(quotation.text, source, case)
    return quoted(place, place.passage.place)


def _first_words(person: Person, kit: Kit) -> DraftClaim:
    """Return what somebody whose role is not printed is quoted with first."""
    quotation, case = next(pair for pair in kit.corpus.quotations if pair[0].speaker == person.id)
    return replace(_spoken(kit, quotation, case), subject=person.name)


def _roles(kit: Kit, people: list[Person], what: str) -> Draft:
    claims = [role_claim(person.id, kit) or _first_words(person, kit) for person in people]
    lead = kit.frame.say("counted", count=str(len(claims)), what=what)
    return Draft(lead, (DraftSection("", tuple(claims)),))
