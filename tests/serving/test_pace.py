"""What is sent too often, and codes that are guessed."""

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from app.ui.serving.pace import Pace
from app.ui.serving.site import make_site

GUESSED = ["/teams/join", "/audit/join", "/audit/enter", "/kept/key"]


async def _taken(request: Request) -> Response:
    right = (await request.body()) == b"right"
    return PlainTextResponse("", 200 if right or request.url.path == "/talk" else 422)


@pytest.fixture
def browser() -> Iterator[TestClient]:
    routes = [Route(path, _taken, methods=["GET", "POST"]) for path in (*GUESSED, "/talk")]
    with TestClient(Pace(Starlette(routes=routes), slow_seconds=0.0)) as client:
        yield client


@pytest.mark.parametrize("path", GUESSED)
def test_wrong_codes_are_refused_after_twenty(browser: TestClient, path: str) -> None:
    told = [browser.post(path, content=b"wrong").status_code for _ in range(22)]
    assert told == [422] * 20 + [429] * 2
    assert browser.post(path, content=b"right").status_code == 429


def test_codes_of_all_kinds_count_together(browser: TestClient) -> None:
    told = [browser.post(GUESSED[n % 4], content=b"wrong").status_code for n in range(21)]
    assert told[-1] == 429


def test_right_codes_count_for_nothing(browser: TestClient) -> None:
    told = {browser.post("/kept/key", content=b"right").status_code for _ in range(40)}
    assert told == {200}


def test_a_person_is_not_slowed_down_and_a_flood_is(browser: TestClient) -> None:
    told = [browser.post("/talk").status_code for _ in range(245)]
    assert told[:240] == [200] * 240
    assert told[240:] == [429] * 5
    assert browser.get("/talk").status_code == 200


def test_a_refusal_is_a_page_in_a_browsers_window(browser: TestClient) -> None:
    for _ in range(20):
        browser.post("/kept/key", content=b"wrong")
    shown = browser.post("/kept/key", content=b"wrong", headers={"accept": "text/html"})
    assert shown.status_code == 429
    assert "text/html" in shown.headers["content-type"]


@pytest.mark.parametrize(
    ("forwarded", "client"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9, 10.0.0.7", "203.0.113.9"),
        ("10.0.0.8, 10.0.0.7", "10.0.0.1"),
        ("", "10.0.0.1"),
        ("unknown", "10.0.0.1"),
    ],
)
def test_the_client_is_whom_a_trusted_proxy_names(forwarded: str, client: str) -> None:
    site = make_site("127.0.0.1", 80, proxies=("10.0.0.0/8",))
    assert site.client_of(forwarded, ("10.0.0.1", 5))[0] == client
