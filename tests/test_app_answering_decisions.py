"""How did others handle each decision: every system, under its pole, short and cited."""

from collections.abc import Callable

import pytest

from app.answering.answer import Answer
from app.answering.chips import examples_question
from app.answering.contract import answer_text, as_json
from corpus.framework import PoleName
from corpus.library import Corpus

Ask = Callable[..., Answer]
Expected = dict[PoleName, set[str]]

EXPECTED: dict[str, Expected] = {
    "Q1": {
        "left": {"mesa-valley-51", "henry-county", "chicago", "baltimore-county", "oakland",
                 "gwinnett"},
        "right": {"los-angeles-northwest", "chicago"},
        "combine": {"greeley-evans"},
    },
    "Q2": {
        "left": {"mesa-valley-51", "ace"},
        "right": {"chicago", "leadership-public-schools"},
        "combine": {"trailblazer", "henry-county", "leadership-public-schools",
                    "los-angeles-northwest"},
    },
    "Q3": {
        "left": {"dallas-isd", "chicago", "baltimore-county"},
        "right": {"mesa-valley-51", "fulton-county"},
        "combine": {"leadership-public-schools", "henry-county"},
    },
    "Q4": {
        "left": {"dallas-isd", "chicago"},
        "right": {"middletown", "dallas-isd"},
        "combine": {"dallas-isd", "fulton-county"},
    },
    "Q5": {
        "left": {"middletown", "fulton-county", "baltimore-county", "mesa-valley-51",
                 "henry-county"},
        "right": {"roots"},
        "combine": {"henry-county", "matchbook-learning"},
    },
    "Q6": {
        "left": {"gwinnett", "henry-county", "fulton-county", "dallas-isd"},
        "right": {"leadership-public-schools", "greeley-evans"},
        "combine": {"henry-county"},
    },
    "Q7": {
        "left": {"dc-public-schools", "somerville"},
        "right": {"henry-county", "los-angeles-northwest"},
        "combine": {"fulton-county"},
    },
}  # fmt: skip


@pytest.mark.parametrize("decision", EXPECTED)
def test_every_system_stands_under_its_pole(decision: str, ask: Ask, corpus: Corpus) -> None:
    answer = ask(examples_question(corpus.decision(decision)))
    assert answer.route.decisions == (decision,)
    for pole, systems in EXPECTED[decision].items():
        [section] = [s for s in answer.sections if s.pole == pole]
        named = corpus.finder.find(" ".join(claim.full_text for claim in section.claims))
        assert [s for s in systems if s not in named.systems] == []
        markers = [m for claim in section.claims for m in claim.citations]
        assert {answer.citations[m - 1].passage.pole for m in markers} == {pole}


@pytest.mark.parametrize("decision", EXPECTED)
def test_an_overview_reads_in_a_minute_and_ends_with_one_question(
    decision: str, ask: Ask, corpus: Corpus
) -> None:
    answer = ask(examples_question(corpus.decision(decision)))
    assert len(answer.citations) <= 12
    assert len(answer_text(answer).split()) <= 240
    assert answer.reflection is not None
    assert answer.reflection.passage.decision == decision
    assert answer.reflection.question.count("?") == 1


@pytest.mark.parametrize(
    ("question", "decision"),
    [
        ("how did others handle need vs. readiness?", "Q3"),
        ("tight or loose?", "Q1"),
        ("fast and furious or slow and steady", "Q2"),
        ("build internally vs. buy externally", "Q4"),
        ("fixed strategy vs. adapt with experience", "Q5"),
        ("prix fixe vs a la carte", "Q6"),
        ("share best practices vs. share process and failures", "Q7"),
        ("principals complain that the central office dictates everything", "Q1"),
        ("who should get the money first", "Q3"),
        ("nobody wants to admit that something failed", "Q7"),
    ],
)
def test_decisions_are_understood(question: str, decision: str, ask: Ask) -> None:
    assert ask(question).route.decisions == (decision,)


@pytest.mark.parametrize(
    "question",
    ["what's the weather tomorrow", "how much does a laptop cost in 2025?",
     "who won the world cup"],
)  # fmt: skip
def test_silence_where_the_texts_say_nothing(question: str, ask: Ask) -> None:
    answer = as_json(ask(question))
    assert answer["abstained"]
    assert answer["claims"] == answer["citations"] == []
    assert len(answer["nearest"]) == 3
    assert "cover" in answer["text"] or "nothing about" in answer["text"]


def test_the_direction_of_a_doubtful_scale_is_never_asserted(ask: Ask) -> None:
    answer = ask("What did the survey find about buying or building?")
    assert "which end of the scale means building inside" in {c.about for c in answer.conflicts}
    [section] = [s for s in answer.sections if s.kind == "conflict"]
    # Both versions, and the shares that the note weighs them by.
    told = next(c for c in section.claims if "scale" in (c.subject or ""))
    quotes = [c.quote for c in answer.citations if c.marker in told.citations]
    assert len(quotes) == 4
    assert sum("52% of respondents" in quote for quote in quotes) == 1


def test_a_system_in_one_decision_is_told_of(ask: Ask) -> None:
    answer = ask("how did Dallas handle need vs. readiness?")
    assert answer.citations[0].passage.case == "q3-feeder-patterns"
