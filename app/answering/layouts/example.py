"""One example told whole, in the order of the text."""

from app.answering.draft import Draft, DraftSection
from app.answering.kit import Kit
from app.answering.reading import Reading
from app.evidence import thresholds
from app.evidence.choose import Chosen
from app.evidence.units import Unit

# Kinds of answer for which one sentence of an example won't do.
_OF_WHOLE_EXAMPLES = frozenset({"steps", "result", "example", "other"})
_OTHERS = 4


def tells_example(reading: Reading) -> bool:
    """Return whether a question asks for one example as a whole."""
    return is_of_one_example(reading) and reading.turn.kind in _OF_WHOLE_EXAMPLES


def is_of_one_example(reading: Reading) -> bool:
    """Return whether nearly all of the evidence is of one example."""
    shares = reading.ranking.shares(lambda unit: unit.passage.case)
    return next(iter(shares.values()), 0.0) >= thresholds.WHOLE_EXAMPLE


def whole_example(reading: Reading, kit: Kit, lead: str = "") -> Draft:
    """Tell the example that most of the evidence is of: the direct sentence, then all in order."""
    case = reading.example
    chosen = kit.choose(reading)
    direct = chosen[:1]
    used = {unit.row for one in direct for unit in one.units}
    own = [unit for unit in reading.ranking.units if unit.passage.case == case]
    rest = kit.of(_by_passage([unit for unit in own if unit.row not in used | reading.shown]))
    others = [one for one in chosen[1:] if one.passage.case != case][:_OTHERS]
    sections = [
        DraftSection("", kit.of(direct), kind="prose"),
        DraftSection(kit.frame.say("rest"), rest),
        DraftSection(kit.frame.say("more"), kit.of(others)),
    ]
    return Draft(lead or kit.lead(chosen), tuple(s for s in sections if s.claims))


def _by_passage(units: list[Unit]) -> list[Chosen]:
    groups: dict[str, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.passage.id, []).append(unit)
    return [Chosen(group[0].passage, tuple(group), 0.0) for group in groups.values()]
