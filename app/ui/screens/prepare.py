"""Prepare: a session plan from a decision or a described situation, to edit and take along."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from starlette.responses import Response

from app.coaching.client import Client, recalled
from app.coaching.journal import guide_of, mark, tidy
from app.coaching.pathway import dimension_of
from app.coaching.plan import (
    LONGEST,
    MOST_BLOCKS,
    ROLES,
    SHORTEST,
    Plan,
    moved,
    upsides,
    with_block,
    with_case,
    without_block,
)
from app.coaching.planning import title_of
from app.exploring.touching import decisions_in
from app.ui.screens.explore import find_decision
from app.ui.screens.finding import find_shared
from app.ui.screens.pages import page
from app.ui.screens.papers import FORMS
from app.ui.screens.visit import Visit, go, whole_number
from app.understanding.redaction import leave_out_records
from corpus.errors import ChangedError, FormError
from corpus.framework import POLES, Decision, Role

_HERE = "Prepare"
_MOST_QUESTIONS = 8
_MOST_SHARED = 3


def show_prepare(visit: Visit) -> Response:
    """Show the form for a new plan, the plans and the clients."""
    return _start_page(
        visit,
        {name: visit.query.get(name, "")[:2000] for name in ("decision", "situation", "client")},
    )


def make_plan(visit: Visit) -> Response:
    """Make a plan; where it is not clear what the situation touches, ask which."""
    form = visit.form
    situation = tidy(form.get("situation", ""))
    minutes = _minutes(form.get("minutes", ""))
    decisions = _decisions(visit, situation, form.get("decision", ""))
    if not decisions:
        return _start_page(visit, form, likely=_likeliest(visit, situation), asked=True)
    client = form.get("client") or None
    log = visit.records.get(visit.owner, client, Client).body if client else None
    plan = visit.planner.compose(
        decisions[0],
        situation,
        minutes,
        tidy(form.get("attendees", "")),
        _roles(form),
        client,
        recalled(log) if log else (),
        decisions[1:],
    )
    title = title_of(visit.planner, plan)
    return go(f"/prepare/{visit.records.add(visit.owner, 'plan', title, plan)}")


def _decisions(visit: Visit, situation: str, chosen: str) -> tuple[str, ...]:
    """Return the decisions that a plan is for: the one chosen, and those surely touched."""
    if chosen:
        find_decision(visit.corpus, chosen)
    return decisions_in(visit.guide.situations, situation, chosen)


def _likeliest(visit: Visit, situation: str) -> list[Decision]:
    """Return the decisions that a situation may be about, where none is sure; none for no words."""
    reading = visit.guide.situations.read(leave_out_records(situation))
    return [visit.corpus.decision(id_) for id_ in reading.touched(least=0.0)]


def show_plan(visit: Visit) -> Response:
    """Show a plan to look at and to edit."""
    record = visit.records.get(visit.owner, visit.path["id"], Plan)
    return _plan_page(visit, record.title, record.body, saved="saved" in visit.query)


def save_plan(visit: Visit) -> Response:
    """Keep every text of a plan, and do what the pressed button says beside."""
    id_, form = visit.path["id"], visit.form

    def change(plan: Plan) -> Plan:
        sent = _edited(plan, form)
        if _mark(plan) != form.get("was") and sent != plan:
            raise ChangedError(
                "This plan was changed in another tab or window meanwhile.",
                "Your texts are still shown here and have not been kept.",
                "Keep again to put yours in place of the other’s.",
                "",
            )
        return _done(_chosen(visit, sent, form), form.get("do", ""))

    try:
        visit.records.change(visit.owner, id_, Plan, change)
    except (ChangedError, FormError) as error:
        record = visit.records.get(visit.owner, id_, Plan)
        sent = _edited(record.body, form, keep=str)
        return _plan_page(visit, record.title, sent, _mark(record.body), problem=error)
    do, _, form_of_file = form.get("do", "").partition(":")
    if do == "file":
        return go(f"/kept/{id_}/{form_of_file if form_of_file in FORMS else 'print'}")
    return go(f"/prepare/{id_}?saved=1#{_place(form.get('do', ''))}")


def _minutes(text: str) -> int:
    minutes = whole_number(text, SHORTEST, LONGEST)
    if minutes is None:
        raise FormError(
            f"A session takes {SHORTEST} to {LONGEST} minutes here.",
            "No plan was made.",
            f"Go back and give its length as a number from {SHORTEST} to {LONGEST}.",
        )
    return minutes


def _roles(form: Mapping[str, str]) -> tuple[Role, ...]:
    return tuple(role for role in ROLES if form.get(f"role_{role}"))


def _edited(plan: Plan, form: Mapping[str, str], keep: Callable[[str], str] = tidy) -> Plan:
    """Return a plan with the texts of a form; FormError where one is too long.

    `keep` makes a text fit for keeping; to show again what can't be kept, it is left as it is.
    """

    def text(name: str, before: str) -> str:
        return keep(form.get(name, before))

    blocks = tuple(
        replace(
            block,
            title=text(f"title_{block.key}", block.title) or block.title,
            minutes=whole_number(form.get(f"minutes_{block.key}", ""), 1, LONGEST) or block.minutes,
            text=text(f"text_{block.key}", block.text),
        )
        for block in plan.blocks
    )
    questions = (
        text(f"question_{n}", "") for n in range(_MOST_QUESTIONS) if f"question_{n}" in form
    )
    return replace(
        plan,
        attendees=text("attendees", plan.attendees),
        blocks=blocks,
        questions=tuple(q for q in questions if q.strip()),
        downsides={
            side: text(f"down_{side}", plan.downsides.get(side, "")) for side in ("left", "right")
        },
    )


def _chosen(visit: Visit, plan: Plan, form: Mapping[str, str]) -> Plan:
    """Return a plan with the examples that a form names."""
    for pole in POLES:
        plan = with_case(visit.book, plan, pole, form.get(f"case_{pole}", ""))
    return plan


def _done(plan: Plan, do: str) -> Plan:
    """Return a plan with one step done that a button names, such as `up:read`."""
    what, _, which = do.partition(":")
    if what in {"up", "down"}:
        return moved(plan, which, -1 if what == "up" else 1)
    if what == "add":
        return with_block(plan)
    if what == "drop":
        return without_block(plan, which)
    if what == "question":
        return replace(plan, questions=(*plan.questions, "What else?")[:_MOST_QUESTIONS])
    return plan


def _place(do: str) -> str:
    what, _, which = do.partition(":")
    return f"block-{which}" if what in {"up", "down"} else {"add": "cases"}.get(what, "top")


def _mark(plan: Plan) -> str:
    return mark(repr(plan))


def _start_page(
    visit: Visit,
    values: Mapping[str, str],
    likely: list[Decision] | None = None,
    asked: bool = False,
) -> Response:
    kept = visit.records.list(visit.owner, "plan", "client") if visit.owner else ()
    return page(
        "prepare",
        title="Prepare a session",
        here=_HERE,
        decisions=likely or visit.corpus.framework.decisions,
        narrowed=bool(likely),
        asked=asked,
        values=values,
        roles=ROLES,
        plans=[h for h in kept if h.kind == "plan"],
        clients=[h for h in kept if h.kind == "client"],
        shortest=SHORTEST,
        longest=LONGEST,
    )


def _plan_page(
    visit: Visit,
    title: str,
    plan: Plan,
    was: str | None = None,
    *,
    saved: bool = False,
    problem: ChangedError | FormError | None = None,
) -> Response:
    corpus, planner = visit.corpus, visit.planner
    decision = corpus.decision(plan.decision)
    guide = guide_of(corpus, "guide-2")
    reading = planner.situations.read(plan.situation)
    return page(
        "plan",
        title=title,
        here=_HERE,
        status=409 if problem else 200,
        id=visit.path["id"],
        plan=plan,
        was=was or _mark(plan),
        decision=decision,
        also=[corpus.decision(id_) for id_ in plan.also],
        total=sum(block.minutes for block in plan.blocks),
        cases=[
            (pole, decision.heading(pole), corpus.case(plan.cases[pole]),
             planner.choices(plan.decision, pole, reading))
            for pole in plan.sides
        ],
        systems=corpus.system,
        guide=guide,
        dimension=dimension_of(corpus, plan.decision),
        upsides={side: upsides(visit.book, plan, side) for side in ("left", "right")},
        roles=ROLES,
        most_questions=_MOST_QUESTIONS,
        most_blocks=MOST_BLOCKS,
        shared=find_shared(visit, plan.situation, plan.decision)[:_MOST_SHARED],
        saved=saved,
        problem=problem,
    )  # fmt: skip
