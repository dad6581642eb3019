"""My things: everything that is kept for this browser, and what can be done with it."""

from starlette.responses import Response

from app.records.people import ADMINISTRATOR
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go, whole_number
from corpus.errors import FormError

_HERE = "My things"
_PLACES = {
    "chat": "/?chat=", "foundation": "/reflect/foundation/", "path": "/reflect/path/",
    "talk": "/talk/", "plan": "/prepare/", "client": "/clients/",
}  # fmt: skip
_KINDS = {
    "chat": "Chat", "foundation": "Guide 1", "path": "Guide 2", "talk": "Reflection",
    "plan": "Session plan", "client": "Coaching log",
}  # fmt: skip
_MOST_DAYS = 3650


def show_kept(visit: Visit) -> Response:
    """Show everything that is kept, and how long."""
    known = bool(visit.owner)
    settings = visit.services.settings
    most_days = visit.services.settings.keep_days
    going, in_days = visit.kept.purging.announced(visit.owner, most_days) if known else (0, 0)
    return page(
        "kept",
        going=going,
        in_days=in_days,
        title="My things",
        here=_HERE,
        things=visit.records.list(visit.owner) if known else (),
        teams=visit.teams.of(visit.owner) if known else (),
        places=_PLACES,
        kinds=_KINDS,
        days=visit.records.keep_days(visit.owner) if known else None,
        most_days=settings.keep_days,
        key=visit.key if visit.query.get("key") == "show" else "",
        here_only=settings.database_url is None,
        saved="saved" in visit.query,
        shared=visit.kept.sharing.shared_of(visit.owner) if known else (),
        person=visit.person,
        administers=visit.person is not None and visit.person.may(ADMINISTRATOR),
        shown=visit.kept.grants.shown_to(visit.owner) if visit.person else (),
    )


def rename(visit: Visit) -> Response:
    """Give something another title."""
    id_ = visit.path["id"]
    visit.records.rename(visit.owner, id_, visit.form.get("title", ""))
    if visit.form.get("go") != "back":
        return go("/kept?saved=1")
    return go(f"{_PLACES[visit.records.heading(visit.owner, id_).kind]}{id_}")


def delete(visit: Visit) -> Response:
    """Delete one thing for good."""
    visit.records.delete(visit.owner, visit.path["id"])
    return go("/kept")


def delete_all(visit: Visit) -> Response:
    """Delete everything of this browser for good."""
    if visit.form.get("sure") != "yes":
        raise FormError(
            "The box that says you are sure is not ticked.",
            "Nothing was deleted.",
            "Go back and tick it if you mean it.",
        )
    visit.records.delete_all(visit.owner)
    return go("/kept")


def set_days(visit: Visit) -> Response:
    """Set after how many days without a change things go by themselves."""
    text = visit.form.get("days", "").strip()
    days = whole_number(text, 1, _MOST_DAYS)
    if text and days is None:
        raise FormError(
            "That is no number of days.",
            "Nothing was changed.",
            f"Give a number from 1 to {_MOST_DAYS}, or leave the box empty to keep things.",
        )
    visit.records.set_keep_days(visit.owner, days)
    visit.kept.purging.run(visit.services.settings.keep_days)
    return go("/kept?saved=1")


def use_key(visit: Visit) -> Response:
    """Open another browser's things here, by its return key."""
    key = visit.form.get("key", "").strip()
    owner = visit.kept.keys.owner(key)
    if owner is None:
        raise FormError(
            "That is no return key.",
            "Nothing was changed.",
            "Copy all letters of it from “My things” in the other browser.",
        )
    things = visit.records.list(visit.owner)
    if things and key != visit.key and visit.form.get("sure") != "yes":
        return page(
            "other_key", title="Before you change", here=_HERE, count=len(things), own=visit.key,
            other=key,
        )  # fmt: skip
    return visit.go_with_key("/kept", visit.kept.keys.another(owner))


def forget_browser(visit: Visit) -> Response:
    """Let this browser forget whose things it showed, as on a shared computer."""
    return visit.go_with_key("/", visit.key, life=0)
