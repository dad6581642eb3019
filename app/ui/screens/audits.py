"""Audits: making and joining one, adding answers to it, saying that one is done."""

from collections.abc import Sequence

from starlette.responses import Response

from app.auditing.pasted import MAX_CHARS, read_pasted, with_question
from app.auditing.stated import stated
from app.auditing.verdicts import ORIGIN_NAMES, AuditItem, Origin
from app.evaluation.command import measure
from app.evaluation.gold import default_gold, read_gold
from app.evaluation.runs import Run, list_runs, read_run, save_run
from app.records.audits import NewItem
from app.records.sharing import SharedTurn
from app.ui.screens.auditing import (
    HERE,
    check_evaluator,
    claim_keys,
    is_evaluator,
    is_right_key,
    open_audit,
    rated_answers,
)
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, gone, whole_number
from corpus.errors import FormError

_MOST_AT_ONCE = 200


def show_audits(visit: Visit) -> Response:
    """Show an evaluator's audits, and the forms for making and joining one."""
    known = bool(visit.owner) and is_evaluator(visit)
    waiting = sum(f.state == "new" for f in visit.kept.sharing.queue()) if known else 0
    return page(
        "audits",
        title="Audit",
        here=HERE,
        may_see=is_evaluator(visit),
        audits=visit.kept.audits.of(visit.owner) if known else (),
        waiting=waiting,
        gold=len(visit.kept.sharing.gold_lines(visit.owner)) if known else 0,
    )


def enter(visit: Visit) -> Response:
    """Let a browser in that knows the evaluators' word."""
    if not is_right_key(visit, visit.form.get("word", "")):
        raise FormError(
            "That is not the evaluators’ word.", "Nothing is shown.", "Ask whoever runs this page."
        )
    # Whoever else may hold this browser's key is not let in with it.
    key = visit.kept.keys.change(visit.key, visit.owner)
    visit.kept.sharing.let_in(visit.owner)
    return visit.go_with_key("/audit", key)


def make_audit(visit: Visit) -> Response:
    """Make an audit."""
    check_evaluator(visit)
    name = visit.form.get("name", "").strip()
    if not name:
        raise FormError("The audit has no name yet.", "It was not made.", "Go back and name it.")
    return go(f"/audit/{visit.kept.audits.make(visit.owner, name)}")


def join_audit(visit: Visit) -> Response:
    """Become an evaluator of the audit of a code."""
    check_evaluator(visit)
    id_ = visit.kept.audits.join(visit.owner, visit.form.get("code", ""))
    if id_ is None:
        raise FormError(
            "No audit has this code.",
            "You have not joined one.",
            "Ask for the eight letters again; they stand on the audit’s page.",
        )
    return go(f"/audit/{id_}")


def show_audit(visit: Visit) -> Response:
    """Show an audit: how far one is, its answers, and the forms for adding some."""
    head = open_audit(visit)
    own = visit.kept.rating.own(visit.owner, head.id)
    answers = rated_answers(visit, visit.kept.audits.items(visit.owner, head.id), ())
    keys = claim_keys(answers)
    rated = len(set(keys) & set(own))
    return page(
        "audit",
        title=head.name,
        here=HERE,
        head=head,
        answers=answers,
        origins=ORIGIN_NAMES,
        counts={a.id: sum((a.id, n) in own for n in a.numbers) for a in answers},
        total=len(keys),
        rated=rated,
        shared=visit.kept.sharing.shared_turns() if not head.done else (),
        runs=list_runs(visit.services.settings.runs_dir),
        most=MAX_CHARS,
        added=visit.query.get("added", ""),
    )


def add_answers(visit: Visit) -> Response:
    """Add answers to an audit: shared ones, some of a run, or one that was pasted."""
    head = open_audit(visit)
    makers = {"shared": _shared, "run": _of_run, "pasted": _pasted}
    if visit.path["kind"] not in makers:
        raise gone("way of adding answers")
    items = makers[visit.path["kind"]](visit)
    if not items:
        raise FormError(
            "No answer was chosen.", "Nothing was added.", "Go back and tick at least one."
        )
    visit.kept.audits.add(visit.owner, head.id, items)
    return go(f"/audit/{head.id}?added={len(items)}")


