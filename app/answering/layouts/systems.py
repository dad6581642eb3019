"""Which systems the texts tell of: all, those of a size, those of a state."""

import re
from collections.abc import Callable, Iterable

from app.answering.draft import Draft, DraftClaim, DraftSection
from app.answering.kit import Kit
from app.answering.reading import Reading
from app.evidence import thresholds
from corpus.cases import STATES, SchoolSystem

_NUMBER = re.compile(r"\d[\d,]*")
# How a number bounds a size; without such a word, systems of about that size are meant.
_ABOVE = re.compile(r"\b(?:more than|over|above|at least|bigger|larger|or more|\+)", re.IGNORECASE)
_BELOW = re.compile(r"\b(?:fewer|less|under|below|at most|smaller|or fewer|up to)", re.IGNORECASE)
_STUDENTS = re.compile(r"\b(?:student|kid|pupil|enrol)", re.IGNORECASE)


def systems(reading: Reading, kit: Kit) -> Draft:
    """Return every sample system with the line that lists it."""
    return _listed(kit, [s for s in kit.corpus.names.systems if s.sample], "sample systems")


def systems_by_size(reading: Reading, kit: Kit) -> Draft | None:
    """Return the systems whose told size fits a number in the question; all sizes without one."""
    text = reading.turn.text
    students = bool(_STUDENTS.search(text)) and "school" not in text.lower()
    sized = [(size, s) for s in kit.corpus.names.systems if (size := _size(s, students))]
    sized.sort(key=lambda pair: (-pair[0], pair[1].id))
    found = _NUMBER.search(text)
    fits = _bound(text, int(found.group().replace(",", ""))) if found else lambda size: True
    chosen = [system for size, system in sized if fits(size)]
    unit = "students" if students else "schools"
    lead = kit.frame.say(
        "counted", count=str(len(chosen)), what=f"systems whose number of {unit} is told"
    )
    return Draft(lead, (DraftSection("", tuple(_size_claim(s, kit) for s in chosen)),))


def systems_by_state(reading: Reading, kit: Kit) -> Draft | None:
    """Return the systems of the states that a question names; None where it names none."""
    words = set(re.findall(r"\b[A-Z]{2}\b", reading.turn.text))
    lowered = reading.turn.text.lower()
    states = [code for code, name in STATES.items() if name.lower() in lowered or code in words]
    chosen = [s for s in kit.corpus.names.systems if s.state in states]
    if not chosen:
        return None
    return _listed(kit, chosen, " and ".join(STATES[code] for code in states))


def _bound(text: str, number: int) -> Callable[[int], bool]:
    if _ABOVE.search(text):
        return lambda size: size >= number
    if _BELOW.search(text):
        return lambda size: size <= number
    return lambda size: abs(size - number) <= thresholds.ABOUT_THE_SIZE * number


def _size(system: SchoolSystem, students: bool) -> int | None:
    if system.size is None:
        return None
    return system.size.students if students else system.size.schools


def _size_claim(system: SchoolSystem, kit: Kit) -> DraftClaim:
    assert system.size is not None
    place = kit.book.find(system.size.quote, system.source)
    return DraftClaim(f"“{place.quote}”", (place,), system.label)


def _listed(kit: Kit, chosen: Iterable[SchoolSystem], what: str) -> Draft:
    claims = [claim for system in chosen if (claim := _line(kit, system))]
    lead = kit.frame.say("counted", count=str(len(claims)), what=what)
    return Draft(lead, (DraftSection("", tuple(claims)),))


def _line(kit: Kit, system: SchoolSystem) -> DraftClaim | None:
    """Return a system with the first words of the texts that are about it."""
    own = (
        u for u in kit.units if system.id in u.passage.systems
        and (not system.sample or u.passage.heading_path[-1] == "Our Sample Systems")
        and any(name in u.text for name in system.names)
    )  # fmt: skip
    unit = next(own, None)
    return kit.claims.quotation(unit.evidence) if unit else None
