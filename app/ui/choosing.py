"""Which texts a question is asked: the report, and documents that somebody may see."""

from collections.abc import Sequence
from typing import Any

import gradio as gr

from app.documents.asking import Choice
from app.records.document import Kept
from app.services import Services
from corpus.errors import BothWaysError

REPORT = "report"
_LABEL = "Look Both Ways"
_LONGEST = 60


def offer(services: Services, owner: str | None) -> list[Any]:
    """Return the choice of texts for somebody, and the ids of those documents that it offers."""
    try:
        documents = services.shelf().search.visible(services.viewer(owner))
    except BothWaysError:
        # Without the database there is nothing to choose; the report is asked.
        documents = ()
    choices = [(_LABEL, REPORT), *((_label(d), d.id) for d in documents)]
    chosen = gr.update(
        choices=choices, value=[value for _, value in choices], visible=bool(documents)
    )
    return [chosen, tuple(d.id for d in documents)]


def chosen(texts: Sequence[str], offered: Sequence[str], visible: Sequence[str]) -> Choice:
    """Return what was chosen; documents that were added since it was offered are asked as well."""
    new = set(visible) - set(offered)
    return Choice(REPORT in texts, frozenset(texts) | new)


def _label(document: Kept) -> str:
    title = document.about.title
    return title if len(title) <= _LONGEST else f"{title[:_LONGEST]}…"
