"""Every place where a name, a partner or a phrase turns up."""

import re
from collections.abc import Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.reading import Reading
from app.evidence.units import Unit
from indexing.normalizing import normalize

_PHRASE = re.compile(r"[\"“‘']([^\"”’']{2,60})[\"”’']")


def places(reading: Reading, kit: Kit) -> Draft | None:
    """Return every passage that tells of what a question names; None where it names nothing."""
    named = reading.query.mentions.ids
    if not named:
        return None
    found = [
        unit for unit in kit.units
        if named & {*unit.passage.systems, *unit.passage.people, *unit.passage.organizations}
    ]  # fmt: skip
    best = _best_of_each(found, reading, named, kit)
    sections = [
        DraftSection(heading, kit.claims.of_units(own)) for heading, own in _grouped(best, kit)
    ]
    lead = kit.frame.say("counted", count=str(len(best)), what="places in the texts")
    return Draft(lead, tuple(sections))


def partners(reading: Reading, kit: Kit) -> Draft:
    """Return every outside organization of the examples with the words that name it."""
    claims: list[DraftClaim] = []
    for body in kit.corpus.names.organizations:
        own = (
            u for u in kit.units if u.passage.kind == "case" and body.id in u.passage.organizations
        )
        unit = next((u for u in own if any(name in u.text for name in body.names)), None)
        if unit is not None:
            claims.append(DraftClaim(f"“{unit.text}”", (unit.evidence,), body.name))
    lead = kit.frame.say("counted", count=str(len(claims)), what="organizations")
    return Draft(lead, (DraftSection("", tuple(claims)),))


def terms(reading: Reading, kit: Kit) -> Draft | None:
    """Return every sentence with a phrase that the question puts in quotation marks."""
    match = _PHRASE.search(reading.turn.text)
    if match is None:
        return None
    phrase = normalize(match.group(1))
    found = [unit for unit in kit.units if phrase in normalize(unit.text)]
    lead = kit.frame.say("counted", count=str(len(found)), what=f"places with “{match.group(1)}”")
    return Draft(lead, (DraftSection("", kit.claims.of_units(found)),)) if found else None


def _best_of_each(
    units: Iterable[Unit], reading: Reading, named: frozenset[str], kit: Kit
) -> list[Unit]:
    """Return one unit of each passage, one that holds the name if any does, in text order."""
    find = kit.corpus.finder.find
    best: dict[str, Unit] = {}

    def fit(unit: Unit) -> tuple[bool, bool, float]:
        score = float(reading.ranking.scores[unit.row])
        return bool(find(unit.text).ids & named), unit.statement is not None, score

    for unit in units:
        held = best.get(unit.passage.id)
        if held is None or fit(unit) > fit(held):
            best[unit.passage.id] = unit
    return sorted(best.values(), key=lambda u: u.row)


def _grouped(units: list[Unit], kit: Kit) -> list[tuple[str, list[Unit]]]:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        decision = unit.passage.decision
        place = kit.corpus.decision(decision).short if decision else unit.passage.heading_path[0]
        groups.setdefault(place, []).append(unit)
    return list(groups.items())
