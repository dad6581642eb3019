"""What a proxy and a monitor are told, and who takes a question."""

from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.services import Services
from app.settings import Settings, load_settings
from app.ui.chats import Thread
from app.ui.conversation import Conversations
from app.ui.serving.handover import Draining, Handover
from app.ui.serving.probes import Probes
from app.ui.serving.site import make_site
from corpus.errors import SettingsError
from indexing.watcher import Watcher

NOTHING = Starlette(routes=[Route("/explore", lambda request: PlainTextResponse("x"))])


def probes(services: Services, draining: Draining, client: str = "127.0.0.1") -> TestClient:
    site = make_site("127.0.0.1", 80, monitors=("10.1.0.0/16",))
    return TestClient(Probes(NOTHING, services, site, draining), client=(client, 1))


def test_readiness_tells_what_is_missing(services: Services, tmp_path: Path) -> None:
    services.ready()
    draining = Draining()
    asked = probes(services, draining)
    assert asked.get("/ready").json() == {"ready": True, "missing": []}
    draining.begin()
    assert asked.get("/ready").json()["missing"] == ["ending"]
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    away = Services(
        Settings(data_dir=tmp_path, database_url=f"sqlite:///{blocked / 'records.db'}"), Watcher()
    )
    answer = probes(away, Draining()).get("/ready")
    assert answer.status_code == 503
    assert answer.json()["missing"] == ["loading", "database"]
    assert probes(away, Draining()).get("/health").status_code == 200


@pytest.mark.parametrize(
    ("client", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("10.1.2.3", {}, 200),
        ("10.2.2.3", {}, 404),
        ("127.0.0.1", {"x-forwarded-for": "1.2.3.4"}, 404),
    ],
)
def test_who_may_read_the_numbers(
    services: Services, client: str, headers: dict[str, str], status: int
) -> None:
    asked = probes(services, Draining(), client)
    assert asked.get("/metrics", headers=headers).status_code == status


def test_the_numbers_count_requests_and_answers_and_hold_no_words(services: Services) -> None:
    services.ready()
    asked = probes(services, Draining())
    asked.get("/explore")
    for question in ("how did others handle need vs. readiness?", "who won the world cup", ""):
        list(Conversations(services).take_turn("s", Thread(), question))
    told = asked.get("/metrics").text
    for line in (
        'bothways_requests_total{part="screens",status="200"}',
        'bothways_answers_total{outcome="answered"}',
        'bothways_answers_total{outcome="abstained"}',
        'bothways_answers_total{outcome="problem"}',
        'bothways_answer_stage_seconds_count{stage="retrieve"}',
        "bothways_turns_under_way 0.0",
    ):
        assert line in told
    assert "readiness" not in told


@pytest.mark.parametrize(
    ("address", "takes", "status"),
    [
        ("/gradio_api/queue/join", True, 200),
        ("/gradio_api/queue/join", False, 503),
        ("/gradio_api/queue/data?session_hash=here", False, 200),
        ("/gradio_api/queue/data?session_hash=elsewhere", True, 503),
        ("/explore", False, 200),
    ],
)
def test_who_takes_a_question(address: str, takes: bool, status: int) -> None:
    everything = Starlette(routes=[Route("/{path:path}", lambda _: PlainTextResponse("x"))])
    app = Handover(everything, lambda: takes, lambda session: session == "here")
    assert TestClient(app).get(address).status_code == status


def test_settings_come_from_files_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret, settings = tmp_path / "url", tmp_path / "settings.env"
    secret.write_text("sqlite:///x.db\n")
    settings.write_text("BOTHWAYS_KEEP_DAYS=30\nBOTHWAYS_PORT=7999\n")
    monkeypatch.setenv("BOTHWAYS_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("BOTHWAYS_DATABASE_URL_FILE", str(secret))
    monkeypatch.setenv("OPENAI_API_KEY_FILE", str(secret))
    monkeypatch.setenv("BOTHWAYS_CONFIG", str(settings))
    monkeypatch.setenv("BOTHWAYS_PORT", "8001")
    read = load_settings()
    assert read.records_url == "sqlite:///x.db"
    assert read.openai_api_key is not None
    # What the environment says goes before the file.
    assert (read.keep_days, read.port) == (30, 8001)
    for name in ("BOTHWAYS_CONFIG", "BOTHWAYS_AUDIT_KEY_FILE"):
        with monkeypatch.context() as one:
            one.setenv(name, str(tmp_path / "none"))
            with pytest.raises(SettingsError, match="none"):
                load_settings()
