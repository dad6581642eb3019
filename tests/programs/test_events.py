"""An answer in a model's words as events: drafts while it is worded, then the checked answer."""

import json
from collections.abc import Iterator
from dataclasses import replace

import httpx
import pytest

from app.services import Services
from app.settings import Settings
from app.ui.serving.server import make_server
from app.ui.serving.site import make_site
from app.wiring.models import make_modeled
from indexing.watcher import Watcher
from tests.chat.cases import GOOD, QUESTION, Exhibits
from tests.chat.servers import ChatServer, Reply, chat_server, saying
from tests.conftest import free_port


@pytest.fixture
def page(services: Services, exhibits: Exhibits) -> Iterator[tuple[str, ChatServer]]:
    """The address of a page whose model is scripted: it answers once, and then falls silent."""
    ready = services.ready()
    replies = (saying(GOOD[0].marked(exhibits)), Reply(("a", "b", "c"), hang_after=2))
    with chat_server("ollama", *replies) as model:
        settings = Settings(
            data_dir=services.settings.data_dir, model="ollama:scripted",
            OLLAMA_HOST=model.url, model_timeout=60,
        )  # fmt: skip
        own = Services(settings, Watcher())
        own._ready = replace(ready, modeled=make_modeled(settings, ready.quoting))
        own.library, own.safety = services.library, services.safety
        server = make_server(own, make_site("127.0.0.1", free_port()))
        server.start()
        yield f"{server.site.address}/api/v1", model
        server.close()
        own._ready = None


def test_drafts_come_before_the_checked_answer_and_a_closed_call_frees_the_model(
    page: tuple[str, ChatServer],
) -> None:
    address, model = page
    with httpx.stream("POST", f"{address}/ask/events", json={"question": QUESTION}) as stream:
        lines = [line for line in stream.iter_lines() if line and not line.startswith(":")]
    kinds = [line.removeprefix("event: ") for line in lines if line.startswith("event:")]
    assert set(kinds[:-1]) == {"draft"}
    assert kinds[-1] == "answer"
    answer = json.loads(lines[-1].removeprefix("data: "))
    assert [claim["text"] for claim in answer["claims"]] == [GOOD[0].text]
    for _ in range(10):
        model.broken.clear()
        # The second answer never ends; whoever hangs up stops it.
        with httpx.stream("POST", f"{address}/ask/events", json={"question": QUESTION}) as stream:
            next(line for line in stream.iter_lines() if line.startswith("event: draft"))
        assert model.broken.wait(20)
