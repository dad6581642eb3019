"""What the server holds of a chat, and how it goes on after a new start."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.answering.answer import Answer
from app.records.owners import new_key, owner_of
from app.services import Services
from app.settings import Settings
from app.ui.chats import Chats, Place, Thread, read_place, thread_of
from app.ui.render import Turn
from app.understanding.question import MOST_PREVIOUS
from corpus.errors import NotKeptError
from indexing.watcher import Watcher

Ask = Callable[..., Answer]


@pytest.fixture
def chats(tmp_path: Path) -> Iterator[Chats]:
    services = Services(Settings(data_dir=tmp_path), Watcher())
    yield Chats(services)
    services.close()


@pytest.fixture
def owner() -> str:
    return owner_of(new_key()) or ""


def test_a_long_chat_holds_questions_and_one_answer(ask: Ask) -> None:
    thread, answer = Thread(), ask("fast or slow?")
    for number in range(1, 201):
        thread = thread.plus(Turn(number, f"question {number}", answer))
    thread = thread.plus(Turn(201, "x" * 400, problem="too long"))
    assert thread.count == 201
    assert len(thread.asked) == MOST_PREVIOUS
    assert thread.asked[-1] == "question 200"
    assert thread.last is not None
    assert thread.last.answer is None


def test_a_kept_chat_goes_on_after_a_new_start(chats: Chats, owner: str, ask: Ask) -> None:
    first = chats.keep(owner, None, Turn(1, "fast or slow?", ask("fast or slow?")))
    second = chats.keep(owner, first.chat, Turn(2, "who?", ask("who?", "fast or slow?")))
    before = Thread().plus(first).plus(second)
    after = chats.resume(owner, Thread(), Place(first.chat, 2))
    assert (after.asked, after.count, after.id) == (before.asked, before.count, before.id)
    third = chats.keep(owner, after.id, Turn(3, "why?", ask("why?")))
    assert (third.chat, third.place) == (first.chat, 3)


def test_what_cannot_go_on_says_so(chats: Chats, owner: str, ask: Ask) -> None:
    kept = chats.keep(owner, None, Turn(1, "fast or slow?", ask("fast or slow?")))
    for who, place in ((owner, Place("", 3)), (owner, Place("x", 3)), (None, Place(kept.chat, 1))):
        with pytest.raises(NotKeptError):
            chats.resume(who, Thread(), place)


def test_what_the_server_holds_is_not_read_again(chats: Chats, owner: str) -> None:
    held = thread_of((Turn(1, "q"),))
    assert chats.resume(owner, held, Place("x", 7)) is held
    assert chats.resume(owner, Thread(), Place()) == Thread()


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('{"chat": "abc", "turns": 3}', Place("abc", 3)),
        ('{"chat": "", "turns": -3}', Place("", 0)),
        ('{"chat": "a", "turns": 1e9}', Place("a", 10_000)),
        ('{"chat": "a", "turns": 1e999}', Place()),
        ('{"chat": "a", "turns": null}', Place()),
        ("[1]", Place()),
        ("[" * 100_000, Place()),
        ("", Place()),
    ],
    ids=lambda value: str(value)[:20],
)
def test_what_a_browser_says_of_its_chat(text: str, place: Place) -> None:
    assert read_place(text) == place
