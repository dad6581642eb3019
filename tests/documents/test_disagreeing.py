"""Two documents that tell other figures of the same thing are set side by side."""

from collections.abc import Callable

import pytest

from tests.documents.conftest import Ask

PLAN = "The coaches are paid from the Title II grant, {} dollars a year."


@pytest.mark.parametrize(
    ("one", "other", "told"),
    [
        (PLAN.format("412,000"), PLAN.format("380,000"), True),
        (PLAN.format("412,000"), PLAN.format("412000"), False),
        (PLAN.format("412,000"), "The coaches are paid from the Title II grant.", False),
        (PLAN.format("412,000"), "The bus depot has 12 coaches with 40 seats for trips.", False),
        (
            "Teachers get 3 days of training a year.",
            "Teachers get 5 days of training a year.",
            True,
        ),
    ],
)
def test_other_figures_for_the_same_thing(
    put: Callable[..., str], ask: Ask, one: str, other: str, told: bool
) -> None:
    put("one.md", f"# Plan of 2025\n\n{one}".encode())
    put("other.md", f"# Plan of 2026\n\n{other}".encode())
    question = "How are coaches paid for?" if "coaches" in one else "How many days of training?"
    answer = ask(question)
    apart = [section for section in answer.sections if "different figures" in section.heading]
    assert bool(apart) == told
    if told:
        assert {claim.subject for claim in apart[0].claims} == {"Plan of 2025", "Plan of 2026"}
        assert all(citation.verified for citation in answer.citations)
