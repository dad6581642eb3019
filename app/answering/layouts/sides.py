"""Layouts that set two things side by side: a decision's sides, or two systems."""

from collections.abc import Sequence

from app.answering.draft import Draft, DraftSection
from app.answering.kit import Kit
from app.answering.layouts.find import find
from app.answering.reading import Reading
from app.evidence.choose import Chosen
from app.evidence.units import Unit
from corpus.framework import POLES, PoleName

_BEST = 7
_A_SIDE = 2
_MOST_A_SYSTEM = 4


def compare(reading: Reading, kit: Kit) -> Draft:
    """Answer about two systems one after the other, or about both sides of a decision."""
    systems = _compared(reading)
    if len(systems) > 1:
        return _systems(reading, kit, systems)
    return _sides(reading, kit, kit.frame.say("compare")) or find(reading, kit)


def _compared(reading: Reading) -> tuple[str, ...]:
    """Return the systems that a turn sets side by side: its own, and the one asked about before."""
    own = reading.query.mentions.systems
    context = reading.query.context
    if len(own) != 1 or context is None or not reading.leans:
        return own
    return tuple(dict.fromkeys((*context.mentions.systems, *own)))


def advise(reading: Reading, kit: Kit) -> Draft:
    """Answer a request for advice with what speaks for each side, and no verdict."""
    lead = kit.frame.say("advise")
    sides = _sides(reading, kit, lead)
    if sides:
        return sides
    chosen = kit.choose(reading)
    return kit.plain(chosen, kit.lead(chosen))


def _systems(reading: Reading, kit: Kit, systems: Sequence[str]) -> Draft:
    sections = []
    for system in systems:
        chosen = kit.choose(
            reading,
            1,
            _MOST_A_SYSTEM,
            allowed=lambda u, s=system: s in _systems_of(u, kit),  # type: ignore[misc]
        )
        sections.append(DraftSection(kit.corpus.system(system).label, kit.of(chosen)))
    return Draft(kit.frame.say("compare"), tuple(s for s in sections if s.claims))


def _systems_of(unit: Unit, kit: Kit) -> tuple[str, ...]:
    """Return the systems that a unit tells of: its example's, or those that it names itself."""
    if unit.passage.kind in {"case", "quote"}:
        return unit.passage.systems
    return kit.corpus.finder.find(unit.text).systems


def _sides(reading: Reading, kit: Kit, lead: str) -> Draft | None:
    """Return both sides of the decision at stake; None where none is, or one side has nothing.

    What ranks best is always shown, under its side or, where it has none, below.
    """
    decision = reading.decision
    if decision is None:
        return None
    best = kit.choose(reading, most=_BEST)
    used = {one.passage.id for one in best}
    sections = []
    for pole in POLES:
        own = [one for one in best if _of(one, decision, pole)]
        missing = max(0, _A_SIDE - len(own)) if pole != "combine" or not own else 0
        more = kit.choose(
            reading,
            missing,
            missing,
            allowed=lambda u, p=pole: (
                u.passage.decision == decision  # type: ignore[misc]
                and u.passage.pole == p
                and u.passage.id not in used
            ),
        )
        claims = kit.of((*own, *more))
        heading = kit.corpus.decision(decision).heading(pole)
        sections.append(DraftSection(heading, claims, decision, pole, "pole"))
    if not all(section.claims for section in sections[:2]):
        return None
    rest = kit.of([one for one in best if not any(_of(one, decision, pole) for pole in POLES)])
    besides = [DraftSection(kit.frame.say("besides"), rest)] if rest else []
    return Draft(lead, (*(s for s in sections if s.claims), *besides))


def _of(chosen: Chosen, decision: str, pole: PoleName) -> bool:
    return chosen.passage.decision == decision and chosen.passage.pole == pole
