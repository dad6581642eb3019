"""The Ask screen, in Gradio."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import gradio as gr
from gradio.events import api

from app.answering.chips import examples_question
from app.answering.contract import as_json
from app.services import Services
from app.ui.cards import static_text
from app.ui.chats import Chats, Thread
from app.ui.conversation import Conversations
from app.ui.identity import visitor_of
from app.ui.privacy import privacy_words
from app.ui.render import (
    Turn,
    render_conversation,
    render_fixed,
    render_sources,
    starter_label,
)
from app.understanding.question import is_asked, read_question
from corpus.errors import BothWaysError, QuestionError
from corpus.library import Corpus

_CHIPS = 4
_MODEL, _QUOTES = "model", "quotes"


@dataclass(frozen=True)
class _Parts:
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

    def all(self) -> list[Any]:
        return [
            self.thread, self.past, self.current, self.sources, self.welcome, *self.chips,
            self.box, self.ask, self.stop, self.new,
        ]  # fmt: skip


def build_page(services: Services, corpus: Corpus) -> gr.Blocks:
    """Return the page; nothing is loaded until the first question."""
    conversations = Conversations(services)
    privacy = privacy_words(services.settings)
    with gr.Blocks(title="Both Ways", analytics_enabled=False, fill_width=True) as page:
        _html(render_fixed("header", here="Ask"))
        with gr.Row(elem_classes="bw-columns"):
            with gr.Column(scale=3, min_width=320):
                components, starters = _conversation(corpus, privacy)
            with gr.Column(scale=2, min_width=300, elem_classes="bw-side"):
                sources = _html(render_sources((), corpus))
        _html(render_fixed("footer", model=privacy))
        parts = _Parts(sources=sources, **components)
        _wire(page, conversations, Chats(services), corpus, parts, starters)
        api(_api(services), api_name="ask")
    return cast(gr.Blocks, page)


def page_looks() -> dict[str, Any]:
    """Return theme, style and script, as `launch` takes them."""
    fonts = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
    return {
        "theme": gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        "css": "\n".join(map(static_text, ("shared.css", "style.css"))),
        "js": static_text("page.js"),
    }


def _html(content: str) -> gr.HTML:
    return gr.HTML(content, apply_default_css=False, padding=False)


def _conversation(corpus: Corpus, privacy: str) -> tuple[dict[str, Any], list[gr.Button]]:
    thread = gr.State(Thread())
    way = _ways(privacy)
    with gr.Column(elem_classes="bw-log"):
        past = _html("")
        current = _html("")
    with gr.Column() as welcome:
        _html(render_fixed("welcome"))
        with gr.Row(elem_classes="bw-starters"):
            starters = [gr.Button(starter_label(d)) for d in corpus.framework.decisions]
    with gr.Row(elem_classes="bw-chips"):
        chips = tuple(gr.Button(visible=False, size="sm") for _ in range(_CHIPS))
    with gr.Row(elem_classes="bw-act"):
        box = gr.Textbox(
            label="Your question",
            placeholder="How did others handle need vs. readiness?",
            lines=1,
            max_lines=6,
            scale=5,
            min_width=240,
            elem_classes="bw-box",
            elem_id="question",
        )
        ask = gr.Button("Ask", variant="primary", scale=1, min_width=96, elem_id="ask")
        stop = gr.Button("Stop", visible=False, scale=1, min_width=96)
        new = gr.Button("New chat", visible=False, scale=1, min_width=96)
    keep = gr.Checkbox(True, label="Keep this chat under “My things”", elem_id="keep")
    parts = {
        "thread": thread, "past": past, "current": current, "welcome": welcome, "chips": chips,
        "box": box, "ask": ask, "stop": stop, "new": new, "way": way, "keep": keep,
    }  # fmt: skip
    return parts, starters


def _ways(privacy: str) -> gr.Radio:
    """Return the choice of who words the answers; it shows only where a model is set."""
    with gr.Column(visible=bool(privacy), elem_classes="bw-ways"):
        way = gr.Radio(
            [("In a model’s words, each checked", _MODEL), ("Quotes only", _QUOTES)],
            value=_MODEL if privacy else _QUOTES,
            label="Answers",
            elem_id="way",
        )
        _html(render_fixed("privacy", words=privacy))
    return way


def _wire(
    page: gr.Blocks,
    conversations: Conversations,
    chats: Chats,
    corpus: Corpus,
    parts: _Parts,
    starters: list[gr.Button],
) -> None:
    def show(thread: Thread) -> list[Any]:
        return _update(parts, corpus, thread, conversations.status())

    def answer(
        text: str, thread: Thread, way: str, keep: bool, request: gr.Request
    ) -> Iterator[list[Any]]:
        owner = _owner(request) if keep else None
        for turns in conversations.take_turn(_session(request), thread.turns, text, way == _QUOTES):
            state = Thread(turns, thread.id)
            is_done = len(turns) > len(thread.turns) and turns[-1].finished
            yield show(chats.keep(owner, state) if is_done else state)

    def asker(question: str) -> Callable[..., Iterator[list[Any]]]:
        def ask_it(
            thread: Thread, way: str, keep: bool, request: gr.Request
        ) -> Iterator[list[Any]]:
            yield from answer(question, thread, way, keep, request)

        return ask_it

    def stop(request: gr.Request) -> None:
        conversations.stop(_session(request))

    def arrive(request: gr.Request) -> list[Any]:
        chat = str(request.query_params.get("chat", ""))
        return show(_opened(chats, _owner(request), chat)) if chat else [gr.skip()] * len(outputs)

    outputs = parts.all()
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    said = [parts.thread, parts.way, parts.keep]
    gr.on([parts.box.submit, parts.ask.click], answer, [parts.box, *said], outputs, **hidden)
    for chip in parts.chips:
        chip.click(answer, [chip, *said], outputs, **hidden)
    for button, decision in zip(starters, corpus.framework.decisions, strict=True):
        button.click(asker(examples_question(decision)), said, outputs, **hidden)
    parts.stop.click(stop, None, None, queue=False, **hidden)
    parts.new.click(lambda: show(Thread()), None, outputs, **hidden)
    page.load(arrive, None, outputs, **hidden)


def _opened(chats: Chats, owner: str | None, id_: str) -> Thread:
    """Return a kept chat, or a turn that says why it can't be opened."""
    try:
        return chats.open(owner, id_)
    except BothWaysError as error:
        return Thread((Turn(1, "Open a kept chat", problem=str(error)),))


