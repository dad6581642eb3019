"""The components of the Ask screen that a question changes, and what it changes of them.

What is shown beside them (Stop, New chat, the beginnings) follows from the last turn by style
alone: an update of a component costs Gradio more than an answer.
"""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from app.ui.chats import Thread, thread_of
from app.ui.render import Turn, render_conversation, render_fixed, render_sources
from corpus.library import Corpus

# Of a long kept chat the last turns are shown when it is opened again.
_MOST_SHOWN = 30


@dataclass(frozen=True)
class Parts:
    """The components that a question changes, or is sent with."""

    thread: gr.State
    past: gr.HTML
    current: gr.HTML
    sources: gr.HTML
    box: gr.Textbox
    ask: gr.Button
    stop: gr.Button
    new: gr.Button
    way: gr.Radio
    keep: gr.Checkbox
    texts: gr.CheckboxGroup
    offered: gr.State
    place: gr.Textbox

    def all(self) -> list[Any]:
        """Return the components that handlers answer with, in their order."""
        return [self.thread, self.past, self.current, self.sources, self.box]

    def changed(
        self, corpus: Corpus, thread: Thread, turn: Turn | None, status: str = ""
    ) -> list[Any]:
        """Return what a turn changes; the browser itself keeps the turns before it."""
        turns = [turn] if turn else []
        busy = turn is not None and not turn.finished
        answered = turn is not None and turn.answer is not None
        refused = turn is not None and turn.problem is not None
        return [
            thread,
            gr.skip(),
            render_conversation(turns, status),
            gr.skip() if busy or not answered else render_sources(turns, corpus),
            gr.skip() if refused or turn is None else "",
        ]

    def whole(self, corpus: Corpus, turns: tuple[Turn, ...]) -> list[Any]:
        """Return the page with all turns of a chat; those before the last are sent this once."""
        shown = turns[-_MOST_SHOWN:]
        count = len(turns) - len(shown)
        left_out = render_fixed("earlier", count=count) if count else ""
        thread = thread_of(turns)
        held, _, current, _, box = self.changed(corpus, thread, thread.last)
        past = left_out + render_conversation(shown[:-1])
        return [held, past, current, render_sources(shown, corpus), box]
