"""The components of the Ask screen that a question changes, and what it changes of them."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.ui.chats import Thread, thread_of
from app.ui.render import Turn, render_conversation, render_fixed, render_sources
from corpus.library import Corpus

CHIPS = 4
# Of a long kept chat the last turns are shown when it is opened again.
_MOST_SHOWN = 30


@dataclass(frozen=True)
class Parts:
    """The components that a question changes."""

    thread: gr.State
    past: gr.HTML
    current: gr.HTML
    sources: gr.HTML
    welcome: gr.Column
    chips: tuple[gr.Button, ...]
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    new: gr.Button
    way: gr.Radio
    keep: gr.Checkbox
    texts: gr.CheckboxGroup
    offered: gr.State
    place: gr.Textbox
    beginnings: gr.Column

    def all(self) -> list[Any]:
        """Return the components that handlers answer with, in their order."""
        return [
            self.thread, self.past, self.current, self.sources, self.welcome, *self.chips,
            self.box, self.ask, self.stop, self.new, self.beginnings,
        ]  # fmt: skip

    def changed(
        self, corpus: Corpus, thread: Thread, turn: Turn | None, status: str = ""
    ) -> list[Any]:
        """Return what a turn changes; the browser itself keeps the turns before it."""
        busy = turn is not None and not turn.finished
        answer = turn.answer if turn else None
        more = answer.more_questions if answer and not busy else ()
        near = [n.question for n in answer.nearest] if answer else []
        offers = [*more, *near][:CHIPS]
        chips = [gr.update(value=text, visible=True) for text in offers]
        chips += [gr.update(visible=False)] * (CHIPS - len(offers))
        asked = busy or (turn is not None and turn.problem is None)
        return [
            thread,
            gr.skip(),
            render_conversation([turn] if turn else [], status),
            gr.skip() if busy or not answer else render_sources([turn] if turn else [], corpus),
            gr.update(visible=turn is None),
            *chips,
            gr.update(value="") if asked else gr.skip(),
            gr.update(interactive=not busy),
            gr.update(visible=busy),
            gr.update(visible=turn is not None and not busy),
            gr.update(visible=turn is None),
        ]

    def whole(self, corpus: Corpus, turns: tuple[Turn, ...]) -> list[Any]:
        """Return the page with all turns of a chat; those before the last are sent this once."""
        shown = turns[-_MOST_SHOWN:]
        count = len(turns) - len(shown)
        left_out = render_fixed("earlier", count=count) if count else ""
        thread = thread_of(turns)
        held, _, *others = self.changed(corpus, thread, thread.last)
        others[1] = render_sources(shown, corpus)
        return [held, left_out + render_conversation(shown[:-1]), *others]
