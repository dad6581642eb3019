"""Finding examples by what they are and by the words in them."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.answering.evidence import EvidenceBook
from corpus.cases import Case, SchoolSystem
from corpus.framework import PoleName

SIZES = {
    "one": "One school",
    "small": "2 to 30 schools",
    "middle": "31 to 100 schools",
    "large": "More than 100 schools",
    "untold": "Size not told",
}
STATES = {
    "CA": "California", "CO": "Colorado", "GA": "Georgia", "IL": "Illinois", "MA": "Massachusetts",
    "MD": "Maryland", "NY": "New York", "TX": "Texas",
}  # fmt: skip
_SMALL, _MIDDLE = 30, 100


@dataclass(frozen=True)
class CaseFilter:
    """What examples have to be like; an empty field takes any."""

    text: str = ""
    decision: str = ""
    pole: str = ""
    state: str = ""
    size: str = ""
    system: str = ""
    person: str = ""


def read_filter(query: Mapping[str, str]) -> CaseFilter:
    """Return the filter that an address gives; unknown names in it are ignored."""
    names = CaseFilter.__dataclass_fields__
    return CaseFilter(**{name: query.get(name, "").strip()[:200] for name in names})


def find_cases(book: EvidenceBook, wanted: CaseFilter) -> tuple[Case, ...]:
    """Return the examples that fit a filter, in the order of the texts."""
    asked = book.stems(wanted.text)
    return tuple(
        case
        for case in book.corpus.cases
        if wanted.decision in ("", case.decision or "")
        and wanted.pole in ("", case.pole or "")
        and (not wanted.system or wanted.system in case.all_systems)
        and (not wanted.person or wanted.person in case.people)
        and _any_system(book, case, wanted.state, wanted.size)
        and asked <= _stems(book, case)
    )


def size_of(system: SchoolSystem) -> str:
    """Return the key in SIZES of how large a system is, by its number of schools."""
    schools = system.size.schools if system.size else None
    if schools is None:
        return "untold"
    if schools == 1:
        return "one"
    if schools <= _SMALL:
        return "small"
    return "middle" if schools <= _MIDDLE else "large"


def poles() -> dict[PoleName, str]:
    """Return the three places of an example, as words that fit every decision."""
    return {"left": "First side", "right": "Second side", "combine": "Holding both"}


def _any_system(book: EvidenceBook, case: Case, state: str, size: str) -> bool:
    if not state and not size:
        return True
    systems = map(book.corpus.system, case.all_systems)
    return any(state in ("", s.state or "") and size in ("", size_of(s)) for s in systems)


def _stems(book: EvidenceBook, case: Case) -> frozenset[str]:
    """Return the stems of an example: its words, those of its systems and people, its title."""
    corpus = book.corpus
    names = [corpus.system(s) for s in case.all_systems]
    words = [case.title, *(" ".join((s.label, *s.aliases)) for s in names)]
    words += [STATES.get(s.state or "", "") for s in names]
    if case.decision:
        decision = corpus.decision(case.decision)
        words += [decision.short, decision.topic, decision.title, decision.heading(case.pole)]
    words += [corpus.person(p).name for p in case.people]
    words += [s.text for s in case.statements]
    return book.stems_of_case(case.id) | book.stems(" ".join(words))
