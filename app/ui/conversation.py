"""What the page does with a question: one call to the services, and then rendering."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app.answering.question import read_question
from app.services import Services
from app.ui.render import Turn
from corpus.errors import BothWaysError

Turns = tuple[Turn, ...]


def take_turn(services: Services, turns: Sequence[Turn], text: str) -> Iterator[Turns]:
    """Yield the conversation as it grows: the question first, then the answer by sections.

    Whatever is wrong with the question or the machine becomes a turn that says so.
    """
    turn = Turn(len(turns) + 1, text.strip()[:400])
    try:
        question = read_question(text, tuple(t.question for t in turns))
        turn = replace(turn, question=question.text)
        yield (*turns, turn)
        answer = services.ready().answer(question)
    except BothWaysError as error:
        yield (*turns, replace(turn, problem=str(error)))
        return
    for shown in range(1, len(answer.sections)):
        yield (*turns, replace(turn, answer=answer, sections_shown=shown))
    yield (*turns, replace(turn, answer=answer))


def waiting_status(services: Services) -> str:
    """Return what is said while a question is under way."""
    if services.is_ready:
        return "Looking it up in the texts…"
    return "Getting ready: loading the language model and the index. This happens once…"
