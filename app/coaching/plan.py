"""A plan for one coaching session: agenda, contrasting examples, questions, benefits, map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.coaching.fitting import case_reasons, size_note
from app.coaching.offering import QuestionRanker, Said
from app.coaching.room import RoomReader, Scene
from app.coaching.talk import OpenQuestion
from app.evidence.passages import PassageIndex
from app.exploring.situations import Reading, SituationReader
from corpus.cases import Case
from corpus.framework import POLES, PoleName, Role
from prompts import load_list

SHORTEST, LONGEST = 20, 120
ROLES: dict[Role, str] = {
    "teacher": "Teachers",
    "school_leader": "School leaders",
    "district": "District or network staff",
}
_LEAST_MINUTES = 2
MOST_BLOCKS = 12
# A question with its pause and its answers takes about three minutes of a quarter of the time.
_MINUTES_A_QUESTION = 12
_LEAST_QUESTIONS = 3


@dataclass(frozen=True)
class Block:
    """A part of the session; `text` is what happens, one step a line."""

    key: str
    title: str
    minutes: int
    text: str


@dataclass(frozen=True)
class Plan:
    """A session plan; every text can be edited, an example swapped, the blocks put in order.

    `also` are decisions that the situation touches beside the first. `cases` names an example for
    each side, `first` the side whose example fits best, `reasons` says of each why it was chosen,
    and `sizes` where no system has the situation's size. `downsides` are left for the leader to
    fill. `recalled` are the client's open actions.
    """

    decision: str
    situation: str
    minutes: int
    attendees: str
    roles: tuple[Role, ...]
    blocks: tuple[Block, ...]
    cases: Mapping[PoleName, str]
    questions: tuple[str, ...]
    downsides: Mapping[str, str] = field(default_factory=dict)
    recalled: tuple[str, ...] = ()
    client: str | None = None
    also: tuple[str, ...] = ()
    first: PoleName = "left"
    reasons: Mapping[str, str] = field(default_factory=dict)
    sizes: str = ""

    @property
    def sides(self) -> tuple[PoleName, ...]:
        """Return the sides that have an example, the one that fits best first."""
        ordered = dict.fromkeys((self.first, *POLES))
        return tuple(pole for pole in ordered if pole in self.cases)


@dataclass(frozen=True)
class Planner:
    """Composes plans from described situations."""

    book: PassageIndex
    situations: SituationReader
    questions: QuestionRanker
    room: RoomReader

    def compose(
        self,
        decision: str,
        situation: str,
        minutes: int,
        attendees: str = "",
        roles: Sequence[Role] = (),
        client: str | None = None,
        recalled: Sequence[str] = (),
        also: Sequence[str] = (),
    ) -> Plan:
        """Return a plan for a decision; the examples are those that fit the situation best."""
        length = min(max(minutes, SHORTEST), LONGEST)
        reading = self.situations.read(situation)
        found = {pole: self.choices(decision, pole, reading) for pole in POLES}
        best = {pole: cases[0] for pole, cases in found.items() if cases}
        first = next(iter(reading.best(tuple(best.values()))), None)
        own = self.book.corpus.cases_of(decision)
        return Plan(
            decision,
            situation,
            length,
            attendees,
            tuple(roles) or tuple(ROLES),
            _agenda(length, self.room.read(situation)),
            {pole: case.id for pole, case in best.items()},
            self._asked(decision, situation, reading, length),
            {"left": "", "right": ""},
            tuple(recalled),
            client,
            tuple(also),
            (first.pole if first else None) or "left",
            case_reasons(self.book, reading, tuple(best.values())),
            size_note(self.book, reading, own),
        )

    def choices(self, decision: str, pole: PoleName, reading: Reading) -> tuple[Case, ...]:
        """Return the examples of a side, the one that fits a situation best first."""
        return reading.best(_of_side(self.book, decision, pole))

    def _asked(
        self, decision: str, situation: str, reading: Reading, minutes: int
    ) -> tuple[str, ...]:
        """Return probing questions in order: look closer, the other side, and a way on."""
        most = max(_LEAST_QUESTIONS, minutes // _MINUTES_A_QUESTION)
        said = Said(situation, (), {**reading.decisions, decision: 1.0})
        found = self.questions.best(said, most, (decision,))
        return tuple(q.text for q in sorted(found, key=_stage))


_STAGES = {"closer": 0, "other": 1, "on": 2}


def _stage(question: OpenQuestion) -> int:
    return _STAGES[question.kind]


def _of_side(book: PassageIndex, decision: str, pole: PoleName) -> tuple[Case, ...]:
    return tuple(c for c in book.corpus.cases_of(decision) if c.pole == pole)


def shares(minutes: int, parts: Sequence[int]) -> tuple[int, ...]:
    """Return `minutes` dealt out like `parts`; they sum to it, and each gets at least two.

    The largest remainders are rounded up, so that no part is off by a whole minute.
    """
    total = sum(parts)
    exact = [minutes * part / total for part in parts]
    dealt = [max(_LEAST_MINUTES, int(share)) for share in exact]
    order = sorted(range(len(parts)), key=lambda i: dealt[i] - exact[i])
    step = 1 if sum(dealt) < minutes else -1
    while sum(dealt) != minutes:
        for i in order if step > 0 else reversed(order):
            if sum(dealt) != minutes and dealt[i] + step >= _LEAST_MINUTES:
                dealt[i] += step
    return tuple(dealt)


def moved(plan: Plan, key: str, by: int) -> Plan:
    """Return a plan with a block one place earlier, -1, or later, 1; as it was at the ends."""
    place = next((i for i, block in enumerate(plan.blocks) if block.key == key), None)
    if place is None or not 0 <= place + by < len(plan.blocks):
        return plan
    blocks = list(plan.blocks)
    blocks.insert(place + by, blocks.pop(place))
    return replace(plan, blocks=tuple(blocks))


def with_case(book: PassageIndex, plan: Plan, pole: PoleName, case: str) -> Plan:
    """Return a plan with another example of a side; as it was where that side has no such one."""
    known = {c.id for c in _of_side(book, plan.decision, pole)}
    return replace(plan, cases={**plan.cases, pole: case}) if case in known else plan


def with_block(plan: Plan) -> Plan:
    """Return a plan with one more block at its end; as it was where it has many."""
    taken = {block.key for block in plan.blocks}
    key = next((k for n in range(MOST_BLOCKS) if (k := f"own-{n}") not in taken), None)
    if key is None or len(plan.blocks) >= MOST_BLOCKS:
        return plan
    return replace(plan, blocks=(*plan.blocks, Block(key, "A step of our own", 5, "")))


def without_block(plan: Plan, key: str) -> Plan:
    """Return a plan without a block; the last one stays."""
    kept = tuple(block for block in plan.blocks if block.key != key)
    return replace(plan, blocks=kept) if kept else plan


def upsides(book: PassageIndex, plan: Plan, pole: PoleName) -> dict[Role, tuple[str, ...]]:
    """Return the report's benefits of a side for the roles that will be there."""
    [benefit] = [
        b for b in book.corpus.framework.benefits if b.decision == plan.decision and b.pole == pole
    ]
    return {role: benefit.of(role) for role in plan.roles}


def _agenda(minutes: int, scene: Scene) -> tuple[Block, ...]:
    """Return the parts of a session, worded for who is in it and whether there is conflict."""
    parts = load_list("agenda")
    dealt = shares(minutes, [part["share"] for part in parts])
    return tuple(
        Block(part["key"], part["title"], length, "\n".join(_steps(part, scene)))
        for part, length in zip(parts, dealt, strict=True)
    )


def _steps(part: Mapping[str, Sequence[str]], scene: Scene) -> list[str]:
    people = ", ".join(scene.people)
    steps = [*(part.get("conflict", ()) if scene.conflict else ()), *part["steps"]]
    return steps + [step.format(people=people) for step in part.get("people", ()) if people]
