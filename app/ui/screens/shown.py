"""What people show to others by name, who has looked, and what is shown to oneself."""

from dataclasses import replace

from starlette.responses import Response

from app.ui.screens.pages import page
from app.ui.screens.papers import paper_of
from app.ui.screens.sending import send_document
from app.ui.screens.visit import Visit, go, gone

_HERE = "My things"


def show_readers(visit: Visit) -> Response:
    """Show whom one thing is shown to, who has looked at it, and whom it could be shown to."""
    if visit.person is None:
        raise gone("page")
    heading = visit.records.heading(visit.owner, visit.path["id"])
    readers = visit.kept.grants.readers(visit.owner, heading.id)
    known = {owner for owner, _ in readers} | {visit.owner}
    return page(
        "readers",
        title=f"Who sees “{heading.title}”",
        here=_HERE,
        thing=heading,
        readers=readers,
        looks=visit.kept.grants.looks(visit.owner, heading.id),
        others=[p for p in visit.kept.people.all() if p.owner not in known],
        group=visit.person.group,
    )


def show_to(visit: Visit) -> Response:
    """Show one thing to another person."""
    visit.kept.grants.show(visit.owner, visit.path["id"], visit.form.get("to", ""))
    return go(f"/kept/{visit.path['id']}/shown")


def end(visit: Visit) -> Response:
    """Show one thing to somebody no more."""
    visit.kept.grants.hide(visit.owner, visit.path["id"], visit.form.get("to", ""))
    return go(f"/kept/{visit.path['id']}/shown")


def show_one(visit: Visit) -> Response:
    """Show what another person shows to oneself, for reading; they can see that one looked."""
    of = visit.kept.grants.look(visit.owner, visit.path["id"])
    theirs = replace(visit, owner=of)
    heading = visit.records.heading(of, visit.path["id"])
    return send_document(paper_of(theirs, heading), "print")
