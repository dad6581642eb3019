"""Layouts for who, verify and make: a name, what the texts say to a claim, material."""

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.reading import Reading
from app.evidence.choose import Chosen
from indexing.passages import Passage

_QUESTIONS, _MATERIAL = 3, 8
_OF_SYSTEMS = frozenset({"case", "quote"})
_ASKING = frozenset({"reflection", "guide"})


def who(reading: Reading, kit: Kit) -> Draft:
    """Answer with a name, and with the role of the person who is asked for."""
    chosen = kit.choose(reading)
    person = _person(reading, chosen, kit)
    if person is not None and reading.turn.kind == "person":
        role = role_claim(person, kit)
        draft = kit.plain(chosen, kit.frame.say("names", names=kit.corpus.person(person).name))
        return draft if role is None or _tells(draft, role, kit) else _with_role(draft, role)
    systems = kit.systems_of(chosen[:1]) if chosen and chosen[0].passage.kind in _OF_SYSTEMS else ()
    if systems:
        return kit.plain(chosen, kit.frame.say("names", names=kit.names(systems)))
    return kit.plain(chosen, kit.lead(chosen))


def verify(reading: Reading, kit: Kit) -> Draft:
    """Answer a claim with what the texts say to it; whoever asked draws the conclusion."""
    return kit.plain(kit.choose(reading), kit.frame.say("verify"))


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


def _person(reading: Reading, chosen: tuple[Chosen, ...], kit: Kit) -> str | None:
    """Return who is asked for by name, or who speaks in the best words, or is named in them.

    The passage around may list others: they count only where the words name nobody.
    """
    if not chosen:
        return None
    best = chosen[0]
    speakers = [kit.claims.speaker(unit.evidence) for unit in best.units]
    named = kit.corpus.finder.find(" ".join(unit.text for unit in best.units)).people
    people = [*filter(None, speakers), *(named or best.passage.people)]
    asked = [person for person in reading.query.mentions.people if person in people]
    return next(iter((*asked, *people)), None)


def _tells(draft: Draft, role: DraftClaim, kit: Kit) -> bool:
    """Return whether an answer begins with somebody's role already, under their name."""
    first = next((c for section in draft.sections for c in section.claims), None)
    if first is None:
        return False
    named = kit.corpus.finder.find(role.text).people
    printed = role.evidence[0].quote
    told = any(printed.lower() in evidence.quote.lower() for evidence in first.evidence)
    return told and bool(set(named) & set(kit.corpus.finder.find(first.text).people))


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


def _with_role(draft: Draft, role: DraftClaim) -> Draft:
    if not draft.sections:
        return draft
    first, *rest = draft.sections
    claims = (role, *first.claims)
    return Draft(draft.lead, (DraftSection(first.heading, claims, kind=first.kind), *rest))
