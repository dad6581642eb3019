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
from app.ui.chats import Chats, Thread, read_place, thread_of
from app.ui.conversation import Conversations
from app.ui.identity import visitor_of
from app.ui.privacy import privacy_words
from app.ui.quiet import QuietBlocks
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
# Of a long kept chat the last turns are shown when it is opened again.
_MOST_SHOWN = 30
# A chat that is left open is forgotten by the server after this time; its page then opens it again.
_HELD_SECONDS = 12 * 3600
# The browser says along with each question which chat it shows.
_SAY_PLACE = "(...said) => [...said.slice(0, -1), window.bothwaysPlace()]"


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
    place: gr.Textbox

    def all(self) -> list[Any]:
        return [
            self.thread, self.past, self.current, self.sources, self.welcome, *self.chips,
            self.box, self.ask, self.stop, self.new,
        ]  # fmt: skip


def build_page(services: Services, corpus: Corpus) -> gr.Blocks:
    """Return the page; nothing is loaded until the first question."""
    conversations = Conversations(services)
    privacy = privacy_words(services.settings)
    with QuietBlocks(title="Both Ways", analytics_enabled=False, fill_width=True) as page:
        _html(render_fixed("header", here="Ask"))
        with gr.Row(elem_classes="bw-columns"):
            with gr.Column(scale=3, min_width=320):
                components, starters = _conversation(corpus, privacy)
            with gr.Column(scale=2, min_width=300, elem_classes="bw-side"):
                sources = _html(render_sources((), corpus))
                _html('<div id="bw-earlier-sources"></div>')
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


def _html(content: str, id_: str | None = None) -> gr.HTML:
    return gr.HTML(content, apply_default_css=False, padding=False, elem_id=id_)


def _conversation(corpus: Corpus, privacy: str) -> tuple[dict[str, Any], list[gr.Button]]:
    thread = gr.State(Thread(), time_to_live=_HELD_SECONDS)
    way = _ways(privacy)
    with gr.Column(elem_classes="bw-log"):
        past = _html("")
        _html('<div id="bw-earlier"></div>')
        current = _html("", "bw-now")
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
    place = gr.Textbox(visible=False)
    parts = {
        "thread": thread, "past": past, "current": current, "welcome": welcome, "chips": chips,
        "box": box, "ask": ask, "stop": stop, "new": new, "way": way, "keep": keep, "place": place,
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
    def show(thread: Thread, turn: Turn | None) -> list[Any]:
        return _update(parts, corpus, thread, turn, conversations.status())

    def answer(
        text: str, thread: Thread, way: str, keep: bool, place: str, request: gr.Request
    ) -> Iterator[list[Any]]:
        owner, seen = _owner(request), read_place(place)
        try:
            thread = chats.resume(owner, thread, seen)
        except BothWaysError as error:
            yield show(thread, Turn(seen.turns + 1, text.strip()[:400], problem=str(error)))
            return
        session = _session(request)
        for turn in conversations.take_turn(session, thread, text, way == _QUOTES):
            if turn is None:
                yield show(thread, thread.last)
            elif turn.finished:
                kept = chats.keep(owner if keep else None, thread.id, turn)
                yield show(thread.plus(kept), kept)
            else:
                yield show(thread, turn)

    def asker(question: str) -> Callable[..., Iterator[list[Any]]]:
        def ask_it(
            thread: Thread, way: str, keep: bool, place: str, request: gr.Request
        ) -> Iterator[list[Any]]:
            yield from answer(question, thread, way, keep, place, request)

        return ask_it

    def stop(request: gr.Request) -> None:
        conversations.stop(_session(request))

    def arrive(request: gr.Request) -> list[Any]:
        chat = str(request.query_params.get("chat", ""))
        return _opened(parts, corpus, chats, _owner(request), chat) if chat else nothing

    def begin() -> list[Any]:
        return _whole(parts, corpus, ())

    outputs = parts.all()
    nothing = [gr.skip()] * len(outputs)
    hidden: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
    asking = {**hidden, "js": _SAY_PLACE}
    said = [parts.thread, parts.way, parts.keep, parts.place]
    gr.on([parts.box.submit, parts.ask.click], answer, [parts.box, *said], outputs, **asking)
    for chip in parts.chips:
        chip.click(answer, [chip, *said], outputs, **asking)
    for button, decision in zip(starters, corpus.framework.decisions, strict=True):
        button.click(asker(examples_question(decision)), said, outputs, **asking)
    parts.stop.click(stop, None, None, queue=False, **hidden)
    parts.new.click(begin, None, outputs, **hidden)
    page.load(arrive, None, outputs, **hidden)
    # A tab that is closed needs no answer any more: the model is free for others.
    page.unload(stop)


def _opened(parts: _Parts, corpus: Corpus, chats: Chats, owner: str | None, id_: str) -> list[Any]:
    """Return the page with a kept chat, or with a turn that says why it can't be opened."""
    try:
        turns = chats.open(owner, id_)
    except BothWaysError as error:
        turn = Turn(1, "Open a kept chat", problem=str(error))
        return _update(parts, corpus, Thread(), turn, "")
    return _whole(parts, corpus, turns)


def _whole(parts: _Parts, corpus: Corpus, turns: tuple[Turn, ...]) -> list[Any]:
    """Return the page with all turns of a chat; those before the last are sent this once."""
    shown = turns[-_MOST_SHOWN:]
    left_out = render_fixed("earlier", count=len(turns) - len(shown)) if turns != shown else ""
    thread = thread_of(turns)
    thread_, _, *others = _update(parts, corpus, thread, thread.last, "")
    others[1] = render_sources(shown, corpus)
    return [thread_, left_out + render_conversation(shown[:-1]), *others]


def _session(request: gr.Request) -> str:
    return str(request.session_hash)


def _owner(request: gr.Request) -> str | None:
    """Return whom a request's cookie stands for, None where it has none."""
    return visitor_of(request.request.scope).owner or None if request.request else None


def _update(
    parts: _Parts, corpus: Corpus, thread: Thread, turn: Turn | None, status: str
) -> list[Any]:
    """Return what a turn changes; the browser itself keeps the turns before it."""
    busy = turn is not None and not turn.finished
    answer = turn.answer if turn else None
    more = answer.more_questions if answer and not busy else ()
    near = [n.question for n in answer.nearest] if answer else []
    offers = [*more, *near][:_CHIPS]
    chips = [gr.update(value=text, visible=True) for text in offers]
    chips += [gr.update(visible=False)] * (_CHIPS - len(offers))
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
