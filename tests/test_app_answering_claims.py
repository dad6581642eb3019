"""Claims that are put to the texts, boasts, and turns that ask for nothing."""

from collections.abc import Callable

import pytest

from app.answering.answer import Answer

Ask = Callable[..., Answer]


@pytest.mark.parametrize(
    ("claim", "verdict"),
    [
        ("Is it right that Dallas started with readiness?", "otherwise"),
        ("Did Dallas start with need?", "That is how the texts have it"),
        ("Did Fulton County start with readiness?", "That is how the texts have it"),
        ("Henry County decentralized everything, correct?", "otherwise"),
        ("I heard that Greeley-Evans centralized it all?", "Only in part"),
    ],
)
def test_what_a_system_did_is_confirmed_or_corrected(claim: str, verdict: str, ask: Ask) -> None:
    answer = ask(claim)
    first = answer.sections[0].claims[0]
    assert verdict in first.text
    assert first.citations
    assert all(c.verified for c in answer.citations)


@pytest.mark.parametrize(
    ("claim", "verdict", "speaker"),
    [
        ("Did Lisa Williams say that pedagogy trumps technology?", "someone else", "Ken Eastwood"),
        ("Is it true Ken Eastwood said pedagogy trumps technology?", "Yes", "Ken Eastwood"),
    ],
)
def test_words_are_given_to_who_said_them(claim: str, verdict: str, speaker: str, ask: Ask) -> None:
    answer = ask(claim)
    [section] = answer.sections
    assert verdict in section.heading
    assert speaker in (section.claims[0].subject or "")


def test_a_claim_about_most_leaders_meets_the_figures(ask: Ask) -> None:
    answer = ask("Is it true that most leaders went fast?")
    assert "nearer to “Going slow and steady”" in answer.sections[0].claims[0].text
    assert answer.citations[0].quote == "3.6" or "3.6" in answer.citations[0].quote


def test_no_side_is_named_where_the_scales_direction_is_in_doubt(ask: Ask) -> None:
    answer = ask("Is it right that in the survey most leaders lean toward building inside?")
    assert answer.route.want == "survey"
    assert "nearer to" not in " ".join(claim.text for claim in answer.claims)
    assert answer.conflicts


def test_a_claim_that_one_side_is_better_gets_both(ask: Ask) -> None:
    answer = ask("Is it true that going slow is better?")
    assert [s.pole for s in answer.sections[:2]] == ["right", "left"]
    assert "for it" in answer.sections[0].heading
    assert "other way" in answer.sections[1].heading


def test_a_boast_meets_the_other_way_first(ask: Ask) -> None:
    answer = ask("Centralizing everything is the only way to get consistency.")
    assert [s.pole for s in answer.sections] == ["right", "combine", "left"]
    assert "Others chose differently" in answer.lead


@pytest.mark.parametrize("turn", ["thanks, that helps a lot", "hello", "ok great, bye"])
def test_a_courtesy_is_no_failure(turn: str, ask: Ask) -> None:
    for previous in ((), ("how did others handle need vs. readiness?",)):
        answer = ask(turn, *previous)
        assert answer.abstained
        assert not answer.citations
        assert "do not cover" not in answer.lead
