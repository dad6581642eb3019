"""The second guide: marks on the seven spectra, the pathway drawn, its gaps and questions."""

from collections.abc import Mapping
from typing import get_args

from starlette.responses import Response

from app.coaching.journal import Journal, Prompt, guide_of, prompts_of
from app.coaching.nearer import nearer_cases, nearer_sections
from app.coaching.pathway import (
    POSITIONS,
    Gap,
    Layer,
    Pathway,
    dimensions_of,
    gaps,
    mark_of,
    read_positions,
    survey_means,
    with_critical,
    with_pathway_answer,
    with_positions,
)
from app.coaching.synthesis import alike
from app.exploring.cited import cite
from app.exports.drawing import as_svg
from app.exports.pictures import pathway_picture
from app.records.store import Record
from app.ui.screens.cited import Values, cards_of, case_values, part_values
from app.ui.screens.pages import page
from app.ui.screens.prompting import Asking, save_and_go, show_prompt, step_of
from app.ui.screens.visit import Visit, go, gone
from corpus.errors import ChangedError, FormError
from corpus.framework import PoleName

_HERE = "Reflect"
_GUIDE = "guide-2"
# This prompt of the guide asks for marks, not for words.
_MARKS = "1.2"
_AGAINST = "3."
_OUTCOMES = "3."


def show_path(visit: Visit) -> Response:
    """Show the pathway drawn, its gaps, and the answers."""
    record = _record(visit)
    dimensions, placement = dimensions_of(visit.corpus), record.body.placement
    with_means = visit.query.get("survey") == "1"
    means = survey_means(visit.corpus)
    picture = pathway_picture(dimensions, placement, means if with_means else None)
    return page(
        "path",
        title=record.title,
        here=_HERE,
        id=record.id,
        path=record.body,
        dimensions=dimensions,
        picture=as_svg(picture.drawing, picture.alt),
        means=means if with_means else {},
        gaps={gap.dimension.decision: gap for gap in gaps(visit.corpus, placement)},
        prompts=_prompts(visit),
        pairs=_pairs(visit, record.body),
    )


def _pairs(visit: Visit, path: Pathway) -> tuple[tuple[str, str], ...]:
    """Return sentences of guide 1 and of this one that speak of the same thing, side by side."""
    mine = "\n".join(path.answers.values())
    earlier = "\n".join(_foundation_answers(visit).values())
    if not mine.strip() or not earlier.strip():
        return ()
    return alike(earlier, mine, visit.services.library.embed)


def _foundation_answers(visit: Visit) -> Mapping[str, str]:
    """Return the answers of the latest first guide; none where there is none."""
    latest = next(iter(visit.records.list(visit.owner, "foundation")), None)
    if latest is None:
        return {}
    return visit.records.get(visit.owner, latest.id, Journal).body.answers


def show_marks(visit: Visit) -> Response:
    """Show the form for one layer of marks."""
    return _marks_page(visit, _layer(visit))


def save_marks(visit: Visit) -> Response:
    """Keep one layer of marks; half of them is fine."""
    layer, id_ = _layer(visit), visit.path["id"]
    decisions = tuple(d.decision for d in dimensions_of(visit.corpus))
    was = visit.form.get("was", "")
    try:
        positions = read_positions(visit.form, decisions)
        visit.records.change(
            visit.owner, id_, Pathway, lambda p: with_positions(p, layer, positions, was)
        )
    except (ChangedError, FormError) as error:
        return _marks_page(visit, layer, problem=error)
    following = "/marks/aspired" if layer == "now" else "/gaps"
    return go(f"/reflect/path/{id_}{'' if visit.form.get('go') == 'see' else following}")


def show_gaps(visit: Visit) -> Response:
    """Show the gaps, widest first, with systems nearer to where one wants to be."""
    record = _record(visit)
    found = [gap for gap in gaps(visit.corpus, record.body.placement) if gap.size]
    shown = cite(
        visit.corpus, {g.dimension.decision: nearer_sections(visit.book, g) for g in found}
    )
    parts = part_values(shown)
    return page(
        "gaps",
        title="Where the gaps are",
        here=_HERE,
        id=record.id,
        path=record.body,
        gaps=[(gap, _cases(visit, gap, parts[gap.dimension.decision])) for gap in found],
        cards=cards_of(shown.citations, visit.corpus),
    )


