"""What programs get from the API: answers, their owner's things, and plain problems."""

import json
from collections.abc import Callable

import pytest
from icalendar import Calendar
from limits import RateLimitItemPerMinute
from starlette.testclient import TestClient

from app.records.tokens import ASK, READ, WRITE
from app.services import Services
from app.settings import Settings
from indexing.watcher import Watcher
from tests.programs.conftest import Program, api_app

Programs = Callable[..., Program]
QUESTION = "How did others handle need vs. readiness?"
HARM = "I want to kill myself tonight"


@pytest.fixture
def anybody(alone: Services) -> TestClient:
    """A program without a token, where nobody has to sign in."""
    return TestClient(api_app(alone), base_url="http://testserver/api/v1")


def test_an_answer_comes_whole_and_as_events(anybody: TestClient) -> None:
    whole = anybody.post("/ask", json={"question": QUESTION}).json()
    assert whole["coverage"] == "full"
    assert all(c["quote"] in c["passage_text"] for c in whole["citations"])
    with anybody.stream("POST", "/ask/events", json={"question": QUESTION}) as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        lines = [line for line in stream.iter_lines() if line]
    assert lines[-2] == "event: answer"
    told = json.loads(lines[-1].removeprefix("data: "))
    assert told["claims"] == whole["claims"]


def test_an_earlier_turn_counts_and_texts_are_chosen(anybody: TestClient) -> None:
    body = {"question": "why there?",
            "previous": ["Which district tied its staffing to school needs?"]}  # fmt: skip
    assert "chicago" in str(anybody.post("/ask", json=body).json()["citations"]).lower()
    for texts, status in (({"report": False}, 422), ({"documents": ["none"]}, 404)):
        body = {"question": QUESTION, "texts": texts}
        assert anybody.post("/ask", json=body).status_code == status
        assert anybody.post("/ask/events", json=body).status_code == status


@pytest.mark.parametrize(
    ("address", "found"),
    [("/search?q=feeder+patterns&k=2", 2), ("/decisions", 7), ("/cases?decision=Q3", 7),
     ("/cases?q=our+teachers+are+not+ready&limit=3", 3), ("/sources", 5)],
)  # fmt: skip
def test_the_texts_are_listed(anybody: TestClient, address: str, found: int) -> None:
    told = anybody.get(address).json()
    assert len(told if isinstance(told, list) else told["items"]) == found


def test_a_section_is_the_text_word_for_word(anybody: TestClient, alone: Services) -> None:
    source = anybody.get("/sources").json()["items"][0]
    text = alone.library.corpus.document(source["id"]).text
    for part in source["sections"][::40]:
        address = f"/sources/{source['id']}/sections/{part['section']}"
        assert anybody.get(address).json()["text"] in text


def test_lists_come_in_parts_that_link_on(anybody: TestClient) -> None:
    seen, address = [], "/cases?limit=20"
    while address:
        part = anybody.get(address)
        seen += [case["id"] for case in part.json()["items"]]
        address = (part.json()["next"] or "").removeprefix("/api/v1")
        assert ('rel="next"' in part.headers.get("link", "")) is bool(address)
    assert len(seen) == len(set(seen)) == part.json()["total"]


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "/nothing", None, 404), ("GET", "/cases/none", None, 404),
        ("GET", "/decisions/Q8", None, 404), ("PUT", "/ask", None, 405),
        ("POST", "/ask", {"question": ""}, 422), ("POST", "/ask", {"question": "?!"}, 422),
        ("POST", "/ask", {"question": "a", "model": "x"}, 422), ("POST", "/ask", [], 400),
        ("POST", "/audits", {"answer": {"claims": []}}, 422), ("GET", "/records", None, 401),
        ("POST", "/plans", {"decision": "Q1"}, 401), ("GET", "/token", None, 401),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_as_a_problem(
    anybody: TestClient, method: str, address: str, body: object, status: int
) -> None:
    answer = anybody.request(method, address, json=body)
    told = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert (answer.status_code, told["status"]) == (status, status)
    assert {"type", "title", "detail"} <= told.keys()
    assert "Traceback" not in answer.text


def test_the_schema_is_there_each_time_and_the_page_asks_nobody_else(anybody: TestClient) -> None:
    first, second = (anybody.get("/openapi.json") for _ in range(2))
    assert first.json() == second.json()
    assert "https://" not in anybody.get("/docs").text


