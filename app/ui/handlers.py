"""What the Ask screen does: asking, stopping, a new chat, and a kept one that is opened."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.answering.chips import examples_question
from app.ui.chats import Chats, Thread, read_place
from app.ui.choosing import offer
from app.ui.conversation import Asked, Conversations
from app.ui.identity import visitor_of
from app.ui.parts import Parts
from app.ui.render import Turn
from corpus.errors import BothWaysError
from corpus.library import Corpus

MODEL, QUOTES = "model", "quotes"
# The browser says along with each question which chat it shows: its place.
# The place stands before the texts that were chosen, and those that were offered.
_SAY_PLACE = "(...said) => [...said.slice(0, -3), window.bothwaysPlace(), ...said.slice(-2)]"
_HIDDEN: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Shown = list[Any]


@dataclass(frozen=True)
class Handlers:
    """What happens when somebody asks, stops, begins anew or comes with a chat's address."""

    conversations: Conversations
    chats: Chats
    corpus: Corpus
    parts: Parts

    def answer(
        self, text: str, thread: Thread, way: str, keep: bool, place: str,
        texts: list[str], offered: tuple[str, ...], request: gr.Request,
    ) -> Iterator[Shown]:  # fmt: skip
        """Yield the page as an answer to a question grows; `place` is what the browser shows.

        `texts` are those that were chosen among the `offered` documents and the report.
        """
        owner, seen = _owner(request), read_place(place)
        try:
            thread = self.chats.resume(owner, thread, seen)
        except BothWaysError as error:
            turn = Turn(seen.turns + 1, text.strip()[:400], problem=str(error))
            yield self._show(thread, turn)
            return
        asked = Asked(owner, tuple(texts), tuple(offered), quotes_only=way == QUOTES)
        taken = self.conversations.take_turn(_session(request), thread, text, asked)
        for grown in taken:
            if grown is None:
                yield self._show(thread, thread.last)
            elif grown.finished:
                kept = self.chats.keep(owner if keep else None, thread.id, grown)
                yield self._show(thread.plus(kept), kept)
            else:
                yield self._show(thread, grown)

    def asker(self, question: str) -> Callable[..., Iterator[Shown]]:
        """Return what asks one fixed question."""

        def ask_it(
            thread: Thread, way: str, keep: bool, place: str,
            texts: list[str], offered: tuple[str, ...], request: gr.Request,
        ) -> Iterator[Shown]:  # fmt: skip
            yield from self.answer(question, thread, way, keep, place, texts, offered, request)

        return ask_it

    def stop(self, request: gr.Request) -> None:
        """Stop the turn that is under way."""
        self.conversations.stop(_session(request))

    def begin(self) -> Shown:
        """Return the page with a new chat."""
        return self.parts.whole(self.corpus, ())

    def arrive(self, request: gr.Request) -> Shown:
        """Return the page with the chat that its address names, if any."""
        chat = str(request.query_params.get("chat", ""))
        if not chat:
            return [gr.skip()] * len(self.parts.all())
        try:
            return self.parts.whole(self.corpus, self.chats.open(_owner(request), chat))
        except BothWaysError as error:
            return self._show(Thread(), Turn(1, "Open a kept chat", problem=str(error)))

    def offer(self, request: gr.Request) -> Shown:
        """Return the choice of texts for whoever opens the page."""
        return offer(self.conversations.services, _owner(request))

    def _show(self, thread: Thread, turn: Turn | None) -> Shown:
        return self.parts.changed(self.corpus, thread, turn, self.conversations.status())


def wire(page: gr.Blocks, handlers: Handlers, starters: list[gr.Button]) -> None:
    """Bind the components to what they do."""
    parts = handlers.parts
    outputs = parts.all()
    said = [parts.thread, parts.way, parts.keep, parts.place, parts.texts, parts.offered]
    asking = {**_HIDDEN, "js": _SAY_PLACE}
    box = [parts.box, *said]
    gr.on([parts.box.submit, parts.ask.click], handlers.answer, box, outputs, **asking)
    for button, decision in zip(starters, handlers.corpus.framework.decisions, strict=True):
        button.click(handlers.asker(examples_question(decision)), said, outputs, **asking)
    # Past the queue: a session's stream that closes takes along what joins the queue meanwhile
    # (gradio/routes.py, `sse_stream`), so what ends just before a question must not hold one.
    at_once = {**_HIDDEN, "queue": False}
    parts.stop.click(handlers.stop, None, None, **at_once)
    parts.new.click(handlers.begin, None, outputs, **at_once)
    page.load(handlers.arrive, None, outputs, **at_once)
    page.load(handlers.offer, None, [parts.texts, parts.offered], **at_once)
    # A tab that is closed needs no answer any more: the model is free for others.
    page.unload(handlers.stop)


def _session(request: gr.Request) -> str:
    return str(request.session_hash)


def _owner(request: gr.Request) -> str | None:
    """Return whom a request's cookie stands for, None where it has none."""
    return visitor_of(request.request.scope).owner or None if request.request else None
