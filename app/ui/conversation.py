"""What the page does with a question: one call to the services, and then rendering."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from queue import Empty, Queue
from threading import Event

from app.answering.answer import Answer
from app.assistant.local import LocalAssistant
from app.generation.modeled import Partial
from app.services import Services
from app.ui.chats import Thread
from app.ui.choosing import REPORT, chosen
from app.ui.render import Turn
from app.understanding.question import Question, read_question
from corpus.errors import BothWaysError

_POLL_SECONDS = 0.05
# An answer that is made sooner is shown at once; one that takes longer is announced.
_AT_ONCE_SECONDS = 0.15


@dataclass(frozen=True)
class Asked:
    """Who asks, which of the texts that were offered, and whether a model may word the answer."""

    owner: str | None = None
    texts: tuple[str, ...] = (REPORT,)
    offered: tuple[str, ...] = ()
    quotes_only: bool = False


_AS_EVERYBODY = Asked()


class Conversations:
    """Takes the turns of all sessions; a session's turn can be stopped from another request.

    Gradio's own cancelling waits for the handler's next step while it holds a lock that every
    session needs, so stopping is a flag of ours that the handler looks at.
    """

    def __init__(self, services: Services) -> None:
        self.services = services
        self._workers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="answer")
        self._stops: dict[str, Event] = {}

    def take_turn(
        self, session: str, thread: Thread, text: str, asked: Asked = _AS_EVERYBODY
    ) -> Iterator[Turn | None]:
        """Yield a thread's next turn as it grows: the question, unless the answer is there at once.

        Where a model words it, its words show as they come, and citations once they are checked.
        Whatever is wrong with the question or the machine becomes a turn that says so. A turn
        that is stopped ends in None: the conversation is as it was.
        """
        stop = self._stops[session] = Event()
        self.services.metrics.under_way.inc()
        turn = Turn(thread.count + 1, text.strip()[:400])
        try:
            question = read_question(text, thread.asked)
            turn = replace(turn, question=question.text)
            for item in self._items(question, asked, stop):
                if isinstance(item, Answer):
                    yield replace(turn, answer=item)
                    return
                yield replace(turn, draft=item.text, reads=True) if item else turn
            yield None
        except BothWaysError as error:
            self.services.metrics.answers.labels("problem").inc()
            yield replace(turn, problem=str(error))
            return
        finally:
            self.services.metrics.under_way.dec()
            self._ended(session, stop)

    def stop(self, session: str) -> None:
        """Stop the turn that a session has under way, if any."""
        stop = self._stops.get(session)
        if stop is not None:
            stop.set()

    def _ended(self, session: str, stop: Event) -> None:
        """Forget a turn's flag, unless the session has begun another."""
        if self._stops.get(session) is stop:
            del self._stops[session]

    def status(self) -> str:
        """Return what is said while a question is under way."""
        if self.services.is_ready:
            return "Looking it up in the texts…"
        return "Getting ready: loading the language model and the index. This happens once…"

    def _items(
        self, question: Question, asked: Asked, stop: Event
    ) -> Iterator[Partial | Answer | None]:
        """Yield what a worker makes of a question; nothing more once it is stopped.

        None, once and first, says that it takes longer than what is shown at once.
        """
        made: Queue[Partial | Answer | BaseException] = Queue()
        self._workers.submit(self._make, question, asked, stop, made)
        wait, told = _AT_ONCE_SECONDS, False
        while not stop.is_set():
            try:
                item = made.get(timeout=wait)
            except Empty:
                if not told:
                    yield None
                wait, told = _POLL_SECONDS, True
                continue
            if stop.is_set():
                return
            if isinstance(item, BaseException):
                raise item
            yield item
            if isinstance(item, Answer):
                return

    def _make(
        self,
        question: Question,
        asked: Asked,
        stop: Event,
        made: "Queue[Partial | Answer | BaseException]",
    ) -> None:
        try:
            who = partial(self.services.viewer, asked.owner)
            pick = partial(chosen, asked.texts, asked.offered)
            assistant = LocalAssistant(self.services, who, pick)
            for item in assistant.stream(question, stop.is_set, quotes_only=asked.quotes_only):
                made.put(item)
        except BaseException as error:
            # It is raised again by the handler that waits for it.
            made.put(error)
