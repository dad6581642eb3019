"""A session plan, its times, and a coach's log."""

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answering.quoting import QuotingAnswerer
from app.coaching.client import (
    Client,
    Entry,
    entry_mark,
    recalled,
    with_action,
    with_entry,
)
from app.coaching.plan import (
    LONGEST,
    MOST_BLOCKS,
    SHORTEST,
    Planner,
    moved,
    shares,
    upsides,
    with_block,
    with_case,
    without_block,
)
from app.evidence.passages import PassageIndex
from app.wiring import Ready
from corpus.errors import FormError

SITUATION = "my superintendent wants to scale to all schools next year"
# Situations by a writer who saw the report and not this program, with what would fit them.
SITUATIONS = Path(__file__).parent / "data" / "plans.jsonl"


@pytest.fixture(scope="module")
def planner(ready: Ready) -> Planner:
    return ready.planner


@pytest.fixture(scope="module")
def book(quoting: QuotingAnswerer) -> PassageIndex:
    return quoting.book


@given(st.integers(SHORTEST, LONGEST), st.lists(st.integers(1, 60), min_size=1, max_size=10))
def test_minutes_are_dealt_out_whole(minutes: int, parts: list[int]) -> None:
    dealt = shares(minutes, parts)
    assert sum(dealt) == minutes
    assert len(dealt) == len(parts)
    assert min(dealt) >= 2


def test_an_hour_is_what_coaches_use() -> None:
    assert shares(60, [5, 10, 15, 15, 10, 5]) == (5, 10, 15, 15, 10, 5)


