"""Layouts for who, verify and make: a name, the figures held against the texts', material."""

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.reading import Reading
from app.evidence.choose import Chosen
from app.verification.figures import figures_in
from indexing.passages import Passage

_QUESTIONS, _MATERIAL = 3, 8
_ASKING = frozenset({"reflection", "guide"})


def who(reading: Reading, kit: Kit) -> Draft:
    """Answer with a name, and with the role of the person who is asked for."""
    chosen = kit.choose(reading)
    first = chosen[0].passage if chosen else None
    person = _person(chosen, kit)
    if person is not None and reading.turn.kind == "person":
        role = role_claim(person, kit)
        draft = kit.plain(chosen, kit.frame.say("names", names=kit.corpus.person(person).name))
        return _with_role(draft, role)
    names = kit.names(first.systems) if first and first.kind in {"case", "quote"} else ""
    lead = kit.frame.say("names", names=names) if names else kit.lead(chosen)
    return kit.plain(chosen, lead)


def verify(reading: Reading, kit: Kit) -> Draft:
    """Answer a claim with what the texts say to it, its figures held against theirs."""
    chosen = kit.choose(reading)
    asked = figures_in(kit.corpus.finder.without_names(reading.turn.text))
    told = figures_in(chosen[0].passage.text) if chosen else frozenset()
    name = "verify"
    if asked and told:
        name = "verify_same" if asked <= told else "verify_other"
    return kit.plain(chosen, kit.frame.say(name))


def make(reading: Reading, kit: Kit) -> Draft:
    """Give what a plan, an agenda or a letter can be made of: examples, and questions to ask."""
    chosen = kit.choose(reading, most=_MATERIAL)
    asked = [one for one in chosen if one.passage.kind in _ASKING]
    used = {one.passage.id for one in asked}
    missing = max(0, _QUESTIONS - len(asked))
    more = kit.choose(
        reading,
        missing,
        missing,
        allowed=lambda u: u.passage.kind in _ASKING and u.passage.id not in used,
    )
    told = [one for one in chosen if one not in asked]
    sections = [
        DraftSection(kit.frame.say("reflection"), kit.of((*asked, *more))),
        DraftSection(kit.lead(told), kit.of(told)),
    ]
    if chosen and chosen[0] not in asked:
        sections.reverse()
    return Draft(kit.frame.say("make"), tuple(s for s in sections if s.claims))


def _person(chosen: tuple[Chosen, ...], kit: Kit) -> str | None:
    """Return who speaks in the best passage, or the one person whom it tells of."""
    if not chosen:
        return None
    speakers = [kit.claims.speaker(unit.evidence) for unit in chosen[0].units]
    people = [*filter(None, speakers), *chosen[0].passage.people]
    return people[0] if people else None


def role_claim(person: str, kit: Kit) -> DraftClaim | None:
    """Return a person's role with where it is printed; None where no passage prints it."""
    known = kit.corpus.person(person)
    for role in known.roles:
        place = next((p for p in kit.book.passages if _prints(p, role, person)), None)
        if place is not None:
            text = role[0].upper() + role[1:] if known.name in role else f"{known.name}: {role}"
            return DraftClaim(f"{text}.", (kit.book.find(role, place.source_id, place.case),))
    return None


def _prints(passage: Passage, role: str, person: str) -> bool:
    return role in passage.text and person in passage.people


def _with_role(draft: Draft, role: DraftClaim | None) -> Draft:
    if role is None or not draft.sections:
        return draft
    first, *rest = draft.sections
    claims = (role, *first.claims)
    return Draft(draft.lead, (DraftSection(first.heading, claims, kind=first.kind), *rest))
