"""The page with a chat model behind it: a real server, client library, page and browser."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.services import Services
from indexing.watcher import Watcher
from tests.browser.conftest import SIZES, served
from tests.browser.test_page import QUESTION, answered, ask, open_page
from tests.chat.cases import FAULTS, GOOD, Exhibits
from tests.chat.servers import ChatServer, Reply


@pytest.fixture(scope="module")
def model() -> Iterator[ChatServer]:
    server = ChatServer("openai", [Reply(status=401)])
    yield server
    server.close()


@pytest.fixture(scope="module")
def model_address(services: Services, model: ChatServer) -> Iterator[str]:
    settings = services.settings.model_copy(
        update={"model": "openai:scripted", "model_base_url": model.url}
    )
    yield from served(Services(settings, Watcher()))


def _speaking(text: str, **how: object) -> Reply:
    pieces = tuple(text[i : i + 10] for i in range(0, len(text), 10))
    return Reply(pieces, pause=0.02, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("size", SIZES.values(), ids=SIZES)
def test_a_model_words_the_answer_and_its_citations_open(
    browser: Browser, model_address: str, model: ChatServer, exhibits: Exhibits,
    size: tuple[int, int],
) -> None:  # fmt: skip
    wrong = FAULTS["added year"](GOOD[1], exhibits)
    model.replies = [_speaking(f"{GOOD[0].marked(exhibits)}\n{wrong}\n{GOOD[4].marked(exhibits)}")]
    with open_page(browser, model_address, size) as visit:
        expect(visit.page.locator(".bw-privacy")).to_contain_text("runs on this machine")
        ask(visit.page, QUESTION)
        expect(visit.page.locator(".bw-draft")).to_contain_text("Dallas ISD", timeout=60_000)
        assert visit.page.locator(".bw-draft .bw-cite").count() == 0
        answered(visit.page)
        prose = visit.page.locator(".bw-prose")
        expect(prose).to_contain_text(GOOD[4].text)
        assert "1997" not in prose.inner_text()
        assert prose.locator(".bw-cite").count() == 2
        expect(visit.page.locator(".bw-by")).to_contain_text("openai:scripted")
        prose.locator(".bw-cite").first.click()
        expect(visit.page.locator("#t1-s1 mark")).to_have_text(GOOD[0].quote)
        assert Axe().run(visit.page).violations_count == 0
        assert visit.problems == []


def test_quotes_only_asks_no_model(browser: Browser, model_address: str, model: ChatServer) -> None:
    before = len(model.requests)
    with open_page(browser, model_address, (1280, 860)) as visit:
        visit.page.get_by_label("Quotes only").check()
        ask(visit.page, QUESTION)
        answered(visit.page)
        expect(visit.page.locator(".bw-pole")).to_have_count(3)
    assert len(model.requests) == before


def test_a_model_that_fails_leaves_the_quoting_answer_and_one_line(
    browser: Browser, model_address: str, model: ChatServer
) -> None:
    model.replies = [Reply(status=401)]
    with open_page(browser, model_address, (1280, 860)) as visit:
        ask(visit.page, QUESTION)
        answered(visit.page)
        expect(visit.page.locator(".bw-notice")).to_contain_text("did not accept the key")
        expect(visit.page.locator(".bw-pole")).to_have_count(3)


@pytest.fixture
def halfway(
    browser: Browser, model_address: str, model: ChatServer, exhibits: Exhibits
) -> Iterator[Page]:
    """The page while a model that says no more is in the middle of an answer."""
    model.replies = [_speaking(GOOD[0].marked(exhibits), hang_after=4)]
    model.broken.clear()
    with open_page(browser, model_address, (1280, 860)) as visit:
        ask(visit.page, QUESTION)
        expect(visit.page.locator(".bw-draft")).to_be_visible(timeout=60_000)
        yield visit.page


def test_stop_in_the_middle_of_a_models_answer(halfway: Page, model: ChatServer) -> None:
    halfway.get_by_role("button", name="Stop").click()
    expect(halfway.locator("article.bw-turn")).to_have_count(0)
    assert model.broken.wait(5)


def test_a_tab_that_is_closed_stops_the_model(halfway: Page, model: ChatServer) -> None:
    halfway.close()
    assert model.broken.wait(10)
