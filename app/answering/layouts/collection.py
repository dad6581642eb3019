"""Answers that list a whole collection, from what is typed in the corpus, and count it."""

from collections.abc import Callable, Iterable

from app.answering import lookups
from app.answering.cases import decision_examples
from app.answering.conflicts import discrepancy_claim
from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.layouts.people import leaders, quoted_people, quotes_of
from app.answering.layouts.places import partners, places, terms
from app.answering.layouts.systems import systems, systems_by_size, systems_by_state
from app.answering.reading import Reading
from app.answering.survey import by_measure, survey, survey_overview
from app.evidence import thresholds
from corpus.framework import PoleName, Role
from indexing.passages import PassageKind

_SCOPE = 8
# These collections are of one kind of passage: where other passages rank better, the question
# is not for them, however it sounds.
_OF_WHAT_RANKS = frozenset(
    {"lessons", "reflections", "benefits", "rationale", "survey", "guide1", "guide2"}
)


def collect(reading: Reading, kit: Kit) -> Draft | None:
    """Return the collection that a question asks for; None where it is not clear of what."""
    collector = _COLLECTORS.get(reading.collection)
    draft = collector(reading, kit) if collector else None
    if draft is None or not any(section.claims for section in draft.sections):
        return None
    if (
        reading.collection in _OF_WHAT_RANKS
        and _agreement(reading, draft) < thresholds.COLLECTION_AGREES
    ):
        return None
    return draft


def _agreement(reading: Reading, draft: Draft) -> float:
    """Return the share of the best units' score that a draft's passages have."""
    listed = {e.passage.id for s in draft.sections for c in s.claims for e in c.evidence}
    shares = reading.ranking.shares(lambda u: "listed" if u.passage.id in listed else None, _SCOPE)
    return shares.get("listed", 0.0)


def _decision(reading: Reading, kinds: set[PassageKind]) -> str | None:
    """Return the decision that most of the best units of some kinds belong to."""
    allowed = reading.marked(lambda unit: unit.passage.kind in kinds)
    sums: dict[str, float] = {}
    for found in reading.ranking.best(_SCOPE, allowed):
        if found.unit.passage.decision:
            decision = found.unit.passage.decision
            sums[decision] = sums.get(decision, 0.0) + found.score
    best = max(sums, key=lambda d: sums[d], default=None)
    return best if best and sums[best] >= thresholds.MOSTLY * sum(sums.values()) else None


def _examples(reading: Reading, kit: Kit) -> Draft | None:
    decision = _decision(reading, {"case", "quote"})
    if decision is None or reading.decision not in {None, decision}:
        return None
    return decision_examples(kit.book, decision, _side(reading, decision))


def _side(reading: Reading, decision: str) -> tuple[PoleName, ...]:
    """Return the one side that a question is about; none for all."""
    shares = reading.ranking.shares(
        lambda u: u.passage.pole if u.passage.decision == decision else None
    )
    best = next(iter(shares), None)
    sided = sum(shares.values())
    alone = (
        best is not None
        and shares[best] >= thresholds.ONE_SIDE * sided
        and sided >= thresholds.OF_THE_DECISION
    )
    return (best,) if alone else ()  # type: ignore[return-value]


def _scoped(reading: Reading, kit: Kit, kind: PassageKind) -> tuple[str, ...]:
    """Return the decision that a question is about, or all seven."""
    decision = _decision(reading, {kind})
    every = tuple(d.id for d in kit.corpus.framework.decisions)
    return (decision,) if decision else every


def _lessons(reading: Reading, kit: Kit) -> Draft:
    return lookups.lessons(kit.book, _scoped(reading, kit, "lesson"))


def _reflections(reading: Reading, kit: Kit) -> Draft:
    return lookups.reflections(kit.book, _scoped(reading, kit, "reflection"))


def _benefits(reading: Reading, kit: Kit) -> Draft | None:
    decision = _decision(reading, {"benefit"})
    if decision is None:
        return None
    allowed = reading.marked(
        lambda u: u.passage.decision == decision and u.passage.role is not None
    )
    best = reading.ranking.best(_SCOPE, allowed)
    role = _most(u.unit.passage.role for u in best)
    pole = _most(u.unit.passage.pole for u in best)
    poles: tuple[PoleName, ...] = (pole,) if pole else ()  # type: ignore[assignment]
    found: Role | None = role  # type: ignore[assignment]
    return lookups.benefits(kit.book, (decision,), found, poles)


def _most(labels: Iterable[str | None]) -> str | None:
    """Return the label that nearly all have; None where they differ."""
    known = [label for label in labels if label]
    best = max(set(known), key=known.count, default=None)
    return best if best and known.count(best) >= thresholds.ONE_SIDE * len(known) else None


def _rationale(reading: Reading, kit: Kit) -> Draft | None:
    decision = _decision(reading, {"rationale", "intro"})
    return lookups.rationale(kit.book, (decision,)) if decision else None


def _survey(reading: Reading, kit: Kit) -> Draft:
    decision = _decision(reading, {"survey"})
    return survey(kit.book, (decision,)) if decision else survey_overview(kit.book)


def _measured(measure: str) -> Callable[[Reading, Kit], Draft]:
    return lambda reading, kit: by_measure(kit.book, measure)


def _guide(id_: str) -> Callable[[Reading, Kit], Draft]:
    return lambda reading, kit: lookups.guide(kit.book, id_)


def _decisions(reading: Reading, kit: Kit) -> Draft:
    return lookups.overview(kit.book)


def _contradictions(reading: Reading, kit: Kit) -> Draft:
    found = (discrepancy_claim(kit.book, d) for d in kit.corpus.framework.discrepancies)
    claims = tuple(claim for claim in found if claim is not None)
    lead = kit.frame.say("counted", count=str(len(claims)), what="places where the source differs")
    return Draft(lead, (DraftSection("", claims),))


def _sources(reading: Reading, kit: Kit) -> Draft:
    """Return every text with the words that tell of its author and its licence."""
    claims: list[DraftClaim] = []
    for document in kit.corpus.documents:
        own = (u for u in reading.ranking.units if u.passage.source_id == document.source.id)
        best = max(own, key=lambda u: (_tells_rights(u.text), -u.row))
        claims.append(DraftClaim(f"{document.source.title}, {document.source.publisher}, "
                                 f"{document.source.published}.", (best.evidence,)))  # fmt: skip
    lead = kit.frame.say("counted", count=str(len(claims)), what="texts")
    return Draft(lead, (DraftSection("", tuple(claims)),))


def _tells_rights(text: str) -> bool:
    return "licen" in text.lower() or "rights" in text.lower()


_COLLECTORS: dict[str, Callable[[Reading, Kit], Draft | None]] = {
    "examples": _examples,
    "places": places,
    "lessons": _lessons,
    "reflections": _reflections,
    "benefits": _benefits,
    "rationale": _rationale,
    "systems": systems,
    "systems_by_size": systems_by_size,
    "systems_by_state": systems_by_state,
    "leaders": leaders,
    "quoted": lambda reading, kit: quoted_people(kit, outside_sample=False),
    "quoted_outside_sample": lambda reading, kit: quoted_people(kit, outside_sample=True),
    "quotes": quotes_of,
    "priorities": _measured("top_priority"),
    "leanings": _measured("leaning"),
    "resources": _measured("devoted_resources"),
    "survey": _survey,
    "guide1": _guide("guide-1"),
    "guide2": _guide("guide-2"),
    "decisions": _decisions,
    "contradictions": _contradictions,
    "sources": _sources,
    "partners": partners,
    "terms": terms,
}
