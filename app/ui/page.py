"""The Ask screen, in Gradio."""

from typing import Any, cast

import gradio as gr

from app.services import Services
from app.ui.cards import static_text
from app.ui.chats import Chats, Thread
from app.ui.choosing import REPORT
from app.ui.conversation import Conversations
from app.ui.handlers import MODEL, QUOTES, Handlers, wire
from app.ui.parts import Parts
from app.ui.privacy import privacy_words
from app.ui.quiet import QuietBlocks
from app.ui.render import (
    render_fixed,
    render_sources,
    starter_label,
)
from corpus.library import Corpus

# A chat that is left open is forgotten by the server after this time; its page then opens it again.
_HELD_SECONDS = 12 * 3600
_SCRIPTS = ("page.js", "beside.js")


def build_page(services: Services, corpus: Corpus) -> gr.Blocks:
    """Return the page; nothing is loaded until the first question."""
    conversations = Conversations(services)
    privacy = privacy_words(services.settings)
    with QuietBlocks(title="Both Ways", analytics_enabled=False, fill_width=True) as page:
        _html(render_fixed("header", here="Ask"))
        with gr.Row(elem_classes="bw-columns"):
            with gr.Column(scale=3, min_width=320, elem_classes="bw-chat"):
                components, starters = _conversation(corpus, privacy)
            with gr.Column(scale=2, min_width=300, elem_classes="bw-side"):
                sources = _html(render_sources((), corpus))
                _html('<div id="bw-earlier-sources"></div>')
        _html(render_fixed("footer", model=privacy))
        parts = Parts(sources=sources, **components)
        wire(page, Handlers(conversations, Chats(services), corpus, parts), starters)
    return cast(gr.Blocks, page)


def page_looks() -> dict[str, Any]:
    """Return theme, style and script, as `launch` takes them."""
    fonts = ["system-ui", "Segoe UI", "Roboto", "Helvetica Neue", "sans-serif"]
    return {
        "theme": gr.themes.Base(font=fonts, font_mono=["ui-monospace", "monospace"]),
        "css": "\n".join(map(static_text, ("shared.css", "style.css"))),
        "js": "() => {" + "".join(f"({static_text(name)})();" for name in _SCRIPTS) + "}",
    }


def _html(content: str, id_: str | None = None) -> gr.HTML:
    return gr.HTML(content, apply_default_css=False, padding=False, elem_id=id_)


def _conversation(corpus: Corpus, privacy: str) -> tuple[dict[str, Any], list[gr.Button]]:
    thread = gr.State(Thread(), time_to_live=_HELD_SECONDS)
    way = _ways(privacy)
    with gr.Column(elem_classes="bw-log"):
        past = _html("", "bw-past")
        _html('<div id="bw-earlier"></div>')
        current = _html("", "bw-now")
    _html(render_fixed("welcome"), "bw-welcome")
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
        stop = gr.Button("Stop", scale=1, min_width=96, elem_id="stop")
        new = gr.Button("New chat", scale=1, min_width=96, elem_id="new")
    keep = gr.Checkbox(True, label="Keep this chat under “My things”", elem_id="keep")
    place = gr.Textbox(visible=False)
    texts = gr.CheckboxGroup(
        [("Look Both Ways", REPORT)], value=[REPORT], label="Texts that are asked",
        visible=False, elem_id="texts",
    )  # fmt: skip
    offered = gr.State(())
    # Below the box: the question comes first, on a phone as well.
    with gr.Row(elem_classes="bw-starters"):
        starters = [gr.Button(starter_label(d)) for d in corpus.framework.decisions]
    parts = {
        "thread": thread, "past": past, "current": current, "box": box, "ask": ask, "stop": stop,
        "new": new, "way": way, "keep": keep, "place": place, "texts": texts, "offered": offered,
    }  # fmt: skip
    return parts, starters


def _ways(privacy: str) -> gr.Radio:
    """Return the choice of who words the answers; it shows only where a model is set."""
    with gr.Column(visible=bool(privacy), elem_classes="bw-ways"):
        way = gr.Radio(
            [("In a model’s words, each checked", MODEL), ("Quotes only", QUOTES)],
            value=MODEL if privacy else QUOTES,
            label="Answers",
            elem_id="way",
        )
        _html(render_fixed("privacy", words=privacy))
    return way
