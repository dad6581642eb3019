"""What the texts say to a claim that is put to them: for it, against it, or in part."""

from collections.abc import Iterable
from dataclasses import replace

from app.answering.compose_examples import cases_of_systems, decision_examples
from app.answering.compose_lookups import rationale
from app.answering.compose_quotes import find_quotations, quotation_claim
from app.answering.compose_survey import nearer_side, survey
from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.evidence import EvidenceBook
from app.answering.reader import Reading
from corpus.cases import Case
from corpus.framework import PoleName, opposite
from indexing.keywords import KeywordIndex
from prompts import load_prompt

# From this likeness on, words that are put in a mouth are held to be a quotation of the texts.
_QUOTED = 0.6


def claim_of_speech(book: EvidenceBook, reading: Reading, keywords: KeywordIndex) -> Draft | None:
    """Return who really said what somebody is said to have said; None for other claims."""
    people = reading.route.mentions.people
    if not (people and reading.wording.claims and reading.wording.of_speech):
        return None
    text = book.corpus.finder.without_names(reading.wording.text)
    found = [f for f in find_quotations(book, text, keywords) if f.likeness >= _QUOTED]
    if not found:
        return None
    own = [f for f in found if f.quotation.speaker in people]
    verdict = "Yes, these words are theirs" if own else "The texts give these words to someone else"
    section = DraftSection(verdict, (quotation_claim(book, (own or found)[0]),))
    return Draft("Word for word, from the texts", (section,))


def claim_of_system(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return whether a system stood on the side that is claimed, example by example."""
    route = reading.route
    claims_side = reading.wording.claims and len(route.poles) == 1 and route.want == "examples"
    if not (claims_side and route.systems):
        return None
    sections = [
        replace(detail, claims=(_verdict(book, case, route.poles[0], detail), *detail.claims))
        for case, detail in cases_of_systems(book, route.systems, route.decisions)
    ]
    names = " and ".join(book.corpus.system(s).label for s in route.systems)
    return Draft(f"{names}: what the texts say to that", tuple(sections)) if sections else None


def _verdict(book: EvidenceBook, case: Case, claimed: PoleName, detail: DraftSection) -> DraftClaim:
    decision = book.corpus.decision(case.decision or "")
    place = f"under “{decision.heading(case.pole)}”"
    if case.pole == claimed:
        text = f"That is how the texts have it: they tell of this {place}."
    elif case.pole == "combine":
        text = f"Only in part: the texts tell of this {place}."
    else:
        text = f"The texts have it otherwise: they tell of this {place}."
    return DraftClaim(text, detail.claims[0].evidence)


def claim_of_side(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return what speaks for a claimed side and what for the other one."""
    route = reading.route
    if not (reading.wording.claims and len(route.decisions) == 1 and len(route.poles) == 1):
        return None
    if route.mentions or route.want not in {"examples", "rationale", "benefits"}:
        return None
    claimed = route.poles[0]
    if claimed == "combine":
        return None
    draft = rationale(book, route.decisions)
    headings = {
        claimed: "What the texts say for it",
        opposite(claimed): "What they say for the other way",
    }
    sides = [replace(s, heading=headings[s.pole]) for s in draft.sections if s.pole in headings]
    examples = _leads(decision_examples(book, route.decisions), (claimed, opposite(claimed)))
    ordered = sorted(sides, key=lambda s: s.pole != claimed)
    return Draft("Both sides of that claim", (*ordered, *examples))


def claim_of_survey(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return the survey's figures, and which side of the scale they bear out."""
    route = reading.route
    claims_one = reading.wording.claims and len(route.decisions) == 1 and len(route.poles) == 1
    if not claims_one or route.want != "survey":
        return None
    nearer = nearer_side(book, route.decisions[0])
    draft = survey(book, route.decisions)
    if nearer is None or route.poles[0] == "combine":
        return draft
    side, place = nearer
    decision = book.corpus.decision(route.decisions[0])
    said = "as you say" if side == route.poles[0] else "not to the other end"
    text = f"On average leaders stood nearer to “{decision.heading(side)}”, {said}."
    [section] = draft.sections
    claims = (DraftClaim(text, (place,)), *section.claims)
    return replace(draft, sections=(replace(section, claims=claims),))


def counter_examples(book: EvidenceBook, reading: Reading) -> Draft | None:
    """Return an answer to a one-sided boast: those who did well the other way come first."""
    route = reading.route
    if not (reading.wording.boasts and len(route.decisions) == 1 and len(route.poles) == 1):
        return None
    if route.mentions or route.want != "examples" or route.poles[0] == "combine":
        return None
    own = route.poles[0]
    order = [opposite(own), "combine", own]
    sections = decision_examples(book, route.decisions).sections
    ordered = tuple(sorted(sections, key=lambda s: order.index(s.pole or "combine")))
    return Draft(load_prompt("other_way_first").fill(), ordered)


def _leads(draft: Draft, poles: tuple[PoleName, ...]) -> Iterable[DraftSection]:
    """Return the first example of each pole."""
    for pole in poles:
        for section in draft.sections:
            if section.pole == pole:
                yield replace(section, claims=section.claims[:1])
