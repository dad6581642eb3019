"""Summaries of the report, of a decision or of an example, in the length that is asked for."""

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.layouts.example import whole_example
from app.answering.reading import Reading
from app.evidence import thresholds
from app.evidence.choose import choose
from app.understanding.length import asked_length
from corpus.documents import REPORT
from corpus.summary import load_summary

_LINES = 6
# The headings under which the report speaks of itself.
_FRONT = frozenset({"About This Resource", "Methodology", "Seven Key Questions", "Look Both Ways"})


def summarize(reading: Reading, kit: Kit) -> Draft:
    """Summarize what most of the evidence is of: an example, a decision, or the report."""
    count = asked_length(reading.turn.text)
    if reading.example is not None:
        return cut(whole_example(reading, kit), count or _LINES)
    if reading.decision is not None:
        return cut(_decision(reading, kit, reading.decision), count or _LINES)
    if _is_of_report(reading):
        return _report(kit, count or _LINES)
    chosen = kit.choose(reading)
    return cut(kit.plain(chosen, kit.lead(chosen)), count or _LINES)


def cut(draft: Draft, count: int) -> Draft:
    """Return a draft with `count` claims of it: the direct ones, then each section's first one."""
    direct = {id(c) for s in draft.sections if s.kind == "prose" for c in s.claims}
    firsts = {id(s.claims[0]) for s in draft.sections if s.claims}
    every = [claim for section in draft.sections for claim in section.claims]
    ordered = sorted(every, key=lambda claim: (id(claim) not in direct, id(claim) not in firsts))
    kept = {id(claim) for claim in ordered[:count]}
    sections = (
        DraftSection(s.heading, own, s.decision, s.pole, s.kind)
        for s in draft.sections
        if (own := tuple(claim for claim in s.claims if id(claim) in kept))
    )
    return Draft(draft.lead, tuple(sections))


def _is_of_report(reading: Reading) -> bool:
    shares = reading.ranking.shares(
        lambda u: (
            "front"
            if u.passage.heading_path[min(1, len(u.passage.heading_path) - 1)] in _FRONT
            else None
        )
    )
    return shares.get("front", 0.0) >= thresholds.MOSTLY / 2


def _report(kit: Kit, count: int) -> Draft:
    lines = load_summary()[:count]
    claims = tuple(DraftClaim(line.text, (kit.book.find(line.quote, REPORT),)) for line in lines)
    return Draft(kit.frame.say("shorter"), (DraftSection("", claims),))


def _decision(reading: Reading, kit: Kit, decision: str) -> Draft:
    """Return a decision in short: what pulls both ways, each side's best example, a lesson."""
    sections = []
    for pole in (None, "left", "right", "combine"):
        kinds = {"intro", "lesson"} if pole is None else {"case", "rationale"}
        marked = reading.marked(
            lambda u, p=pole, k=kinds: (
                u.passage.decision == decision  # type: ignore[misc]
                and u.passage.pole == p
                and u.passage.kind in k
            )
        )
        claims = kit.of(choose(reading.ranking.best(6, marked), 2, 2))
        heading = kit.corpus.decision(decision).heading(pole) if pole else ""
        sections.append(DraftSection(heading, claims, decision, pole))
    found = kit.corpus.decision(decision)
    return Draft(f"{found.short}: {found.topic}", tuple(s for s in sections if s.claims))
