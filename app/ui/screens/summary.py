"""Screens of a reflection's summary: the draft, and what its leader keeps of it."""

from starlette.responses import Response

from app.coaching.summary import draft_summary, edited
from app.coaching.talk import Summary, Talk
from app.records.store import Record
from app.ui.screens.cited import cards_of, sections_of
from app.ui.screens.pages import page
from app.ui.screens.talk import HERE, load_talk
from app.ui.screens.visit import Visit, go
from corpus.errors import ChangedError, FormError


def show_summary(visit: Visit) -> Response:
    """Show the summary: what was kept, or a draft from the leader's words."""
    record, turns = load_talk(visit)
    kept = record.body.summary
    aside = sum(turn.aside for turn in turns)
    return _summary_page(visit, record, kept or draft_summary(record.body, turns), aside=aside)


def save_summary(visit: Visit) -> Response:
    """Keep the summary as its leader has edited it."""
    record, turns = load_talk(visit)
    draft = record.body.summary or draft_summary(record.body, turns)
    try:
        made = edited(draft, visit.form)
        was = visit.form.get("was", "")
        visit.records.change(visit.owner, record.id, Talk, lambda talk: talk.ended(made, was))
    except (ChangedError, FormError) as error:
        record, _ = load_talk(visit)
        return _summary_page(visit, record, draft, form=dict(visit.form), problem=error)
    return go(f"/talk/{record.id}/summary?saved=1")


def _summary_page(
    visit: Visit,
    record: Record[Talk],
    summary: Summary,
    *,
    form: dict[str, str] | None = None,
    problem: ChangedError | FormError | None = None,
    aside: int = 0,
) -> Response:
    values = form or {name: text for name, text in vars(summary).items() if isinstance(text, str)}
    return page(
        "summary",
        title="Your summary",
        here=HERE,
        status=409 if problem else 200,
        id=record.id,
        kept=record.body.summary is not None,
        saved="saved" in visit.query,
        aside=aside,
        values=values,
        was=record.body.summary_mark,
        problem=problem,
        examples=[
            (told.title, sections_of(told.section, told.citations, n))
            for n, told in enumerate(summary.examples, 1)
        ],
        cards=[
            card
            for n, told in enumerate(summary.examples, 1)
            for card in cards_of(told.citations, visit.corpus, n)
        ],
    )