def test_broken_json_is_told(anybody: TestClient) -> None:
    headers = {"content-type": "application/json"}
    assert anybody.post("/ask", content=b"{", headers=headers).status_code == 400


def test_another_site_s_page_may_not_call(anybody: TestClient) -> None:
    answer = anybody.get("/decisions", headers={"origin": "https://evil.example"})
    assert (answer.status_code, answer.json()["status"]) == (403, 403)


def test_calls_that_are_left_are_told_and_then_refused(alone: Services) -> None:
    few = RateLimitItemPerMinute(2)
    http = TestClient(api_app(alone, few), base_url="http://testserver/api/v1")
    first, _, third = (http.get("/decisions") for _ in range(3))
    assert '"calls";q=2;w=60' in first.headers["ratelimit-policy"]
    assert '"calls";r=1;' in first.headers["ratelimit"]
    assert (third.status_code, third.json()["status"]) == (429, 429)
    assert 1 <= int(third.headers["retry-after"]) <= 60


def test_what_is_kept_is_its_owner_s_alone(program: Programs) -> None:
    mine, other = program(), program()
    made = mine.http.post("/plans", json={"decision": "Q3", "minutes": 45})
    id_ = made.json()["id"]
    assert (made.status_code, made.headers["location"]) == (201, f"/api/v1/records/{id_}")
    assert [r["id"] for r in mine.http.get("/records?kind=plan").json()["items"]] == [id_]
    assert other.http.get("/records").json()["total"] == 0
    for method in ("get", "delete"):
        assert getattr(other.http, method)(f"/records/{id_}").status_code == 404
    renamed = mine.http.patch(f"/records/{id_}", json={"title": "Monday"}).json()
    assert (renamed["title"], renamed["body"]["minutes"]) == ("Monday", 45)
    assert mine.http.delete(f"/records/{id_}").status_code == 204
    assert mine.http.get(f"/records/{id_}").status_code == 404


def test_what_is_sent_twice_with_a_key_is_made_once(program: Programs) -> None:
    mine, body = program(), {"decision": "Q1", "minutes": 60}
    headers = {"Idempotency-Key": "k1"}
    first, second = (mine.http.post("/plans", json=body, headers=headers) for _ in range(2))
    assert first.json()["id"] == second.json()["id"]
    assert mine.http.get("/records").json()["total"] == 1
    other = mine.http.post("/plans", json={**body, "minutes": 30}, headers=headers)
    assert other.status_code == 422
    theirs = program().http.post("/plans", json=body, headers=headers)
    assert theirs.json()["id"] != first.json()["id"]


def test_a_chat_is_kept_and_gone_on_with(program: Programs) -> None:
    mine = program()
    begun = mine.http.post("/chats", json={"question": QUESTION}).json()
    on = {"question": "And which of them began with the eager?", "number": 2}
    address = f"/chats/{begun['chat']}/turns"
    assert mine.http.post(address, json=on).json()["number"] == 2
    assert mine.http.post(address, json=on).status_code == 409
    kept = mine.http.get(f"/records/{begun['chat']}").json()
    assert [turn["question"] for turn in kept["turns"]] == [QUESTION, on["question"]]


def test_danger_gets_where_to_turn_and_nothing_is_kept(program: Programs) -> None:
    mine = program()
    asked = mine.http.post("/chats", json={"question": HARM}).json()
    assert (asked["answer"]["act"], asked["number"]) == ("care", 0)
    assert "988" in asked["answer"]["text"]
    assert "988" in mine.http.post("/questions", json={"situation": HARM}).json()["care"]
    assert "988" in mine.http.post("/plans", json={"situation": HARM}).json()["detail"]
    assert mine.http.get("/records").json()["total"] == 0


@pytest.mark.parametrize(
    ("ending", "begins"),
    [("docx", b"PK"), ("pptx", b"PK"), ("md", b"# "), ("ics?at=2026-12-03T09:00", b"BEGIN:VCAL")],
)
def test_a_plan_leaves_as_a_file(program: Programs, ending: str, begins: bytes) -> None:
    mine = program()
    id_ = mine.http.post("/plans", json={"decision": "Q2", "minutes": 50}).json()["id"]
    sent = mine.http.get(f"/records/{id_}/files/{ending}")
    assert sent.content.startswith(begins)
    assert "attachment" in sent.headers["content-disposition"]
    if ending.startswith("ics"):
        [event] = Calendar.from_ical(sent.content).events
        assert (event.start.hour, event.duration.seconds) == (9, 3000)


