"""Which layout serves which act."""

from dataclasses import dataclass, replace

from app.answering.draft import Draft
from app.answering.kit import Kit, Layout
from app.answering.layouts.collection import collect
from app.answering.layouts.earlier import again, longer, nth, shorter
from app.answering.layouts.facts import make, verify, who
from app.answering.layouts.find import define, find, one, several
from app.answering.layouts.sides import advise, compare
from app.answering.layouts.summary import cut, summarize
from app.answering.reading import Reading
from app.understanding.length import asked_length
from app.understanding.turn import Act

LAYOUTS: dict[Act, Layout] = {
    "find": find,
    "one": one,
    "list": several,
    "compare": compare,
    "why": find,
    "who": who,
    "define": define,
    "figure": find,
    "verify": verify,
    "summarize": summarize,
    "advise": advise,
    "make": make,
    "correction": find,
}
# Acts that ask for one thing or for something made, whatever set their words are near to.
_OF_ONE_THING: frozenset[Act] = frozenset({"one", "make", "why", "summarize", "define", "verify"})
# Sets of names and figures that nothing but a list answers.
_OF_NAMES = frozenset(
    {"quoted", "quoted_outside_sample", "leaders", "systems", "systems_by_size", "systems_by_state",
     "places", "partners", "priorities", "resources", "contradictions"}
)  # fmt: skip


@dataclass(frozen=True)
class Laid:
    """A draft, the reading that it is of, and whether it only changes what was said before."""

    reading: Reading
    draft: Draft
    follows: bool = False


def compose(reading: Reading, kit: Kit, before: Reading | None, said: Draft | None) -> Laid:
    """Return the draft for a reading; `before` and `said` are the turn before, if any."""
    if before is not None and said is not None:
        changed = _changed(reading, kit, before, said)
        if changed is not None:
            kept = replace(before, act=reading.act, shown=reading.shown, turn=before.turn)
            return Laid(kept, changed, follows=True)
    collected = None
    one_thing = reading.act in _OF_ONE_THING and reading.collection not in _OF_NAMES
    covered = reading.coverage == "full" or reading.collection in _OF_NAMES
    if reading.collection and not one_thing and covered:
        collected = collect(reading, kit)
    if collected is not None:
        return Laid(replace(reading, coverage="full"), collected)
    reading = replace(reading, collection="")
    draft = LAYOUTS.get(reading.act, find)(reading, kit)
    length = asked_length(reading.turn.text) if reading.act != "make" else None
    return Laid(reading, cut(draft, length) if length else draft)


def _changed(reading: Reading, kit: Kit, before: Reading, said: Draft) -> Draft | None:
    """Return what was said before, changed as the turn asks; None where it asks anew."""
    if reading.act == "shorter":
        return shorter(said, reading, kit)
    if reading.act == "longer":
        return longer(replace(before, shown=reading.shown), kit)
    if reading.act == "again":
        return again(said, reading, kit)
    if reading.act == "nth" and said.sections and not reading.turn.mentions:
        return nth(before, said, reading, kit)
    if reading.act == "language":
        return said
    return None
