"""A model may give back what a leader said, and nothing beyond."""

from collections.abc import Callable

import pytest

from app.answering.quoting import QuotingAnswerer
from app.generation.conversing import Listener
from app.models.calling import ModelCaller
from tests.chat.conftest import PROTOCOLS
from tests.chat.servers import Protocol, Reply, chat_server

SAID = "Two of our schools are ready to start, and I fear that the others feel left behind."


def _hear(
    quoting: QuotingAnswerer, caller_of: Callable[..., ModelCaller], protocol: Protocol, text: str
) -> str:
    with chat_server(protocol, Reply((text,))) as server:
        return Listener(caller_of(server), quoting.book).paraphrase(SAID)


@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_a_plain_paraphrase_is_used(
    quoting: QuotingAnswerer, caller_of: Callable[..., ModelCaller], protocol: Protocol
) -> None:
    text = "You have two schools ready to start, and you fear the others feel left behind."
    assert _hear(quoting, caller_of, protocol, text) == text


@pytest.mark.parametrize(
    "text",
    [
        "You have two schools ready to start, as Dallas ISD did, and fear the others are behind.",
        "You have 14 schools ready to start, and you fear the others feel left behind.",
        "Great! You have two schools ready to start and fear the others feel left behind.",
        "You have two schools ready to start. Why not begin there?",
        "You should begin with the feeder pattern of the neediest school and train its principal.",
        "Two schools are ready.\nThe others feel left behind.",
        "You fear the others feel left behind, see https://example.org",
        "",
    ],
)
def test_whatever_adds_praises_or_asks_is_not_used(
    quoting: QuotingAnswerer, caller_of: Callable[..., ModelCaller], text: str
) -> None:
    assert _hear(quoting, caller_of, "openai", text) == ""
