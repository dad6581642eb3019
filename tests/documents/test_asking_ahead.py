"""Questions that a model writes ahead make passages easier to find, and change nothing else."""

from collections.abc import Callable

from app.documents.asking_ahead import AskingAhead, read_questions
from app.models.calling import ModelCaller
from app.wiring import Shelf
from tests.chat.servers import ChatServer, Reply
from tests.documents.conftest import ME, Ask
from tests.documents.test_shelf import PLAN, found

ASKED = "Who picks up the children in the morning?"


def test_questions_are_kept_passage_by_passage_and_gone_on_with(
    put: Callable[..., str], shelf: Shelf, caller_of: Callable[..., ModelCaller], ask: Ask
) -> None:
    put("plan.md", PLAN)
    put("other.md", b"# Other\n\nThe morning bell rings for all children at eight.")
    before = found(shelf, ASKED)
    server = ChatServer("openai", [Reply("Which grant pays?\nWho pays?"), Reply(status=500)])
    ahead = AskingAhead(shelf.passages, shelf.adder.maker.embeddings, caller_of(server))
    assert ahead.run() == 1
    server.close()
    counts = sorted(d.about.asked_ahead for d in shelf.documents.list(ME))
    assert counts == [0, 1]
    server = ChatServer("openai", [Reply(f"1. {ASKED}\nNot a question.\n- Where do buses go?")])
    ahead = AskingAhead(shelf.passages, shelf.adder.maker.embeddings, caller_of(server))
    assert ahead.run() == 2
    assert ahead.run() == 0
    server.close()
    after = found(shelf, ASKED)
    assert set(after) == set(before)
    assert ask(ASKED).citations[0].verified


def test_only_questions_are_taken() -> None:
    written = "Here are some:\n1. What does it cost?\n- Who pays?\nNo more.\n" + "?\n" * 2 + "Why?"
    assert read_questions(written)[:2] == ["What does it cost?", "Who pays?"]
    assert len(read_questions(written)) <= 3
