"""A plan for one coaching session: agenda, contrasting examples, questions, benefits, map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.coaching.questions import choose_question, report_questions
from app.evidence.nearness import Nearness
from app.evidence.passages import PassageIndex
from corpus.cases import Case
from corpus.framework import POLES, PoleName, Role
from prompts import load_list

SHORTEST, LONGEST = 30, 90
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

    `cases` names an example for each side, `downsides` are left for the leader to fill. `recalled`
    are the client's next steps from past sessions. `number` counts the changes.
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


def compose_plan(
    book: PassageIndex,
    near: Nearness,
    decision: str,
    situation: str,
    minutes: int,
    attendees: str = "",
    roles: Sequence[Role] = (),
    client: str | None = None,
    recalled: Sequence[str] = (),
) -> Plan:
    """Return a plan for a decision; the examples are those that come nearest to the situation."""
    length = min(max(minutes, SHORTEST), LONGEST)
    found = {pole: choices(book, near, decision, pole, situation) for pole in POLES}
    return Plan(
        decision,
        situation,
        length,
        attendees,
        tuple(roles) or tuple(ROLES),
        _agenda(length, recalled),
        {pole: cases[0].id for pole, cases in found.items() if cases},
        _questions(book, near, decision, situation, length),
        {"left": "", "right": ""},
        tuple(recalled),
        client,
    )


def choices(
    book: PassageIndex, near: Nearness, decision: str, pole: PoleName, situation: str
) -> tuple[Case, ...]:
    """Return the examples of a side, the one nearest to a situation first."""
    scores = near.of_cases(situation)
    own = _of_side(book, decision, pole)
    return tuple(sorted(own, key=lambda c: -scores.get(c.id, 0.0)))


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


def _agenda(minutes: int, recalled: Sequence[str]) -> tuple[Block, ...]:
    parts = load_list("agenda")
    dealt = shares(minutes, [part["share"] for part in parts])
    blocks = []
    for part, length in zip(parts, dealt, strict=True):
        steps = list(part["steps"])
        if part["key"] == "check-in":
            steps += [f"Last time’s next step: {text}. What came of it?" for text in recalled]
        blocks.append(Block(part["key"], part["title"], length, "\n".join(steps)))
    return tuple(blocks)


def _questions(
    book: PassageIndex, near: Nearness, decision: str, situation: str, minutes: int
) -> tuple[str, ...]:
    """Return probing questions in order: the situation, the report's own, and a step."""
    scores = near.of_passages(situation)
    theirs = sorted(
        report_questions(book, decision), key=lambda q: -scores.get(q.passage_id or "", 0.0)
    )
    first = choose_question(book, near, decision, "begin", situation, ())
    other = choose_question(book, near, decision, "example", situation, ())
    most = max(_LEAST_QUESTIONS, minutes // _MINUTES_A_QUESTION)
    ours = [q.text for q in (first, other) if q]
    asked = [*ours[:1], *(q.text for q in theirs[: most - 2]), *ours[1:]]
    return tuple(dict.fromkeys(asked))
