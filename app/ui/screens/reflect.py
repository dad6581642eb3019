"""Reflect: what can be begun and gone on with, and the first guide."""

from starlette.responses import Response

from app.coaching.journal import Journal, Prompt, guide_of, prompts_of, with_journal_answer
from app.coaching.pathway import Pathway
from app.coaching.stories import story_for
from app.ui.screens.pages import page
from app.ui.screens.prompting import Asking, save_and_go, show_prompt, step_of
from app.ui.screens.visit import Visit, go

_HERE = "Reflect"
_FOUNDATION, _PATH = "guide-1", "guide-2"


def show_reflect(visit: Visit) -> Response:
    """Show the guides, the teams and the conversations, begun ones to go on with."""
    kept = visit.records.list(visit.owner, "foundation", "path", "talk") if visit.owner else ()
    return page(
        "reflect",
        title="Reflect",
        here=_HERE,
        guides=visit.corpus.framework.guides,
        kept=kept,
        teams=visit.teams.of(visit.owner) if visit.owner else (),
    )


def start_foundation(visit: Visit) -> Response:
    """Begin the first guide."""
    guide = guide_of(visit.corpus, _FOUNDATION)
    id_ = visit.records.add(visit.owner, "foundation", guide.title, Journal())
    return go(f"/reflect/foundation/{id_}/1")


def start_path(visit: Visit) -> Response:
    """Begin the second guide."""
    guide = guide_of(visit.corpus, _PATH)
    id_ = visit.records.add(visit.owner, "path", guide.title, Pathway())
    return go(f"/reflect/path/{id_}/marks/now")


def show_foundation(visit: Visit) -> Response:
    """Show the first guide whole, with what has been answered."""
    record = visit.records.get(visit.owner, visit.path["id"], Journal)
    return page(
        "foundation",
        title=record.title,
        here=_HERE,
        id=record.id,
        guide=guide_of(visit.corpus, _FOUNDATION),
        prompts=_prompts(visit),
        answers=record.body.answers,
    )


def show_foundation_prompt(visit: Visit) -> Response:
    """Show one prompt of the first guide with its answer, and a story of the report."""
    step, prompt = step_of(visit, _prompts(visit))
    return show_prompt(visit, _asking(visit, prompt), step)


def save_foundation_prompt(visit: Visit) -> Response:
    """Keep the answer to one prompt of the first guide."""
    step, prompt = step_of(visit, _prompts(visit))

    def save(text: str, was: str) -> None:
        visit.records.change(
            visit.owner,
            visit.path["id"],
            Journal,
            lambda journal: with_journal_answer(journal, prompt.key, text, was),
        )

    return save_and_go(visit, step, save, lambda: _asking(visit, prompt))


def _prompts(visit: Visit) -> tuple[Prompt, ...]:
    return prompts_of(guide_of(visit.corpus, _FOUNDATION))


def _asking(visit: Visit, prompt: Prompt) -> Asking:
    id_ = visit.path["id"]
    journal = visit.records.get(visit.owner, id_, Journal).body
    return Asking(
        f"/reflect/foundation/{id_}",
        guide_of(visit.corpus, _FOUNDATION).title,
        _prompts(visit),
        journal.answers,
        story_for(visit.book, prompt.key),
    )
