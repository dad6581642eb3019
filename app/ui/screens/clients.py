"""A coach's logs: a client's goal and sessions, whose next steps the next plan brings up."""

from collections.abc import Mapping
from datetime import UTC, date, datetime

from starlette.responses import Response

from app.coaching.client import (
    Client,
    Entry,
    entry_mark,
    recalled,
    with_action,
    with_entry,
    with_goal,
    without_entry,
)
from app.coaching.journal import mark, tidy
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go
from corpus.errors import FormError

_HERE = "Prepare"


def start_client(visit: Visit) -> Response:
    """Begin a log."""
    name = visit.form.get("name", "").strip()[:120]
    if not name:
        raise FormError("The log has no name yet.", "It was not begun.", "Go back and name it.")
    return go(f"/clients/{visit.records.add(visit.owner, 'client', name, Client(name))}")


def show_client(visit: Visit) -> Response:
    """Show a log, with the form for the next session."""
    return _client_page(visit)


def save_goal(visit: Visit) -> Response:
    """Keep a client's goal."""
    id_, goal, was = visit.path["id"], visit.form.get("goal", ""), visit.form.get("was", "")
    visit.records.change(visit.owner, id_, Client, lambda c: with_goal(c, goal, was))
    return go(f"/clients/{id_}?saved=1")


def add_session(visit: Visit) -> Response:
    """Keep what came of one session, or of one that was kept before and is changed."""
    id_, form = visit.path["id"], visit.form
    try:
        names = ("successes", "obstacles", "next_steps")
        successes, obstacles, steps = (tidy(form.get(name, "")) for name in names)
        plan = _plan(visit, form.get("plan", ""))
        entry = Entry(_date(form.get("held", "")), successes, obstacles, steps, plan)
        instead = form.get("entry", "")
        visit.records.change(visit.owner, id_, Client, lambda c: with_entry(c, entry, instead))
    except FormError as error:
        return _client_page(visit, problem=error)
    return go(f"/clients/{id_}?saved=1")


def set_action(visit: Visit) -> Response:
    """Tick an action off, or open it again."""
    id_, which = visit.path["id"], visit.form.get("action", "")
    done = visit.form.get("do") == "done"
    visit.records.change(visit.owner, id_, Client, lambda c: with_action(c, which, done=done))
    return go(f"/clients/{id_}#actions")


def remove_session(visit: Visit) -> Response:
    """Take one session out of the log."""
    id_, which = visit.path["id"], visit.form.get("entry", "")
    visit.records.change(visit.owner, id_, Client, lambda c: without_entry(c, which))
    return go(f"/clients/{id_}")


def _plan(visit: Visit, id_: str) -> str:
    """Return the id of a plan of this owner; empty for any other."""
    plans = {heading.id for heading in visit.records.list(visit.owner, "plan")}
    return id_ if id_ in plans else ""


def _changing(visit: Visit, client: Client) -> Mapping[str, str]:
    """Return the values of the session that an address names to be changed; empty for none."""
    which = visit.query.get("change", "")
    found = next((e for e in client.entries if entry_mark(e) == which), None)
    if found is None:
        return {"plan": visit.query.get("plan", "")}
    return {
        "held": found.held.isoformat(), "successes": found.successes, "plan": found.plan,
        "obstacles": found.obstacles, "next_steps": found.next_steps, "entry": which,
    }  # fmt: skip


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise FormError(
            "The day of the session is missing or is no date.",
            "The session was not kept; your words are still here.",
            "Give it as year, month, day, for instance 2026-11-22.",
        ) from error


def _client_page(visit: Visit, problem: FormError | None = None) -> Response:
    record = visit.records.get(visit.owner, visit.path["id"], Client)
    return page(
        "client",
        title=record.title,
        here=_HERE,
        status=422 if problem else 200,
        id=record.id,
        client=record.body,
        was=mark(record.body.goal),
        mark_of=entry_mark,
        recalled=recalled(record.body),
        today=datetime.now(UTC).date().isoformat(),
        values=visit.form if problem else _changing(visit, record.body),
        plans={h.id: h.title for h in visit.records.list(visit.owner, "plan")},
        saved="saved" in visit.query,
        problem=problem,
    )
