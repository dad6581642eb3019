"""What models do wrong, said by real client libraries over real protocols: never shown as true."""

from itertools import cycle

import pytest

from app.answering.answer import Answer
from app.understanding.question import read_question
from app.verification.check import Checker
from app.verification.sentences import read_sentences
from tests.chat.cases import FAULTS, GOOD, QUESTION, SIDED, Exhibits, Good, side_swapped
from tests.chat.conftest import PROTOCOLS, Answerers, Stage
from tests.chat.servers import Protocol, Reply, chat_server, saying

_TURN = cycle(PROTOCOLS)
CASES = [(name, good, next(_TURN)) for name in FAULTS for good in GOOD]
SWAPS = [(good, next(_TURN)) for good in GOOD if good.side in SIDED]


def test_there_are_enough() -> None:
    assert len(CASES) + len(SWAPS) >= 200


def _ask(stages: dict[Protocol, Stage], protocol: Protocol, said: str) -> Answer:
    """Return the answer of a model that says a thing, and says it again when asked once more."""
    return stages[protocol].answer(QUESTION, saying(said, 11))


def _assert_only(answer: Answer, good: Good) -> None:
    prose = [s for s in answer.sections if s.kind == "prose"]
    shown = [claim.text for section in prose for claim in section.claims]
    assert shown == [good.text]
    assert all(c.verified for c in answer.citations)
    assert all(claim.citations for claim in answer.claims)


@pytest.mark.parametrize("good", GOOD, ids=lambda good: good.text[:24])
def test_what_holds_is_shown(good: Good, checker: Checker, exhibits: Exhibits) -> None:
    [sentence] = read_sentences(good.marked(exhibits), whole=True)
    verdict = checker.check(sentence, exhibits)
    assert verdict.reasons == ()
    assert verdict.supported
    assert not verdict.corrected