def _shared(visit: Visit) -> Sequence[NewItem]:
    wanted = {name.removeprefix("turn:") for name in visit.form if name.startswith("turn:")}
    turns = visit.kept.sharing.shared_turns()
    return [shared_item(t, Origin("shared")) for t in turns if f"{t.record}:{t.number}" in wanted]


def shared_item(turn: SharedTurn, origin: Origin, group: str = "chat") -> NewItem:
    """Return an answer of a chat for an audit; it goes when the chat does.

    Earlier questions go along only where the answer was read with their help: whoever sends
    feedback on one answer shows no other.
    """
    previous = turn.previous if turn.turn.answer.route.folded else ()
    item = AuditItem(stated(turn.turn.answer), origin, group, previous)
    return NewItem(item, turn.record)


def _of_run(visit: Visit) -> Sequence[NewItem]:
    """Return some answers of a run, evenly spread over its questions."""
    run = _run(visit, visit.form.get("run", ""))
    count = whole_number(visit.form.get("count", ""), 1, _MOST_AT_ONCE)
    if count is None:
        raise FormError(
            f"That is no number from 1 to {_MOST_AT_ONCE}.",
            "Nothing was added.",
            "Go back and say how many answers you want to rate.",
        )
    step = max(1.0, len(run.lines) / count)
    places = dict.fromkeys(int(step * n) for n in range(min(count, len(run.lines))))
    sample = f"{len(places)} of {len(run.lines)}, spread evenly"
    settings = {**run.head.settings, "questions_sha256": run.head.questions_hash}
    lines = (run.lines[place] for place in places)
    return [
        NewItem(
            AuditItem(
                line.answer, Origin("run", run.head.id, settings, line.gold.id, sample),
                line.gold.kind, line.gold.previous,
            )
        )
        for line in lines
    ]  # fmt: skip


def _run(visit: Visit, id_: str) -> Run:
    folder = visit.services.settings.runs_dir
    # Only a run that is listed is opened: what a form sends never becomes a path.
    head = next((head for head in list_runs(folder) if head.id == id_), None)
    if head is None:
        raise gone("run")
    return read_run(folder / f"{head.id}.jsonl")


def _pasted(visit: Visit) -> Sequence[NewItem]:
    question = visit.form.get("question", "")
    answer = with_question(read_pasted(visit.form.get("text", ""), question, visit.known), question)
    return [NewItem(AuditItem(answer, Origin("pasted"), "pasted"))]


# One voice at a time: a run of all three takes longer than anybody waits for a page.
_ASKED_HERE = "leader.jsonl"


def make_run(visit: Visit) -> Response:
    """Ask the shipped gold questions now, and keep the run."""
    head = open_audit(visit)
    file = default_gold() / _ASKED_HERE
    if not visit.services.measuring.acquire(blocking=False):
        raise FormError(
            "The questions are being asked already.",
            "They were not asked a second time.",
            "Wait a minute: the run then stands in the list.",
        )
    try:
        run, _ = measure(visit.services, file, read_gold(file))
    finally:
        visit.services.measuring.release()
    save_run(visit.services.settings.runs_dir, run)
    return go(f"/audit/{head.id}#run")


def finish(visit: Visit) -> Response:
    """Say that one is done; raises FormError where claims are left."""
    head = open_audit(visit)
    answers = rated_answers(visit, visit.kept.audits.items(visit.owner, head.id), ())
    visit.kept.rating.finish(visit.owner, head.id, claim_keys(answers))
    return go(f"/audit/{head.id}")


def reopen(visit: Visit) -> Response:
    """Go on rating after all."""
    head = open_audit(visit)
    visit.kept.rating.reopen(visit.owner, head.id)
    return go(f"/audit/{head.id}")


def delete(visit: Visit) -> Response:
    """Delete an audit that one has made."""
    head = open_audit(visit)
    visit.kept.audits.delete(visit.owner, head.id)
    return go("/audit")