@pytest.mark.parametrize("decision", [f"Q{n}" for n in range(1, 8)])
@pytest.mark.parametrize("minutes", [20, 47, 120])
def test_a_plan_holds_both_sides_and_one_that_combines(
    book: PassageIndex, planner: Planner, decision: str, minutes: int
) -> None:
    plan = planner.compose(decision, SITUATION, minutes)
    assert sum(block.minutes for block in plan.blocks) == minutes
    poles = {pole: book.corpus.case(case).pole for pole, case in plan.cases.items()}
    assert poles == {"left": "left", "right": "right", "combine": "combine"}
    assert 3 <= len(plan.questions) == len(set(plan.questions)) <= max(3, minutes // 12)
    assert all(question.count("?") == 1 for question in plan.questions)
    text = book.corpus.document("look-both-ways").text
    for side in ("left", "right"):
        items = [item for items in upsides(book, plan, side).values() for item in items]
        assert items
        assert all(item in text for item in items)
    assert plan.downsides == {"left": "", "right": ""}


def test_plans_fit_situations_that_others_wrote(planner: Planner) -> None:
    """Aimed at is 18 and 15 of 20; see docs/measurements.md for what is reached."""
    rows = [json.loads(line) for line in SITUATIONS.read_text().splitlines()]
    assert len(rows) == 20
    decided = fitting = 0
    for row in rows:
        found = planner.situations.read(row["text"]).ordered()
        plan = planner.compose(found[0], row["text"], 60)
        decided += bool({*found[:2]} & {*row["decisions"]})
        fitting += plan.cases[plan.first] in row["cases"]
    assert decided >= 18
    assert fitting >= 13


def test_only_the_roles_that_will_be_there_bring_their_benefits(
    book: PassageIndex, planner: Planner
) -> None:
    plan = planner.compose("Q2", SITUATION, 60, roles=("teacher",))
    assert list(upsides(book, plan, "left")) == ["teacher"]


def test_blocks_move_and_stop_at_the_ends(book: PassageIndex, planner: Planner) -> None:
    plan = planner.compose("Q2", SITUATION, 60)
    keys = [block.key for block in plan.blocks]
    assert [b.key for b in moved(plan, keys[0], 1).blocks][:2] == [keys[1], keys[0]]
    assert moved(plan, keys[0], -1) == plan
    assert moved(plan, keys[-1], 1) == plan
    assert moved(plan, "no such block", 1) == plan


def test_an_example_is_swapped_for_another_of_its_side_only(
    book: PassageIndex, planner: Planner
) -> None:
    plan = planner.compose("Q3", SITUATION, 60)
    for case in planner.choices("Q3", "left", planner.situations.read("")):
        assert with_case(book, plan, "left", case.id).cases["left"] == case.id
    assert with_case(book, plan, "left", plan.cases["right"]) == plan
    assert with_case(book, plan, "left", "no such example") == plan


def test_blocks_are_added_and_taken_out_and_one_stays(book: PassageIndex, planner: Planner) -> None:
    plan = planner.compose("Q3", SITUATION, 60)
    more = with_block(with_block(plan))
    assert len({block.key for block in more.blocks}) == len(plan.blocks) + 2
    for _ in range(2 * MOST_BLOCKS):
        more = with_block(more)
    assert len(more.blocks) == MOST_BLOCKS
    for block in more.blocks:
        more = without_block(more, block.key)
    assert len(more.blocks) == 1
    assert without_block(plan, "no such block") == plan


def test_open_actions_come_up_in_the_next_plan_and_can_be_opened_again(planner: Planner) -> None:
    client = Client("A")
    for day, step in ((3, "Ask the board."), (1, "Visit two schools.\nCall Dana."), (2, "")):
        client = with_entry(client, Entry(date(2026, 11, day), "It went well.", "", step))
    assert [e.held.day for e in client.entries] == [1, 2, 3]
    assert recalled(client) == ("Call Dana.", "Visit two schools.", "Ask the board.")
    client = with_action(client, "Call Dana.", done=True)
    assert recalled(client) == ("Visit two schools.", "Ask the board.")
    assert "Call Dana." in recalled(with_action(client, "Call Dana.", done=False))
    plan = planner.compose("Q2", SITUATION, 60, recalled=recalled(client))
    assert plan.recalled == recalled(client)
    assert "Ask the board" not in " ".join(block.text for block in plan.blocks)


def test_a_session_is_changed_in_place_and_an_empty_one_is_not_kept() -> None:
    first = Entry(date(2026, 11, 1), "They came.", "", "Call Dana.")
    client = with_entry(Client("A"), first)
    changed = with_entry(client, Entry(date(2026, 11, 2), "All came.", "", ""), entry_mark(first))
    assert [e.successes for e in changed.entries] == ["All came."]
    with pytest.raises(FormError):
        with_entry(client, Entry(date(2026, 11, 3), " ", "", ""))


def test_a_log_of_an_older_version_recalls_its_last_next_steps() -> None:
    entries = tuple(Entry(date(2026, 11, day), "", "", f"Step {day}.") for day in (1, 2))
    assert recalled(Client("A", entries=entries)) == ("Step 2", "Step 1")


def test_the_steps_are_worded_for_who_is_in_it(planner: Planner) -> None:
    quarrel = (
        "The union president filed a grievance because our instructional coaches observe in "
        "classrooms, and the teachers shout at the principals in meetings."
    )
    plan = planner.compose("Q6", quarrel, 60)
    text = " ".join(block.text for block in plan.blocks)
    assert "union president" in text
    assert "ground rules" in text
    assert "ground rules" not in " ".join(b.text for b in planner.compose("Q6", "", 60).blocks)


def test_what_is_nobody_s_size_is_told_and_each_choice_has_a_reason(planner: Planner) -> None:
    plan = planner.compose("Q2", "We have three rural schools and want to begin this year.", 60)
    assert "about your size, 3 schools" in plan.sizes
    assert set(plan.reasons) == set(plan.cases.values())
    assert plan.sides[0] == plan.first
    text = planner.book.corpus.document("look-both-ways").text
    quotes = [r.split("“", 1)[1].rsplit("”", 1)[0] for r in plan.reasons.values() if "“" in r]
    assert quotes
    assert all(" ".join(q.split()) in " ".join(text.split()) for q in quotes)


@pytest.mark.parametrize(
    ("situation", "decisions", "case"),
    [
        ("The teachers' union has filed a grievance over our coaches observing in classrooms. The "
         "director of coaching says that without seeing lessons they can't help.",
         ["Q6"], "q6-coaching-coherence"),
        ("A charter network of five schools bought a whole school model, and the first year was "
         "bad: teachers left, and the principals want to change things now.",
         ["Q5", "Q6"], "q5-experience-guides"),
        ("Four rural schools. The board wants all of them at once this fall, the superintendent "
         "would rather start with one this year and learn.", ["Q2", "Q3"], None),
    ],
)  # fmt: skip
def test_a_situation_finds_its_decisions_first_or_second_and_its_example(
    planner: Planner, situation: str, decisions: list[str], case: str | None
) -> None:
    reading = planner.situations.read(situation)
    assert set(decisions) <= set(reading.touched(0.0, 2))
    plan = planner.compose(decisions[0], situation, 60)
    if case:
        assert plan.cases[plan.first] == case
