"""Accounts of the page's own, a proxy's word for somebody, and what is closed to all others."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.records.membership import now
from app.records.people import ADMINISTRATOR, People, Told
from app.services import Services
from app.settings import Settings
from app.ui.screens.oidc import inside, told_by
from app.ui.screens.routes import screens
from app.ui.serving.server import in_front
from app.ui.serving.site import make_site
from indexing.watcher import Watcher

PASSWORD = "four words without sense"
PAGE = {"accept": "text/html"}
Arrive = Callable[..., TestClient]


def services_with(inner: Services, folder: Path, **given: object) -> Services:
    made = Services(Settings(data_dir=folder, **given), Watcher())  # type: ignore[arg-type]
    made._ready = inner.ready()
    made.safety, made.library = inner.safety, inner.library
    return made


def app_of(made: Services, **site: object) -> object:
    found = make_site("127.0.0.1", 80, hosts=("testserver",), **site)  # type: ignore[arg-type]
    return in_front(Starlette(routes=screens(made)), made, found)


@pytest.fixture
def closed(services: Services, tmp_path: Path) -> Iterator[Services]:
    made = services_with(services, tmp_path, sign_in="accounts")
    yield made
    made._ready = None
    made.close()


@pytest.fixture
def arrive(closed: Services) -> Iterator[Arrive]:
    app, opened = app_of(closed), []

    def arrive() -> TestClient:
        opened.append(TestClient(app, headers=PAGE))  # type: ignore[arg-type]
        return opened[-1]

    yield arrive
    for browser in opened:
        browser.close()


def join(browser: TestClient, closed: Services, name: str, *roles: str) -> TestClient:
    secret = closed.kept().people.invite("a test", frozenset(roles), "North")
    browser.get(f"/sign-in/invited/{secret}")
    sent = {"name": name, "password": PASSWORD}
    answer = browser.post(f"/sign-in/invited/{secret}", data=sent, follow_redirects=False)
    assert answer.status_code == 303
    return browser


def test_whoever_is_not_signed_in_sees_the_way_in_only(arrive: Arrive) -> None:
    browser = arrive()
    for address in ("/explore", "/kept", "/admin", "/library", "/audit"):
        assert browser.get(address).url.path == "/sign-in"
    for address in ("/sign-in", "/privacy", "/screens/screens.css"):
        assert browser.get(address).url.path == address
    assert browser.get("/config", headers={"accept": "application/json"}).status_code == 401
    assert browser.post("/gradio_api/queue/join", json={}).status_code == 401
    assert browser.post("/kept/delete", data={"sure": "yes"}).status_code == 401


def test_an_invitation_makes_one_account(arrive: Arrive, closed: Services) -> None:
    secret = closed.kept().people.invite("a test", frozenset({"coach"}), "North")
    first = arrive()
    first.get(f"/sign-in/invited/{secret}")
    short = first.post(f"/sign-in/invited/{secret}", data={"name": "Cole", "password": "short"})
    assert short.status_code == 422
    first.post(f"/sign-in/invited/{secret}", data={"name": "Cole", "password": PASSWORD})
    assert "signed in as <b>Cole</b> (coach, North)" in first.get("/kept").text
    again = arrive()
    again.get("/sign-in")
    used = again.post(f"/sign-in/invited/{secret}", data={"name": "Eve", "password": PASSWORD})
    assert used.status_code == 422
    assert again.get("/kept").url.path == "/sign-in"


def test_name_and_password_open_the_account_and_nothing_else_does(
    arrive: Arrive, closed: Services
) -> None:
    join(arrive(), closed, "Cole", "coach")
    other = arrive()
    other.get("/sign-in")
    for name, password in (("cole", "wrong"), ("nobody", PASSWORD), ("cole", "")):
        sent = {"name": name, "password": password, "to": "/kept"}
        assert other.post("/sign-in", data=sent).status_code == 422
    right = other.post("/sign-in", data={"name": "COLE", "password": PASSWORD, "to": "/kept"})
    assert right.url.path == "/kept"
    outside = {"name": "cole", "password": PASSWORD, "to": "//elsewhere.example"}
    fresh = arrive()
    fresh.get("/sign-in")
    sent = fresh.post("/sign-in", data=outside, follow_redirects=False)
    assert sent.headers["location"] == "/"


def test_signing_out_and_time_end_it(arrive: Arrive, closed: Services) -> None:
    browser = join(arrive(), closed, "Cole", "coach")
    key = browser.cookies["bothways"]
    browser.post("/sign-out")
    browser.cookies.set("bothways", key)
    assert browser.get("/kept").url.path == "/sign-in"
    kept = closed.kept()
    person = kept.people.all()[0]
    late = kept.keys.change(kept.keys.issue(), person.owner, now() - timedelta(seconds=1))
    assert kept.keys.owner(late) is None


@pytest.mark.parametrize(
    ("role", "address", "form", "status"),
    [
        ("leader", "/admin/announcement", {"text": "x"}, 422),
        ("coach", "/admin/invite", {"role": "administrator"}, 422),
        ("librarian", "/admin/announcement", {"text": "x"}, 422),
        ("administrator", "/admin/announcement", {"text": "x"}, 200),
        ("leader", "/library/text", {"text": "A text.", "title": "T", "seen_by": "all"}, 422),
        ("librarian", "/library/text", {"text": "A text.", "title": "T", "seen_by": "all"}, 200),
        ("leader", "/audit", {"name": "An audit"}, 422),
        ("evaluator", "/audit", {"name": "An audit"}, 200),
    ],
)
def test_what_a_role_may_do(
    arrive: Arrive, closed: Services, role: str, address: str, form: dict[str, str], status: int
) -> None:
    browser = join(arrive(), closed, "Somebody", role)
    assert browser.post(address, data=form).status_code == status


def test_roles_are_given_and_noted(arrive: Arrive, closed: Services) -> None:
    admin = join(arrive(), closed, "Ada", ADMINISTRATOR)
    join(arrive(), closed, "Lena", "leader")
    people = closed.kept().people
    lena = next(p for p in people.all() if p.name == "Lena")
    ada = next(p for p in people.all() if p.name == "Ada")
    admin.post(f"/admin/people/{lena.owner}", data={"coach": "1", "group": "South"})
    assert people.of(lena.owner) == type(lena)(
        lena.owner, "Lena", "lena", frozenset({"coach"}), "South"
    )
    assert admin.post(f"/admin/people/{ada.owner}", data={"leader": "1"}).status_code == 422
    assert "Lena: coach" in [
        change.what.split(";")[0] for change in closed.kept().notices.changes()
    ]


def test_deleting_everything_deletes_the_account(arrive: Arrive, closed: Services) -> None:
    browser = join(arrive(), closed, "Lena", "leader")
    browser.post("/kept/delete", data={"sure": "yes"})
    assert closed.kept().people.all() == ()
    assert browser.get("/kept").url.path == "/sign-in"


def test_what_others_keep_is_not_shown_unasked(arrive: Arrive, closed: Services) -> None:
    lena = join(arrive(), closed, "Lena", "leader")
    cole = join(arrive(), closed, "Cole", "coach")
    id_ = str(lena.post("/reflect/foundation").url.path).split("/")[3]
    known = {p.name: p.owner for p in closed.kept().people.all()}
    assert cole.get(f"/shown/{id_}").status_code == 404
    assert cole.post(f"/kept/{id_}/shown", data={"to": known["Cole"]}).status_code == 404
    lena.post(f"/kept/{id_}/shown", data={"to": known["Cole"]})
    assert cole.get(f"/shown/{id_}").status_code == 200
    assert "Cole, " in lena.get(f"/kept/{id_}/shown").text


@pytest.mark.parametrize(
    ("client", "name", "seen"),
    [
        ("10.0.0.5", "lena", "signed in as <b>lena</b>"),
        ("10.9.9.9", "lena", ""),
        ("10.0.0.5", "", ""),
    ],
)
def test_a_trusted_proxy_alone_vouches_for_people(
    services: Services, tmp_path: Path, client: str, name: str, seen: str
) -> None:
    made = services_with(services, tmp_path, sign_in="proxy", trusted_proxies="10.0.0.5")
    app = app_of(made, proxies=("10.0.0.5",))
    headers = {**PAGE, "x-forwarded-user": name}
    with TestClient(app, headers=headers, client=(client, 1)) as browser:  # type: ignore[arg-type]
        shown = browser.get("/kept")
    assert (seen in shown.text) if seen else shown.url.path == "/sign-in"
    made._ready = None
    made.close()


@pytest.mark.parametrize(
    ("claims", "roles"),
    [
        ({"sub": "1"}, None),
        ({"sub": "1", "roles": ["Both-Ways-Coach", "teacher"]}, {"coach"}),
        ({"sub": "1", "roles": "evaluator"}, {"evaluator"}),
        ({"sub": "1", "email": "Ada@x.example"}, {"administrator"}),
        ({"sub": "1", "email": "ada@x.example", "email_verified": False}, None),
    ],
)
def test_roles_by_claims(claims: dict[str, object], roles: set[str] | None) -> None:
    settings = Settings(administrators="ada@x.example")
    assert told_by(settings, claims).roles == (frozenset(roles) if roles else None)


@pytest.mark.parametrize(
    ("to", "gone_on"),
    [
        ("/kept?a=b", "/kept?a=b"),
        ("//x.example", "/"),
        ("https://x", "/"),
        ("/\\x", "/"),
        ("", "/"),
    ],
)
def test_people_go_on_inside(to: str, gone_on: str) -> None:
    assert inside(to) == gone_on


def test_taking_along_twice_or_from_a_person_takes_nothing(closed: Services) -> None:
    people: People = closed.kept().people
    one, two = (people.admit(Told("x", name, name)) for name in ("one", "two"))
    closed.kept().records.add("f" * 64, "plan", "A plan", {})
    assert people.take_along("f" * 64, one.owner) == 1
    assert people.take_along("f" * 64, two.owner) == 0
    assert people.take_along(one.owner, two.owner) == 0
    assert [thing.title for thing in closed.kept().records.list(one.owner)] == ["A plan"]
