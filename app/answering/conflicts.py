"""Saying so where the source says a thing in two ways."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.answering.answer import Conflict
from app.answering.draft import Draft, DraftClaim, DraftSection
from app.evidence.passages import Evidence, PassageIndex
from corpus.framework import Discrepancy
from prompts import load_prompt


@dataclass(frozen=True)
class Conflicts:
    """What was found, and the sections that say it."""

    found: tuple[Conflict, ...] = ()
    sections: tuple[DraftSection, ...] = ()


# What a claim beyond this many passages brings up is not worth telling a conflict for.
_NEAR_PASSAGES = 2


def without_distant_conflicts(book: PassageIndex, question: str, draft: Draft) -> Draft:
    """Return a draft without the later claims that would call for a conflict to be told.

    The first passages answer the question, and what the source says of theirs in two ways is
    told; the later ones only support it.
    """
    near = list(dict.fromkeys(e.passage.id for e in _cited(draft)))[:_NEAR_PASSAGES]
    sections = (
        replace(section, claims=tuple(c for c in section.claims if _stays(book, question, c, near)))
        for section in draft.sections
    )
    return replace(draft, sections=tuple(s for s in sections if s.claims))


def _stays(book: PassageIndex, question: str, claim: DraftClaim, near: Sequence[str]) -> bool:
    if any(e.passage.id in near for e in claim.evidence):
        return True
    return not bearing(book, question, claim.evidence)


def _cited(draft: Draft) -> list[Evidence]:
    return [e for s in draft.sections for c in s.claims for e in c.evidence]


def find_conflicts(book: PassageIndex, question: str, draft: Draft) -> Conflicts:
    """Return the differences that bear on an answer.

    One does when the answer cites words that the source contradicts elsewhere; a mere matter of
    wording or filing does only when the question turns on it.
    """
    relevant = bearing(book, question, _cited(draft))
    if not relevant:
        return Conflicts()
    claims = tuple(_claim(d, places) for d, places in relevant)
    heading = load_prompt("conflict_heading").fill()
    return Conflicts(
        tuple(
            Conflict(d.about, d.note, tuple(dict.fromkeys(p.passage.id for p in places)))
            for d, places in relevant
        ),
        (DraftSection(heading, claims, kind="conflict"),),
    )


def bearing(
    book: PassageIndex, question: str, cited: Sequence[Evidence]
) -> list[tuple[Discrepancy, list[Evidence]]]:
    """Return the differences that bear on what is cited, each with the places of its versions."""
    return [
        (d, places)
        for d in book.corpus.framework.discrepancies
        if (not d.quiet or _turns_on(question, d))
        and (places := _places(book, d))
        and _touches(places, cited)
    ]


def discrepancy_claim(book: PassageIndex, discrepancy: Discrepancy) -> DraftClaim | None:
    """Return what the source says in two ways, cited; None where no passage holds it."""
    places = _places(book, discrepancy)
    return _claim(discrepancy, places) if places else None


def _claim(discrepancy: Discrepancy, places: list[Evidence]) -> DraftClaim:
    about = discrepancy.about
    return DraftClaim(discrepancy.note, tuple(places), about[0].upper() + about[1:])


def _turns_on(question: str, discrepancy: Discrepancy) -> bool:
    asked = question.lower()
    return any(term in asked for term in discrepancy.terms)


def _places(book: PassageIndex, discrepancy: Discrepancy) -> list[Evidence]:
    """Return where each version stands; those that stand in headings only have no passage."""
    places = []
    for quote in discrepancy.quotes:
        try:
            places.append(book.find(quote, discrepancy.source))
        except LookupError:
            continue
    return places


def _touches(places: Sequence[Evidence], cited: Sequence[Evidence]) -> bool:
    return any(
        place.passage.id == e.passage.id and place.start < e.end and e.start < place.end
        for place in places
        for e in cited
    )
