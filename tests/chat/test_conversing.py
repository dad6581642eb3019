"""A model may give back what a leader said and ask one open question, and nothing beyond."""

from collections.abc import Callable

import pytest

from app.coaching.conversing import Conversing
from app.coaching.talk import Exchange, Reply, Talk
from app.models.calling import ModelCaller
from app.wiring import Ready
from tests.chat.conftest import PROTOCOLS
from tests.chat.servers import Protocol, chat_server
from tests.chat.servers import Reply as Scripted

SAID = "Two of our schools are ready to start, and I fear that the others feel left behind."
HEARD = "You have two schools ready to start, and you fear the others feel left behind."
ASKED = "What would the schools that wait need to see?"


def _reply(
    ready: Ready,
    caller_of: Callable[..., ModelCaller],
    text: str,
    protocol: Protocol = "openai",
    turns: tuple[Exchange, ...] = (),
) -> tuple[Reply, Reply, str]:
    talk = Talk("Q3", "", worth="A plan for spring")
    first = turns or (ready.guide.open(talk),)
    plain = ready.guide.reply(talk, first, SAID)
    with chat_server(protocol, Scripted((text,))) as server:
        conversing = Conversing(caller_of(server), ready.guide.book, ready.guide.questions)
        made = conversing.reply(talk, first, SAID, plain)
        return plain, made, str(server.requests[0]) if server.requests else ""


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_reflection_and_a_question_are_used_and_the_three_stay(
    ready: Ready, caller_of: Callable[..., ModelCaller], protocol: Protocol
) -> None:
    plain, made, _ = _reply(ready, caller_of, f"{HEARD}\n{ASKED}", protocol)
    assert made.heard == HEARD
    assert made.question is not None
    assert made.question.text == ASKED
    assert made.questions == plain.questions


@pytest.mark.parametrize(
    "text",
    [
        "You have two schools ready, as Dallas ISD did, and fear the others are behind.\n" + ASKED,
        "You have 14 schools ready to start, and fear the others feel left behind.\n" + ASKED,
        "Great! You have two schools ready to start and fear the others are behind.\n" + ASKED,
        "You should begin with the feeder pattern of the neediest school.\n" + ASKED,
        f"{HEARD}\nWhat would they need? And who would tell them?",
        f"{HEARD}\nDid you know that Fulton County asked everybody to apply again?",
        f"{HEARD}\nWhat is the capital of the third planet of the sun?",
        f"{HEARD}\nGo and hire a consultant now.",
        f"{HEARD}",
        f"{HEARD}\n{ASKED}\nAnd here is what I would do.",
        "",
    ],
)
def test_whatever_adds_advises_or_strays_falls_back_to_the_three_questions(
    ready: Ready, caller_of: Callable[..., ModelCaller], text: str
) -> None:
    plain, made, _ = _reply(ready, caller_of, text)
    assert made == plain


def test_a_note_that_was_set_aside_is_shown_to_no_model(
    ready: Ready, caller_of: Callable[..., ModelCaller]
) -> None:
    first = ready.guide.open(Talk("Q3", ""))
    aside = Exchange("I cried in the garage.", first.reply, aside=True)
    _, _, sent = _reply(ready, caller_of, f"{HEARD}\n{ASKED}", turns=(first, aside))
    assert "A plan for spring" in sent
    assert "garage" not in sent
