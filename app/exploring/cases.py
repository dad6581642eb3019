"""Finding examples by what they are and by the words in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.evidence.passages import PassageIndex
from app.exploring.situations import Reading
from corpus.cases import Case, SchoolSystem
from corpus.framework import PoleName

SIZES = {
    "one": "One school",
    "small": "2 to 30 schools",
    "middle": "31 to 100 schools",
    "large": "More than 100 schools",
    "untold": "Size not told",
}
_SMALL, _MIDDLE = 30, 100
# An example is found by words where it has this share of the best one's score.
_LEAST_SHARE, _LEAST_SCORE = 0.1, 0.05


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


def find_cases(
    book: PassageIndex, wanted: CaseFilter, read: Callable[[str], Reading]
) -> tuple[Case, ...]:
    """Return the examples that fit a filter: by rank where it has words, else in text order.

    `read` reads a situation; it is called only where there are words to rank by.
    """
    scores = read(wanted.text).cases if wanted.text.strip() else {}
    if wanted.text.strip() and not scores:
        return ()
    best = max(scores.values(), default=0.0)
    least = max(_LEAST_SCORE, _LEAST_SHARE * best) if scores else 0.0
    found = tuple(
        case
        for case in book.corpus.cases
        if wanted.decision in ("", case.decision or "")
        and wanted.pole in ("", case.pole or "")
        and (not wanted.system or wanted.system in case.all_systems)
        and (not wanted.person or wanted.person in case.people)
        and _any_system(book, case, wanted.state, wanted.size)
        and scores.get(case.id, 0.0) >= least
    )
    return tuple(sorted(found, key=lambda case: -scores.get(case.id, 0.0)))


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


def _any_system(book: PassageIndex, case: Case, state: str, size: str) -> bool:
    if not state and not size:
        return True
    systems = map(book.corpus.system, case.all_systems)
    return any(state in ("", s.state or "") and size in ("", size_of(s)) for s in systems)
