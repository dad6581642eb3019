"""A session plan, its times, and a coach's log."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answering.quoting import QuotingAnswerer
from app.coaching.client import Client, Entry, recalled, with_entry
from app.coaching.plan import (
    LONGEST,
    MOST_BLOCKS,
    SHORTEST,
    choices,
    compose_plan,
    moved,
    shares,
    upsides,
    with_block,
    with_case,
    without_block,
)
from app.evidence.nearness import Nearness
from app.evidence.passages import PassageIndex

SITUATION = "my superintendent wants to scale to all schools next year"


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
@pytest.mark.parametrize("minutes", [30, 47, 90])
def test_a_plan_holds_both_sides_and_one_that_combines(
    book: PassageIndex, near: Nearness, decision: str, minutes: int
) -> None:
    plan = compose_plan(book, near, decision, SITUATION, minutes)
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


def test_only_the_roles_that_will_be_there_bring_their_benefits(
    book: PassageIndex, near: Nearness
) -> None:
    plan = compose_plan(book, near, "Q2", SITUATION, 60, roles=("teacher",))
    assert list(upsides(book, plan, "left")) == ["teacher"]


def test_blocks_move_and_stop_at_the_ends(book: PassageIndex, near: Nearness) -> None:
    plan = compose_plan(book, near, "Q2", SITUATION, 60)
    keys = [block.key for block in plan.blocks]
    assert [b.key for b in moved(plan, keys[0], 1).blocks][:2] == [keys[1], keys[0]]
    assert moved(plan, keys[0], -1) == plan
    assert moved(plan, keys[-1], 1) == plan
    assert moved(plan, "no such block", 1) == plan


def test_an_example_is_swapped_for_another_of_its_side_only(
    book: PassageIndex, near: Nearness
) -> None:
    plan = compose_plan(book, near, "Q3", SITUATION, 60)
    for case in choices(book, near, "Q3", "left", ""):
        assert with_case(book, plan, "left", case.id).cases["left"] == case.id
    assert with_case(book, plan, "left", plan.cases["right"]) == plan
    assert with_case(book, plan, "left", "no such example") == plan


def test_blocks_are_added_and_taken_out_and_one_stays(book: PassageIndex, near: Nearness) -> None:
    plan = compose_plan(book, near, "Q3", SITUATION, 60)
    more = with_block(with_block(plan))
    assert len({block.key for block in more.blocks}) == len(plan.blocks) + 2
    for _ in range(2 * MOST_BLOCKS):
        more = with_block(more)
    assert len(more.blocks) == MOST_BLOCKS
    for block in more.blocks:
        more = without_block(more, block.key)
    assert len(more.blocks) == 1
    assert without_block(plan, "no such block") == plan


def test_past_next_steps_come_up_in_the_next_plan(book: PassageIndex, near: Nearness) -> None:
    client = Client("A")
    for day, step in ((3, "Ask the board."), (1, "Visit two schools."), (2, "")):
        client = with_entry(client, Entry(date(2026, 11, day), "", "", step))
    assert [e.held.day for e in client.entries] == [1, 2, 3]
    assert recalled(client) == ("Ask the board", "Visit two schools")
    plan = compose_plan(book, near, "Q2", SITUATION, 60, recalled=recalled(client))
    assert "Last time’s next step: Ask the board." in plan.blocks[0].text
