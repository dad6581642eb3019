"""Chats that go on for long, and over a new start of the server, with their page left open."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager

from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import SIZES
from tests.browser.test_page import answered, ask, open_page

Start = Callable[..., AbstractContextManager[str]]
QUESTIONS = (
    "how did others handle need vs. readiness?", "What did Dallas do?", "fast or slow?",
    "tight or loose?", "What did Fulton County do?", "Who speaks of culture?",
)  # fmt: skip


def test_each_turn_is_sent_once(browser: Browser, start: Start) -> None:
    with start() as address, open_page(browser, address, SIZES["desktop"]) as visit:
        page = visit.page
        client = page.context.new_cdp_session(page)
        client.send("Network.enable")
        came = [0]
        client.on("Network.dataReceived", lambda data: came.append(data["dataLength"]))
        sent = []
        for number, question in enumerate(QUESTIONS, 1):
            came.clear()
            ask(page, question)
            answered(page, number)
            page.wait_for_timeout(300)
            sent.append(sum(came))
        expect(page.locator(".bw-turn")).to_have_count(len(QUESTIONS))
        numbers = [turn.get_attribute("id") for turn in page.locator(".bw-turn").all()]
        assert numbers == [f"t{n}" for n in range(1, len(QUESTIONS) + 1)]
        assert min(sent) > 2_000
        # Ten times as much came for the tenth turn as for the first, as long as all were sent.
        assert max(sent[2:]) < 2.5 * max(sent[:2])
        page.locator("#t1 .bw-cite").first.click()
        expect(page.locator("#t1-s1")).to_be_focused()
        assert visit.problems == []


def test_a_kept_chat_goes_on_after_a_new_start(browser: Browser, start: Start) -> None:
    with start() as address:
        visit = open_page(browser, address, SIZES["desktop"])
        page = visit.__enter__().page
        ask(page, "What did Dallas do?")
        answered(page)
        page.locator(".bw-kept").wait_for()
    with start(_port(address)):
        ask(page, "Who leads it there?")
        answered(page, 2)
        expect(page.locator(".bw-turn")).to_have_count(2)
        chat = page.locator("#t2").get_attribute("data-chat")
        assert chat == page.locator("#t1").get_attribute("data-chat")
        page.reload()
        answered(page, 2)
        visit.__exit__(None, None, None)


def test_a_chat_that_was_not_kept_says_to_reload(browser: Browser, start: Start) -> None:
    with start() as address:
        visit = open_page(browser, address, SIZES["desktop"])
        page = visit.__enter__().page
        page.get_by_label("Keep this chat").uncheck()
        ask(page, "What did Dallas do?")
        answered(page)
    with start(_port(address)):
        ask(page, "Who leads it there?")
        expect(page.get_by_role("alert")).to_contain_text(re.compile("reload", re.IGNORECASE))
        answered(page)
        expect(page.get_by_label("Your question")).to_have_value("Who leads it there?")
        _reload_and_ask(page)
        visit.__exit__(None, None, None)


def _reload_and_ask(page: Page) -> None:
    page.reload()
    page.wait_for_selector(".bw-starters button")
    ask(page, "Who leads it there?")
    answered(page)


def _port(address: str) -> int:
    return int(address.rstrip("/").rpartition(":")[2])
