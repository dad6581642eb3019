"""Why an example was chosen for a situation, and what is honest about sizes."""

import math

from app.evidence.passages import PassageIndex
from app.exploring.situations import Reading, size_apart
from corpus.cases import Case

# Sizes are alike where neither is more than twice the other.
_ALIKE = math.log(2)
_LONGEST = 260


def case_reasons(book: PassageIndex, reading: Reading, cases: tuple[Case, ...]) -> dict[str, str]:
    """Return a line on why each example was chosen, by its id."""
    return {case.id: reason for case in cases if (reason := _reason(book, reading, case))}


def _reason(book: PassageIndex, reading: Reading, case: Case) -> str:
    line = reading.lines.get(case.id, "") if reading.text.strip() else ""
    near = f"Nearest in it to what you describe: “{line}”" if 0 < len(line) <= _LONGEST else ""
    return " ".join(filter(None, (near, _size(book, reading, case))))


def _size(book: PassageIndex, reading: Reading, case: Case) -> str:
    """Return how large an example's system is, where that is about the situation's size."""
    if not size_apart(book, case, reading.schools) <= _ALIKE:
        return ""
    return f"About your size: {_nearest_size(book, case, reading.schools or 0)} schools."


def size_note(book: PassageIndex, reading: Reading, cases: tuple[Case, ...]) -> str:
    """Return that no example is about the situation's size, and which is nearest; else nothing."""
    apart = {case.id: size_apart(book, case, reading.schools) for case in cases}
    known = [case for case in cases if not math.isnan(apart[case.id])]
    if not known or min(apart[case.id] for case in known) <= _ALIKE:
        return ""
    nearest = min(known, key=lambda case: apart[case.id])
    system, schools = _nearest_system(book, nearest, reading.schools or 0)
    return (
        f"No system here is told to be about your size, {reading.schools} schools; the nearest is "
        f"{system}, {schools} schools."
    )


def _nearest_size(book: PassageIndex, case: Case, schools: int) -> int:
    return _nearest_system(book, case, schools)[1]


def _nearest_system(book: PassageIndex, case: Case, schools: int) -> tuple[str, int]:
    sized = [
        (system.label, system.size.schools)
        for system in map(book.corpus.system, sorted(case.all_systems))
        if system.size and system.size.schools
    ]
    return min(sized, key=lambda one: abs(math.log(one[1] / max(schools, 1))))
