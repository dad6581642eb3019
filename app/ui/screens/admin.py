"""What administrators look after: people, announcements, usage without words, changes."""

from starlette.responses import JSONResponse, Response

from app.records.people import ADMINISTRATOR, OWN_ACCOUNTS, ROLES, Person
from app.ui.cards import at
from app.ui.screens.pages import page
from app.ui.screens.visit import Visit, go
from corpus.errors import FormError

_HERE = "Administration"


def show_admin(visit: Visit) -> Response:
    """Show everything that administrators look after."""
    _administrator(visit)
    return _page(visit)


def set_roles(visit: Visit) -> Response:
    """Give somebody roles and a group."""
    by = _administrator(visit)
    roles = frozenset(role for role in ROLES if visit.form.get(role) == "1")
    visit.kept.people.set_roles(by, visit.path["owner"], roles, visit.form.get("group", "").strip())
    return go("/admin?saved=1")


def invite(visit: Visit) -> Response:
    """Show the link of a new invitation, this once."""
    by = _administrator(visit)
    role = visit.form.get("role", "")
    roles = frozenset({role} & set(ROLES))
    secret = visit.kept.people.invite(by.name, roles, visit.form.get("group", "").strip())
    return _page(visit, link=at(f"/sign-in/invited/{secret}"))


def announce(visit: Visit) -> Response:
    """Say something at the head of each page."""
    visit.kept.notices.announce(_administrator(visit).name, visit.form.get("text", ""))
    return go("/admin?saved=1")


def tell(visit: Visit) -> Response:
    """Send what administrators say at the head of each page."""
    text = visit.kept.notices.announcement() if visit.services.settings.sign_in else ""
    return JSONResponse({"text": text}, headers={"cache-control": "no-store"})


def _page(visit: Visit, link: str = "") -> Response:
    settings, kept = visit.services.settings, visit.kept
    return page(
        "admin",
        title="Administration",
        here=_HERE,
        saved="saved" in visit.query,
        people=kept.people.all(),
        roles=ROLES,
        accounts=settings.sign_in == OWN_ACCOUNTS,
        link=link,
        announcement=kept.notices.announcement(),
        usage=kept.usage.read(),
        changes=kept.notices.changes(),
        keep_days=settings.keep_days,
        in_file=settings.database_url is None,
    )


def _administrator(visit: Visit) -> Person:
    """Return the administrator who asks; FormError for anybody else."""
    if visit.person is None or not visit.person.may(ADMINISTRATOR):
        raise FormError(
            "This page is for administrators.",
            "Nothing is shown or changed here.",
            "Sign in as one, or ask whoever looks after this page.",
        )
    return visit.person