@pytest.mark.parametrize(("name", "good", "protocol"), CASES)
def test_a_fault_is_never_shown_as_supported(
    name: str, good: Good, protocol: Protocol, exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    beside = GOOD[(GOOD.index(good) + 2) % len(GOOD)]
    said = f"{FAULTS[name](good, exhibits)}\n{beside.marked(exhibits)}"
    _assert_only(_ask(stages, protocol, said), beside)


@pytest.mark.parametrize(("good", "protocol"), SWAPS)
def test_a_passage_on_the_other_side_is_never_shown(
    good: Good, protocol: Protocol, exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    beside = GOOD[(GOOD.index(good) + 2) % len(GOOD)]
    said = f"{side_swapped(good, exhibits)}\n{beside.marked(exhibits)}"
    _assert_only(_ask(stages, protocol, said), beside)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_systems_that_change_places_are_noticed(
    protocol: Protocol, exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    dallas, fulton = GOOD[0], GOOD[5]
    marks = f"[{dallas.id(exhibits)}: “{dallas.quote}”; {fulton.id(exhibits)}: “{fulton.quote}”]"
    swapped = (
        "Fulton County scaled through school feeder patterns, while Dallas ISD took a "
        f"standardized readiness assessment. {marks}"
    )
    _assert_only(_ask(stages, protocol, f"{swapped}\n{GOOD[4].marked(exhibits)}"), GOOD[4])


@pytest.mark.parametrize("size", [1, 2, 3, 5, 50, 500])
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_marks_may_be_cut_anywhere_on_their_way(
    size: int, protocol: Protocol, exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    said = "\n".join(good.marked(exhibits) for good in GOOD[:3])
    answer = stages[protocol].answer(QUESTION, saying(said, size))
    assert [c.text for c in answer.sections[0].claims] == [good.text for good in GOOD[:3]]
    assert answer.answerer.startswith(protocol)


SHAPES = {
    "full-width brackets": "{text}【{id}: “{quote}”】",
    "other full-width brackets": "{text}［{id}：“{quote}”］",
    "nested": "{text} [[{id}: “{quote}”]]",
    "repeated": "{text} [{id}: “{quote}”] [{id}: “{quote}”]",
    "before the period": "{bare} [{id}: “{quote}”].",
    "straight quotation marks": '{text} [{id}: "{quote}"]',
    "no quotation": "{text} [{id}]",
    "equals sign": '{text} [{id}="{quote}"]',
    "in a list": "- {text} [{id}: “{quote}”]",
    "in bold": "**{bare}**. [{id}: “{quote}”]",
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("good", [GOOD[0], GOOD[3], GOOD[4]], ids=lambda good: good.text[:12])
def test_marks_of_other_shapes_are_read(
    shape: str, good: Good, checker: Checker, exhibits: Exhibits
) -> None:
    said = SHAPES[shape].format(
        text=good.text, bare=good.text[:-1], id=good.id(exhibits), quote=good.quote
    )
    [sentence] = read_sentences(said, whole=True)
    assert sentence.text == good.text
    assert {p.id for p in sentence.pointers} == {good.id(exhibits)}
    assert checker.check(sentence, exhibits).supported


def test_a_slip_in_a_quotation_is_put_right_and_said(
    exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    good = GOOD[3]
    slip = good.quote.replace("central office administrators", "central-office admins")
    said = f"{good.text} [{good.id(exhibits)}: “{slip}”]"
    answer = _ask(stages, "openai", said)
    [citation] = answer.citations
    assert citation.corrected
    assert citation.verified
    assert good.quote in citation.quote


def test_a_sentence_that_fails_gets_one_more_chance(
    exhibits: Exhibits, answerer_of: Answerers
) -> None:
    wrong = FAULTS["added year"](GOOD[0], exhibits)
    first = saying(f"{wrong}\n{GOOD[4].marked(exhibits)}")
    with chat_server("openai", first, saying(GOOD[0].marked(exhibits))) as server:
        answer = answerer_of(server).answer(read_question(QUESTION))
        asked_again = server.requests[1]["messages"][-1]["content"]
    assert len(server.requests) == 2
    assert "1997" in asked_again
    assert [c.text for c in answer.claims] == [GOOD[4].text, GOOD[0].text]


def test_what_fails_may_be_shown_struck_out(exhibits: Exhibits, answerer_of: Answerers) -> None:
    wrong = FAULTS["added year"](GOOD[0], exhibits)
    with chat_server("openai", saying(f"{wrong}\n{GOOD[4].marked(exhibits)}")) as server:
        answer = answerer_of(server, strike=True).answer(read_question(QUESTION))
    assert answer.unsupported == ("Dallas ISD scaled along school feeder patterns in 1997.",)
    assert [c.text for c in answer.claims] == [GOOD[4].text]


def test_where_nothing_holds_the_texts_answer(
    exhibits: Exhibits, stages: dict[Protocol, Stage]
) -> None:
    answer = _ask(stages, "ollama", "All is well. Nothing to add. [nothing]")
    assert answer.answerer == "quoting"
    assert "said nothing that the texts support" in answer.notice
    assert len(answer.citations) >= 5


def test_a_second_model_may_doubt(exhibits: Exhibits, answerer_of: Answerers) -> None:
    said = f"{GOOD[0].marked(exhibits)}\n{GOOD[4].marked(exhibits)}"
    with (
        chat_server("openai", saying(said)) as server,
        chat_server("ollama", saying("1: no\n2: yes")) as judge,
    ):
        answer = answerer_of(server, judge=judge).answer(read_question(QUESTION))
    assert [c.text for c in answer.claims] == [GOOD[4].text]


def test_a_judge_that_fails_changes_nothing(exhibits: Exhibits, answerer_of: Answerers) -> None:
    with (
        chat_server("openai", saying(GOOD[0].marked(exhibits))) as server,
        chat_server("ollama", Reply(status=401)) as judge,
    ):
        answer = answerer_of(server, judge=judge).answer(read_question(QUESTION))
    assert [c.text for c in answer.claims] == [GOOD[0].text]
