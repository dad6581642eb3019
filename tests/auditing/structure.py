"""Faults in how a good answer is put together: sides, markers, records, what is left out."""

from dataclasses import replace

from app.answering.answer import Answer, Section
from app.auditing.stated import StatedClaim, stated
from corpus.framework import opposite
from corpus.library import Corpus
from tests.auditing.mutant import Change, Mutant, numbers, with_citation, with_claim


def moved_side(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer in which a line stands under the other side."""
    sections = {s.pole: s for s in answer.sections if s.kind == "pole"}
    if "left" not in sections or "right" not in sections:
        return None
    giver = sections["left" if seed % 2 else "right"]
    taker = sections[opposite(giver.pole or "left")]
    if giver.decision != taker.decision or len(giver.claims) < 2:
        return None
    moved = giver.claims[seed % len(giver.claims)]
    rest = tuple(c for c in giver.claims if c is not moved)
    new = {
        id(giver): replace(giver, claims=rest),
        id(taker): replace(taker, claims=(*taker.claims, moved)),
    }
    made = replace(answer, sections=tuple(new.get(id(s), s) for s in answer.sections))
    return Mutant("line under the other side", stated(made), (moved.full_text,))


def swapped_headings(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer whose section names the other side, heading and all."""
    found = [s for s in answer.sections if s.pole in {"left", "right"} and s.decision and s.claims]
    if not found:
        return None
    own = found[seed % len(found)]
    decision, pole = corpus.decision(own.decision or ""), opposite(own.pole or "left")
    heading = own.heading.replace(decision.heading(own.pole), decision.heading(pole))
    swapped = replace(own, heading=heading, pole=pole)
    made = replace(answer, sections=tuple(swapped if s is own else s for s in answer.sections))
    return Mutant("side of a whole section", stated(made), tuple(c.full_text for c in own.claims))


def citation_side(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    found = [c for c in answer.citations if c.passage.pole in {"left", "right"}]
    if not found:
        return None
    own = found[seed % len(found)]
    passage = replace(own.passage, pole=opposite(own.passage.pole or "left"))
    made = with_citation(answer, own.marker, replace(own, passage=passage))
    return Mutant("side of a citation", stated(made), marker=own.marker)


def moved_marker(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer in which a line carries the marker of a line about something else."""
    places = {c.marker: c.passage for c in answer.citations}
    for number in numbers(answer, seed):
        claim = answer.claims[number]
        own = {places[m].case or places[m].id for m in claim.citations}
        others = [m for m, p in places.items() if (p.case or p.id) not in own]
        if others and len(claim.citations) == 1:
            new = replace(claim, citations=(others[seed % len(others)],))
            made = with_claim(answer, number, new)
            return Mutant("moved marker", stated(made), (new.full_text,))
    return None


def lost_marker(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    number = seed % len(answer.claims)
    new = replace(answer.claims[number], citations=(len(answer.citations) + 7,))
    return Mutant("marker to nowhere", stated(with_claim(answer, number, new)), (new.full_text,))


def no_marker(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    number = seed % len(answer.claims)
    new = replace(answer.claims[number], citations=())
    return Mutant("marker left out", stated(with_claim(answer, number, new)), (new.full_text,))


_ADDED = (
    "Test scores rose sharply within the first year.",
    "Most districts of this size have since done the same.",
    "Parents welcomed the change from the beginning.",
    "This saved the district a great deal of money.",
)


def uncited(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer with a sentence more that nothing is cited for."""
    added = _ADDED[seed % len(_ADDED)]
    made = stated(answer)
    text = made.text.replace(" [1]", f" [1] {added}", 1)
    return Mutant("uncited sentence", replace(made, text=text), (added,))


def behind_a_marker(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    """Return an answer with a sentence more in front of a marker that does not carry it."""
    made, added = stated(answer), _ADDED[seed % len(_ADDED)]
    claim = StatedClaim(added, (1,))
    text = f"{made.text}\n\n- {added} [1]"
    return Mutant(
        "sentence with a borrowed marker",
        replace(made, text=text, claims=(*made.claims, claim)), (added,),
    )  # fmt: skip


def untold_conflict(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    if not answer.conflicts:
        return None
    kept: tuple[Section, ...] = tuple(s for s in answer.sections if s.kind != "conflict")
    used = {m for s in kept for c in s.claims for m in c.citations}
    cited = tuple(c for c in answer.citations if c.marker in used)
    made = replace(answer, sections=kept, citations=cited, conflicts=())
    return Mutant("conflict left out", stated(made)) if kept else None


def citation_field(kind: str, **values: object) -> Change:
    def make(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
        made = stated(answer)
        of_report = [c for c in made.citations if c.source_id == "look-both-ways"]
        if not of_report:
            return None
        own = of_report[seed % len(of_report)]
        new = replace(own, **values)  # type: ignore[arg-type]
        cited = tuple(new if c is own else c for c in made.citations)
        return Mutant(kind, replace(made, citations=cited), marker=own.marker)

    return make


def moved_place(answer: Answer, corpus: Corpus, seed: int) -> Mutant | None:
    own = answer.citations[seed % len(answer.citations)]
    new = replace(own, start=own.start + 5, end=own.end + 5)
    return Mutant(
        "place shifted", stated(with_citation(answer, own.marker, new)), marker=own.marker
    )