def save_gaps(visit: Visit) -> Response:
    """Keep which gap the leader finds the most critical."""
    id_, chosen = visit.path["id"], visit.form.get("critical", "")
    visit.records.change(
        visit.owner, id_, Pathway, lambda p: with_critical(visit.corpus, p, chosen)
    )
    return go(f"/reflect/path/{id_}/1")


def show_path_prompt(visit: Visit) -> Response:
    """Show one question of the second guide with its answer."""
    step, prompt = step_of(visit, _prompts(visit))
    return show_prompt(visit, _asking(visit, prompt), step)


def save_path_prompt(visit: Visit) -> Response:
    """Keep the answer to one question of the second guide."""
    step, prompt = step_of(visit, _prompts(visit))

    def save(text: str, was: str) -> None:
        visit.records.change(
            visit.owner,
            visit.path["id"],
            Pathway,
            lambda path: with_pathway_answer(path, prompt.key, text, was),
        )

    return save_and_go(visit, step, save, lambda: _asking(visit, prompt))


def outcomes_of(visit: Visit) -> list[tuple[str, str]]:
    """Return the desired outcomes of the latest first guide: each prompt and what was said."""
    for heading in visit.records.list(visit.owner, "foundation"):
        answers = visit.records.get(visit.owner, heading.id, Journal).body.answers
        prompts = prompts_of(guide_of(visit.corpus, "guide-1"))
        own = [p for p in prompts if p.key.startswith(_OUTCOMES)]
        told = [(p.text, answers[p.key]) for p in own if p.key in answers]
        if told:
            return told
    return []


def _record(visit: Visit) -> Record[Pathway]:
    return visit.records.get(visit.owner, visit.path["id"], Pathway)


def _layer(visit: Visit) -> Layer:
    layer: Layer
    for layer in get_args(Layer):
        if layer == visit.path["layer"]:
            return layer
    raise gone("step")


def _prompts(visit: Visit) -> tuple[Prompt, ...]:
    return tuple(p for p in prompts_of(guide_of(visit.corpus, _GUIDE)) if p.key != _MARKS)


def _asking(visit: Visit, prompt: Prompt) -> Asking:
    record = _record(visit)
    beside = outcomes_of(visit) if prompt.key.startswith(_AGAINST) else ()
    title = guide_of(visit.corpus, _GUIDE).title
    base = f"/reflect/path/{record.id}"
    drawn = pathway_picture(dimensions_of(visit.corpus), record.body.placement)
    picture = as_svg(drawn.drawing, drawn.alt)
    prompts, answers = _prompts(visit), record.body.answers
    return Asking(base, title, prompts, answers, beside=beside, picture=picture)


def _marks_page(
    visit: Visit, layer: Layer, problem: ChangedError | FormError | None = None
) -> Response:
    record = _record(visit)
    kept = record.body.placement.of(layer)
    sent = {name: text for name, text in visit.form.items() if text}
    marks = sent if problem else {decision: str(place) for decision, place in kept.items()}
    guide = guide_of(visit.corpus, _GUIDE)
    return page(
        "marks",
        title="Where we stand" if layer == "now" else "Where we want to be",
        here=_HERE,
        status=409 if problem else 200,
        id=record.id,
        layer=layer,
        dimensions=dimensions_of(visit.corpus),
        positions=POSITIONS,
        meanings=_meanings(visit),
        marks=marks,
        now=record.body.placement.now,
        was=mark_of(kept),
        instruction=guide.groups[0].lead if layer == "now" else guide.groups[0].prompts[1],
        problem=problem,
    )


def _meanings(visit: Visit) -> dict[tuple[str, PoleName], str]:
    """Return what each side of each spectrum means, in the report's words."""
    return {(b.decision, b.pole): b.meaning for b in visit.corpus.framework.benefits}


def _cases(visit: Visit, gap: Gap, sections: list[Values]) -> list[Values]:
    cases = nearer_cases(visit.book, gap)
    return [
        case_values(case, section, visit.corpus)
        for case, section in zip(cases, sections, strict=True)
    ]