def test_a_file_that_there_is_not_is_told(program: Programs) -> None:
    mine = program()
    id_ = mine.http.post("/plans", json={"decision": "Q2"}).json()["id"]
    assert mine.http.get(f"/records/{id_}/files/exe").status_code == 422
    assert mine.http.get(f"/records/{id_}/files/ics").status_code == 422
    assert mine.http.get(f"/records/{id_}/files/csv").status_code == 404


def test_a_document_is_added_once_read_and_asked(program: Programs, alone: Services) -> None:
    mine = program()
    text = b"# Our memo\n\nRiverbend opens its makerspace on Mondays for the ninth grade.\n"
    sent = [mine.http.post("/documents", files={"file": ("memo.md", text)}) for _ in range(2)]
    assert sent[0].status_code == 202
    assert sent[0].json()["id"] == sent[1].json()["id"]
    alone.shelf().adder.run()
    id_ = sent[0].json()["id"]
    assert mine.http.get(f"/documents/{id_}").json()["state"] == "ready"
    body = {"question": "When does Riverbend open its makerspace?"}
    assert "Mondays" in mine.http.post("/ask", json=body).json()["text"]
    assert "Mondays" not in program().http.post("/ask", json=body).json()["text"]
    alone_asked = {"question": QUESTION, "texts": {"report": False, "documents": [id_]}}
    assert mine.http.post("/ask", json=alone_asked).json()["abstained"]
    assert mine.http.delete(f"/documents/{id_}").status_code == 204
    assert mine.http.get("/documents").json()["total"] == 0


@pytest.mark.parametrize(
    ("scopes", "allowed"),
    [({ASK}, {"ask"}), ({READ}, {"list"}), ({WRITE}, {"make"}), ({ASK, READ}, {"ask", "list"})],
)
def test_a_token_may_do_what_its_scopes_say(
    program: Programs, scopes: set[str], allowed: set[str]
) -> None:
    http = program(frozenset(scopes)).http
    done = {
        "ask": http.post("/ask", json={"question": QUESTION}),
        "list": http.get("/records"),
        "make": http.post("/plans", json={"decision": "Q1"}),
    }
    assert {name for name, answer in done.items() if answer.is_success} == allowed
    refused = [answer for answer in done.values() if not answer.is_success]
    assert {answer.status_code for answer in refused} <= {403}
    assert all("insufficient_scope" in answer.headers["www-authenticate"] for answer in refused)


def test_a_revoked_or_strange_token_stands_for_nobody(program: Programs, alone: Services) -> None:
    mine = program()
    [token] = alone.kept().tokens.of(mine.owner)
    assert mine.http.get("/token").json()["name"] == "a test"
    assert alone.kept().tokens.of(mine.owner)[0].used is not None
    alone.kept().tokens.revoke(mine.owner, token.id)
    assert mine.http.get("/records").status_code == 401
    # A token that does not hold is never taken for none: its owner would not notice.
    for sent in (mine.secret, "Bearer ", "Basic eDp5", "Bearer bothways_x"):
        answer = mine.http.get("/decisions", headers={"authorization": sent})
        assert answer.status_code == 401


def test_where_people_sign_in_programs_need_a_token(alone: Services) -> None:
    signing = Services(Settings(data_dir=alone.settings.data_dir, sign_in="accounts"), Watcher())
    signing._ready, signing.library = alone.ready(), alone.library
    http = TestClient(api_app(signing), base_url="http://testserver/api/v1")
    answer = http.post("/ask", json={"question": QUESTION})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    signing._ready = None
    signing.close()


def test_secrets_are_kept_as_hashes_and_never_logged(
    program: Programs, alone: Services, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        mine = program()
        mine.http.post("/ask", json={"question": QUESTION})
    assert mine.secret not in caplog.text
    alone.kept().records.engine.dispose()
    files = alone.settings.data_dir.glob("records.db*")
    assert all(mine.secret.encode() not in file.read_bytes() for file in files)