def _session(request: gr.Request) -> str:
    return str(request.session_hash)


def _owner(request: gr.Request) -> str | None:
    """Return whom a request's cookie stands for, None where it has none."""
    return visitor_of(request.request.scope).owner or None if request.request else None


def _update(parts: _Parts, corpus: Corpus, thread: Thread, status: str) -> list[Any]:
    turns = thread.turns
    last = turns[-1] if turns else None
    busy = last is not None and not last.finished
    more = last.answer.more_questions if last and last.answer and last.finished else ()
    near = [n.question for n in last.answer.nearest] if last and last.answer else []
    offers = [*more, *near][:_CHIPS]
    chips = [gr.update(value=text, visible=True) for text in offers]
    chips += [gr.update(visible=False)] * (_CHIPS - len(offers))
    asked = busy or (last is not None and last.problem is None)
    return [
        thread,
        render_conversation(turns[:-1]),
        render_conversation(turns[-1:], status),
        gr.skip() if busy else render_sources(turns, corpus),
        gr.update(visible=not turns),
        *chips,
        gr.update(value="") if asked else gr.skip(),
        gr.update(interactive=not busy),
        gr.update(visible=busy),
        gr.update(visible=bool(turns) and not busy),
    ]


def _api(services: Services) -> Callable[..., dict[str, Any]]:
    def ask(question: str, previous: list[str] | None = None) -> dict[str, Any]:
        """Answer a question as the JSON object that the command prints."""
        try:
            if not is_asked(question, previous):
                raise _not_asked()
            read = read_question(question, tuple(previous or ()))
            return as_json(services.ready().answer(read))
        except BothWaysError as error:
            raise gr.Error(str(error)) from error

    return ask


def _not_asked() -> QuestionError:
    return QuestionError(
        "This is no question.",
        "Nothing was looked up.",
        'Send a text, and the turns before it as a list of texts: ["…", ["…"]].',
    )
