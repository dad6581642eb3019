"""A coach's logs: a client's goal and sessions, whose next steps the next plan brings up."""

from datetime import UTC, date, datetime

from starlette.responses import Response

from app.coaching.client import (
    Client,
    Entry,
    entry_mark,
    recalled,
    with_entry,
    with_goal,
    without_entry,
)
from app.coaching.journal import mark, tidy
from app.ui.screens.visit import Visit, go, page
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
    """Keep what came of one session."""
    id_, form = visit.path["id"], visit.form
    try:
        texts = [tidy(form.get(name, "")) for name in ("successes", "obstacles", "next_steps")]
        entry = Entry(_date(form.get("held", "")), *texts)
        visit.records.change(visit.owner, id_, Client, lambda c: with_entry(c, entry))
    except FormError as error:
        return _client_page(visit, problem=error)
    return go(f"/clients/{id_}?saved=1")


def remove_session(visit: Visit) -> Response:
    """Take one session out of the log."""
    id_, which = visit.path["id"], visit.form.get("entry", "")
    visit.records.change(visit.owner, id_, Client, lambda c: without_entry(c, which))
    return go(f"/clients/{id_}")


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
        values=visit.form if problem else {},
        saved="saved" in visit.query,
        problem=problem,
    )
